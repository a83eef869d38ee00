//! An incremental run renders a page of an error only if the hash of its inputs has changed.

use std::collections::BTreeSet;

use errcat_catalog::model::{Api, ApiId, Catalog, Cause, CodeExample, Entry, EntryId, Id, Piece, Template};

use crate::docs::links::PageContext;
use crate::docs::page::{Form, Page};
use crate::fixture;
use crate::pages::inputs::PageInputs;
use crate::pages::{Pages, pages_of};
use crate::selection::Selection;
use crate::settings::{EditUrl, Edition, Settings};

/// An edit of an error.
type Edit = (&'static str, fn(&mut Entry));

/// Edits of each text that only some pages show, and of facts that any page may show.
const EDITS: &[Edit] = &[
    ("title", |entry| {
        entry.title.push_str(" again");
        entry.has_own_title = true;
    }),
    ("message", |entry| entry.message = text("A message that was edited")),
    ("line", |entry| entry.line += 1),
    ("log", |entry| entry.log = Some(text("A line in the log"))),
    ("answer", |entry| entry.answer = Some("Try something else.".to_owned())),
    ("meaning", |entry| entry.meaning = Some("It means something else.".to_owned())),
    ("causes", |entry| {
        let fix = Some("Fix it".to_owned());
        entry.causes.push(Cause { text: "Another cause".to_owned(), fix });
    }),
    ("fixes", |entry| entry.fixes.insert(0, "Another fix".to_owned())),
    ("notes", |entry| entry.notes.push("Another note.".to_owned())),
    ("security", |entry| entry.security.push("Another secret.".to_owned())),
    ("examples", |entry| entry.examples.clear()),
    ("code examples", |entry| {
        let (language, fails) = ("sql".to_owned(), "SELECT 1 FROM".to_owned());
        let example = CodeExample { title: None, doc: None, language, fails, mark: None, works: None };
        entry.code_examples.push(example);
    }),
    ("sources", |entry| entry.sources.clear()),
    ("since", |entry| entry.since = Some("7.1".to_owned())),
    ("retry", |entry| entry.retry = None),
    ("deprecated", |entry| entry.deprecated = Some("since 7.1".to_owned())),
    ("related", |entry| entry.related.clear()),
    ("params", |entry| entry.params.iter_mut().for_each(|param| param.doc.push_str(", edited"))),
];

fn text(text: &str) -> Template {
    Template { text: text.to_owned(), pieces: vec![Piece::Text(text.to_owned())] }
}

/// The files of an error's page, and the hash of its inputs.
struct ErrorPage {
    texts: [String; 2],
    inputs: u64,
}

#[test]
fn pages_that_differ_have_other_inputs() {
    let mut seen = BTreeSet::new();
    // All edits of all errors would take minutes.
    for (catalog, step) in [(fixture::catalog(), 1), (fixture::real(), 9)] {
        for api in Id::all(&catalog.apis) {
            let before = error_pages(&catalog, api);
            for (number, id) in entries(&catalog[api]).into_iter().enumerate() {
                for (name, edit) in EDITS.iter().skip(number % step).step_by(step) {
                    let mut edited = catalog.clone();
                    let api_model = &mut edited.apis[api.index()];
                    edit(&mut api_model.tables[id.table.index()].entries[id.entry.index()]);
                    let after = error_pages(&edited, api);
                    for (before, after) in before.iter().zip(&after) {
                        let differs = before.texts != after.texts;
                        let code = &catalog[api][catalog[api][id].code].code;
                        assert!(
                            !differs || before.inputs != after.inputs,
                            "{name} of {code}: {}",
                            after.texts[1]
                        );
                        seen.extend(differs.then_some(*name));
                    }
                    let kept = before.iter().zip(&after).any(|(before, after)| before.inputs == after.inputs);
                    seen.extend(kept.then_some("something is kept"));
                }
            }
        }
    }
    // Each edit changes some page, so the assertion above isn't vacuous.
    assert_eq!(seen.len(), EDITS.len() + 1, "{seen:?}");
}

fn entries(api: &Api) -> Vec<EntryId> {
    api.codes.iter().flat_map(|code| code.entries().collect::<Vec<_>>()).collect()
}

fn error_pages(catalog: &Catalog, api: ApiId) -> Vec<ErrorPage> {
    let edit = EditUrl::try_from("https://example.com/{path}#L{line}".to_owned()).expect("an address");
    let settings = Settings { edition: Edition::Internal, edit: Some(edit), ..Settings::default() };
    let templates = fixture::template_files();
    let selection = Selection::all(catalog);
    let pages = Pages::new(&selection, &settings, &templates, None).expect("templates without mistakes");
    let inputs = PageInputs::new(&pages.site, &templates);
    let render = |page, form| {
        pages.render(&PageContext::of(&pages.site, page, form), page).expect("a template without mistakes")
    };
    let page = |page: Page| {
        let inputs = inputs.hash_of(&pages.site, page)?;
        Some(ErrorPage { texts: [render(page, Form::Html), render(page, Form::Markdown)], inputs })
    };
    pages_of(catalog, api).into_iter().filter_map(page).collect()
}
