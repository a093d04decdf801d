// Pages whose lists a reader can work with load what that takes: at once, or when a reader reaches for it.
{
  for (const box of document.querySelectorAll("main [data-script]")) sitegen.load(box.dataset.script).catch(() => {});
  for (const box of document.querySelectorAll("main [data-reach]")) {
    const reach = () => sitegen.load(box.dataset.reach).catch(() => {});
    if (location.hash.includes("=")) reach();
    else for (const event of ["focusin", "click"]) box.addEventListener(event, reach, { once: true });
  }
}
