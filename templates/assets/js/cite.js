// How to cite a page, a chart or a fact: plain text, BibTeX, CSL-JSON, each with version and date.
{
  const { el } = sitegen;

  const formats = (title, address, note) => {
    const { site, built, version } = document.body.dataset;
    const date = /^\d{4}-\d{2}-\d{2}$/.test(built) ? built : "";
    const key = address.replace(/^\w+:\/\/[^/]*/, "").replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "home";
    const tex = (text) => text.replace(/[\\{}]/g, "").replace(/[&%$#_]/g, "\\$&");
    const said = [note, `Content of ${built}, sitegen ${version}`].filter(Boolean).join(". ");
    const csl = { id: key, type: "webpage", title, "container-title": site, URL: address, note: said, version: built };
    if (date) csl.issued = { "date-parts": [date.split("-").map(Number)] };
    return {
      "Plain text": `${title}. ${site}. ${said}. ${address}`,
      BibTeX: `@misc{${key},\n  title = {${tex(title)}},\n  howpublished = {${tex(site)}},\n${date ? `  year = {${date.slice(0, 4)}},\n` : ""}  note = {${tex(said)}},\n  url = {${address}}\n}`,
      "CSL-JSON": JSON.stringify([csl], null, 1),
    };
  };

  sitegen.citations = (title, address, note = "") => Object.entries(formats(title, address, note)).flatMap(([name, text]) => {
    const copy = el("button", { type: "button", className: "link", textContent: "Copy" });
    copy.addEventListener("click", () => sitegen.copy(text, copy));
    return [el("p", { className: "acts" }, `${name} `, copy), el("pre", { textContent: text })];
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-cite]");
    if (!button) return;
    const chart = button.closest("[data-chart]");
    const here = document.querySelector("link[rel=canonical]")?.href ?? location.href.split("#")[0];
    const title = chart ? chart.getAttribute("aria-label") : document.querySelector("h1").textContent;
    sitegen.panel(button, el("h2", { textContent: `Cite: ${title}` }), ...sitegen.citations(title, chart ? `${here}#${chart.id}` : here));
  });
}
