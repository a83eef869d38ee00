// Finds errors and guides by words: first in codes, titles and messages, then in all other texts. Every word
// has to be there, because single words of a sentence are in many errors.
"use strict";

{
  const MAX_TYPED_WORDS = 10;
  // A longer query may have some words that no error has.
  const MIN_PARTIAL_WORDS = 4;
  const MIN_COVERAGE = 0.75;
  // Words that say nothing about which error it is.
  const COMMON = new Set(`a about all am an and are as at be been but by can code coming do does error errors exception
    fail failed failing fails failure fix for from get gets getting give gives got had has have help here how i if in
    is it its just keep keeps me my of on or our please problem request response returned returns says see server so
    solve some something than that the their them then there these they this to tried try us
    was we went were what when where which while who why will with wrong you your`.split(/\s+/));

  let index;
  let prepared;

  // Builds the index. The returned promise resolves when the functions below can be used.
  errcat.prepareWords = () => {
    prepared ??= build().then((built) => { index = built; });
    return prepared;
  };

  errcat.hasWords = () => index !== undefined;

  async function build() {
    const made = new MiniSearch({
      fields: ["whole", "code", "title", "message", "status", "api", "texts", "guide"],
      tokenize: (text, field) => (field === "whole" ? [text] : split(text)),
      processTerm: (term) => term.toLowerCase(),
      searchOptions: { boost: { whole: 3, code: 3, title: 3, message: 2, api: 0.5, texts: 0.3, guide: 0.1 } },
    });
    // Chunked, so that the page stays responsive.
    await made.addAllAsync([...errcat.entries().map(documentOf), ...guides().map(documentOfGuide)], { chunkSize: 300 });
    return made;
  }

  function documentOf(entry, id) {
    return {
      id,
      whole: errcat.normalized(entry.code),
      code: [entry.code, entry.wire, ...entry.aliases, ...entry.constants].join(" "),
      title: entry.title === entry.message ? "" : entry.title,
      message: entry.message,
      status: entry.statuses.join(" "),
      api: `${entry.api.name} ${entry.api.title}`,
      texts: [entry.texts, ...entry.headers.map(([name]) => name), ...entry.operations].join(" "),
      guide: "",
    };
  }

  function documentOfGuide({ api, title, text }, number) {
    return { id: `guide ${number}`, whole: "", code: "", title, message: "", status: "", api: api.title, texts: "", guide: text };
  }

  // Returns the guides of all APIs.
  function guides() {
    errcat.guides ??= (errcat.texts ?? []).flatMap((texts, at) => texts.guides.map(([name, title, text]) => {
      const api = errcat.index[at];
      return { api, name, title, text, url: errcat.address(`${api.name}/guides/${name}/`) };
    }));
    return errcat.guides;
  }

  // Splits a text into words, including the parts of `agent_not_found` and `KaizenAPIError`.
  function split(text) {
    const separated = text.replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2").replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2");
    return separated.match(/[\p{L}\p{N}]+/gu) ?? [];
  }

  // Returns the errors whose codes are closest to a misspelled one, by edit distance.
  errcat.nearest = (code, limit, fuzzy = 0.4) => {
    const options = { fields: ["whole"], tokenize: (text) => [text], fuzzy, maxFuzzy: 6, prefix: false };
    return index.search(errcat.normalized(code), options).slice(0, limit).map((hit) => errcat.entries()[hit.id]);
  };

  // Returns the errors and guides with the words of a query, the best first.
  errcat.byWords = (query) => {
    const words = [...new Set(split(query).map((word) => word.toLowerCase()))];
    const terms = words.filter((word, at) => !COMMON.has(word) && (word.length > 1 || at === words.length - 1));
    if (terms.length === 0 || words.length > MAX_TYPED_WORDS) return [];
    const isLast = (at) => at === terms.length - 1;
    const options = {
      fields: ["code", "title", "message", "status", "api", "texts", "guide"],
      tokenize: (text) => text.split(" "),
      // Of the short words, only the last one, which is still being typed, may be a prefix.
      prefix: (term, at) => term.length > 3 || (term.length > 1 && isLast(at)),
      weights: { fuzzy: 0.3, prefix: 0.6 },
    };
    const find = (more) => index.search(terms.join(" "), { ...options, combineWith: "AND", ...more });
    const isNumber = (term) => /^\d+$/.test(term);
    let found = find({});
    if (found.length === 0) {
      const fuzzy = (term) => (term.length > 3 && !isNumber(term) ? 0.25 : false);
      found = find({ fields: ["code", "title", "message", "api"], fuzzy });
    }
    if (found.length === 0 && terms.length >= MIN_PARTIAL_WORDS) {
      found = find({ combineWith: "OR" }).filter((hit) => hit.queryTerms.length >= terms.length * MIN_COVERAGE);
    }
    // A single word in the text of a guide is there by chance.
    const isOnTopic = ({ match }) => terms.length > 1 || Object.values(match).flat().some((field) => field !== "guide");
    return found.filter(isOnTopic).map(({ id }) => (
      typeof id === "number" ? { entry: errcat.entries()[id] } : { guide: guides()[Number(id.slice("guide ".length))] }
    ));
  };
}
