// The search dialog: a field with a list below it (the combobox pattern of the ARIA Authoring Practices).
// Queries are matched in the browser and never sent anywhere.
"use strict";

errcat.search = {};

{
  const { make } = errcat;
  const FILES = ["minisearch.js", "search-index.js", "entries.js", "message.js", "decode.js", "find.js"];
  const MAX_SHOWN = 30;
  const HINT = "Type a code or keywords, or paste an error message, a response body or a log line.";

  let dialog;
  let field;
  let list;
  let state;
  let isReady = false;
  let active = -1;

  // Opens the dialog with a query, or with the previous one.
  errcat.search.open = (query) => {
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
    if (query !== undefined) field.value = query;
    field.focus();
    field.select();
    show();
    load();
  };

  function build() {
    field = make("input", {
      type: "text",
      role: "combobox",
      "aria-label": "Search errors",
      "aria-controls": "search-results",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      placeholder: "Code, message, JSON body or log line",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      enterkeyhint: "go",
    });
    list = make("div", { id: "search-results", role: "listbox", "aria-label": "Errors" });
    state = make("p", { class: "search-state", role: "status" });
    const close = make("button", { type: "button", class: "search-close" });
    close.append(make("span", { class: "unseen" }, "Close search"), make("span", { "aria-hidden": "true" }, "Esc"));
    const keys = make("p", { class: "search-keys", "aria-hidden": "true" });
    keys.append(make("kbd", {}, "↑"), make("kbd", {}, "↓"), " navigate ", make("kbd", {}, "Enter"), " open");
    const privacy = make("p", {}, "Nothing you paste leaves this browser.");
    dialog = make("dialog", { class: "search", "aria-label": "Search" });
    dialog.append(
      make("div", { class: "search-field" }, field, close),
      state,
      list,
      make("div", { class: "search-foot" }, privacy, keys),
    );
    close.addEventListener("click", () => dialog.close());
    // A click outside of the dialog's content has the dialog itself as its target.
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    // Following a result closes the dialog, even if the result is on this page.
    list.addEventListener("click", (event) => {
      if (event.target.closest("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey) dialog.close();
    });
    field.addEventListener("input", show);
    field.addEventListener("paste", paste);
    field.addEventListener("keydown", onKey);
    document.body.append(dialog);
  }

  async function load() {
    if (isReady) return;
    state.textContent = "Loading…";
    try {
      await errcat.load(...FILES);
      const prepared = errcat.prepare();
      isReady = true;
      show();
      await prepared;
      show();
    } catch {
      state.textContent = "The search couldn’t be loaded. Close it and open it again to retry.";
    }
  }

  // A single-line field would join pasted lines without a space.
  function paste(event) {
    const text = event.clipboardData.getData("text");
    if (!/[\r\n]/.test(text)) return;
    event.preventDefault();
    field.setRangeText(text.replace(/\s*[\r\n]+\s*/g, " "), field.selectionStart, field.selectionEnd, "end");
    show();
  }

  function onKey(event) {
    const count = list.children.length;
    if (event.key === "Enter") {
      event.preventDefault();
      list.children[active]?.click();
    } else if (count > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      activate((active + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
    }
  }

  function show() {
    if (!isReady) return;
    const query = field.value;
    const hits = errcat.find(query, { api: document.documentElement.dataset.api, limit: MAX_SHOWN });
    list.replaceChildren(...hits.map(option));
    list.scrollTop = 0;
    field.setAttribute("aria-expanded", String(hits.length > 0));
    activate(hits.length > 0 ? 0 : -1);
    state.textContent = summarize(query, hits);
  }

  function summarize(query, hits) {
    if (!query.trim()) return HINT;
    if (hits.length === 0) return "No matches. Try a word from the message, or paste the whole response body.";
    const count = hits.length === MAX_SHOWN ? `First ${MAX_SHOWN} matches` : hits.length === 1 ? "1 match" : `${hits.length} matches`;
    const how = { body: ", decoded from the response body", message: ", by message" }[hits[0].how] ?? "";
    return count + how;
  }

  function activate(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[index];
    if (!option) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function option({ entry, values }, index) {
    const attributes = { role: "option", id: `hit-${index}`, href: errcat.filled(entry.url, values), tabindex: "-1", "aria-selected": "false" };
    const link = make("a", attributes);
    const head = make("span", { class: "hit-head" }, ...spaced([
      make("code", {}, entry.code),
      ...entry.statuses.map(errcat.status),
      errcat.lifecycle(entry) ?? "",
      make("span", { class: "hit-api" }, entry.api.title),
    ]));
    const headline = make("span", { class: "message" }, ...errcat.headlineOf(entry));
    const extracted = values.size > 0 ? make("span", { class: "hit-values" }, ...spaced([...values].map(value))) : "";
    link.append(...spaced([head, headline, extracted]));
    return link;
  }

  // Adds spaces between elements, because screen readers read them as a single name.
  function spaced(pieces) {
    return pieces.filter((piece) => piece !== "").flatMap((piece) => [piece, " "]).slice(0, -1);
  }

  function value([name, value]) {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const shown = text.length > 120 ? `${text.slice(0, 120)}…` : text;
    return make("span", {}, make("code", {}, name), " ", make("b", {}, shown));
  }
}
