// Interactive charts: which figure is shown, what of it, a reader's own rate, points by keyboard, pictures to take away.
{
  const CONFIG = { showSendToCloud: false, plotlyServerURL: "", displaylogo: false, responsive: true, displayModeBar: false };
  const state = new WeakMap();

  // A size after some years at a rate in per cent a year: the one thing that is computed here and not in Python,
  // because only the reader knows the rate. Both sides are held against one file of cases.
  sitegen.projected = (start, rate, years) => start * (1 + rate / 100) ** years;

  const colours = () => {
    const style = getComputedStyle(document.documentElement);
    return (name) => style.getPropertyValue(`--${name}`).trim();
  };

  const dressed = (figure) => {
    const colour = colours();
    for (const trace of figure.data) {
      const own = colour(`series-${((trace.meta.colour - 1) % 4) + 1}`);
      trace.marker.color = own;
      if (trace.line) trace.line.color = own;
      if (trace.marker.line) trace.marker.line.color = colour("warning");
      if (trace.text) trace.textfont = { color: colour("warning"), size: 16 };
    }
    const axis = { gridcolor: colour("rule"), zeroline: false, linecolor: colour("rule"), tickfont: { color: colour("muted") } };
    const layout = figure.layout;
    Object.assign(layout.xaxis, axis, { showgrid: false });
    Object.assign(layout.yaxis, axis);
    layout.yaxis.title.font = { color: colour("muted"), size: 13 };
    layout.paper_bgcolor = "rgba(0,0,0,0)";
    layout.plot_bgcolor = "rgba(0,0,0,0)";
    layout.font = { family: getComputedStyle(document.body).fontFamily, color: colour("ink") };
    layout.hoverlabel = { bgcolor: colour("sheet"), bordercolor: colour("muted"), font: { color: colour("ink"), size: 14 } };
    return figure;
  };

  // Where the reader's colours change, so do those of charts that have come alive.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const chart of document.querySelectorAll("figure.chart.drawn")) {
      const { plot } = state.get(chart);
      const figure = dressed(structuredClone({ data: plot.data, layout: plot.layout }));
      Plotly.react(plot, figure.data, figure.layout, CONFIG);
    }
  });

  const field = (chart, name) => chart.querySelector(`[name="${name}"]`);
  // The figure stands in the file that also says what pictures of it must say.
  const { file } = sitegen;
  const further = async (chart) => {
    const more = await file(chart.dataset.modes);
    return chart.added?.length ? joined(more, chart.added) : more;
  };

  // A market that a reader adds: its own figures, in the chart's unit, under numbers and signs that are still free.
  sitegen.add = async (chart, address, one) => {
    (chart.added ??= []).push({ ...one, more: await file(address) });
  };

  const SIGNS = ["circle", "square", "diamond"];
  const joined = (base, added) => {
    const whole = structuredClone(base);
    for (const { id, name, numbers, more } of added) {
      const factor = more.unit / base.unit;
      for (const [view, figure] of Object.entries(whole.figures)) {
        const scale = /^(size|growth)/.test(view) ? factor : 1;
        for (const trace of more.figures[view]?.data ?? []) {
          const number = numbers.get(trace.meta.seed);
          if (!number) continue;
          const symbol = SIGNS[(number - 1) % SIGNS.length] + (trace.marker.symbol.endsWith("-open") ? "-open" : "");
          figure.data.push({
            ...trace, name: `${escaped(name)}: ${trace.name}`, y: trace.y.map((value) => value * scale), marker: { ...trace.marker, symbol },
            hovertemplate: trace.hovertemplate.replace("<extra>", `<extra>${escaped(name)}: `), meta: { ...trace.meta, seed: `${trace.meta.seed}@${id}`, colour: number },
          });
        }
        // The frame was made for fewer: the library chooses another.
        for (const part of ["tickmode", "tickvals", "ticktext", "range"]) { delete figure.layout.xaxis[part]; delete figure.layout.yaxis[part]; }
        figure.layout.xaxis.tickformat = "d";
      }
      for (const one of more.what_if.filter((item) => numbers.has(item.seed))) {
        whole.what_if.push({ ...one, name: `${name}: ${one.name}`, size: one.size * factor, seed: `${one.seed}@${id}`, number: numbers.get(one.seed) });
      }
      whole.sources = [...new Set([...whole.sources, ...more.sources])];
      whole.facts = [...new Set([...whole.facts, ...more.facts])];
    }
    return whole;
  };

  sitegen.draw = async (chart) => {
    const more = await further(chart);
    const plot = sitegen.el("div", { className: "plot" });
    const said = sitegen.el("p", { className: "pointed unseen", role: "status" });
    chart.querySelector(".canvas").append(plot, said);
    state.set(chart, { plot, said, at: null });
    const figure = dressed(field(chart, "view") ? seen(chart, more).figure : structuredClone(more.figure));
    await Plotly.newPlot(plot, figure.data, figure.layout, CONFIG);
    const until = field(chart, "until");
    if (until) until.placeholder = Math.max(...more.what_if.map((one) => one.until));
  };

  const chosen = (more, chart) => {
    const view = field(chart, "view").value;
    const log = field(chart, "log");
    log.disabled = view === "growth" || view === "rate";
    const name = `${view}-${log.checked && !log.disabled ? "log" : "linear"}`;
    return structuredClone(more.figures[name] ?? more.figures[`${view}-linear`] ?? more.figures["size-linear"]);
  };

  const ownRate = (chart, more, figure, shown) => {
    const output = chart.querySelector("output");
    const rate = Number.parseFloat(field(chart, "rate").value);
    const until = Number.parseInt(field(chart, "until").value || field(chart, "until").placeholder, 10);
    output.textContent = "";
    if (!Number.isFinite(rate) || !Number.isFinite(until) || rate <= -100) return;
    const view = field(chart, "view").value;
    const said = [];
    for (const one of more.what_if.filter((item) => shown(item.seed))) {
      const years = Math.min(until - one.year, 60);
      if (years < 1) continue;
      const sizes = Array.from({ length: years + 1 }, (_, year) => sitegen.projected(one.size, rate, year));
      const seen = { size: (size) => size, index: (size) => (100 * size) / one.size, growth: (size) => size - one.size, rate: () => rate }[view];
      const label = (size) => seen(size).toLocaleString("en", { maximumSignificantDigits: 4 });
      figure.data.push({
        type: "scatter", mode: "lines+markers", name: msg`${one.name}, your rate`, x: sizes.map((_, year) => one.year + year), y: sizes.map(seen),
        customdata: sizes.map((size, year) => [label(size), String(one.year + year), msg`at your rate of ${rate}% a year`]),
        hovertemplate: "%{customdata[0]}<br>%{customdata[1]} · %{customdata[2]}<extra></extra>",
        marker: { symbol: "x-thin-open", size: 7 }, line: { dash: "longdash", width: 1.5 }, meta: { colour: one.number, seed: one.seed, path: "own" },
      });
      said.push(msg`${one.name}: ${label(sizes.at(-1))} in ${one.year + years}`);
    }
    const unit = figure.layout.yaxis.title.text.replace(/, logarithmic scale$/, "");
    if (said.length) output.textContent = msg`At ${rate}% a year: ${said.join("; ")} (${unit}; your assumption, no document’s).`;
    widened(figure);
  };

  // A reader's own path may leave the frame that was chosen for the stated ones: then the frame grows.
  const widened = (figure) => {
    const own = figure.data.filter((trace) => trace.meta.path === "own");
    if (!own.length || !figure.layout.xaxis.range) return;
    const { xaxis, yaxis } = figure.layout;
    xaxis.range[1] = Math.max(xaxis.range[1], ...own.flatMap((trace) => trace.x.at(-1) + 0.3));
    const ends = own.flatMap((trace) => trace.y);
    const place = (value) => (yaxis.type === "log" ? Math.log10(value) : value);
    const [low, high] = [place(Math.min(...ends)), place(Math.max(...ends))];
    if (low < yaxis.range[0] || high > yaxis.range[1]) {
      yaxis.range = [Math.min(low, yaxis.range[0]), high > yaxis.range[1] ? high + (high - yaxis.range[0]) * 0.05 : yaxis.range[1]];
      for (const part of ["tickmode", "tickvals", "ticktext"]) delete yaxis[part];
      if (yaxis.type === "log") {
        const [first, last] = yaxis.range;
        const marks = Array.from({ length: Math.ceil(last) - Math.floor(first) + 1 }, (_, power) => Math.floor(first) + power).flatMap((power) => [1, 2, 5].map((factor) => factor * 10 ** power));
        yaxis.tickvals = marks.filter((mark) => Math.log10(mark) >= first && Math.log10(mark) <= last);
        yaxis.ticktext = yaxis.tickvals.map((mark) => Number(mark.toPrecision(1)).toLocaleString("en", { maximumFractionDigits: 9 }));
        yaxis.tickmode = "array";
      }
    }
    if (xaxis.range[1] - xaxis.range[0] > 14) for (const part of ["tickmode", "tickvals", "ticktext"]) delete xaxis[part];
  };

  // What the settings and the key ask for: the figure, and the series that are off.
  const seen = (chart, more) => {
    const off = new Set([...chart.querySelectorAll(".key input")].filter((input) => !input.checked).map((input) => input.value));
    const figure = chosen(more, chart);
    for (const trace of figure.data) {
      const { path, seed } = trace.meta;
      trace.visible = !off.has(seed) && (path === "stated" || field(chart, path).checked);
    }
    return { figure, off };
  };

  sitegen.redraw = async (chart) => {
    const own = state.get(chart);
    const more = await further(chart);
    const { figure, off } = seen(chart, more);
    ownRate(chart, more, figure, (seed) => !off.has(seed));
    own.at = null;
    dressed(figure);
    await Plotly.react(own.plot, figure.data, figure.layout, CONFIG);
  };

  // Left and right walk along a path, up and down from path to path; what is reached is shown and said.
  sitegen.walk = (chart, key) => {
    const own = state.get(chart);
    const shown = own.plot.data.map((trace, index) => ({ trace, index })).filter(({ trace }) => trace.visible !== false && trace.customdata);
    if (!shown.length) return;
    let [line, point] = own.at ?? [0, -1];
    if (key === "ArrowUp" || key === "ArrowDown") { line += key === "ArrowUp" ? -1 : 1; point = Math.max(point, 0); }
    if (key === "ArrowRight" || key === "Enter") point += 1;
    if (key === "ArrowLeft") point -= 1;
    line = (line + shown.length) % shown.length;
    const { trace, index } = shown[line];
    point = Math.min(Math.max(point, 0), trace.x.length - 1);
    own.at = [line, point];
    Plotly.Fx.hover(own.plot, [{ curveNumber: index, pointNumber: point }]);
    const [value, year, note] = trace.customdata[point].map(plain);
    own.said.textContent = trace.meta.path ? msg`${plain(trace.name)}: ${value} in ${year}, ${note}` : trace.customdata[point].map(plain).join(", ").replaceAll("<br>", ", ");
  };

  const plain = (text) => String(text).replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

  // Every picture that leaves the site says where its numbers come from, which facts they are, and that they were checked.
  const picture = async (chart, format) => {
    const more = await further(chart);
    const { data, layout } = state.get(chart).plot;
    const lines = [msg`Source: ${more.sources.join(", ")}; ${more.verified}.`, msg`Facts: ${more.facts.join(", ")}`, msg`${document.body.dataset.site}, content of ${document.body.dataset.built}`];
    const wrapped = lines.flatMap((line) => line.match(/.{1,118}(?:[ ,]|$)/g) ?? [line]);
    const figure = structuredClone({ data: data.filter((trace) => trace.visible !== false), layout });
    const above = 26 * Math.ceil(figure.data.length / 2);
    Object.assign(figure.layout, {
      title: { text: escaped(more.title), x: 0.02, xanchor: "left", y: 0.97, yanchor: "top" }, margin: { l: 70, r: 20, t: 60 + above, b: 60 + 16 * wrapped.length },
      paper_bgcolor: colours()("paper"), showlegend: true, legend: { orientation: "h", x: 0, y: 1.01, yanchor: "bottom", bgcolor: "rgba(0,0,0,0)" },
      annotations: [{ text: wrapped.map(escaped).join("<br>"), xref: "paper", yref: "paper", x: 0, y: 0, yshift: -36, yanchor: "top", xanchor: "left", align: "left", showarrow: false, font: { size: 11 } }],
    });
    const made = await Plotly.toImage(figure, { format, width: 900, height: 540 + above + 16 * wrapped.length, scale: format === "png" ? 2 : 1 });
    if (format === "png") return made;
    const svg = decodeURIComponent(made.slice(made.indexOf(",") + 1));
    const said = `<metadata>${escaped(lines.join(" "))}</metadata>`;
    return URL.createObjectURL(new Blob([svg.replace(/(<svg[^>]*>)/, `$1${said}`)], { type: "image/svg+xml" }));
  };

  sitegen.take = async (chart, what) => {
    sitegen.el("a", { href: await picture(chart, what), download: `${chart.id}.${what}` }).click();
  };
}
