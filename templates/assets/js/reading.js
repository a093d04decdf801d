// Reading aids: contents that follow the scroll, tables that sort, the quotes' switch that stays, footnotes in print.
{
  const { el } = sitegen;
  const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
  if (links.size) {
    const seen = new Set();
    const sections = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    const mark = () => {
      const current = sections.find((section) => seen.has(section));
      for (const link of links.values()) link.removeAttribute("aria-current");
      const link = current && links.get(current.id);
      if (!link) return;
      link.setAttribute("aria-current", "true");
      const box = link.closest(".contents");
      box.scrollTo({ left: link.offsetLeft - box.offsetLeft - 16, top: link.offsetTop - box.offsetTop - box.clientHeight / 2 });
    };
    const watch = new IntersectionObserver((entries) => {
      for (const entry of entries) entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target);
      mark();
    }, { rootMargin: "-64px 0px -60% 0px" });
    for (const section of sections) watch.observe(section);
  }

  sitegen.idly([...document.querySelectorAll("table[data-sortable]")], (table) => {
    const body = table.tBodies[0];
    if (body.rows.length < 2) return;
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = el("button", { type: "button" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
        const order = (one, other) => (Number.isFinite(+one) && Number.isFinite(+other) ? one - other : one.localeCompare(other, undefined, { numeric: true }));
        const empty = (row) => !row.cells[column].dataset.sort && ["", "–", msg("not stated")].includes(key(row));
        const rows = [...body.rows].sort((one, other) => empty(one) - empty(other) || (down ? -1 : 1) * order(key(one), key(other)));
        body.append(...rows);
      });
    });
  });

  // Sections that wait to be laid out are, when a reader moves: all at once where the way leads to a certain place, for that
  // place must be where it seems; one after the other where it is a scroll.
  const waiting = [...document.querySelectorAll("[class*='tall-']")];
  const settle = (most) => { for (const part of waiting.splice(0, most ?? waiting.length)) part.classList.add("settled"); };
  const gently = () => { settle(1); if (waiting.length) (window.requestIdleCallback ?? setTimeout)(gently); };
  if (location.hash && waiting.length) { settle(); document.getElementById(location.hash.slice(1))?.scrollIntoView({ behavior: "instant" }); }
  document.addEventListener("click", (event) => { if (event.target.closest('a[href^="#"]')) settle(); }, true);
  addEventListener("scroll", gently, { once: true, passive: true });

  const quotes = document.getElementById("show-quotes");
  if (quotes) {
    try { quotes.checked ||= localStorage.getItem("quotes") === "shown"; } catch { /* storage may be forbidden */ }
    quotes.addEventListener("change", () => { try { localStorage.setItem("quotes", quotes.checked ? "shown" : "hidden"); } catch { /* as above */ } });
  }

  // In print each section ends with the quotes of its facts, numbered through.
  let number = 0;
  const footnotes = () => {
    if (document.body.classList.contains("noted")) return;
    for (const section of document.querySelectorAll(".facts")) {
      const list = el("ol", { className: "footnotes", start: number + 1 });
      for (const row of section.querySelectorAll("li[data-fact]")) {
        const label = [...row.querySelectorAll("q")].map((quote) => `“${quote.textContent}”`).join(" … ");
        number += 1;
        row.append(el("sup", { className: "noteref", textContent: String(number) }));
        const source = document.querySelector(`.sources [data-seed="${CSS.escape(row.dataset.fact.split("/")[0])}"] a`);
        list.append(el("li", {}, msg`${label} ${source?.textContent ?? ""}, from word ${row.dataset.at}.`));
      }
      if (list.children.length) section.append(list);
    }
    document.body.classList.add("noted");
  };
  const without = () => {
    document.body.classList.remove("noted");
    for (const made of document.querySelectorAll(".footnotes, .noteref")) made.remove();
    number = 0;
  };
  addEventListener("beforeprint", footnotes);
  addEventListener("afterprint", without);
}
