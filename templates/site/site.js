// The controls of every page: the theme, tabs, copy buttons, and the button that opens the search. Runs
// before the page is parsed, so that the chosen theme applies from the first paint. Elements with
// `data-needs` are hidden unless this file runs. The others are created here, where room is kept for them:
// nothing moves when they appear. The content that they act on is on the page without them.
"use strict";

// Functions that the site's other scripts use.
const errcat = {};

{
  const root = document.documentElement;

  // What works here, for `data-needs`. Local files can't be read by a script.
  root.dataset.can = location.protocol === "file:" ? "run" : "run fetch";

  // Storage may be blocked. Then a choice lasts until the page is left.
  const store = {
    get(key) {
      try {
        return localStorage.getItem(`errcat-${key}`);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        localStorage.setItem(`errcat-${key}`, value);
      } catch {
        // See above.
      }
    },
  };

  // Creates an element with attributes and children. Strings become text, never markup.
  errcat.make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const { make } = errcat;

  // Loads files of the site, by their path from its root, in order and each only once. Uses script elements,
  // because local pages can't fetch files.
  const loading = new Map();
  errcat.load = (...files) => Promise.all(files.map((file) => {
    if (!loading.has(file)) loading.set(file, loadScript(file));
    return loading.get(file);
  }));

  function loadScript(file) {
    return new Promise((resolve, reject) => {
      const script = make("script", { src: root.dataset.root + file });
      script.async = false;
      script.onload = resolve;
      script.onerror = () => {
        loading.delete(file);
        reject(new Error(`${file} can't be loaded`));
      };
      document.head.append(script);
    });
  }

  // Announces a text to screen readers once they have finished speaking.
  let speaker;
  errcat.announce = (text) => {
    speaker ??= document.body.appendChild(make("p", { class: "unseen", role: "status" }));
    speaker.textContent = "";
    // A repeated text is only announced if it was removed in between.
    setTimeout(() => { speaker.textContent = text; }, 50);
  };

  // The theme: the system's, unless the reader chooses another.

  const THEMES = ["system", "light", "dark"];
  let theme = store.get("theme");
  if (!THEMES.includes(theme)) theme = "system";
  applyTheme();

  function applyTheme() {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
  }

  function themeSwitch() {
    const button = document.querySelector(".theme");
    if (!button) return;
    const name = () => {
      button.setAttribute("aria-label", `Theme: ${theme}`);
      button.title = `Theme: ${theme}`;
      button.dataset.chosen = theme;
    };
    button.addEventListener("click", () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
      store.set("theme", theme);
      applyTheme();
      name();
      errcat.announce(`Theme: ${theme}`);
    });
    name();
  }

  // Copy buttons.

  async function write(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Without https, only the deprecated API is available, which copies the selection.
    const area = make("textarea", { class: "unseen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (!copied) throw new Error("the browser doesn't allow copying");
  }

  // Creates a button that copies the result of `read`. Its content is a label, or elements that stay.
  function copyButton(label, name, read, content = []) {
    const button = make("button", { type: "button", class: "copy", "aria-label": name }, label, ...content);
    copyOnClick(button, read);
    return button;
  }

  // Lets a button copy the result of `read`, and show whether it worked.
  function copyOnClick(button, read) {
    let reset;
    const label = button.textContent;
    const show = (word) => { if (button.childElementCount === 0) button.textContent = word; };
    const report = (word, sentence) => {
      show(word);
      button.dataset.done = word;
      errcat.announce(sentence);
      clearTimeout(reset);
      reset = setTimeout(() => {
        show(label);
        delete button.dataset.done;
      }, 2000);
    };
    button.addEventListener("click", async () => {
      try {
        await write(await read());
        report("Copied", "Copied");
      } catch {
        report("Failed", "Copying failed");
      }
    });
  }

  function copyButtons() {
    for (const panel of document.querySelectorAll("figure.panel")) {
      const code = panel.querySelector("[data-body]") ?? panel.querySelector("pre");
      const caption = panel.querySelector("figcaption");
      if (!code || !caption) continue;
      const what = code.matches("[data-body]") ? "the body of " : "";
      const name = `Copy ${what}${caption.textContent.trim()}`;
      caption.append(copyButton("Copy", name, () => code.textContent.trimEnd()));
    }
    // Code in texts has no caption.
    for (const code of document.querySelectorAll("pre.code:not(.panel *)")) {
      const box = make("div", { class: "copyable" });
      code.replaceWith(box);
      box.append(code, copyButton("Copy", "Copy this code", () => code.textContent.trimEnd()));
    }
    // A chip becomes a button as a whole.
    for (const chip of document.querySelectorAll("[data-copy]")) {
      const text = chip.dataset.copy;
      const button = copyButton("", `Copy ${text}`, () => text, [...chip.cloneNode(true).childNodes]);
      button.classList.add("chip");
      button.dataset.copy = text;
      chip.replaceWith(button);
    }
  }

  // The button that copies the page's Markdown version.
  function copyMarkdown() {
    for (const tools of document.querySelectorAll(".page-tools:has(.copy)")) {
      copyOnClick(tools.querySelector(".copy"), async () => {
        const response = await fetch(tools.querySelector(".twin").href);
        if (!response.ok) throw new Error(`${response.status}`);
        return response.text();
      });
    }
  }

  // Tabs: consecutive sections become tabs (a pattern of the ARIA Authoring Practices). A choice applies to
  // all tabs of the same kind, on every page.

  const choosers = [];

  function tabs(box, number) {
    const panels = [...box.querySelectorAll(":scope > .tab")];
    if (panels.length < 2) return;
    const kind = box.dataset.tabs;
    const list = make("div", { class: "tab-list", role: "tablist", "aria-label": box.dataset.label ?? kind });
    const buttons = panels.map((panel, index) => {
      const heading = panel.querySelector("h3, h4");
      const id = `tabs-${number}-${index}`;
      panel.id ||= `${id}-panel`;
      const attributes = { type: "button", role: "tab", id, "aria-controls": panel.id };
      const button = make("button", attributes, heading?.textContent ?? panel.dataset.tab);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", id);
      button.addEventListener("click", () => choose(kind, panel.dataset.tab));
      // Find-in-page also searches hidden tabs, and fires this event on the one with a match.
      panel.addEventListener("beforematch", () => choose(kind, panel.dataset.tab));
      return button;
    });
    list.append(...buttons);
    list.addEventListener("keydown", (event) => {
      const at = buttons.indexOf(document.activeElement);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (at < 0 || to === undefined) return;
      event.preventDefault();
      const next = (to + buttons.length) % buttons.length;
      choose(kind, panels[next].dataset.tab);
      buttons[next].focus();
    });
    const show = (name) => {
      const chosen = panels.findIndex((panel) => panel.dataset.tab === name);
      // Tabs without this choice stay as they are.
      if (chosen < 0) return;
      panels.forEach((panel, index) => {
        if (index === chosen) panel.removeAttribute("hidden");
        else panel.setAttribute("hidden", "until-found");
        // Screen readers would still announce a panel that is hidden this way.
        panel.ariaHidden = index === chosen ? null : "true";
        buttons[index].setAttribute("aria-selected", String(index === chosen));
        buttons[index].tabIndex = index === chosen ? 0 : -1;
      });
    };
    box.prepend(list);
    choosers.push({ kind, show });
    show(panels[0].dataset.tab);
    show(store.get(`tab-${kind}`));
  }

  function choose(kind, name) {
    store.set(`tab-${kind}`, name);
    for (const chooser of choosers) if (chooser.kind === kind) chooser.show(name);
  }

  // The values of an error, which the search adds to the address of its page: `#?cost=%2410.00`. A part after
  // `#` is never sent. Anyone can write such an address, so values are shown as text, marked, and cut off.

  const MAX_VALUES = 20;
  const MAX_VALUE_LENGTH = 120;

  errcat.short = (text) => (text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text);

  // Returns the address of a page with values by name. Objects and lists are too long for a sentence.
  errcat.filled = (url, values) => {
    const texts = [...values].filter(([, value]) => ["string", "number", "boolean"].includes(typeof value));
    const query = new URLSearchParams(texts.slice(0, MAX_VALUES).map(([name, value]) => [name, errcat.short(String(value))]));
    return texts.length > 0 ? `${url}#?${query}` : url;
  };

  // Shows the values in the address on the page of an error.
  function fill() {
    if (location.hash.startsWith("#?")) errcat.load("values.js").then(() => errcat.fill());
    else errcat.fill?.();
  }

  // The search. Its script and its index are loaded when it is first opened.

  async function openSearch(query) {
    try {
      await errcat.load("search.js");
      errcat.search.open(query);
    } catch {
      errcat.announce("The search couldn’t be loaded");
    }
  }

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  document.addEventListener("keydown", (event) => {
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
    const isK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isSlash && !isK) return;
    event.preventDefault();
    openSearch();
  });

  // The filters of lists of codes. Their script is loaded when a filter is first used, or if the address
  // contains filters.

  function filters() {
    const form = document.getElementById("filters");
    if (!form) return;
    let started;
    let isReady = false;
    const start = () => {
      started ??= errcat.load("codes.js").then(() => {
        errcat.codes.start(form);
        isReady = true;
      }).catch(() => {
        started = undefined;
        errcat.announce("The filters couldn’t be loaded");
      });
      return started;
    };
    if (location.search) start();
    for (const event of ["focusin", "input"]) form.addEventListener(event, start);
    // The first press of a button is over before the script is loaded, so it is repeated.
    form.addEventListener("click", async (event) => {
      const button = event.target.closest("[data-status]");
      if (isReady || !button) return;
      await start();
      if (isReady) button.click();
    });
  }

  // The headings of tables of codes sort them.
  function sorting() {
    // The other pages of a long table couldn't be sorted.
    if (document.querySelector(".parts")) return;
    for (const heading of document.querySelectorAll(".code-table thead :is(.in-status, .in-code)")) {
      const button = make("button", { type: "button", class: "sort" }, heading.textContent);
      button.addEventListener("click", () => errcat.load("codes.js").then(() => errcat.codes.sort(heading)));
      heading.replaceChildren(button);
    }
  }

  // The home page is a search: a field for any text, and examples.
  function lookup() {
    const field = document.querySelector(".lookup textarea");
    // The search has a field of one line.
    const search = () => openSearch(field.value.replace(/\s*[\r\n]+\s*/g, " ").trim());
    document.querySelector(".lookup button")?.addEventListener("click", search);
    field?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      search();
    });
    for (const example of document.querySelectorAll(".examples-of button")) {
      example.addEventListener("click", () => openSearch(example.textContent));
    }
  }

  // Links lead to folders. On a disk, no server adds the name of the file.
  function addFileName(event) {
    const link = event.target.closest?.("a[href]");
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }
  if (location.protocol === "file:") {
    for (const event of ["click", "auxclick"]) addEventListener(event, addFileName, true);
  }

  // A drawer closes when one of its links is followed.
  function drawers() {
    for (const drawer of document.querySelectorAll("nav[popover]")) {
      drawer.addEventListener("click", (event) => {
        if (event.target.closest("a") && drawer.matches(":popover-open")) drawer.hidePopover();
      });
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    // A link may contain a query: `?q=…`. In the table of all codes, `q` is one of the filters.
    const query = new URLSearchParams(location.search).get("q");
    if (query && !document.getElementById("filters")) openSearch(query);
    document.querySelector(".find")?.addEventListener("click", () => openSearch());
    themeSwitch();
    copyMarkdown();
    filters();
    sorting();
    lookup();
    if (document.getElementById("suggestions")) errcat.load("not-found.js");
    document.querySelectorAll(".tabs").forEach(tabs);
    fill();
    addEventListener("hashchange", fill);
    copyButtons();
    // Other browsers mark the current section with CSS alone.
    if (document.querySelector(".toc") && !CSS.supports("scroll-target-group: auto")) errcat.load("spy.js");
    drawers();
  });
}
