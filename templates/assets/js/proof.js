// Where a number comes from: every number can be asked, by mouse, touch and keyboard. What answers is loaded when it is
// first asked. Without scripts the same is one link away.
{
  const { el } = sitegen;
  const ready = () => sitegen.load(document.body.dataset.proof);

  // Numbers that no link stands for become buttons, so that keys reach them: some at a time, for a long page has many.
  const cells = [...document.querySelectorAll("main :is(td, dd > b)[data-derived], .chart td[data-fact]")];
  sitegen.idly(cells, (cell) => {
    const inside = el("button", { type: "button", className: "num" });
    inside.append(...[...cell.childNodes].filter((child) => !child.matches?.("a")));
    cell.prepend(inside);
  });
  sitegen.idly([...document.querySelectorAll("main abbr[title]")], (term) => { term.tabIndex = 0; });

  const answer = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !document.body.showPopover) return;
    const term = event.target.closest("main abbr[title]");
    if (term && !event.target.closest("a, button")) return ready().then(() => sitegen.explained(term), () => {});
    const cite = event.target.closest("[data-cite]");
    if (cite) return ready().then(() => sitegen.cite(cite), () => {});
    const hit = event.target.closest("a.value[data-fact], a.m, li[data-fact] > .value, .num");
    if (!hit) return;
    const marked = hit.closest("[data-derived], [data-fact]");
    const id = marked.dataset.fact;
    const link = hit.href ?? marked.querySelector("a.m")?.href ?? (id && `${document.body.dataset.root}sources/${id.replace("/", "/#")}`);
    event.preventDefault();
    ready().then(() => (marked.dataset.derived ? sitegen.derived(hit, marked.dataset.derived) : sitegen.proved(hit, id, link))).catch(() => { if (link) location.href = link; });
  };
  document.addEventListener("click", answer);
  document.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("abbr[title]")) answer(event); });
}
