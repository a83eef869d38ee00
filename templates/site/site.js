// The controls of every page: the theme, tabs, copy buttons, and the button that opens the search. Runs
// before the page is parsed, so that the chosen theme applies from the first paint. All controls are created
// here, because they don't work without a script. The content that they act on is on the page without them.
"use strict";

// Functions that the site's other scripts use.
const errcat = {};

{
  const root = document.documentElement;

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
    const button = make("button", { type: "button", class: "icon theme" });
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
    return button;
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

  // Creates a button that copies the result of `read`, and shows whether it worked.
  function copyButton(label, name, read) {
    const button = make("button", { type: "button", class: "copy", "aria-label": name }, label);
    let reset;
    const report = (word, sentence) => {
      button.textContent = word;
      button.dataset.done = word;
      errcat.announce(sentence);
      clearTimeout(reset);
      reset = setTimeout(() => {
        button.textContent = label;
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
    return button;
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
    for (const element of document.querySelectorAll("[data-copy]")) {
      const text = element.dataset.copy;
      element.after(copyButton("Copy", `Copy ${text}`, () => text));
    }
  }

  // Adds buttons that copy the page's Markdown version. Local files can't be read, so for them only the link
  // remains.
  function copyMarkdown() {
    if (location.protocol === "file:") return;
    // One is in the bar, the other in the footer, where phones have room for it.
    for (const twin of document.querySelectorAll("a.twin, .foot a[rel=alternate]")) {
      const read = async () => {
        const response = await fetch(twin.href);
        if (!response.ok) throw new Error(`${response.status}`);
        return response.text();
      };
      const label = twin.matches(".twin") ? "Copy as Markdown" : "Copy";
      const button = copyButton(label, "Copy this page as Markdown", read);
      button.classList.add("markdown");
      if (twin.matches(".twin")) twin.before(button);
      else twin.after(" ", button);
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
      heading?.classList.add("tab-title");
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
    box.classList.add("live");
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

  const short = (text) => (text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text);

  // Returns the address of a page with values by name. Objects and lists are too long for a sentence.
  errcat.filled = (url, values) => {
    const texts = [...values].filter(([, value]) => ["string", "number", "boolean"].includes(typeof value));
    const query = new URLSearchParams(texts.slice(0, MAX_VALUES).map(([name, value]) => [name, short(String(value))]));
    return texts.length > 0 ? `${url}#?${query}` : url;
  };

  // Fills the placeholders in the headline, causes and fixes with the values in the address.
  function fill() {
    const values = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : "");
    let isFilled = false;
    for (const element of document.querySelectorAll(".head .message var, .causes var, .fixes var")) {
      element.dataset.param ??= element.textContent.slice(1, -1);
      const { param } = element.dataset;
      const value = values.get(param);
      element.textContent = value ? short(value) : `{${param}}`;
      element.classList.toggle("filled", Boolean(value));
      element.title = value ? param : "";
      isFilled ||= Boolean(value);
    }
    document.querySelector(".filled-note")?.remove();
    if (!isFilled) return;
    const note = "Marked values come from the address of this page, not from the docs.";
    document.querySelector(".head").append(make("p", { class: "note filled-note" }, note));
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

  function searchButton() {
    const label = make("span", { class: "label" }, "Search or paste an error");
    const button = make("button", { type: "button", class: "find", "aria-keyshortcuts": "/ Control+K" }, label);
    button.append(make("kbd", { "aria-hidden": "true" }, "/"));
    button.addEventListener("click", () => openSearch());
    return button;
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

  // The filters of the table of all codes. Their script is loaded when a filter is first used, or if the
  // address contains filters.

  function filters() {
    const template = document.getElementById("filters");
    if (!template) return;
    const form = template.content.firstElementChild.cloneNode(true);
    template.replaceWith(form);
    let isStarted = false;
    const start = async () => {
      if (isStarted) return;
      isStarted = true;
      try {
        await errcat.load("codes.js");
        errcat.codes.start(form);
      } catch {
        isStarted = false;
        errcat.announce("The filters couldn’t be loaded");
      }
    };
    if (location.search) start();
    for (const event of ["focusin", "input"]) form.addEventListener(event, start);
  }

  document.addEventListener("DOMContentLoaded", () => {
    // A link may contain a query: `?q=…`. In the table of all codes, `q` is one of the filters.
    const query = new URLSearchParams(location.search).get("q");
    if (query && !document.getElementById("filters")) openSearch(query);
    const tools = document.querySelector(".tools");
    tools?.prepend(searchButton());
    tools?.append(themeSwitch());
    copyMarkdown();
    filters();
    if (document.getElementById("suggestions")) errcat.load("not-found.js");
    document.querySelectorAll(".tabs").forEach(tabs);
    fill();
    addEventListener("hashchange", fill);
    copyButtons();
  });
}
