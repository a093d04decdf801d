// The editing view of a source's page: a form beside each fact, and a quote picker where the text is at hand.
{
  const seed = location.pathname.match(/\/sources\/([a-z0-9-]+)\/$/)?.[1];

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const field = (form, name, value, label = name) => {
    const row = element("label", "", label);
    const input = element("input");
    input.name = name;
    input.value = value;
    row.append(input);
    form.append(row);
    return input;
  };

  const choice = (form, name, options) => {
    const row = element("label", "", name);
    const select = element("select");
    select.name = name;
    for (const [value, text] of options) select.append(new Option(text === value ? value : `${value} (${text})`, value));
    row.append(select);
    form.append(row);
    return select;
  };

  const send = async (state, what, body) => {
    const answer = await fetch(`/~live/edit/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Sitegen-Token": state.token },
      body: JSON.stringify(body),
    });
    return [answer.ok, await answer.json()];
  };

  const told = (output, said) => {
    output.textContent = [said.message, ...(said.problems ?? []).map((problem) => problem.text)].join("\n\n");
  };

  const shell = (title) => {
    const box = element("details", "live-editor");
    box.append(element("summary", "", title));
    const form = element("form");
    const output = element("output");
    box.append(form, output);
    return [box, form, output];
  };

  const editFact = (state, name, fact) => {
    const item = document.getElementById(name);
    if (item?.dataset.fact !== `${seed}/${name}`) return;
    const [box, form, output] = shell("Edit");
    const inputs = {};
    for (const key of Object.keys(fact)) {
      if (key === "pieces" || ((key === "value" || key === "statement") && !fact[key])) continue;
      if (Array.isArray(fact[key])) continue;
      inputs[key] = field(form, key, fact[key]);
    }
    if (fact.pieces) {
      const parts = ["qualifier", "number", "unit"].map((key) => field(form, key, fact.pieces[key]));
      const join = () => {
        const [qualifier, number, unit] = parts.map((part) => part.value.trim());
        inputs.value.value = [qualifier, unit.includes("…") ? unit.replace("…", number) : `${number} ${unit}`].join(" ").trim();
      };
      for (const part of parts) part.addEventListener("input", join);
    }
    const day = field(form, "change", "", "change id");
    day.placeholder = "2026-11-22-what-changed, for a published value";
    const why = field(form, "reason", "");
    form.append(element("button", "", "Save"));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const values = {};
      for (const [key, input] of Object.entries(inputs)) if (input.value !== fact[key]) values[key] = input.value || null;
      const body = { digest: state.digest, values };
      if (day.value || why.value) body.reason = { name: day.value, text: why.value };
      const [, said] = await send(state, `fact/${seed}/${name}`, body);
      told(output, said);
    });
    item.append(box);
  };

  const picker = (state) => {
    const [box, form, output] = shell("Pick a quote from the document, get a fact");
    box.id = "live-picker";
    const text = element("div", "live-text", state.text);
    box.insertBefore(text, form);
    const id = field(form, "id", "");
    const about = choice(form, "about", state.topics);
    const measure = choice(form, "measure", state.measures);
    const says = choice(form, "says", [["value", "value"], ["statement", "statement"]]);
    const value = field(form, "text", "");
    const when = field(form, "when", "");
    const quote = field(form, "quote", "");
    const place = field(form, "place", "");
    form.append(element("button", "", "Add the fact"));
    text.addEventListener("pointerup", async () => {
      const chosen = getSelection();
      if (chosen.isCollapsed || chosen.anchorNode.parentNode !== text) return;
      const units = [chosen.anchorOffset, chosen.focusOffset].sort((a, b) => a - b);
      // The document counts characters, a script counts UTF-16 units.
      const [start, end] = units.map((unit) => [...state.text.slice(0, unit)].length);
      const [fine, said] = await send(state, `pick/${seed}`, { start, end });
      told(output, said.message ? said : { message: `${said.words} words` });
      if (!fine) return;
      [quote.value, place.value, value.value] = [said.quote, said.place, said.value];
      box.dataset.liveKeep = "";
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const values = { id: id.value, about: about.value, measure: measure.value, [says.value]: value.value, when: when.value || null, quote: quote.value, place: place.value || null };
      delete box.dataset.liveKeep;
      const [, said] = await send(state, `new/${seed}`, { digest: state.digest, values });
      told(output, said);
    });
    document.querySelector("main").append(box);
  };

  const start = async () => {
    if (!seed) return;
    const answer = await fetch(`/~live/edit/facts/${seed}`);
    if (!answer.ok) return;
    const state = await answer.json();
    for (const [name, fact] of Object.entries(state.facts)) editFact(state, name, fact);
    if (state.text) picker(state);
  };
  start();
}
