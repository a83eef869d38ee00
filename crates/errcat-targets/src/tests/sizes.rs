//! Pages stay small for catalogs of any size.

use crate::docs::links::PageContext;
use crate::docs::page::{Form, Page};
use crate::fixture;
use crate::pages::{Pages, pages};
use crate::selection::Selection;
use crate::settings::Settings;
use errcat_catalog::model::{Catalog, EntryId, Id};

/// The maximum size of a page, in bytes.
const MAX_PAGE_BYTES: usize = 300_000;

/// The maximum size of an error's page, in bytes.
const MAX_ERROR_PAGE_BYTES: usize = 30_000;

#[test]
fn pages_have_a_maximum_size() {
    let templates = fixture::template_files();
    for (tables, codes, operations) in
        [(1, 10_000, 1), (100, 10_000, 100), (10_000, 10_000, 1), (3, 900, 4_000)]
    {
        let catalog = catalog(tables, codes, operations);
        let settings = Settings::default();
        let selection = Selection::all(&catalog);
        let all = Pages::new(&selection, &settings, &templates, None).expect("valid templates");
        for (number, page) in pages(&catalog).into_iter().enumerate() {
            let (limit, selection) = match page {
                // Error pages are similar, so only some are checked.
                Page::Error(..) => (MAX_ERROR_PAGE_BYTES, number % 997 == 0),
                page => (MAX_PAGE_BYTES, page != Page::NotFound),
            };
            for form in [Form::Html, Form::Markdown].into_iter().filter(|_| selection) {
                let cx = PageContext::of(&all.site, page, form);
                let text = all.render(&cx, page).expect("it can be rendered");
                let size = text.len();
                assert!(size < limit, "{page:?} of {tables} tables, {codes} codes: {size} bytes");
            }
        }
    }
}

#[test]
fn an_error_page_lists_all_of_its_own_operations() {
    let mut catalog = catalog(1, 4, 40);
    let own: Vec<String> = (0..30).map(|number| format!("PUT /v1/own/{number}")).collect();
    catalog.apis[0].tables[0].entries[1].operations = own;
    let settings = Settings::default();
    let selection = Selection::all(&catalog);
    let templates = fixture::template_files();
    let all = Pages::new(&selection, &settings, &templates, None).expect("valid templates");
    let page =
        |page, form| all.render(&PageContext::of(&all.site, page, form), page).expect("it can be rendered");
    for (form, own, of_table, more) in [
        (Form::Html, "/v1/own/", "/v1/something/", ">20 more</a>"),
        (Form::Markdown, "PUT /v1/own/", "POST /v1/something/", "[20 more]("),
    ] {
        let (with_own, without) = (
            page(Page::Error(Id::new(0), Id::new(1)), form),
            page(Page::Error(Id::new(0), Id::new(0)), form),
        );
        assert_eq!((with_own.matches(own).count(), with_own.matches(of_table).count()), (30, 0));
        assert!(!with_own.contains(more));
        assert_eq!((without.matches(own).count(), without.matches(of_table).count()), (0, 20));
        assert!(without.contains(more));
    }
    let operations = page(Page::Operations(Id::new(0), 0), Form::Markdown);
    let errors = |operation: &str| {
        let line = operations.lines().find(|line| line.contains(operation)).expect("it is listed");
        line.matches("](").count()
    };
    assert_eq!((errors("PUT /v1/own/29`"), errors("POST /v1/something/{id}/of/0`")), (1, 3));
}

#[test]
fn items_that_are_left_out_are_linked() {
    let catalog = catalog(2, 1_000, 100);
    let settings = Settings::default();
    let selection = Selection::all(&catalog);
    let templates = fixture::template_files();
    let all = Pages::new(&selection, &settings, &templates, None).expect("valid templates");
    let page =
        |page| all.render(&PageContext::of(&all.site, page, Form::Html), page).expect("it can be rendered");
    let overview = page(Page::Api(Id::new(0)));
    for link in [
        "<a href=\"../bank/codes/?table=t_0\">375 more in Table 0</a>",
        "<a href=\"../bank/operations/\">All 100 operations</a>",
        "../bank/codes/?status=404",
    ] {
        assert!(overview.contains(link), "{link} is missing");
    }
    let operations = page(Page::Operations(Id::new(0), 0));
    assert_eq!(operations.matches("<span class=\"operation\">").count(), 100);
    assert!(!operations.contains("Next page"));
}

/// Returns the bank's catalog with a number of tables, errors and operations.
fn catalog(tables: usize, codes: usize, operations: usize) -> Catalog {
    let mut catalog = fixture::catalog();
    catalog.apis.truncate(1);
    let api = &mut catalog.apis[0];
    let code = api.codes.iter().find(|code| code.code == "account_not_found").expect("a known code");
    let model = api[code.owner].clone();
    let (mut code, mut table) = (code.clone(), api.tables[0].clone());
    code.children.clear();
    code.aliases.clear();
    code.shared.clear();
    code.shared_decodings.clear();
    code.decoding.look_alikes.clear();
    table.entries.clear();
    api.codes.clear();
    // Ranges of tables that are no longer there.
    api.facts.iter_mut().for_each(|fact| fact.ranges.clear());
    api.tables.clear();
    for number in 0..tables {
        let mut table = table.clone();
        (table.name, table.title) = (format!("t_{number}"), format!("Table {number}"));
        let share = operations.div_ceil(tables);
        table.operations = (0..share)
            .map(|operation| format!("POST /v1/something/{{id}}/of/{}", number * share + operation))
            .take(operations.saturating_sub(number * share))
            .collect();
        api.tables.push(table);
    }
    for number in 0..codes {
        let mut entry = model.clone();
        (entry.code, entry.kind, entry.related) = (Id::new(number), None, Vec::new());
        let table = number % tables;
        let mut code = code.clone();
        (code.code, code.slug) = (format!("something_{number}"), format!("something_{number}"));
        code.decoding.code = Id::new(number);
        code.owner = EntryId { table: Id::new(table), entry: Id::new(api.tables[table].entries.len()) };
        api.tables[table].entries.push(entry);
        api.codes.push(code);
    }
    catalog
}
