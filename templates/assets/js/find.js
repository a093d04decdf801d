// The search field: `/` puts the cursor into it, and what searches is loaded when a reader reaches for it.
{
  const input = document.getElementById("find");
  const writing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
  const ready = () => sitegen.load(document.body.dataset.search);
  if (input) {
    input.addEventListener("focus", () => ready().then(() => sitegen.search(input), () => {}), { once: true });
    // On the search page the address says what to look for.
    const asked = new URLSearchParams(location.search).get("q");
    if (asked && document.getElementById("results")) {
      input.value = asked;
      input.focus();
    }
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !writing(event.target)) {
        event.preventDefault();
        input.focus();
        input.select();
      }
    });
  }
}
