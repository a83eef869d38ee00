// The filters of lists of codes: an API's page, and its table of all codes. They are kept in the address, so
// that they can be linked and the back button works. If all rows are on the page, those that don't match are
// hidden. Otherwise, rows come from the search index, which is loaded when a filter is first used.
"use strict";

errcat.codes = {};

{
  const { make } = errcat;
  const MAX_ROWS = 300;

  // Starts the controls above the table.
  errcat.codes.start = (form) => {
    const controls = [...form.querySelectorAll("[name]")];
    const presses = [...form.querySelectorAll("[data-status]")];
    // Each group of errors has a table.
    const groups = [...document.querySelectorAll(".group:has(.code-table)")];
    const list = document.getElementById("groups");
    const shown = document.getElementById("shown");
    const parts = document.querySelector(".parts");
    const unfiltered = { rows: groups.flatMap(rowsOf), summary: shown.textContent };
    let latest = 0;

    form.addEventListener("input", (event) => {
      // Each choice is an entry in the history, but not each letter.
      remember(event.target.tagName === "SELECT");
      apply();
    });
    for (const press of presses) {
      press.addEventListener("click", () => {
        const status = controls.find((control) => control.name === "status");
        status.value = status.value === press.dataset.status ? "" : press.dataset.status;
        remember(true);
        apply();
      });
    }
    form.querySelector(".clear").addEventListener("click", () => {
      controls.forEach((control) => { control.value = ""; });
      remember(true);
      apply();
      // The button is hidden now, so the focus moves.
      controls[0].focus();
    });
    addEventListener("popstate", () => {
      read();
      apply();
    });
    // The reader may have used a filter while this file was loading.
    if (chosen().size > 0) remember(true);
    else read();
    apply();

    function read() {
      const asked = new URLSearchParams(location.search);
      for (const control of controls) {
        const value = asked.get(control.name) ?? "";
        control.value = value;
        if (control.value === value) continue;
        // The menu doesn't list every table. Other unknown values are ignored.
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
        // Some browsers don't change the address of local files. The filters work anyway.
      }
    }

    async function apply() {
      latest += 1;
      const turn = latest;
      const filters = chosen();
      form.classList.toggle("active", filters.size > 0);
      presses.forEach((press) => press.setAttribute("aria-pressed", String(press.dataset.status === filters.get("status"))));
      // Rarely used menus are only shown if a link uses them.
      for (const control of controls) if (control.value) control.parentElement.hidden = false;
      if (parts) parts.hidden = filters.size > 0;
      if (filters.size === 0) {
        if (parts) list.replaceChildren(...groups);
        unfiltered.rows.forEach((row) => { row.hidden = false; });
        hideEmptyGroups();
        shown.textContent = unfiltered.summary;
        return;
      }
      if (!parts) {
        hide(filters);
        return;
      }
      try {
        await errcat.load("search-index.js", "entries.js", "message.js");
      } catch {
        shown.textContent = "The other pages of the table couldn’t be loaded.";
        return;
      }
      // The filters may have changed in the meantime.
      if (turn === latest) draw(filters);
    }

    function hide(filters) {
      let count = 0;
      for (const row of unfiltered.rows) {
        row.hidden = !fits(filters, factsOf(row));
        if (!row.hidden) count += 1;
      }
      hideEmptyGroups();
      summarize(count, unfiltered.rows.length);
    }

    function hideEmptyGroups() {
      for (const group of groups) group.hidden = rowsOf(group).every((row) => row.hidden);
    }

    function draw(filters) {
      errcat.entries();
      const api = errcat.index.find((it) => it.name === document.documentElement.dataset.api);
      const found = api.entries.filter((entry) => fits(filters, factsOfEntry(entry)));
      list.replaceChildren(...drawGroups(found.slice(0, MAX_ROWS)));
      const more = found.length - MAX_ROWS;
      if (more > 0) list.append(make("p", { class: "more" }, `${more} more. Add filters to narrow the results.`));
      summarize(found.length, api.entries.length);
    }

    // Creates groups like those of the page.
    function drawGroups(entries) {
      const tables = new Map();
      for (const entry of entries) tables.set(entry.table, [...(tables.get(entry.table) ?? []), entry]);
      return [...tables].map(([title, entries]) => {
        const group = groups[0].cloneNode(true);
        const link = group.querySelector("h2 a");
        link.textContent = title;
        link.href = `${document.documentElement.dataset.root}${entries[0].api.name}/#table-${entries[0].tables[0]}`;
        group.querySelector("tbody").replaceChildren(...entries.map(drawRow));
        return group;
      });
    }

    function summarize(count, all) {
      shown.textContent = count === 0 ? "No matching codes. Clear some of the filters." : `${count} of ${all} codes`;
    }
  };

  // Sorts all tables by the column of a heading, in the other direction if they already are.
  errcat.codes.sort = ({ className: column, ariaSort }) => {
    const isAscending = ariaSort !== "ascending";
    const cell = column === "in-code" ? "th" : ".in-status";
    // Errors without a status are last.
    const key = (row) => row.querySelector(cell).textContent.trim() || "~";
    for (const table of document.querySelectorAll(".code-table")) {
      const [body] = table.tBodies;
      const rows = [...body.rows].sort((one, other) => key(one).localeCompare(key(other), "en", { numeric: true }));
      body.append(...(isAscending ? rows : rows.reverse()));
      for (const heading of table.tHead.rows[0].cells) {
        if (heading.className === column) heading.ariaSort = isAscending ? "ascending" : "descending";
        else heading.removeAttribute("aria-sort");
      }
    }
  };

  function rowsOf(group) {
    return [...group.querySelectorAll(".code-table tbody tr")];
  }

  // Returns the statuses, tables, retry, severity, lifecycle and text of a row.
  function factsOf(row) {
    row.facts ??= (() => {
      const [statuses, tables, retry, severity, lifecycle] = row.dataset.facts.split("|");
      const list = (words) => (words ? words.split(" ") : []);
      return { statuses: list(statuses), tables: list(tables), retry, severity, lifecycle, text: normalized(row.textContent) };
    })();
    return row.facts;
  }

  function factsOfEntry(entry) {
    entry.facts ??= {
      ...entry,
      statuses: entry.statuses.map(String),
      text: normalized([entry.code, entry.title, entry.message, ...entry.aliases].join(" ")),
    };
    return entry.facts;
  }

  function fits(filters, facts) {
    return [...filters].every(([name, value]) => {
      switch (name) {
        case "q": return normalized(value).split(/\s+/).every((word) => facts.text.includes(word));
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

  function normalized(text) {
    return text.toLowerCase().replaceAll("-", "_");
  }

  // Creates a row like those of the component `code_table`.
  function drawRow(entry) {
    const [hasStatuses, hasRetries] = ["status", "retry"].map((name) => document.getElementById(`filter-${name}`) !== null);
    const lifecycle = errcat.lifecycle(entry);
    const code = make("a", { href: entry.url }, make("code", {}, entry.code));
    const retry = { yes: make("span", { class: "icon-retry" }, "Yes"), no: make("span", { class: "icon-no" }, "No") }[entry.retry];
    return make(
      "tr",
      {},
      ...(hasStatuses ? [make("td", { class: "in-status" }, ...entry.statuses.map(errcat.status))] : []),
      make("th", { scope: "row" }, code, ...(lifecycle ? [" ", lifecycle] : [])),
      make("td", { class: "message" }, ...errcat.headlineOf(entry)),
      ...(hasRetries ? [make("td", { class: "in-retry" }, ...(retry ? [retry] : []))] : []),
    );
  }
}
