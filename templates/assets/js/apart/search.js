// Search over pages and facts. What was found is shown as links, by textContent only.
{
  const { el } = sitegen;
  const root = document.body.dataset.root;
  const MOST = 40;
  const plain = (term) => term.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = (text) => plain(text).match(/[\p{L}\p{N}]+(?:[.,]\p{N}+)*/gu) ?? [];
  const rows = [];
  let index;

  const take = (found) => {
    const added = found.map(([kind, text, also, href], place) => ({ id: rows.length + place, kind, text, also, href }));
    rows.push(...added);
    return index?.addAllAsync(added, { chunkSize: 500 });
  };

  const part = (name) => fetch(`${root}data/search/${name}.json`).then((answer) => answer.json());

  // Without the library, whole words are looked for; with it, spelling may be off.
  const ready = (async () => {
    await sitegen.load(document.body.dataset.minisearch).catch(() => {});
    if (window.MiniSearch) index = new MiniSearch({ fields: ["text", "also"], tokenize: words, processTerm: (term) => term });
    const first = await part("topics");
    await take(first.rows);
    return { all: (async () => { for (let chunk = 1; chunk <= first.chunks; chunk += 1) await take((await part(`facts-${chunk}`)).rows); })() };
  })();

  const OPTIONS = { combineWith: "AND", boost: { text: 2 }, boostDocument: (id) => (rows[id].kind === msg("Fact") ? 0.4 : 1) };
  const found = (query) => {
    const terms = words(query);
    if (!terms.length) return [];
    if (!index) return rows.filter((row) => terms.every((term) => plain(`${row.text} ${row.also}`).includes(term)));
    const exact = index.search(query, { ...OPTIONS, prefix: true });
    const hits = exact.length ? exact : index.search(query, { ...OPTIONS, prefix: true, fuzzy: (term) => (term.length > 4 ? 0.3 : term.length > 3 ? 0.25 : false) });
    return hits.map((hit) => rows[hit.id]);
  };

  sitegen.search = (input) => {
    const page = document.getElementById("results");
    const list = el("ul");
    const said = el("p", { role: "status" });
    const kinds = el("div", { className: "kindsof", role: "group", ariaLabel: msg("Kinds") });
    const box = el("div", { className: page ? "found" : "hits", hidden: !page }, kinds, said, list);
    let only = "";
    if (page) page.replaceChildren(box);
    else input.closest(".finder").append(box);

    const filters = (hits) => {
      const counts = new Map();
      for (const hit of hits) counts.set(hit.kind, (counts.get(hit.kind) ?? 0) + 1);
      if (only && !counts.has(only)) only = "";
      const choice = (label, kind) => {
        const button = el("button", { type: "button", textContent: label, ariaPressed: String(only === kind) });
        button.addEventListener("click", () => { only = kind; show(); [...kinds.children].find((one) => one.ariaPressed === "true")?.focus(); });
        return button;
      };
      kinds.replaceChildren(...(counts.size > 1 ? [choice(msg`All ${hits.length}`, ""), ...[...counts].map(([kind, count]) => choice(`${kind} ${count}`, kind))] : []));
    };

    const show = () => {
      const query = input.value.trim();
      const asked = words(query).length > 0;
      box.hidden = !page && !asked;
      const everything = document.getElementById("all");
      if (everything) everything.hidden = asked;
      const hits = asked ? found(query) : [];
      filters(hits);
      const kept = only ? hits.filter((hit) => hit.kind === only) : hits;
      const most = page ? 200 : MOST;
      said.textContent = !asked ? "" : kept.length ? (kept.length > most ? counted(kept.length)`${kept.length} hit, the first ${most}:|${kept.length} hits, the first ${most}:` : counted(kept.length)`${kept.length} hit|${kept.length} hits`) : msg("Nothing was found.");
      list.replaceChildren(...kept.slice(0, most).map((hit) => el("li", {}, el("a", { href: root + hit.href }, el("span", { textContent: hit.text }), el("small", { textContent: hit.also ? `${hit.kind} · ${hit.also}` : hit.kind })))));
    };

    const move = (event) => {
      const links = [...list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "ArrowDown" && links.length) { event.preventDefault(); links[Math.min(at + 1, links.length - 1)].focus(); }
      if (event.key === "ArrowUp" && at >= 0) { event.preventDefault(); (at ? links[at - 1] : input).focus(); }
      if (event.key === "Escape") { input.focus(); if (!page) box.hidden = true; }
      if (event.key === "Enter" && event.target === input && input.value.trim()) location.href = `${root}search/?q=${encodeURIComponent(input.value.trim())}`;
    };

    input.addEventListener("input", show);
    input.addEventListener("focus", show);
    for (const element of [input, box]) element.addEventListener("keydown", move);
    document.addEventListener("click", (event) => { if (!page && !event.composedPath().includes(input.closest(".finder"))) box.hidden = true; });
    ready.then(({ all }) => { show(); return all; }).then(show, () => { said.textContent = msg("The search index could not be loaded."); });
  };
}
