// Fills the placeholders in the message, causes and fixes of an error with the values in the address of the
// page: `#?cost=%2410.00`. Anyone can write such an address, so values are shown as text, and marked.
"use strict";

errcat.fill = () => {
  const values = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : "");
  let isFilled = false;
  for (const element of document.querySelectorAll("[data-fill] var")) {
    element.dataset.param ??= element.textContent.slice(1, -1);
    const { param } = element.dataset;
    const value = values.get(param);
    element.textContent = value ? errcat.short(value) : `{${param}}`;
    element.classList.toggle("filled", Boolean(value));
    element.title = value ? param : "";
    isFilled ||= Boolean(value);
  }
  document.querySelector(".filled-note")?.remove();
  if (!isFilled) return;
  const note = "Marked values come from the address of this page, not from the docs.";
  document.querySelector(".head").append(errcat.make("p", { class: "note filled-note" }, note));
};
