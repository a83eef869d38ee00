// Finds the errors that fit the facts about a request: its status, host, operation and headers. `errcat
// explain` decides by the same rules (crates/errcat-cli/src/verbs/explain/input/request.rs, which describes
// them).
"use strict";

{
  // Hosts that say nothing about the API.
  const PRIVATE = /^(localhost|[\d.:]+|[^.]*)$|\.(local|localhost|internal|svc|test|lan|arpa)$|\.svc\./;
  const MIN_NAME_LENGTH = 5;
  // More errors than these with a header don't have it in common by design.
  const MAX_WITH_HEADER = 20;

  // Returns the APIs that a host belongs to.
  errcat.apisOfHost = (host) => errcat.index.filter((api) => {
    const labels = host.toLowerCase().split(".");
    if (api.base) return fitsHost(baseOf(api).labels, labels);
    const domain = api.reference && domainOf(api.reference);
    return (domain && (host === domain || host.endsWith(`.${domain}`)))
      || (api.name.length >= MIN_NAME_LENGTH && labels.includes(api.name));
  });

  function baseOf(api) {
    api.baseParts ??= (() => {
      const [, host, path] = /^\w+:\/\/([^/:]*)(?::\d+)?(.*)$/.exec(api.base) ?? [undefined, "", ""];
      return { labels: host.toLowerCase().split("."), path: path.replace(/\/$/, "") };
    })();
    return api.baseParts;
  }

  // A label such as `{region}` fits any.
  function fitsHost(base, labels) {
    return base.length === labels.length && base.every((label, at) => label.includes("{") || label === labels[at]);
  }

  // Returns the domain of a URL, without the name of the machine: `getkaizen.io` of
  // `https://docs.getkaizen.io`.
  function domainOf(url) {
    const labels = /^\w+:\/\/([^/:]*)/.exec(url)?.[1].split(".") ?? [];
    return labels.length > 2 ? labels.slice(1).join(".") : labels.join(".");
  }

  // Returns the operations of an API that a request is for: the most specific ones, with the values in the
  // path.
  function operationsOf(api, { method, target }) {
    if (!target) return [];
    api.parsedOperations ??= api.operations.map((text) => {
      const [verb, path = ""] = text.split(" ");
      return { api, text, verb, segments: path.split("/") };
    });
    const { path: base } = api.base ? baseOf(api) : { path: "" };
    const paths = [target.path, target.path.startsWith(`${base}/`) ? target.path.slice(base.length) : target.path];
    const found = [];
    for (const operation of api.parsedOperations) {
      if (method && operation.verb !== method) continue;
      const values = paths.map((path) => match(operation.segments, path.replace(/(.)\/$/, "$1").split("/"))).find(Boolean);
      if (values) found.push({ ...operation, values, literals: operation.segments.length - values.size });
    }
    const most = Math.max(...found.map(({ literals }) => literals));
    return found.filter(({ literals }) => literals === most);
  }

  function match(template, segments) {
    if (template.length !== segments.length) return undefined;
    const values = new Map();
    for (const [at, segment] of template.entries()) {
      const name = /^[{:](\w+)\}?$/.exec(segment)?.[1];
      if (!name) {
        if (segment !== segments[at]) return undefined;
      } else if (segments[at] === "") return undefined;
      else values.set(name, segments[at]);
    }
    return values;
  }

  // Returns the errors that the facts fit, the general ones first; whether they decide on one; and how they
  // were found. `foreign` is the host if the request was for another API.
  errcat.byRequest = (facts, { api: here } = {}) => {
    const { status, target, hosts, headers, apis = [] } = facts;
    const isFailure = status >= 400;
    const named = new Set([...apis, ...[...hosts, ...(target?.host ? [target.host] : [])].flatMap(errcat.apisOfHost)]);
    if (target?.host && named.size === 0 && !PRIVATE.test(target.host)) return { entries: [], foreign: target.host };
    let scope = named.size > 0 ? [...named] : errcat.index;
    const operations = scope.flatMap((api) => operationsOf(api, facts));
    if (operations.length > 0) scope = [...new Set(operations.map(({ api }) => api))];
    if (named.size === 0 && operations.length === 0 && scope.some(({ name }) => name === here)) {
      // A reader of an API's pages has a request of this API, if it has such an error.
      const own = scope.filter(({ name }) => name === here);
      if (isFailure && own[0].entries.some((entry) => errcat.hasStatus(entry, status))) scope = own;
    }
    if (status !== undefined && !isFailure) return { entries: [], scope, operations };

    const result = (entries, how) => {
      const isCertain = entries.length === 1 && (how !== "status" || !target);
      const values = new Map(operations.length === 1 ? operations[0].values : []);
      return { entries: generalFirst(entries), isCertain, how, scope, operations, values };
    };
    let how = operations.length > 0 ? "operation" : named.size > 0 ? "host" : "status";
    let fitting = [];
    if (isFailure) {
      const any = scope.flatMap((api) => api.entries).filter((entry) => errcat.hasStatus(entry, status));
      const current = any.filter(({ lifecycle }) => lifecycle !== "retired");
      fitting = current.length > 0 ? current : any;
      if (target) {
        const isOwn = (entry) => operations.some(({ api, text }) => entry.api === api && entry.operations.includes(text));
        const own = fitting.filter(isOwn);
        fitting = own.length > 0 ? own : fitting.filter(({ operations: known }) => known.length === 0);
      }
    }
    if (headers.size > 0 && (!isFailure || fitting.length > 1)) {
      const pool = isFailure ? fitting : scope.flatMap((api) => api.entries);
      const counts = pool.map((entry) => [entry, countHeaders(entry, headers)]);
      const most = Math.max(1, ...counts.map(([, count]) => count));
      const having = counts.filter(([, count]) => count === most).map(([entry]) => entry);
      if (having.length > 0 && having.length <= MAX_WITH_HEADER) {
        fitting = having;
        if (how === "status") how = "header";
      }
    }
    return result(fitting, how);
  };

  const VALUES = { unix: /^\d{9,10}$/, unix_ms: /^\d{12,13}$/ };

  // Counts the headers that an error has. A value that the header can't have doesn't count.
  function countHeaders(entry, headers) {
    return entry.headers.filter(([name, type]) => {
      const value = headers.get(name.toLowerCase());
      return value !== undefined && (value === "" || !VALUES[type] || VALUES[type].test(value));
    }).length;
  }

  // Sorts errors: those that others inherit from first.
  function generalFirst(entries) {
    const isSpecific = (entry) => {
      const kind = entry.api.entries[entry.kind];
      return Number(kind !== undefined && entry.statuses.some((status) => kind.statuses.includes(status)));
    };
    return [...entries].sort((a, b) => isSpecific(a) - isSpecific(b));
  }
  errcat.generalFirst = generalFirst;
}
