// Lists of rows that carry data attributes can be narrowed by them. Without scripts the whole list stands there.
const filterWords = { warning: msg("warning"), note: msg("note"), fails: msg("fails"), near: msg("near"), "not checked": msg("not checked") };
for (const panel of document.querySelectorAll("[data-filter-list]")) {
  const list = document.getElementById(panel.dataset.filterList);
  const rows = [...list.children];
  const selects = [...panel.querySelectorAll("select")];
  const said = panel.querySelector("output");

  for (const select of selects) {
    const values = new Set(rows.map((row) => row.dataset[select.dataset.filter]));
    for (const value of [...values].sort()) {
      const text = value.replaceAll("-", " ");
      select.append(new Option(filterWords[text] ?? text, value));
    };
    select.addEventListener("change", () => narrow());
  }

  const narrow = () => {
    let shown = 0;
    for (const row of rows) {
      row.hidden = selects.some((select) => select.value && row.dataset[select.dataset.filter] !== select.value);
      if (!row.hidden) shown += 1;
    }
    said.textContent = counted(rows.length)`${shown} of ${rows.length} shown|${shown} of ${rows.length} shown`;
  };

  panel.hidden = false;
}
