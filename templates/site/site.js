// What every page has: the theme, tabs, copy buttons, and the door to the search. It runs before the page is there,
// so that a chosen theme is on from the first paint on. All controls are made here, because without a script they
// would be dead; what they act on is on the page without them.
"use strict";

// What the site's other scripts share with this one.
const errcat = {};

{
  const root = document.documentElement;

  // Storage may be denied. Then a choice lasts as long as the page.
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
        // As said above.
      }
    },
  };

  // An element with attributes and children. Texts become text, never markup.
  errcat.make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const { make } = errcat;

  // Files of the site, given from its root, in the order given, each once. Script elements, because pages on a disk
  // may not fetch.
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

  // Says something to screen readers, once they are done with what they are saying.
  let speaker;
  errcat.announce = (text) => {
    speaker ??= document.body.appendChild(make("p", { class: "unseen", role: "status" }));
    speaker.textContent = "";
    // A text that is the same again is announced only if it was gone in between.
    setTimeout(() => { speaker.textContent = text; }, 50);
  };

  // Theme: the system's, unless one is chosen.

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

  // Copying.

  async function write(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Without https there is only the old way, which copies what is selected.
    const area = make("textarea", { class: "unseen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (!copied) throw new Error("the browser doesn't let pages copy");
  }

  // A button that copies what `read` gives, and tells whether it could.
  function copyButton(label, name, read) {
    const button = make("button", { type: "button", class: "copy", "aria-label": name }, label);
    let reset;
    const say = (word, sentence) => {
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
        say("Copied", "Copied");
      } catch {
        say("Failed", "It could not be copied");
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

  // The page's Markdown twin. From a disk it can't be read, and the link to it remains.
  function copyMarkdown() {
    if (location.protocol === "file:") return;
    // In the bar, and below the page, where a phone has room for it.
    for (const twin of document.querySelectorAll("a.twin, .foot a[rel=alternate]")) {
      const read = async () => {
        const answer = await fetch(twin.href);
        if (!answer.ok) throw new Error(`${answer.status}`);
        return answer.text();
      };
      const label = twin.matches(".twin") ? "Copy as Markdown" : "Copy";
      const button = copyButton(label, "Copy this page as Markdown", read);
      button.classList.add("markdown");
      if (twin.matches(".twin")) twin.before(button);
      else twin.after(" ", button);
    }
  }

  // Tabs: sections one below the other become a list of tabs (the ARIA Authoring Practices' pattern), and the choice
  // holds for all of the same kind, on this page and on others.

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
      // The browser's own search looks into tabs that aren't shown, and asks for the one it found something in.
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
      // A box without that tab stays as it is.
      if (chosen < 0) return;
      panels.forEach((panel, index) => {
        if (index === chosen) panel.removeAttribute("hidden");
        else panel.setAttribute("hidden", "until-found");
        // What is hidden that way is still told to screen readers, as a panel with nothing in it.
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

  // Search: its script, and with that its index, come when it is first asked for.

  async function openSearch(query) {
    try {
      await errcat.load("search.js");
      errcat.search.open(query);
    } catch {
      errcat.announce("The search could not be loaded");
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

  // The filters of the table of all codes are on the page; what they do is loaded when they are first used, or when
  // the address already asks for some.

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
        errcat.announce("The filters could not be loaded");
      }
    };
    if (location.search) start();
    for (const event of ["focusin", "input"]) form.addEventListener(event, start);
  }

  document.addEventListener("DOMContentLoaded", () => {
    // A link may ask for something: `?q=…`. In the table of all codes, that is one of its filters.
    const asked = new URLSearchParams(location.search).get("q");
    if (asked && !document.getElementById("filters")) openSearch(asked);
    const tools = document.querySelector(".tools");
    tools?.prepend(searchButton());
    tools?.append(themeSwitch());
    copyMarkdown();
    filters();
    if (document.getElementById("suggestions")) errcat.load("not-found.js");
    document.querySelectorAll(".tabs").forEach(tabs);
    copyButtons();
  });
}
