// The comparison's choice lives in the address: what is set is written there, and what stands there is set.
for (const chart of document.querySelectorAll(".compare [data-chart]")) {
  const controls = () => [...chart.querySelectorAll(".key input, .settings :is(input, select)")];
  const name = (control) => (control.name === "series" ? control.value : control.name);
  const value = (control) => (control.type === "checkbox" ? (control.checked ? "1" : "0") : control.value);
  const plain = new Map(controls().map((control) => [control, value(control)]));
  const told = (control) => plain.get(control) ?? "1";
  const asked = (state) => (state.get("with") ?? "").split(" ").filter(Boolean);
  const redraw = () => controls().at(-1).dispatchEvent(new Event("change", { bubbles: true }));
  const added = [];

  const write = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    for (const control of controls()) {
      if (value(control) === told(control)) state.delete(name(control));
      else state.set(name(control), value(control));
    }
    // Markets of another currency stand in another chart, and in the same address.
    const others = asked(state).filter((id) => !rows?.has(id));
    if (added.length + others.length) state.set("with", [...others, ...added].join(" "));
    else state.delete("with");
    history.replaceState(null, "", state.size ? `#${state}` : location.pathname + location.search);
  };

  const read = async () => {
    const state = new URLSearchParams(location.hash.slice(1));
    let changed = false;
    if (list && asked(state).length) {
      const known = await markets();
      for (const id of asked(state)) if (known.has(id)) changed = (await join(id)) || changed;
    }
    for (const control of controls()) {
      const wanted = state.get(name(control)) ?? told(control);
      if (value(control) === wanted) continue;
      if (control.type === "checkbox") control.checked = wanted === "1";
      else control.value = wanted;
      changed = true;
    }
    // The last control tells the chart, which draws itself once.
    if (changed) redraw();
  };

  // A large site's chart begins with some markets. Any other is fetched when a reader names it.
  const section = chart.parentElement;
  const list = section.dataset.others;
  let rows;
  const markets = async () => {
    rows ??= new Map((await (await fetch(list)).json()).map(([id, label, seeds]) => [id, { id, label, seeds }]));
    return rows;
  };

  const join = async (id) => {
    if (added.includes(id)) return false;
    const { label, seeds } = (await markets()).get(id);
    added.push(id);
    await sitegen.load(document.body.dataset.tools);
    const last = chart.querySelectorAll(".key [name=series]").length;
    const numbers = new Map(seeds.map((seed, place) => [seed, last + place + 1]));
    const address = new URL(`${id}-forecast.json`, new URL(list, location.href)).href;
    await sitegen.add(chart, address, { id, name: label, numbers });
    const names = chart.added.at(-1).more.what_if;
    const signs = chart.querySelector(".key .signs");
    for (const [seed, number] of numbers) {
      const box = sitegen.el("input", { type: "checkbox", name: "series", value: `${seed}@${id}`, checked: true });
      const sign = chart.querySelectorAll(".key svg")[(number - 1) % 3].cloneNode(true);
      const source = names.find((one) => one.seed === seed)?.name ?? seed;
      signs.before(sitegen.el("li", { className: `series-${((number - 1) % 4) + 1}` }, sitegen.el("label", {}, box, " ", sign, ` ${label}: ${source}`)));
    }
    return true;
  };

  const field = list && section.querySelector("[name=add]");
  if (field) {
    const said = section.querySelector("output");
    const options = section.querySelector("datalist");
    const offer = async () => {
      const typed = field.value.trim().toLowerCase();
      const found = [...(await markets()).values()].filter((one) => one.label.toLowerCase().includes(typed) && !added.includes(one.id));
      options.replaceChildren(...found.slice(0, 50).map((one) => sitegen.el("option", { value: one.label })));
    };
    const take = async () => {
      const typed = field.value.trim().toLowerCase();
      if (!typed) return;
      const found = [...(await markets()).values()].filter((one) => one.label.toLowerCase().includes(typed));
      const one = found.find((row) => row.label.toLowerCase() === typed) ?? (found.length === 1 ? found[0] : undefined);
      if (!one) { said.textContent = found.length ? counted(found.length)`${found.length} market has this in its name.|${found.length} markets have this in their name.` : msg("No market has this in its name."); return; }
      field.value = "";
      said.textContent = (await join(one.id)) ? msg`${one.label} was added.` : msg`${one.label} is there already.`;
      redraw();
      write();
    };
    field.addEventListener("focus", () => offer().catch(() => {}));
    field.addEventListener("input", () => offer().catch(() => {}));
    field.addEventListener("change", () => take().catch(() => { said.textContent = msg("It could not be fetched."); }));
  }

  chart.addEventListener("change", (event) => { if (event.isTrusted) write(); });
  addEventListener("hashchange", read);
  read();
}
