// A record that readers may want to take with them gets a button that copies it, exactly as printed.
{
  for (const record of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(record.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(record); // no clipboard here: it is selected, so that keys can copy it
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    record.after(button);
  }
}
