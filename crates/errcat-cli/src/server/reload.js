// Reloads the page when the site has changed, and shows the findings while the catalog has errors.
"use strict";
(() => {
  const { src, dataset: { version } } = document.currentScript;
  let events;
  let overlay;

  function show(findings) {
    overlay?.remove();
    overlay = undefined;
    if (findings === null) return;
    overlay = document.createElement("div");
    // The styles of the page don't apply inside.
    const root = overlay.attachShadow({ mode: "open" });
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("reload.css", src).href;
    const section = document.createElement("section");
    section.setAttribute("role", "alert");
    const title = document.createElement("h2");
    title.textContent = "The catalog has errors; this page shows its last version without";
    const text = document.createElement("pre");
    text.textContent = findings;
    text.tabIndex = 0;
    section.append(title, text);
    root.append(style, section);
    document.body.prepend(overlay);
  }

  function connect() {
    events = new EventSource(new URL("events", src));
    events.onmessage = ({ data }) => {
      const state = JSON.parse(data);
      if (state.version === version) return show(state.findings);
      events.close();
      location.reload();
    };
  }

  // Browsers open at most six connections to a server, so hidden pages must not keep one each.
  document.addEventListener("visibilitychange", () => {
    events?.close();
    if (!document.hidden) connect();
  });
  if (!document.hidden) connect();
})();
