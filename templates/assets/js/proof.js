// Where a number comes from, in a popover: by mouse, touch and keyboard. Without scripts the same is one link away.
{
  const { el } = sitegen;
  const panel = el("div", { className: "proof", id: "proof", tabIndex: -1, role: "dialog", ariaLabel: "Where this comes from" });
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
    if (row?.querySelector("q") && source && !document.body.dataset.repository) return facts(row, source.dataset.words, source.querySelector("a").textContent, link);
    const whole = await page(new URL(link, location.href).href.split("#")[0]);
    const found = whole.getElementById(name);
    return facts(found, found.parentElement.dataset.words, whole.querySelector("h1").textContent, link);
  };

  const facts = (row, words, source, link) => ({
    quotes: [...row.querySelectorAll("q")].map((quote) => ({ text: quote.textContent, lang: quote.lang })),
    at: row.dataset.at, words, source, link: new URL(link, location.href).href,
    note: row.querySelector("small, .note")?.textContent ?? "",
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
    panel.focus({ preventScroll: true });
  };
  panel.addEventListener("toggle", (event) => { if (event.newState === "closed" && panel.contains(document.activeElement)) panel.from?.focus(); });

  const button = (text, act) => el("button", { type: "button", className: "link", textContent: text, onclick: (event) => act(event.target) });
  const close = () => button("Close", () => { panel.hidePopover(); panel.from?.focus(); });

  const proved = async (trigger, id, link) => {
    panel.from = trigger;
    const fact = await known(id, link);
    const cite = el("div");
    show(
      trigger,
      el("h2", { textContent: fact.source }),
      ...fact.quotes.map((quote) => el("q", { textContent: quote.text, lang: quote.lang })),
      el("p", { className: "muted", textContent: `Words ${fact.at} of ${fact.words}. Verified: the quote stands in the document.` }),
      fact.note && el("p", { textContent: fact.note }),
      el("p", { className: "acts" },
        el("a", { href: fact.link, textContent: "In its document’s order" }),
        button("Copy link", (from) => sitegen.copy(fact.link, from)),
        button("Cite", () => { cite.replaceChildren(...sitegen.citations(`${fact.source}: “${fact.quotes.map((quote) => quote.text).join(" … ")}”`, fact.link, `Words ${fact.at} of ${fact.words}`)); place(trigger); }),
        ...fact.edit.map((item) => el("a", { href: item.href, textContent: item.text })),
        close()),
      cite,
    );
  };

  const derived = (trigger, formula) => {
    panel.from = trigger;
    show(trigger, el("h2", { textContent: "Derived by us, stated by no document" }), el("p", { textContent: formula }), el("p", { className: "acts" }, close()));
  };

  const explained = (trigger) => {
    panel.from = trigger;
    show(trigger, el("h2", { textContent: trigger.textContent }), el("p", { textContent: trigger.title }), el("p", { className: "acts" }, close()));
  };

  sitegen.panel = (trigger, ...content) => { panel.from = trigger; show(trigger, ...content, el("p", { className: "acts" }, close())); };

  // Numbers that no link stands for become buttons, so that keys reach them.
  for (const cell of document.querySelectorAll("main :is(td, dd > b)[data-derived], .chart td[data-fact]")) {
    const inside = el("button", { type: "button", className: "num" });
    inside.append(...cell.childNodes);
    cell.append(inside);
  }
  for (const term of document.querySelectorAll("main abbr[title]")) term.tabIndex = 0;

  const answer = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const term = event.target.closest("main abbr[title]");
    if (term && !event.target.closest("a, button")) return explained(term);
    const hit = event.target.closest("a.value[data-fact], a.m, li[data-fact] > .value, .num");
    if (!hit || !panel.showPopover) return;
    const marked = hit.closest("[data-derived], [data-fact]");
    if (marked.dataset.derived) return derived(hit, marked.dataset.derived);
    const id = marked.dataset.fact;
    const link = hit.href ?? marked.querySelector("a.m")?.href ?? `${document.body.dataset.root}sources/${id.replace("/", "/#")}`;
    event.preventDefault();
    proved(hit, id, link).catch(() => { location.href = link; });
  };
  document.addEventListener("click", answer);
  document.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("abbr[title]")) answer(event); });
}
