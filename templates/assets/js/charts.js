// A chart's drawing becomes interactive when a reader reaches for it. The library is loaded then, once.
{
  const charts = document.querySelectorAll("[data-chart]");
  let library;

  const load = () => {
    library ??= new Promise((resolve, reject) => {
      // Plotly finds its styles here and inserts none, as the content policy demands.
      const styles = document.createElement("link");
      styles.rel = "stylesheet";
      styles.id = "plotly.js-style-global";
      styles.className = "no-inline-styles";
      styles.href = document.body.dataset.plotlyStyles;
      const script = document.createElement("script");
      script.src = document.body.dataset.plotly;
      script.onload = () => resolve(window.Plotly);
      script.onerror = reject;
      document.head.append(styles, script);
    });
    return library;
  };

  const colours = () => {
    const style = getComputedStyle(document.documentElement);
    return (name) => style.getPropertyValue(`--${name}`).trim();
  };

  const dressed = (figure) => {
    const colour = colours();
    for (const trace of figure.data) {
      const own = colour(`series-${((trace.meta.colour - 1) % 4) + 1}`);
      trace.marker.color = own;
      trace.line.color = own;
    }
    const axis = { gridcolor: colour("rule"), zeroline: false, linecolor: colour("rule"), tickfont: { color: colour("muted") } };
    const layout = figure.layout;
    Object.assign(layout.xaxis, axis, { showgrid: false });
    Object.assign(layout.yaxis, axis);
    layout.yaxis.title.font = { color: colour("muted"), size: 13 };
    layout.modebar = { bgcolor: "rgba(0,0,0,0)", color: colour("muted"), activecolor: colour("accent") };
    layout.paper_bgcolor = "rgba(0,0,0,0)";
    layout.plot_bgcolor = "rgba(0,0,0,0)";
    layout.font = { family: getComputedStyle(document.body).fontFamily, color: colour("ink") };
    return figure;
  };

  const CONFIG = { showSendToCloud: false, plotlyServerURL: "", displaylogo: false, responsive: true, modeBarButtonsToRemove: ["select2d", "lasso2d"] };

  const draw = async (chart) => {
    if (chart.dataset.state) return;
    chart.dataset.state = "loading";
    try {
      const Plotly = await load();
      const figure = dressed(JSON.parse(chart.querySelector("script[type='application/json']").textContent));
      const plot = document.createElement("div");
      plot.className = "plot";
      chart.querySelector(".canvas").append(plot);
      await Plotly.newPlot(plot, figure.data, figure.layout, CONFIG);
      chart.classList.add("drawn");
      chart.dataset.state = "drawn";
    } catch {
      delete chart.dataset.state; // the drawing stays; another try may succeed
    }
  };

  for (const chart of charts) {
    for (const event of ["pointerenter", "focusin", "click"]) chart.addEventListener(event, () => draw(chart));
    chart.addEventListener("keydown", (event) => event.key === "Enter" && draw(chart));
  }
}
