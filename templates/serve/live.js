// The page while it is edited: it follows every change, and shows what is wrong until it is mended.
{
  const events = new EventSource("/~live/events");
  let good;

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const overlay = (problems) => {
    document.querySelector("#live-problems")?.remove();
    if (problems.length === 0) return;
    const box = element("aside", problems.some((problem) => problem.severity === "error") ? "error" : "");
    box.id = "live-problems";
    box.setAttribute("role", "alert");
    box.setAttribute("aria-label", "Problems of the content");
    const head = element("p", "head", problems.length === 1 ? "One problem. The site shows its last good state." : `${problems.length} problems. The site shows its last good state.`);
    const close = element("button", "", "Hide");
    close.type = "button";
    close.addEventListener("click", () => box.remove());
    head.append(" ", close);
    box.append(head);
    for (const problem of problems.slice(0, 50)) box.append(element("pre", problem.severity, problem.text));
    document.body.append(box);
  };

  events.addEventListener("news", (event) => {
    const news = JSON.parse(event.data);
    if (good !== undefined && news.good !== good && !document.querySelector("[data-live-keep]")) {
      location.reload();
      return;
    }
    good = news.good;
    overlay(news.problems);
    document.documentElement.dataset.live = String(news.number);
  });
}
