// Draws what a search finds: the groups of hits, the marked text, and what was read from it.
"use strict";

{
  const { make } = errcat;
  const MAX_VALUE_LENGTH = 120;
  const OPTION = { role: "option", tabindex: "-1", "aria-selected": "false", class: "hit" };

  // Returns the groups of the list. Each hit is an option, numbered over all groups.
  errcat.drawHits = ({ groups, total }, how) => {
    let number = 0;
    const drawn = groups.map((group, at) => {
      const id = `hits-${at}`;
      const heading = make("div", { class: "hits-title", id, role: "presentation" }, group.title);
      if (how[group.how]) heading.append(" ", make("span", {}, how[group.how]));
      const hits = group.hits.map((hit, position) => {
        const isBest = at === 0 && position === 0 && (group.isMatch || group.how === "words");
        const element = drawHit(hit, isBest);
        element.id = `hit-${number}`;
        number += 1;
        return element;
      });
      return make("div", { role: "group", "aria-labelledby": id }, heading, ...hits);
    });
    if (number < total) {
      const more = make("div", { role: "option", class: "hit-more", id: `hit-${number}`, "aria-selected": "false" });
      more.append(`Show all ${total}`);
      drawn.push(make("div", { role: "group", "aria-label": "More" }, more));
    }
    return drawn;
  };

  function drawHit({ entry, values, operation, guide }, isBest) {
    if (operation) {
      const { url, text, count } = operation;
      return drawLink(url, make("code", {}, text), count === 1 ? "1 error" : `${count} errors`);
    }
    if (guide) return drawLink(guide.url, make("b", {}, guide.title), guide.api.title);
    const link = make("a", { ...OPTION, href: errcat.filled(entry.url, values) });
    if (isBest) link.classList.add("best");
    const title = titleOf(entry);
    const name = [make("b", {}, title), make("code", {}, entry.code), errcat.lifecycle(entry) ?? ""];
    const statuses = entry.statuses.map(errcat.status);
    const head = make("span", { class: "hit-head" }, ...spaced([
      make("span", { class: "hit-statuses" }, ...spaced(statuses)),
      make("span", { class: "hit-name" }, ...spaced(name)),
      make("span", { class: "hit-api" }, entry.api.title),
    ]));
    const message = title === entry.message ? "" : make("span", { class: "message" }, ...filledHeadline(entry, values));
    const advice = isBest && entry.advice ? make("span", { class: "hit-advice" }, filledText(entry.advice, values)) : "";
    const extracted = values.size > 0 ? make("span", { class: "hit-values" }, ...spaced([...values].map(value))) : "";
    link.append(...spaced([head, message, advice, extracted]));
    return link;
  }

  function drawLink(href, name, note) {
    const head = make("span", { class: "hit-head" }, ...spaced([
      make("span", { class: "hit-statuses", "aria-hidden": "true" }, "→"),
      make("span", { class: "hit-name" }, name),
      make("span", { class: "hit-api" }, note),
    ]));
    return make("a", { ...OPTION, href }, head);
  }

  // Returns the title of an error. If it is inherited, the message says more.
  function titleOf(entry) {
    return entry.inheritsTitle && errcat.parts(entry).every((part) => part.text !== undefined) ? entry.message : entry.title;
  }

  function filledHeadline(entry, values) {
    if (entry.showsTitle) return [entry.title];
    return errcat.parts(entry).map(({ text, name }) => {
      if (text !== undefined) return text;
      const value = textOf(values.get(name));
      return value === undefined ? make("var", {}, `{${name}}`) : make("b", {}, short(value));
    });
  }

  // Fills the placeholders in a sentence whose values are known.
  function filledText(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (placeholder, name) => short(textOf(values.get(name)) ?? placeholder));
  }

  const textOf = (value) => (["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined);
  const short = (text) => (text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text);

  // Adds spaces between elements, because screen readers read them as a single name.
  function spaced(pieces) {
    return pieces.filter((piece) => piece !== "").flatMap((piece) => [piece, " "]).slice(0, -1);
  }

  function value([name, value]) {
    return make("span", {}, make("code", {}, name), " ", make("b", {}, short(textOf(value) ?? JSON.stringify(value))));
  }

  // Returns a text whose marked places are elements.
  errcat.markedText = (text, marks) => {
    const pieces = [];
    let end = 0;
    for (const [start, to] of marks.filter(([start]) => start < text.length)) {
      pieces.push(text.slice(end, start), make("mark", {}, text.slice(start, to)));
      end = to;
    }
    return [...pieces, text.slice(end)];
  };

  // Returns what was read from the text about the first request: `Status 429`, `POST /v1/events`, the host.
  errcat.readParts = ([first]) => {
    if (!first) return [];
    const { status, method, target, hosts = [], headers = new Map() } = first;
    const host = target?.host ?? [...hosts].find((name) => errcat.apisOfHost(name).length > 0);
    const request = target && [method, target.path].filter(Boolean).join(" ");
    return [
      status && ["Status ", make("b", {}, String(status))],
      request && [make("b", {}, request)],
      host && [make("b", {}, host)],
      ...[...headers].slice(0, 4).map(([name, value]) => [`${name} `, make("b", {}, value)]),
    ].filter(Boolean);
  };
}
