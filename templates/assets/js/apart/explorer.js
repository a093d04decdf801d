// All facts, to filter, sort and take away. The page's own table stays until a reader asks for something else.
{
  const { el } = sitegen;
  const box = document.getElementById("explorer");
  const root = document.body.dataset.root;
  const part = (name) => fetch(`${box.dataset.index}${name}.json`).then((answer) => answer.json());
  const LEAF = 100;
  const KINDS = [["derived", msg("derived by us")], ["both", msg("both")]];
  const VERIFIED = [["quote", msg("the quote stands in the document")], ["person", msg("compared by a person as well")], ["no", msg("not verified")]];
  const STATES = [msg("does not agree"), msg("nearly agrees"), msg("could not be checked")];
  const SIGNS = ["≠", "≈", "?"];
  const FOUND = (index) => [["some", msg("with a finding")], ["none", msg("without a finding")], ...STATES.map((state, number) => [`state-${number}`, state]), ...index.rules.map((rule, number) => [`rule-${number}`, rule])];
  const COLUMNS = ["about", "measure", "when", "value", "quote", "source"];
  const HEADS = [msg("About"), msg("Measure"), msg("When"), msg("Value"), msg("Quote"), msg("Source")];

  const build = async () => {
    const index = await part("index");
    let rows = [];
    let computed = null;
    let kept = [];
    let shown = LEAF;
    let total = 0;
    let order = { by: "", down: false };
    const asked = new URLSearchParams(location.hash.slice(1));

    const choice = (name, label, values) => {
      const select = el("select", { name });
      select.append(el("option", { value: "", textContent: msg("any") }), ...values.map(([value, text]) => el("option", { value, textContent: text })));
      return el("label", {}, `${label} `, select);
    };
    const by = (names) => names.map((name, number) => [String(number), name]).sort((one, other) => one[1].localeCompare(other[1]));
    const form = box.querySelector(".filters");
    const text = form.querySelector("input");
    const opener = form.querySelector("button");
    const first = choice("about", msg("About"), by(index.topics));
    const kind = choice("kind", msg("Kind"), KINDS);
    kind.querySelector("option").textContent = msg("stated by a document");
    form.append(first, choice("measure", msg("Measure"), by(index.measures)), choice("source", msg("Source"), index.seeds.map(([, label], number) => [String(number), label])), choice("year", msg("Year"), []), choice("verified", msg("Verified"), VERIFIED), choice("finding", msg("Finding"), FOUND(index)), ...(index.derived ? [kind] : []));
    if (document.activeElement === opener) first.querySelector("select").focus();
    opener.remove();
    const said = el("p", { role: "status" });
    const take = (kind) => el("button", { type: "button", className: "link", textContent: msg`Download these as ${kind.toUpperCase()}`, onclick: () => save(kind) });
    const more = el("button", { type: "button", textContent: msg("Show more"), onclick: () => { shown += LEAF; draw(); } });
    const body = el("tbody");
    const heads = COLUMNS.map((name, place) => {
      const button = el("button", { type: "button", textContent: HEADS[place], onclick: () => { order = { by: name, down: order.by === name && !order.down }; filter(); } });
      return el("th", { scope: "col" }, button);
    });
    const table = el("table", { className: "all-facts narrowed" }, el("thead", {}, el("tr", {}, ...heads, el("th", { scope: "col", textContent: msg("Findings") }))), body);
    const frame = el("div", { className: "frame", tabIndex: 0, role: "region", ariaLabel: msg("Facts found"), hidden: true }, table);
    box.append(said, el("p", { className: "acts" }, take("csv"), take("json")), frame, more);

    const years = (when) => (when.match(/\d{4}/g) ?? []).map(Number);
    const covers = (when, year) => { const found = years(when); return found.length && Math.min(...found) <= year && year <= Math.max(...found); };
    // No build shows a fact whose quote does not stand: what is not verified is none. What is derived has no quote.
    const verified = (row, wanted) => (wanted === "person" ? row[9] === 1 : wanted !== "no" && row[9] !== 2);
    const found = (row, wanted) => {
      if (wanted === "some" || wanted === "none") return (row[8].length > 0) === (wanted === "some");
      const [part, number] = wanted.split("-");
      return row[8].some((one) => one[part === "rule" ? 0 : 1] === Number(number));
    };
    const fields = ([about, measure, seed, name, when, value, amount, quote, findings, compared, , page]) => ({
      id: page ? name : `${index.seeds[seed][0]}/${name}`, kind: page ? "derived" : "stated", about: index.topics[about], measure: index.measures[measure],
      when, value, amount, quote: page ? "" : quote, formula: page ? quote : "", source: index.seeds[seed]?.[1] ?? "", verified: page ? null : true,
      compared_by_a_person: compared === 1,
      findings: findings.map(([rule, state]) => `${index.rules[rule]}: ${STATES[state]}`).join("; "), page: page ?? `sources/${index.seeds[seed][0]}/#${name}`,
    });

    // Every column's order is found once, when it is first asked for: 50,000 facts are then filtered in their order.
    const collator = new Intl.Collator(undefined, { numeric: true });
    const orders = new Map();
    const places = (names) => {
      const at = new Array(names.length);
      [...names.keys()].sort((one, other) => collator.compare(names[one], names[other])).forEach((number, place) => { at[number] = place; });
      return at;
    };
    const KEYS = {
      about: () => { const at = places(index.topics); return (row) => at[row[0]]; }, measure: () => { const at = places(index.measures); return (row) => at[row[1]]; },
      source: () => { const at = places(index.seeds.map(([, label]) => label)); return (row) => at[row[2]] ?? at.length; },
      when: () => (row) => row[4], value: () => (row) => row[6] ?? row[5], quote: () => (row) => row[7],
    };
    // What is derived is fetched when it is first asked for.
    const pool = (sort) => (sort === "derived" ? computed : sort === "both" ? rows.concat(computed) : rows);
    const ordered = (by, sort) => {
      if (!by) return pool(sort);
      const name = `${by} ${sort}`;
      if (!orders.has(name)) {
        const key = KEYS[by]();
        const compare = (one, other) => (typeof one === "number" && typeof other === "number" ? one - other : typeof one === "number" ? -1 : typeof other === "number" ? 1 : collator.compare(one, other));
        orders.set(name, pool(sort).map((row) => [key(row), row]).sort((one, other) => compare(one[0], other[0])).map(([, row]) => row));
      }
      return orders.get(name);
    };

    const filter = () => {
      const value = (name) => form.querySelector(`[name="${name}"]`)?.value ?? "";
      const sort = value("kind");
      if (sort && !computed) return fetchComputed().then(filter, () => {});
      const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      const exact = [["about", 0], ["measure", 1], ["source", 2]].filter(([name]) => value(name) !== "").map(([name, place]) => [Number(value(name)), place]);
      const [year, proof, finding] = [Number(value("year")), value("verified"), value("finding")];
      kept = [...ordered(order.by, sort)].filter((row) => exact.every(([number, place]) => row[place] === number) && (!year || covers(row[4], year))
        && (!proof || verified(row, proof)) && (!finding || found(row, finding)) && words.every((word) => row[10].includes(word)));
      if (order.down) kept.reverse();
      total = pool(sort).length;
      heads.forEach((head, place) => (order.by === COLUMNS[place] ? head.setAttribute("aria-sort", order.down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
      const state = new URLSearchParams([...form.querySelectorAll("input, select")].filter((item) => item.value).map((item) => [item.name, item.value]));
      if (order.by) state.set("sort", `${order.by}${order.down ? "-down" : ""}`);
      history.replaceState(null, "", state.size ? `#${state}` : location.pathname + location.search);
      const own = state.size > 0;
      document.getElementById("leaf").hidden = own;
      frame.hidden = !own;
      shown = LEAF;
      draw();
    };

    const draw = () => {
      const kind = form.querySelector("[name=kind]")?.value;
      if (rows.length < index.facts) said.textContent = counted(rows.length)`${kept.length} of the first ${rows.length} fact, of ${index.facts}|${kept.length} of the first ${rows.length} facts, of ${index.facts}`;
      else if (kind === "derived") said.textContent = counted(total)`${kept.length} of ${total} derived value|${kept.length} of ${total} derived values`;
      else said.textContent = kind === "both" ? counted(total)`${kept.length} of ${total} fact or derived value|${kept.length} of ${total} facts and derived values` : counted(total)`${kept.length} of ${total} fact|${kept.length} of ${total} facts`;
      more.hidden = frame.hidden || kept.length <= shown;
      if (frame.hidden) return;
      body.replaceChildren(...kept.slice(0, shown).map((row) => {
        const fact = fields(row);
        const marks = row[8].map(([rule, state, address]) => el("a", { className: `mark mark-${["fails", "near", "not-checked"][state]}`, href: root + address, ariaLabel: `${index.rules[rule]}: ${STATES[state]}`, textContent: SIGNS[state] }));
        const why = fact.formula ? el("span", { className: "formula", textContent: `= ${fact.formula}` }) : el("q", { textContent: fact.quote });
        return el("tr", {}, el("th", { scope: "row", textContent: fact.about }), ...["measure", "when", "value"].map((name) => el("td", { textContent: fact[name], className: fact.formula && name === "value" ? "derived" : "" })),
          el("td", {}, why), el("td", {}, fact.formula ? `${msg("derived from")} ` : "", el("a", { href: root + fact.page, textContent: fact.source || fact.about })), el("td", {}, ...marks));
      }));
    };

    const save = (kind) => {
      const found = kept.map(fields);
      const cell = (value) => { const said = value === null || value === undefined ? "" : String(value); return `"${(typeof value === "string" && /^[=+\-@\t\r＝＋－＠]/.test(said) ? `'${said}` : said).replaceAll('"', '""')}"`; };
      const names = Object.keys(found[0] ?? { id: "" });
      const data = kind === "json" ? JSON.stringify(found, null, 1) : [names.join(","), ...found.map((fact) => names.map((name) => cell(fact[name])).join(","))].join("\r\n") + "\r\n";
      el("a", { href: URL.createObjectURL(new Blob([data], { type: kind === "json" ? "application/json" : "text/csv" })), download: `facts.${kind}` }).click();
    };

    const searched = (row) => `${index.topics[row[0]]} ${index.measures[row[1]]} ${row[4]} ${row[5]} ${row[7]}`.toLowerCase();
    const fetchComputed = async () => {
      const parts = await Promise.all(Array.from({ length: index.derived_chunks }, (_, number) => part(`derived-${number + 1}`)));
      computed ??= parts.flat().map((row) => [...row.slice(0, 8), [], 2, searched(row), row[8]]);
    };
    let waiting;
    form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
    // What stands in the address is set before the first rows come; the years are known when all have.
    for (const [name, value] of asked) if (name === "sort") order = { by: value.replace(/-down$/, ""), down: value.endsWith("-down") }; else { const item = form.querySelector(`[name="${CSS.escape(name)}"]`); if (item && name !== "year") item.value = value; }
    for (let chunk = 1; chunk <= index.chunks; chunk += 1) {
      const next = await part(`facts-${chunk}`);
      for (const row of next) row.push(searched(row));
      rows = rows.concat(next);
      orders.clear();
      filter();
    }
    const spoken = [...new Set(rows.flatMap((row) => years(row[4])))].sort();
    form.querySelector("[name=year]").append(...spoken.map((year) => el("option", { value: String(year), textContent: String(year) })));
    if (asked.has("year")) form.querySelector("[name=year]").value = asked.get("year");
    filter();
  };

  build().catch(() => {});
}
