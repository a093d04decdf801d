// A record that readers may want to take with them gets a button that copies it, exactly as printed.
{
  for (const record of document.querySelectorAll("[data-copy]")) {
    const button = sitegen.el("button", { type: "button", className: "copy", textContent: msg("Copy") });
    button.addEventListener("click", () => sitegen.copy(record.textContent, button));
    record.after(button);
  }
}
