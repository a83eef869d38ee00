// What an address that isn't there may have meant: the codes nearest to its last part, by edit distance.
"use strict";

errcat.load("minisearch.js", "search-index.js", "entries.js", "message.js", "find.js").then(async () => {
  const { make } = errcat;
  const place = document.getElementById("suggestions");
  const { api, code } = asked();
  if (!code) return;
  await errcat.prepare();
  // Those of the API that was asked for stand first.
  const near = errcat.nearest(code, 100).sort((a, b) => (b.api.name === api) - (a.api.name === api)).slice(0, 5);
  if (near.length === 0) return;
  place.append(make("h2", {}, "Did you mean"), make("ul", { class: "errors" }, ...near.map(item)));

  // The parts of the address below the site: `/errors/kakunin/agent-not-fond/` has an API and a code.
  function asked() {
    const { root } = document.documentElement.dataset;
    let path = location.pathname;
    try {
      path = decodeURIComponent(path);
    } catch {
      // As it is written, then.
    }
    if (path.startsWith(root)) path = path.slice(root.length);
    const parts = path.split("/").filter((part) => part && part !== "index.html" && part !== "404.html");
    return { api: parts[0], code: parts.at(-1)?.replace(/\.(md|html)$/, "") };
  }

  function item(entry) {
    const statuses = entry.statuses.length > 0 ? entry.statuses.map(errcat.status) : [make("span", { class: "status" }, "–")];
    return make(
      "li",
      {},
      make("span", { class: "statuses" }, ...statuses),
      make("a", { href: entry.url }, make("code", {}, entry.code)),
      errcat.lifecycle(entry) ?? "",
      // Several APIs may have the same code.
      make("span", { class: "says" }, ...errcat.messageOf(entry), ` (${entry.api.title})`),
    );
  }
}).catch(() => {
  // The page has links to all that there is, suggestions or not.
});
