// The comparison's choice lives in the address: what is set is written there, and what stands there is set.
for (const chart of document.querySelectorAll(".compare [data-chart]")) {
  const controls = [...chart.querySelectorAll(".key input, .settings :is(input, select)")];
  const name = (control) => (control.name === "series" ? control.value : control.name);
  const value = (control) => (control.type === "checkbox" ? (control.checked ? "1" : "0") : control.value);
  const plain = new Map(controls.map((control) => [control, value(control)]));

  const write = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    for (const control of controls) {
      if (value(control) === plain.get(control)) state.delete(name(control));
      else state.set(name(control), value(control));
    }
    history.replaceState(null, "", state.size ? `#${state}` : location.pathname + location.search);
  };

  const read = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    let changed = false;
    for (const control of controls) {
      const wanted = state.get(name(control)) ?? plain.get(control);
      if (value(control) === wanted) continue;
      if (control.type === "checkbox") control.checked = wanted === "1";
      else control.value = wanted;
      changed = true;
    }
    // The last control tells the chart, which draws itself once.
    if (changed) controls.at(-1).dispatchEvent(new Event("change", { bubbles: true }));
  };

  chart.addEventListener("change", (event) => { if (event.isTrusted) write(); });
  addEventListener("hashchange", read);
  read();
}
