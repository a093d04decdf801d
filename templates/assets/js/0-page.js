// From a disk, where no server knows the page of a folder, links lead to it by name; from a frame, links lead out of it.
if (location.protocol === "file:" || window !== window.top) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    if (window !== window.top && !link.download) link.target = "_top";
  }, true);
}
// What the other scripts share: making elements (their text is never read as markup) and loading files once.
window.sitegen = {
  el(tag, properties = {}, ...children) {
    const { dataset = {}, ...rest } = properties;
    const made = Object.assign(document.createElement(tag), rest);
    Object.assign(made.dataset, dataset);
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  },
  loaded: new Map(),
  load(source) {
    if (!source) return Promise.reject(new Error("no such script"));
    if (!this.loaded.has(source)) {
      this.loaded.set(source, new Promise((resolve, reject) => {
        const script = this.el("script", { src: source });
        script.onload = resolve;
        script.onerror = () => { this.loaded.delete(source); script.remove(); reject(new Error(source)); };
        document.head.append(script);
      }));
    }
    return this.loaded.get(source);
  },
  // Does what is not urgent when the page has nothing else to do, in pieces that nobody notices.
  idly(items, act) {
    const wait = window.requestIdleCallback ?? ((go) => setTimeout(go, 30));
    const some = () => { for (const item of items.splice(0, 40)) act(item); if (items.length) wait(some); };
    if (items.length) wait(some);
  },
  copy(text, button) {
    const said = button.textContent;
    const say = (word) => { button.textContent = word; setTimeout(() => { button.textContent = said; }, 1600); };
    return navigator.clipboard.writeText(text).then(() => say(msg("Copied")), () => say(msg("Select and copy")));
  },
};
