// The search dialog: a field with a list below it (the combobox pattern of the ARIA Authoring Practices).
// Queries are matched in the browser and never sent anywhere. `hits.js` draws the list.
"use strict";

errcat.search = {};

{
  const { make } = errcat;
  const FILES = [
    "minisearch.js", "search-index.js", "search-texts.js", "entries.js", "message.js", "json.js", "decode.js", "http.js",
    "request.js", "identify.js", "words.js", "find.js", "hits.js",
  ];
  const MAX_SHOWN = 30;
  const MAX_ALL = 500;
  // Longer queries were pasted.
  const MAX_ADDRESS_LENGTH = 80;
  const MAX_SHOWN_TEXT = 4_000;
  const HINT = "Type a code or keywords, or paste an error message, a response body or a log line.";
  const HOW = {
    body: "decoded from the response body",
    code: "by code",
    header: "by header",
    host: "by host and status",
    message: "by message",
    operation: "by operation and status",
    status: "by status",
  };

  let dialog;
  let field;
  let text;
  let read;
  let list;
  let state;
  let isReady = false;
  let active = -1;
  let limit = MAX_SHOWN;
  // The pasted text, if the field can't show it as it is: a single-line field joins lines.
  let pasted;

  // Opens the dialog with a query, or with the previous one.
  errcat.search.open = (query) => {
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
    if (query !== undefined) set(query);
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
    text = make("pre", { class: "search-text", tabindex: "0", role: "region", "aria-label": "Your text" });
    read = make("p", { class: "search-read" });
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
      text,
      read,
      state,
      list,
      make("div", { class: "search-foot" }, privacy, keys),
    );
    close.addEventListener("click", () => dialog.close());
    // A click outside of the dialog's content has the dialog itself as its target.
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", () => remember(""));
    list.addEventListener("click", (event) => {
      if (event.target.closest(".hit-more")) {
        limit = MAX_ALL;
        show();
        activate(MAX_SHOWN);
      } else if (event.target.closest("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        // Following a result closes the dialog, even if the result is on this page.
        dialog.close();
      }
    });
    field.addEventListener("input", () => {
      if (pasted?.flat !== field.value) pasted = undefined;
      show();
    });
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

  const flat = (lines) => lines.trim().replace(/\s*[\r\n]+\s*/g, " ");

  function set(query) {
    field.value = flat(query);
    pasted = { query, flat: field.value };
  }

  // Keeps the lines of a text, if it replaces everything in the field.
  function paste(event) {
    const lines = event.clipboardData.getData("text");
    const isAll = field.selectionEnd - field.selectionStart === field.value.length;
    if (!isAll && !/[\r\n]/.test(lines)) return;
    event.preventDefault();
    if (isAll) set(lines);
    else field.setRangeText(flat(lines), field.selectionStart, field.selectionEnd, "end");
    show();
  }

  const options = () => list.querySelectorAll('[role="option"]');

  function onKey(event) {
    const count = options().length;
    if (event.key === "Enter") {
      event.preventDefault();
      options()[active]?.click();
    } else if (count > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const from = active < 0 && event.key === "ArrowUp" ? 0 : active;
      activate((from + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
    }
  }

  let shown;

  function show() {
    if (!isReady) return;
    const query = pasted?.query ?? field.value;
    if (query !== shown) limit = MAX_SHOWN;
    shown = query;
    const found = errcat.find(query, { api: document.documentElement.dataset.api, limit });
    list.replaceChildren(...errcat.drawHits(found, HOW));
    list.scrollTop = 0;
    showText(found);
    const hits = found.groups.flatMap((group) => group.hits);
    field.setAttribute("aria-expanded", String(hits.length > 0));
    // Of possible matches, none is chosen.
    activate(hits.length > 0 && !found.groups[0].isOpen ? 0 : -1);
    state.textContent = summarize(query, found);
    // The titles of the groups say the same.
    state.classList.toggle("unseen", hits.length > 0);
    remember(pasted && (query !== pasted.flat || query.length > MAX_ADDRESS_LENGTH) ? "" : query);
  }

  // Shows a pasted text with the parts that were understood, and what was read from it.
  function showText({ text: query, marks, facts }) {
    const isLong = pasted && (query.length > 60 || query.includes("\n"));
    text.hidden = !isLong;
    if (isLong) {
      text.replaceChildren(...errcat.markedText(query.slice(0, MAX_SHOWN_TEXT), marks));
      const first = text.querySelector("mark");
      text.scrollTop = first ? first.offsetTop - text.offsetTop - first.offsetHeight : 0;
    }
    const parts = errcat.readParts(facts);
    read.hidden = parts.length === 0;
    read.replaceChildren(...parts.flatMap((part, at) => (at > 0 ? [" · ", ...part] : part)));
  }

  function summarize(query, { groups, total, foreign }) {
    if (!query.trim()) return HINT;
    if (groups.length === 0 && foreign) return `No matches: ${foreign} isn’t the host of an API here.`;
    if (groups.length === 0) return "No matches. Try a word from the message, or paste the whole response body.";
    const [first] = groups;
    const how = HOW[first.how] && `, ${HOW[first.how]}`;
    const count = first.hits.length;
    if (first.isMatch) return `${count === 1 ? "1 match" : `${count} matches`}${how}`;
    if (first.isOpen) return `${count === 1 ? "1 possible match" : `${count} possible matches`}${how}`;
    const all = groups.reduce((sum, { hits }) => sum + hits.length, 0);
    return all < total ? `First ${all} of ${total} results` : `${total} ${total === 1 ? "result" : "results"}`;
  }

  function activate(index) {
    options()[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = options()[index];
    if (!option) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  // Keeps a typed query in the address, so that it can be linked. A pasted text may contain secrets, and a
  // server would see it when the page is loaded again. In the table of all codes, `q` is a filter.
  function remember(query) {
    if (document.getElementById("shown")) return;
    const address = new URL(location.href);
    if (query.trim() && query.length <= MAX_ADDRESS_LENGTH) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    if (address.href === location.href) return;
    try {
      history.replaceState(history.state, "", address);
    } catch {
      // Some browsers don't change the address of local files.
    }
  }
}
