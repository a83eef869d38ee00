//! The rules by name, each with its reason and its mend: what `explain RULE` tells.

use crate::finding::Level;

macro_rules! rules {
    ($($variant:ident = $name:literal, $(lint: $level:ident,)? why: $why:literal, mend: $mend:literal;)*) => {
        /// A rule of the catalog.
        // The reasons are shown in a terminal, where names need no marks.
        #[allow(clippy::doc_markdown)]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $why] $variant,)*
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant,)*];

            /// The name that findings show and users look up: `duplicate-key`.
            pub fn name(self) -> &'static str {
                match self { $(Rule::$variant => $name,)* }
            }

            /// Why the rule exists, in a paragraph.
            pub fn why(self) -> &'static str {
                match self { $(Rule::$variant => $why,)* }
            }

            /// How to satisfy it, in a paragraph.
            pub fn mend(self) -> &'static str {
                match self { $(Rule::$variant => $mend,)* }
            }

            /// The level that it has unless somebody says another; none for a rule that always holds.
            pub fn default_level(self) -> Option<Level> {
                match self { $(Rule::$variant => [$(Level::$level)?].first().copied(),)* }
            }
        }
    };
}

rules! {
    InvalidUtf8 = "invalid-utf8",
        why: "Catalogs and guides are UTF-8, as YAML 1.2 recommends and every editor writes. Other bytes would come out differently on every machine.",
        mend: "Save the file as UTF-8. A byte order mark at its start is accepted.";
    TooLarge = "too-large",
        why: "A file is read whole. A table of over 64 MiB, or a source of over 16 MiB, is nothing that somebody wrote, and reading it would only fill the memory. Nor is an error whose response, made of its params' examples, has over 1 MiB, a title or an address of over 32 KiB, which other pages repeat, or an API whose errors have over 256 MiB from their kinds, headers, examples and such lines.",
        mend: "Split the table: one file is one table, and a table of a hundred thousand codes is still smaller. Of code, name the file that somebody wrote. Shorten examples, and what many errors inherit or many pages repeat.";
    FileExtension = "file-extension",
        why: "Tables end in `.yaml`. A `.yml` beside them would be passed over in silence, and its errors would be missing from everything that is generated.",
        mend: "Rename the file to end in `.yaml`.";
    StrayFile = "stray-file",
        why: "A table is a file `catalog/API/TABLE.yaml`, a guide `catalog/API/guides/GUIDE.md`. A file beside or below those would be passed over in silence.",
        mend: "Move it where tables and guides are, or out of the catalog.";
    Syntax = "syntax",
        why: "The file isn't YAML, so nothing in it can be read.",
        mend: "The place is where the reader gave up; the mistake is there or on the lines above. Common ones: a text with `: ` or ` #` in it that isn't quoted, an item that isn't indented like its siblings, a quote that isn't closed.";
    Tab = "tab",
        why: "YAML doesn't allow tabs as indentation, because editors disagree on how wide they are.",
        mend: "Indent with spaces.";
    TooDeep = "too-deep",
        why: "No key of the language needs more than a few levels. A file that nests deeper than 64 was made to exhaust a reader.",
        mend: "Flatten the value.";
    AliasBomb = "alias-bomb",
        why: "A few lines of aliases of aliases can stand for billions of values. The limit is 100,000 in one file.",
        mend: "Write the values out, or inherit them with `is`.";
    SeveralDocuments = "several-documents",
        why: "One file is one table. What comes after `---` would have neither a name nor a place in the docs.",
        mend: "Move the second document to a file of its own.";
    YamlTag = "yaml-tag",
        why: "The catalog decides by a key what its value is, so a tag such as `!!str` could only contradict it.",
        mend: "Remove the tag. A text that looks like a number is quoted instead.";
    ControlCharacter = "control-character",
        why: "Control characters and marks that reorder text can make a reviewer, a terminal or a compiler show something other than what is there (Trojan Source, CVE-2021-42574).",
        mend: "Remove the character. Marks that belong to right-to-left scripts (U+200E, U+200F) are fine.";
    MergeConflict = "merge-conflict",
        why: "git could not merge two changes and left both in the file, between lines of its own.",
        mend: "Decide between the two and remove git's lines. Of a lock, keep the lines of both sides.";
    DuplicateKey = "duplicate-key",
        why: "Of two equal keys in a map, readers keep the first, the last or neither. An error written twice would lose one of its texts.",
        mend: "Remove one, or give it the name it was meant to have. Both places are shown.";
    UnknownKey = "unknown-key",
        why: "A key that nobody reads is a mistake that nobody sees: `fix:` instead of `fixes:` would leave a page without its most important part.",
        mend: "Use the key that is suggested. Your own keys begin with `x-`.";
    WrongType = "wrong-type",
        why: "The value isn't of the kind that its key takes, for example a text where a list is meant.",
        mend: "Write what the message asks for; catalog/README.md shows every key with an example.";
    MissingKey = "missing-key",
        why: "Something can't be generated without it: a table without a title has no heading, a param without an example can't be shown in a response.",
        mend: "Add the key.";
    AmbiguousText = "ambiguous-text",
        why: "`NO`, `0123`, `1.10` and `2024-01-15` are texts here, but booleans, numbers and dates to other YAML readers, in ways that differ between versions of YAML. (Codes and names may be bare: they are always text.)",
        mend: "Put quotes around it.";
    EmptyText = "empty-text",
        why: "An empty message, cause or fix is worse than none: the page has its heading and nothing to say.",
        mend: "Write the text, or remove the key.";
    MissingApiFile = "missing-api-file",
        why: "A folder of the catalog is an API, and `api.yaml` is where its title and envelopes are. Without it the tables beside it have no home.",
        mend: "Add an `api.yaml` with `title` and `summary`.";
    InvalidName = "invalid-name",
        why: "Names of folders, tables, envelopes, params and header sets become Rust names, URLs and file names. `snake_case` is valid in all of them.",
        mend: "Use lower-case letters and digits, a letter first, and one `_` between words.";
    RustKeyword = "rust-keyword",
        why: "The name becomes a Rust module, field or variant, and Rust has taken the word.",
        mend: "Use another name. A param keeps the word on the wire by `wire:`.";
    DeviceName = "device-name",
        why: "Windows can't have a file of that name (`con`, `nul`, `com1`, …), so nobody could check the generated files out there.",
        mend: "Use another name; for a code that can't change, ask its owner why it is called so.";
    InvalidCode = "invalid-code",
        why: "A code is read aloud, typed and searched for. White space, control characters and lengths over 128 bytes make that impossible.",
        mend: "Write the code that is on the wire, without white space.";
    DuplicateCode = "duplicate-code",
        why: "A code means one thing in its API. Clients compare codes in whatever case and with `-` or `_`, so those don't make a difference either, and a former code (`aliases`) is as taken as a present one.",
        mend: "If the second table means the same error, write `same_as: TABLE` there. If not, one of the two needs another code.";
    InvalidVariant = "invalid-variant",
        why: "Each code becomes a Rust variant, and this one gives no valid name: `08P01` begins with a digit.",
        mend: "Add `name: UpperCamelCase`; the code on the wire stays as it is.";
    VariantCollision = "variant-collision",
        why: "Two codes become one Rust variant, and the enum would not compile.",
        mend: "Give one of them a `name:`.";
    UrlCollision = "url-collision",
        why: "Each code has a page of its own. On a disk that ignores case, one would overwrite the other.",
        mend: "Change one of the codes, or its spelling.";
    TooMany = "too-many",
        why: "A `Code` is two bytes, so an API has at most 65,535 of them; an error with over 64 params or headers is data, not an error, and so is a body with over 1,000 members or 64 context fields; each guide's page lists all guides, of which an API has at most 200; and of 32 kinds, one above the other, nobody knows any more what they add up to.",
        mend: "Split the API into several folders; give the error one param of type `json`; join guides; leave out kinds that say nothing of their own.";
    UnknownKind = "unknown-kind",
        why: "`is` names the code that an error is a kind of and inherits from. This code isn't in the API.",
        mend: "Use a code of the same API, from any of its tables.";
    KindCycle = "kind-cycle",
        why: "An error can't be a kind of itself, not even by way of others: there would be no end to what it inherits.",
        mend: "Remove one `is` of the circle.";
    UnknownTable = "unknown-table",
        why: "`same_as` names the table that defines the same code. There is no such table, or the code isn't in it.",
        mend: "Name the file, without `.yaml`, in which the code is defined.";
    SameAsChain = "same-as-chain",
        why: "`same_as` leads to the one place where the code is defined. A chain of references would hide it, and a circle would have none.",
        mend: "Name the table that defines the code.";
    SameAsOverrides = "same-as-overrides",
        why: "A shared code means the same everywhere: its status, message and params are written once, where it is defined. Only causes, fixes, notes, examples and sources may differ by table.",
        mend: "Remove the key here, or give this error a code of its own.";
    UnknownEnvelope = "unknown-envelope",
        why: "The envelope is the shape of the body. This one isn't among the `envelopes` of `api.yaml`.",
        mend: "Use one that is, add it there, or write `none` if the error is never a body.";
    UnknownHeader = "unknown-header",
        why: "Headers are described once, under `headers` of `api.yaml`. This one isn't, nor is it a set of `header_sets`.",
        mend: "Use a name that is defined, or define it there.";
    UnknownCode = "unknown-code",
        why: "`use` and `related` lead readers to another error. This code isn't in the API.",
        mend: "Use a code of the same API.";
    UnknownGuide = "unknown-guide",
        why: "`guides` puts the guides in order. There is no file of this name in the folder `guides`.",
        mend: "Name the file without `.md`.";
    NeedlessSuccessor = "needless-successor",
        why: "`use` tells what to use instead of a code that is deprecated or retired. This one is neither.",
        mend: "Add `deprecated:` or `retired:` with the reason, or remove `use`.";
    MissingMessage = "missing-message",
        why: "The message is what a client is told. Without it an error says nothing.",
        mend: "Add `message:`; or `title:`, whose text then is the message too.";
    UnbalancedBrace = "unbalanced-brace",
        why: "`{name}` is a param. A brace without its other half is a typing mistake, and would be shown to clients.",
        mend: "Close the brace; write `{{` and `}}` for braces as text.";
    UndeclaredParam = "undeclared-param",
        why: "A placeholder is filled from a param of the error. Without one, clients would read the placeholder.",
        mend: "Declare it under `params`, or use the name of one that is.";
    ExposedParam = "exposed-param",
        why: "Internal params are for the operators, secret ones for nobody. A message or header that carries one shows it to every client.",
        mend: "Take it out of the message; `log` may use internal params. If everybody may see it, remove `audience`.";
    BrokenLink = "broken-link",
        why: "A link that leads nowhere costs the reader the answer, and often means that a code was renamed.",
        mend: "Link to `[code]`, `[api/code]`, `[guide:name]` or `[table:name]` that exists, or to an `https:` URL. Write `\\[` for a bracket as text.";
    GuideTitle = "guide-title",
        why: "A guide's first line is its title, in the navigation and at the top of its page.",
        mend: "Begin the file with `# Title`.";
    UnusedParam = "unused-param",
        why: "A param that reaches neither the message, a header, the body nor the log is asked of whoever raises the error, and then lost.",
        mend: "Use it, or remove it.";
    ReservedParam = "reserved-param",
        why: "`{code}`, `{title}`, `{message}`, `{status}`, `{docs_url}` and `{params}` already mean something in a body.",
        mend: "Give the param another name; `wire:` keeps the name on the wire.";
    UnknownType = "unknown-type",
        why: "The type decides the Rust type and how the value is written. This isn't one.",
        mend: "Use string, integer, number, boolean, duration, timestamp, json, or a Rust path such as `std::net::IpAddr`.";
    InvalidUnit = "invalid-unit",
        why: "A unit belongs to a duration (seconds, milliseconds) or a timestamp (rfc3339, seconds, milliseconds).",
        mend: "Remove `unit`, or give the type that it belongs to.";
    InvalidExample = "invalid-example",
        why: "Examples are what the docs, the tests and the sample responses are made of. This one isn't of its param's type.",
        mend: "Write it as it is on the wire: a number without quotes, a text that looks like a number with them, a timestamp as \"2024-01-15T10:30:00.000Z\".";
    InvalidBody = "invalid-body",
        why: "A body is data with placeholders. This one has a brace without its other half, or a placeholder in a key.",
        mend: "Close the brace; write `{{` and `}}` for braces as text.";
    UnknownSlot = "unknown-slot",
        why: "A placeholder in a body is code, title, message, status, docs_url, params, a context field, or a param that every error with this envelope has.",
        mend: "Add the field to `context`, or the param to the error that lacks it.";
    UnknownMember = "unknown-member",
        why: "`optional` and `fields` name members of the body by path. This path isn't in it.",
        mend: "Write it as it stands in the body: `error`, `error.code`, `detail[].loc`.";
    Unidentifiable = "unidentifiable",
        why: "A client can only tell errors apart by what the body carries (or by the status).",
        mend: "Put the placeholder into the body, or identify by something that is in it.";
    AmbiguousIdentity = "ambiguous-identity",
        why: "Decoding a response gives the error that `identify_by` points to. Where it points to several, it gives the kind that they share; these share none.",
        mend: "Give them a common kind by `is`, or add a member to `identify_by` in which they differ.";
    InvalidStatus = "invalid-status",
        why: "HTTP statuses are numbers from 100 to 599 (RFC 9110, section 15).",
        mend: "Write the status that is sent, or `none` for an error that is never a response.";
    MissingStatus = "missing-status",
        why: "A status that was forgotten can't be told from one that doesn't exist.",
        mend: "Add `status:`, inherit one with `is:`, or write `status: none`.";
    InvalidHeader = "invalid-header",
        why: "A header's name is letters, digits and a few marks (RFC 9110, section 5.1), and case makes no difference.",
        mend: "Write the name that is sent, once.";
    InvalidDelay = "invalid-delay",
        why: "`after` is a header of `api.yaml`, or a delay of a number and `ms`, `s`, `m` or `h`; `attempts` counts from 1.",
        mend: "Write `after: Retry-After` or `after: 2s`, and at least 1 attempt.";
    InvalidOperation = "invalid-operation",
        why: "An operation is a method and a path, as in an OpenAPI document. Tools compare it with the routes of a service.",
        mend: "Write `POST /v1/agents/{id}/certify`.";
    InvalidSource = "invalid-source",
        why: "A source is a place in code that tools can find: a path, and lines.",
        mend: "Write `core/auth.py:143-146, 963`, one file an item.";
    InvalidUrl = "invalid-url",
        why: "The URL becomes a link, and only http and https are safe to follow.",
        mend: "Begin it with `https://` or `http://`; `repository` also has `{path}` in it.";
    UnknownLint = "unknown-lint",
        why: "`lints` chooses the level of a rule that is a matter of taste. There is none of this name, or it is one that always holds.",
        mend: "Use the name of a lint, or `all`.";
    NeedlessAllow = "needless-allow",
        why: "An `allow` that silences nothing is left of something that was mended since, and would silence the next mistake unseen.",
        mend: "Remove it.";
    RetryWithoutWait = "retry-without-wait", lint: Allow,
        why: "An error that may be retried and doesn't say how long to wait is retried at once, by every client at the same time.",
        mend: "Say a header or a delay by `after`, or how the wait grows by `backoff`; where waiting makes no sense, write `retry: never`.";
    RemovedCode = "removed-code",
        why: "A code that was published is in clients' code, in logs and in bookmarks. Without its entry nobody can look up what it meant, and somebody will use it again for something else.",
        mend: "Keep the entry and add `retired:` with the reason; its page stays, and says so. If the code was never released, `gen --accept CODE` forgets it.";
    RenamedCode = "renamed-code",
        why: "A code that was published has another name now. Clients that know the former one would no longer understand it, and its page would be gone.",
        mend: "Add the former code to `aliases`.";
    ReusedCode = "reused-code",
        why: "A code means one thing, forever. A client that was written for its former meaning would do the wrong thing, and not notice.",
        mend: "Give the new error a code of its own, and keep the former one: retired, if it is no longer used.";
    RemovedAlias = "removed-alias",
        why: "A former code still stands in clients and in bookmarks; the alias is what leads them on.",
        mend: "Put it back into `aliases`.";
    ChangedStatus = "changed-status",
        why: "Clients, proxies and alarms look at the status before anything else. A status that was published and changes breaks them without a sign.",
        mend: "Write the published status. If the change is meant, `gen --accept CODE`, and tell clients: `diff` has the words.";
    ChangedParam = "changed-param",
        why: "Clients read params by name and type. One that vanished, changed its type or its name in the body breaks those that do.",
        mend: "Declare it as it was published. If the change is meant, `gen --accept CODE`.";
    ChangedKind = "changed-kind",
        why: "Where a body doesn't tell errors apart, decoding gives their kind; an error of another kind is decoded as something else.",
        mend: "Write the published kind. If the change is meant, `gen --accept CODE`.";
    ChangedEnvelope = "changed-envelope",
        why: "The envelope is the shape of the body, which clients read.",
        mend: "Write the published envelope. If the change is meant, `gen --accept CODE`.";
    ChangedName = "changed-name",
        why: "The name of the Rust variant is in the code of whoever raises or matches the error.",
        mend: "Write the published `name:`. If the change is meant, `gen --accept CODE`: it is a breaking release of the generated crate.";
    ChangedTable = "changed-table",
        why: "A table is a Rust enum: an error that moves to another one, or is no longer shared with one, is gone from where code looks for it.",
        mend: "Move the entry back, or share it from its new table by `same_as`. If the change is meant, `gen --accept CODE`.";
    ChangedSince = "changed-since",
        why: "The release that brought a code is history.",
        mend: "Write the published `since:`.";
    NeverRaised = "never-raised", lint: Allow,
        why: "A code that nothing raises is documented for nobody, and often one whose last use was removed. A kind counts as raised when one of the errors of its kind is.",
        mend: "Raise it; retire it, if it was once raised; or say by `reserved:` what it is kept for or who raises it, on the error, its table or its API.";
    NeedlessReserved = "needless-reserved",
        why: "`reserved` says why nothing here raises an error. Once everything that it covers is raised, it is wrong, and would hide it when the last use goes.",
        mend: "Remove it.";
    RetiredRaised = "retired-raised",
        why: "Clients were told that a retired code never comes again.",
        mend: "Raise its successor, or take back `retired:`.";
    UndocumentedCode = "undocumented-code",
        why: "Whoever receives a code that the catalog doesn't have finds no page for it, and no client decodes it.",
        mend: "Write the code as the catalog has it, or add it to a table. If the text is no code, make the pattern in [workspace.metadata.errcat.code] narrower.";
    UnknownApi = "unknown-api",
        why: "The settings say something of an API that the catalog doesn't have, so nothing comes of it.",
        mend: "Name a folder of the catalog under [workspace.metadata.errcat], or remove the setting.";
    MissingSource = "missing-source",
        why: "A source leads to the code that raises an error. The tree that [workspace.metadata.errcat.sources] names for the API has no such file.",
        mend: "Write the file's path from the tree's root on. If the code is gone, remove the source; and retire the error, if nothing else raises it.";
    MissingLines = "missing-lines",
        why: "The file is shorter than the lines that a source names: they lead nowhere.",
        mend: "Name the lines where the error is raised now.";
    MovedSource = "moved-source",
        why: "Whoever follows the source comes to other code: lines were added or removed above, or it was moved to another file. It was found by its first and last lines, which `sources.lock` remembers.",
        mend: "Write the place that is shown. If the source is right as it is, `gen --accept CODE` remembers what stands there.";
    ChangedSource = "changed-source",
        why: "The first or the last lines that a source names aren't those that `sources.lock` remembers, and stand nowhere else: the code was rewritten, or something else stands there.",
        mend: "Look whether the error is still raised there, and says the same. Then correct the lines; or, if they are right, `gen --accept CODE`.";
    FixWithoutVerb = "fix-without-verb", lint: Allow,
        why: "A fix begins with what to do. One that begins with `The`, `Invalid` or `Checking` tells a fact, and whoever reads it has still to find out what to do about it. Only English is understood; other languages pass.",
        mend: "Begin it with a verb in the imperative, `Check the agent ID`, or with the case that it is for: `If the key has expired, create a new one`. A fact is a cause, or a note.";
    SupportOnly = "support-only", lint: Allow,
        why: "A page whose only fix is to ask for help sends everybody there. Asking for help is what people do without being told.",
        mend: "Say what the caller can check or do before, and what support will want to know. Where only somebody else can do something, write `{ allow: REASON }`.";
    RepeatedMessage = "repeated-message", lint: Allow,
        why: "A cause that says what the message or the title says explains nothing. That the agent wasn't found is no reason why it wasn't.",
        mend: "Say what had to happen for the error to come, or leave the cause out.";
    NearDuplicate = "near-duplicate", lint: Allow,
        why: "Two errors that say the same, nearly word for word, leave their difference to guesses. Most were copied, and one wasn't changed. An error and its kind (`is`) may say the same, and so may what is deprecated and its successor.",
        mend: "Say in what they differ; or make one error of them, with a param for what differs.";
    InternalTerm = "internal-term", lint: Allow,
        why: "A message or title speaks the client's language, not that of exceptions, drivers, SQL, servers' paths or hosts. Clients can't use those names, and attackers can (CWE-209).",
        mend: "Say in the client's words what went wrong. What operators need belongs into `log`.";
    ExposedInternals = "exposed-internals", lint: Allow,
        why: "A public param such as `{error}` or `{reason}` in a 5xx passes on what failed inside, in its own words. Those may have paths, queries and hosts in them (CWE-209).",
        mend: "Make the param `audience: internal` and use it in `log`; tell the client what it can do.";
    MismatchedExample = "mismatched-example", lint: Allow,
        why: "Examples are copied, so they are what they say that they are. A body that isn't the JSON or the form that its `Content-Type` says, a `GET` with a body, or a block called `json` in a guide that doesn't parse fails for whoever copies it.",
        mend: "Mend the example, or say what it is. Where a request is broken on purpose, write `{ allow: REASON }` at its error.";
    UnusedHeader = "unused-header", lint: Allow,
        why: "A header that no error comes with is documented, and never sent.",
        mend: "Add it to the `headers` of the errors that come with it, or remove it.";
    UnusedHeaderSet = "unused-header-set", lint: Allow,
        why: "A header set that no error names is left of something, or was forgotten where it belongs.",
        mend: "Add it to the `headers` of the errors that come with it, or remove it.";
    UnusedEnvelope = "unused-envelope", lint: Allow,
        why: "An envelope that neither the API nor a table or an error names never comes. The docs show it all the same, as a shape that clients have to understand.",
        mend: "Name it by `envelope:` where it is meant to be, or remove it.";
    UnusedContext = "unused-context", lint: Allow,
        why: "A context field that the body doesn't show has to be filled in by the server, and reaches nobody.",
        mend: "Put its placeholder into the body, or remove it.";
    UnexplainedMember = "unexplained-member", lint: Allow,
        why: "A member of a body without an entry in `fields` has an example in the docs, and nobody says what it is.",
        mend: "Add its path to `fields` of the envelope. A member that is a context field and no more is explained by that one's `doc`.";
    Template = "template",
        why: "A page can't be made because its template has a mistake, or uses a value that pages of this kind don't have.",
        mend: "Look at the place; the message tells what was expected. Deleting an overriding template brings the built-in one back.";
    StaleFile = "stale-file",
        why: "A generated file isn't what the catalog and the templates give now: one of them was changed without the other, or the file was edited by hand.",
        mend: "Run `gen`. What was edited by hand belongs into the catalog or a template.";
    MissingFile = "missing-file",
        why: "A generated file isn't there: the catalog has something new, or somebody deleted the file.",
        mend: "Run `gen`, and commit the file with the catalog.";
    OrphanedFile = "orphaned-file",
        why: "A generated file is left of something that the catalog no longer has. It would be compiled or published all the same.",
        mend: "Run `gen`, which deletes it.";
    HandMadeFile = "hand-made-file",
        why: "A file stands where a generated one would be written, and doesn't carry the mark `@generated`. It is somebody's work and is never overwritten.",
        mend: "Move or delete the file, or choose another folder under [workspace.metadata.errcat].";
}

impl Rule {
    /// The rule of a name.
    pub fn from_name(name: &str) -> Option<Rule> {
        Rule::ALL.iter().copied().find(|rule| rule.name() == name)
    }

    /// Whether a catalog that breaks it can't be understood. The others are matters of taste, or of errors that decoding
    /// can't tell apart.
    pub fn keeps_from_looking(self) -> bool {
        let is_harmless = matches!(self, Rule::UnknownLint | Rule::NeedlessAllow | Rule::AmbiguousIdentity);
        self.default_level().is_none() && !is_harmless
    }

    /// The rules whose level can be chosen.
    pub fn lints() -> impl Iterator<Item = Rule> {
        Rule::ALL.iter().copied().filter(|rule| rule.default_level().is_some())
    }
}
