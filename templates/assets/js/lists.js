// Pages whose lists a reader can work with load what that takes.
for (const box of document.querySelectorAll("main [data-script]")) sitegen.load(box.dataset.script).catch(() => {});
