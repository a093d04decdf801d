// A chart's drawing becomes interactive when a reader reaches for it. The library is loaded then, once.
{
  const charts = document.querySelectorAll("figure.chart");

  const library = async () => {
    if (!document.getElementById("plotly.js-style-global")) {
      // Plotly finds its styles here and inserts none, as the content policy demands.
      document.head.append(sitegen.el("link", { rel: "stylesheet", id: "plotly.js-style-global", className: "no-inline-styles", href: document.body.dataset.plotlyStyles }));
    }
    await Promise.all([sitegen.load(document.body.dataset.plotly), sitegen.load(document.body.dataset.tools)]);
  };

  // A figure stands in a file, which also says what pictures of it must say; each is fetched once.
  const files = new Map();
  sitegen.file = (address) => {
    if (!files.has(address)) files.set(address, fetch(address).then((answer) => answer.json()));
    files.get(address).catch(() => files.delete(address));
    return files.get(address);
  };

  const draw = (chart) => {
    sitegen.file(chart.dataset.modes); // on its way with the library
    chart.drawing ??= library().then(() => sitegen.draw(chart)).then(
      () => { chart.classList.add("drawn"); chart.dataset.state = "drawn"; },
      (error) => { chart.drawing = undefined; throw error; }, // the drawing stays; another try may succeed
    );
    return chart.drawing;
  };

  const embed = (chart, button) => {
    const title = chart.getAttribute("aria-label").replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    const height = Math.ceil(chart.offsetHeight * 1.05 + 160); // about as tall as the chart is here, and the line that says where it is from
    sitegen.copy(`<iframe src="${new URL(chart.dataset.embed, location.href)}" title="${title}" width="100%" height="${height}" loading="lazy"></iframe>`, button);
  };

  for (const chart of charts) {
    const reach = () => draw(chart).catch(() => {});
    // Some drawings stay as they are: nothing is gained by touching them. They are taken away like the others.
    if ("chart" in chart.dataset) for (const event of ["pointerenter", "focusin", "click"]) chart.addEventListener(event, reach);
    chart.addEventListener("keydown", (event) => {
      if (event.target === chart && ["Enter", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key)) {
        event.preventDefault();
        draw(chart).then(() => sitegen.walk(chart, event.key), () => {});
      }
    });
    chart.addEventListener("change", (event) => {
      if (event.target.matches(".key input, .settings :is(input, select)")) draw(chart).then(() => sitegen.redraw(chart), () => {});
    });
    chart.addEventListener("click", (event) => {
      const what = event.target.closest("[data-do]")?.dataset.do;
      if (!what) return;
      if (what === "embed") return embed(chart, event.target);
      if (chart.classList.contains("sketched")) return sitegen.load(document.body.dataset.pictures).then(() => sitegen.picture(chart, what), () => {});
      draw(chart).then(() => sitegen.take(chart, what), () => {});
    });
  }
}
