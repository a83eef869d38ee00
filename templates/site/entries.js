// Unpacks search-index.js into one object per code. crates/errcat-targets/src/site/search.rs, which writes
// the file, describes the columns.
"use strict";

errcat.RETRY = ["", "no", "yes"];
errcat.SEVERITY = ["", "info", "warning", "error", "critical"];
errcat.LIFECYCLE = ["active", "deprecated", "retired"];

// Returns all codes of all APIs, in the order of the docs.
errcat.entries = () => {
  const list = (cell, none) => (Array.isArray(cell) ? cell : cell === undefined || cell === none ? [] : [cell]);

  function unpack(api, row, number) {
    const [code, message, title, status, table, facts = 0, params = [], envelope, kind = -1, aliases = [], path, constants = [], wire, operations = [], headers = []] = row;
    const tables = list(table).map((at) => api.tables[at]);
    const page = path?.startsWith?.("/") ? path.slice(1) : `${api.name}/${path || code}`;
    return {
      api,
      number,
      code,
      wire: wire || code,
      message,
      title: title || message,
      statuses: list(status, 0),
      tables: tables.map(([name]) => name),
      table: tables[0]?.[1] ?? "",
      retry: errcat.RETRY[facts % 3],
      severity: errcat.SEVERITY[Math.floor(facts / 3) % 5],
      lifecycle: errcat.LIFECYCLE[Math.floor(facts / 15) % 3],
      showsTitle: Math.floor(facts / 45) % 2 === 1,
      inheritsTitle: facts >= 90,
      params: params.map((at) => api.params[at]),
      envelopes: list(envelope, -1),
      kind,
      aliases,
      constants,
      operations: operations.map((at) => api.operations[at]),
      headers: headers.map((at) => api.headers[at]),
      slug: (path || code).split("/").pop(),
      url: errcat.address(`${page}/`),
    };
  }

  errcat.unpacked ??= errcat.index.flatMap((api) => {
    api.entries = api.codes.map((row, number) => unpack(api, row, number));
    return api.entries;
  });
  return errcat.unpacked;
};

// Returns the address of a folder of the site. Only local files need the name of the page.
errcat.address = (folder) => (
  document.documentElement.dataset.root + folder + (location.protocol === "file:" ? "index.html" : "")
);

// Normalizes a code for comparisons: lower case, with `_` for `-`.
errcat.normalized = (code) => code.toLowerCase().replaceAll("-", "_");

// These create the elements for a status, for a lifecycle other than active, and for the headline: the
// message with the names of its params, or the title if the message has no words.
errcat.status = (status) => {
  const { make } = errcat;
  const text = status === "default" ? "any" : String(status);
  return make("span", { class: `status s${status === "default" ? 0 : text[0]}` }, make("b", {}, text));
};

// Returns whether an entry can have a status: it lists the number, or a range that contains it.
errcat.hasStatus = (entry, number) => entry.statuses.some((status) => (
  status === "default" ? number >= 400 && number <= 599 : status === number || status === `${Math.floor(number / 100)}xx`
));

errcat.lifecycle = ({ lifecycle }) => (
  lifecycle === "active" ? undefined : errcat.make("span", { class: `tag ${lifecycle}` }, lifecycle)
);

errcat.headlineOf = (entry) => (
  entry.showsTitle ? [entry.title] : errcat.parts(entry).map((part) => part.text ?? errcat.make("var", {}, `{${part.name}}`))
);
