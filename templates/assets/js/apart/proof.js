// What tells in a popover where a number comes from, what the rules found about it, and how to cite it.
{
  const { el } = sitegen;
  const panel = el("div", { className: "proof", id: "proof", tabIndex: -1, role: "dialog", ariaLabel: msg("Where this comes from") });
  panel.popover = "auto";
  document.body.append(panel);
  const pages = new Map();

  const page = (address) => {
    if (!pages.has(address)) {
      pages.set(address, fetch(address).then((answer) => answer.text()).then((text) => new DOMParser().parseFromString(text, "text/html")));
    }
    return pages.get(address);
  };

  // What is known of a fact: from its row on this page, or else from its document's page.
  const known = async (id, link) => {
    const [seed, name] = id.split("/");
    const row = document.querySelector(`li[data-fact="${CSS.escape(id)}"]`);
    const source = document.querySelector(`.sources [data-seed="${CSS.escape(seed)}"]`);
    if (row?.querySelector("q") && source && !document.body.dataset.repository) return facts(row, source.dataset.words, source.querySelector("a").textContent, link, location.href);
    const address = new URL(link, location.href).href.split("#")[0];
    const whole = await page(address);
    const found = whole.getElementById(name);
    return facts(found, found.parentElement.dataset.words, whole.querySelector("h1").textContent, link, address);
  };

  const facts = (row, words, source, link, base) => ({
    quotes: [...row.querySelectorAll("q")].map((quote) => ({ text: quote.textContent, lang: quote.lang })),
    at: row.dataset.at.includes("–") ? msg`Words ${row.dataset.at} of ${words}` : msg`From word ${row.dataset.at} of ${words}`, source, link: new URL(link, location.href).href,
    note: row.querySelector("small, .note")?.textContent ?? "",
    findings: [...row.querySelectorAll("a.mark")].map((mark) => ({ state: mark.className, sign: mark.textContent, text: mark.getAttribute("aria-label"), href: new URL(mark.getAttribute("href"), base).href })),
    edit: [...row.querySelectorAll("[data-edit]")].map((item) => ({ text: item.textContent, href: item.href })),
  });

  const show = (trigger, ...content) => {
    panel.replaceChildren(...content);
    panel.hidePopover();
    panel.showPopover();
    place(trigger);
    panel.focus({ preventScroll: true });
  };

  const place = (trigger) => {
    const from = trigger.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = panel;
    const below = from.bottom + 8 + height < innerHeight || from.top < height;
    panel.style.left = `${Math.max(8, Math.min(from.left, innerWidth - width - 12))}px`;
    panel.style.top = `${Math.max(8, Math.min(below ? from.bottom + 8 : from.top - height - 8, innerHeight - height - 8))}px`;
  };
  // What is told later makes the panel grow: it stays within the window.
  new ResizeObserver(() => { if (panel.from && panel.matches(":popover-open")) place(panel.from); }).observe(panel);
  panel.addEventListener("toggle", (event) => { if (event.newState === "closed" && panel.contains(document.activeElement)) panel.from?.focus(); });

  const button = (text, act) => el("button", { type: "button", className: "link", textContent: text, onclick: (event) => act(event.target) });
  const close = () => button(msg("Close"), () => { panel.hidePopover(); panel.from?.focus(); });

  // A finding as one line, which its own page completes with what was found.
  const told = (finding) => {
    const said = el("span", { textContent: finding.text });
    const [address, id] = finding.href.split("#");
    page(address).then((whole) => { said.textContent = `${whole.getElementById(id).querySelector(".message").textContent} `; said.append(el("i", { textContent: finding.text })); }).catch(() => {});
    return el("li", {}, el("a", { className: finding.state, href: finding.href, ariaLabel: finding.text, textContent: finding.sign }), " ", said);
  };

  sitegen.proved = async (trigger, id, link) => {
    panel.from = trigger;
    const fact = await known(id, link);
    const cite = el("div");
    show(
      trigger,
      el("h2", { textContent: fact.source }),
      ...fact.quotes.map((quote) => el("q", { textContent: quote.text, lang: quote.lang, dir: "auto" })),
      el("p", { className: "muted", textContent: msg`${fact.at}. Verified: the quote stands in the document.` }),
      fact.note && el("p", { textContent: fact.note }),
      fact.findings.length ? el("ul", { className: "told", ariaLabel: msg("Findings") }, ...fact.findings.map(told)) : el("p", { className: "muted", textContent: msg("No rule found anything amiss with it.") }),
      el("p", { className: "acts" },
        el("a", { href: fact.link, textContent: msg("In its document’s order") }),
        button(msg("Copy link"), (from) => sitegen.copy(fact.link, from)),
        button(msg("Cite"), () => { cite.replaceChildren(...citations(`${fact.source}: “${fact.quotes.map((quote) => quote.text).join(" … ")}”`, published(fact.link), fact.at)); }),
        ...fact.edit.map((item) => el("a", { href: item.href, textContent: item.text })),
        close()),
      cite,
    );
  };

  sitegen.derived = (trigger, formula) => {
    panel.from = trigger;
    show(trigger, el("h2", { textContent: msg("Derived by us, stated by no document") }), el("p", { textContent: formula }), el("p", { className: "acts" }, close()));
  };

  sitegen.explained = (trigger) => {
    panel.from = trigger;
    show(trigger, el("h2", { textContent: trigger.textContent }), el("p", { textContent: trigger.title }), el("p", { className: "acts" }, close()));
  };

  // How to cite a page, a chart or a fact: plain text, BibTeX, CSL-JSON, each with version and date.
  const formats = (title, address, note) => {
    const { site, built, version } = document.body.dataset;
    const date = /^\d{4}-\d{2}-\d{2}$/.test(built) ? built : "";
    const key = address.replace(/^\w+:\/\/[^/]*/, "").replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "home";
    const tex = (text) => text.replace(/[\\{}]/g, "").replace(/[&%$#_]/g, "\\$&");
    const said = [note, msg`Content of ${built}, sitegen ${version}`].filter(Boolean).join(". ");
    const csl = { id: key, type: "webpage", title, "container-title": site, URL: address, note: said, version: built };
    if (date) csl.issued = { "date-parts": [date.split("-").map(Number)] };
    return {
      [msg("Plain text")]: `${title}. ${site}. ${said}. ${address}`,
      BibTeX: `@misc{${key},\n  title = {${tex(title)}},\n  howpublished = {${tex(site)}},\n${date ? `  year = {${date.slice(0, 4)}},\n` : ""}  note = {${tex(said)}},\n  url = {${address}}\n}`,
      "CSL-JSON": JSON.stringify([csl], null, 1),
    };
  };

  const citations = (title, address, note = "") => Object.entries(formats(title, address, note)).flatMap(([name, text]) => {
    const copy = el("button", { type: "button", className: "link", textContent: msg("Copy") });
    copy.addEventListener("click", () => sitegen.copy(text, copy));
    return [el("p", { className: "acts" }, `${name} `, copy), el("pre", { textContent: text })];
  });

  // A citation names the address at which a site is published, wherever it is read.
  const canonical = document.querySelector("link[rel=canonical]")?.href;
  const published = (address) => {
    const { root } = document.body.dataset;
    return canonical ? address.replace(new URL(root, location.href).href, new URL(root, canonical).href) : address;
  };

  sitegen.cite = (button) => {
    const chart = button.closest("figure.chart");
    const here = canonical ?? location.href.split("#")[0];
    const title = chart ? chart.getAttribute("aria-label") : document.querySelector("h1").textContent;
    panel.from = button;
    show(button, el("h2", { textContent: msg`Cite: ${title}` }), ...citations(title, chart ? `${here}#${chart.id}` : here), el("p", { className: "acts" }, close()));
  };
}
