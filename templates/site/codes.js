// The filters of the table of all codes. What is chosen is in the address, so that it can be linked and gone back to.
// A table of one page has all of its rows, and those that don't fit are hidden; otherwise they come from the search's
// index, which is loaded when something is first chosen.
"use strict";

errcat.codes = {};

{
  const { make } = errcat;
  const MOST_DRAWN = 300;

  // Takes over the controls that the page has put above its table.
  errcat.codes.start = (form) => {
    const controls = [...form.querySelectorAll("[name]")];
    const body = document.querySelector(".code-table tbody");
    const shown = document.getElementById("shown");
    const parts = document.querySelector(".parts");
    const unfiltered = { rows: [...body.rows], says: shown.textContent };
    let latest = 0;

    form.addEventListener("input", (event) => {
      // Each choice is a step to go back to; each letter isn't.
      remember(event.target.tagName === "SELECT");
      apply();
    });
    form.querySelector("button").addEventListener("click", () => {
      controls.forEach((control) => { control.value = ""; });
      remember(true);
      apply();
      // The button is gone now.
      controls[0].focus();
    });
    addEventListener("popstate", () => {
      read();
      apply();
    });
    // Something may have been chosen while this file was on its way.
    if (chosen().size > 0) remember(true);
    else read();
    apply();

    function read() {
      const asked = new URLSearchParams(location.search);
      for (const control of controls) {
        const value = asked.get(control.name) ?? "";
        control.value = value;
        if (control.value === value) continue;
        // Not every table is among those to choose from. Any other value that can't be chosen is none.
        if (control.name === "table") control.add(new Option(value, value, false, true));
        else control.value = "";
      }
    }

    function chosen() {
      const entries = controls.map((control) => [control.name, control.value.trim()]);
      return new Map(entries.filter(([, value]) => value));
    }

    function remember(isStep) {
      const query = new URLSearchParams([...chosen()]).toString();
      const address = query ? `?${query}` : location.pathname;
      try {
        history[isStep ? "pushState" : "replaceState"](null, "", address);
      } catch {
        // Some browsers keep addresses of files as they are. The filters work all the same.
      }
    }

    async function apply() {
      latest += 1;
      const turn = latest;
      const filters = chosen();
      form.classList.toggle("active", filters.size > 0);
      if (parts) parts.hidden = filters.size > 0;
      if (filters.size === 0) {
        unfiltered.rows.forEach((row) => { row.hidden = false; });
        body.replaceChildren(...unfiltered.rows);
        shown.textContent = unfiltered.says;
        return;
      }
      if (!parts) {
        hide(filters);
        return;
      }
      try {
        await errcat.load("search-index.js", "entries.js", "message.js");
      } catch {
        shown.textContent = "The codes of the other pages could not be loaded.";
        return;
      }
      // Meanwhile something else may have been chosen.
      if (turn === latest) draw(filters);
    }

    function hide(filters) {
      let count = 0;
      for (const row of unfiltered.rows) {
        row.hidden = !fits(filters, factsOf(row));
        if (!row.hidden) count += 1;
      }
      says(count, unfiltered.rows.length);
    }

    function draw(filters) {
      errcat.entries();
      const api = errcat.index.find((it) => it.name === document.documentElement.dataset.api);
      const found = api.entries.filter((entry) => fits(filters, factsOfEntry(entry)));
      body.replaceChildren(...found.slice(0, MOST_DRAWN).map(drawRow));
      const more = found.length - MOST_DRAWN;
      if (more > 0) {
        const cell = make("td", { colspan: "7", class: "more" }, `${more} more: choose more filters to see them.`);
        body.append(make("tr", {}, cell));
      }
      says(found.length, api.entries.length);
    }

    function says(count, all) {
      shown.textContent = count === 0 ? "No code fits. Clear some of the filters." : `${count} of ${all} codes`;
    }
  };

  // Statuses, tables, retry, severity and lifecycle of a row, and its text.
  function factsOf(row) {
    row.facts ??= (() => {
      const [statuses, tables, retry, severity, lifecycle] = row.dataset.facts.split("|");
      const list = (words) => (words ? words.split(" ") : []);
      return { statuses: list(statuses), tables: list(tables), retry, severity, lifecycle, text: folded(row.textContent) };
    })();
    return row.facts;
  }

  function factsOfEntry(entry) {
    entry.facts ??= {
      ...entry,
      statuses: entry.statuses.map(String),
      text: folded([entry.code, entry.title, entry.message, ...entry.aliases].join(" ")),
    };
    return entry.facts;
  }

  function fits(filters, facts) {
    return [...filters].every(([name, value]) => {
      switch (name) {
        case "q": return folded(value).split(/\s+/).every((word) => facts.text.includes(word));
        case "status": return hasStatus(facts.statuses, value);
        case "table": return facts.tables.includes(value);
        default: return facts[name] === value;
      }
    });
  }

  function hasStatus(statuses, value) {
    if (value === "none") return statuses.length === 0;
    return statuses.some((status) => (value.endsWith("xx") ? status[0] === value[0] : status === value));
  }

  function folded(text) {
    return text.toLowerCase().replaceAll("-", "_");
  }

  // As codes.html has it.
  function drawRow(entry) {
    const root = document.documentElement.dataset.root;
    const table = entry.tables[0];
    const severity = make("td");
    if (entry.severity) {
      severity.className = `severity ${entry.severity}`;
      severity.append(make("span", { class: "glyph", "aria-hidden": "true" }), ` ${entry.severity}`);
    }
    const [statuses, lifecycle] = [entry.statuses.map(errcat.status), errcat.lifecycle(entry)];
    return make(
      "tr",
      {},
      make("td", {}, ...statuses),
      make("th", { scope: "row" }, make("a", { href: entry.url }, make("code", {}, entry.code))),
      make("td", { class: "says" }, ...errcat.messageOf(entry)),
      make("td", {}, make("a", { href: `${root}${entry.api.name}/index.html#table-${table}` }, entry.table)),
      make("td", {}, entry.retry),
      severity,
      make("td", {}, lifecycle ?? "active"),
    );
  }
}
