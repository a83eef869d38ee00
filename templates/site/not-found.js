// Suggests codes for an unknown address: those closest to its last part, by edit distance.
"use strict";

errcat.load("minisearch.js", "search-index.js", "entries.js", "message.js", "words.js").then(async () => {
  const { make } = errcat;
  const section = document.getElementById("suggestions");
  const { api, code } = requested();
  if (!code) return;
  await errcat.prepareWords();
  // Codes of the requested API come first.
  const near = errcat.nearest(code, 100).sort((a, b) => (b.api.name === api) - (a.api.name === api)).slice(0, 5);
  if (near.length === 0) return;
  section.append(make("h2", {}, "Did you mean"), make("ul", { class: "links" }, ...near.map(item)));

  // Returns the API and the code of an address such as `/errors/kakunin/agent-not-fond/`.
  function requested() {
    const { root } = document.documentElement.dataset;
    let path = location.pathname;
    try {
      path = decodeURIComponent(path);
    } catch {
      // Invalid escapes: use the path as it is.
    }
    if (path.startsWith(root)) path = path.slice(root.length);
    const parts = path.split("/").filter((part) => part && part !== "index.html" && part !== "404.html");
    return { api: parts[0], code: parts.at(-1)?.replace(/\.(md|html)$/, "") };
  }

  function item(entry) {
    const hasStatuses = entry.api.entries.some((other) => other.statuses.length > 0);
    return make(
      "li",
      {},
      hasStatuses ? make("span", { class: "statuses" }, ...entry.statuses.map(errcat.status)) : "",
      make("a", { href: entry.url }, make("code", {}, entry.code)),
      errcat.lifecycle(entry) ?? "",
      // Several APIs may have the same code, so the API is shown.
      make("span", { class: "message" }, ...errcat.headlineOf(entry), ` (${entry.api.title})`),
    );
  }
}).catch(() => {
  // Without suggestions, the page still has links to all APIs.
});
