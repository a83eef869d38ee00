//! Merging into files of every layout.

use errcat_catalog::{InputFile, Inputs, read};
use errcat_targets::openapi::{Document, METHODS, documents, shape};
use errcat_targets::selection::Selection;
use errcat_targets::settings::{OpenApiVersion, Settings};
use errcat_targets::target::Request;
use serde_json::{Map, Value as Json, json};

use super::merge::{Merged, merge};
use super::merger::Mistake;
use super::{UNREADABLE, parse};

mod version_3_0;

const API: &str = "title: Shop\nsummary: Sells things.\nenvelope: http\nenvelopes:\n  http:\n    summary: The body.\n    \
    body: { code: \"{code}\", message: \"{message}\" }\n    identify_by: code\n";
const SHARED: &str = "title: Errors\nerrors:\n  not_found: { status: 404, message: Not found }\n  broken: { status: 5xx, message: Broken }\n";
const ORDERS: &str = "title: Orders\noperations: [POST /orders, \"GET /orders/{id}\"]\nerrors:\n  \
    sold_out: { status: 409, message: Sold out }\n  no_order: { is: not_found, message: No order }\n";

/// Describes an API with these tables.
fn described(tables: &[(&str, &str)]) -> Document {
    let mut files = vec![InputFile::new("catalog/shop/api.yaml", API)];
    files
        .extend(tables.iter().map(|(name, text)| InputFile::new(format!("catalog/shop/{name}.yaml"), *text)));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let catalog = read(&Inputs::of(&files)).unwrap_or_else(|report| panic!("{:#?}", report.findings)).catalog;
    let templates: Vec<InputFile> =
        errcat_templates::FILES.iter().map(|(path, bytes)| InputFile::new(*path, *bytes)).collect();
    let (selection, settings) = (Selection::all(&catalog), Settings::default());
    let request = Request::new(&selection, &settings, &templates);
    let mut all = documents(&request).expect("built-in templates");
    all.remove(0).1
}

fn shop() -> Document {
    described(&[("errors", SHARED), ("orders", ORDERS)])
}

fn merged(text: &str, document: &Document) -> Result<Merged, Mistake> {
    let root =
        parse("openapi.yaml", text, UNREADABLE).unwrap_or_else(|failure| panic!("{failure:?}\n{text}"));
    merge(text, &root, "shop", document.clone())
}

fn merged_text(text: &str, document: &Document) -> String {
    merged(text, document).unwrap_or_else(|mistake| panic!("{mistake:?}\n{text}")).text
}

fn json(text: &str) -> Json {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Merges data instead of text.
fn expected(text: &str, document: &Document) -> Json {
    let mut file = json(text);
    let version = file["openapi"].as_str().and_then(OpenApiVersion::parse).expect("a version");
    let document = &document.clone().into_version(version);
    for (path, item) in file.get_mut("paths").and_then(Json::as_object_mut).into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get_mut(method) else { continue };
            let described = document
                .operations
                .iter()
                .find(|it| it.operation.method == method && shape(&it.operation.path) == shape(path));
            for (status, name) in described.map(|it| it.errors()).unwrap_or_default() {
                let response = &mut operation["responses"][status];
                let reference = ("$ref".to_owned(), json!(format!("#/components/responses/{name}")));
                let Some(described) = response.as_object_mut() else {
                    *response = Json::from_iter([reference]);
                    continue;
                };
                ["content", "headers", "links"].iter().for_each(|name| drop(described.remove(*name)));
                described.extend(match version {
                    OpenApiVersion::V3_1 => Map::from_iter([reference]),
                    OpenApiVersion::V3_0 => members_of(document, &name),
                });
            }
        }
    }
    for (section, components) in document.components.sections() {
        for (name, value) in components {
            file["components"][section][name] = value.clone();
        }
    }
    file
}

/// Returns the members of a response component, without its description.
fn members_of(document: &Document, component: &str) -> Map<String, Json> {
    let (_, response) =
        document.components.responses.iter().find(|(name, _)| name == component).expect("it exists");
    let members = response.as_object().expect("an object").iter();
    members
        .filter(|(name, _)| *name != "description")
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

const BLOCK: &str = "\
# The API of the shop.
openapi: 3.1.0 # not 3.0
info: { title: Shop, version: '1' }
paths:
  /orders:
    # Everything about orders.
    parameters: []
    post:
      responses:
        '201': { description: Created }
        # Our own words.
        '409':
          description: |
            Another order was faster.
          headers: {}
          content: # a placeholder
            application/json:
              schema: { type: object }

        # The end of the responses.
  /orders/{orderId}:
    get:
      responses:
        \"404\": { description: No such order, content: { text/plain: {} }, x-a: 1 }
  /health: { get: { responses: { '200': { description: OK } } } }

# Shared.
components:
  schemas:
    Order: { type: object }
";

/// Layouts of the same kinds of files, in both versions of OpenAPI.
fn layouts() -> Vec<String> {
    let mut all = layouts_of_3_1();
    all.extend(layouts_of_3_1().iter().map(|text| text.replace("3.1.", "3.0.")));
    all
}

fn layouts_of_3_1() -> Vec<String> {
    let flow = "{ openapi: 3.1.0, paths: { /orders: { post: { responses: { '409': { content: {}, description: x } } } } } }";
    let data = json(BLOCK);
    let pretty = serde_json::to_string_pretty(&data).expect("JSON");
    let first = "components: {}\nopenapi: 3.1.0\npaths:\n    /orders:\n        post:\n            responses:\n    \
        /orders/{x}:\n        get: {}\n";
    vec![
        BLOCK.to_owned(),
        BLOCK.replace('\n', "\r\n"),
        BLOCK.trim_end().to_owned(),
        BLOCK.replace("  ", "    "),
        flow.to_owned(),
        format!("{flow}\n"),
        data.to_string(),
        pretty.clone(),
        pretty.replace("  ", "\t"),
        pretty.replace("  ", "    ") + "\n",
        first.to_owned(),
        "openapi: 3.1.1\npaths:\n  /orders:\n    post:\n      summary: Order\n  /orders/{a}:\n    get: ~"
            .to_owned(),
        "openapi: 3.1.0\ncomponents:\n  schemas: {}\n  responses:\n    Ours: { description: x }\npaths: {}\n"
            .to_owned(),
        "openapi: 3.1.0\n".to_owned(),
        "openapi: 3.1.0\npaths: { /orders: { post: { responses: {} } } }\ncomponents: { schemas: { A: {} } }"
            .to_owned(),
    ]
}

#[test]
fn files_of_every_layout_are_merged() {
    let document = shop();
    for text in layouts() {
        let merged = merged_text(&text, &document);
        assert_eq!(json(&merged), expected(&text, &document), "{text}\n---\n{merged}");
        if text.trim_start().starts_with("{\"") || text.starts_with("{\n") {
            serde_json::from_str::<Json>(&merged).unwrap_or_else(|error| panic!("{error}\n{merged}"));
        }
        assert_eq!(merged.matches("\r\n").count() > 0, text.contains("\r\n"));
        assert!(!text.contains("\r\n") || merged.matches('\n').count() == merged.matches("\r\n").count());
    }
}

#[test]
fn a_second_run_changes_nothing() {
    let document = shop();
    for text in layouts() {
        let once = merged_text(&text, &document);
        assert_eq!(merged_text(&once, &document), once);
    }
}

#[test]
fn other_lines_stay() {
    let merged = merged_text(BLOCK, &shop());
    let replaced =
        ["headers: {}", "content: # a placeholder", "application/json:", "schema: { type: object }"];
    for line in BLOCK.lines() {
        let is_replaced = replaced.contains(&line.trim()) || line.contains("No such order");
        assert_eq!(merged.lines().any(|it| it == line), !is_replaced, "{line}\n---\n{merged}");
    }
    assert!(merged.contains("\"404\": { description: No such order, \"$ref\": \"#/components/responses/ShopOrders404\", x-a: 1 }"), "{merged}");
    assert!(merged.starts_with(BLOCK.split("          headers").next().expect("a start")));
}

#[test]
fn references_to_responses_are_replaced_with_their_description() {
    for (text, replaced) in [
        (
            "openapi: 3.1.0\npaths:\n  /orders/{id}:\n    get:\n      responses:\n        '404':\n          \
             $ref: '#/components/responses/Ours'\n        '409': { $ref: '#/components/responses/Ours', \
             description: Own }\ncomponents:\n  responses:\n    Ours: { description: No such thing }\n",
            [
                "        '404':\n          $ref: \"#/components/responses/ShopOrders404\"\n          description: No such thing\n",
                "        '409': { $ref: \"#/components/responses/ShopOrders409\", description: Own }\n",
            ],
        ),
        (
            "{\"openapi\": \"3.1.0\", \"paths\": {\"/orders/{id}\": {\"get\": {\"responses\": {\
             \"404\": {\"$ref\": \"#/components/responses/Ours\"}, \"409\": {\"$ref\": \"other.json#/a\"}}}}}, \
             \"components\": {\"responses\": {\"Ours\": {\"description\": \"No such thing\"}}}}",
            [
                "\"404\": {\"$ref\": \"#/components/responses/ShopOrders404\", \"description\": \"No such thing\"}",
                "\"409\": {\"$ref\": \"#/components/responses/ShopOrders409\"}",
            ],
        ),
    ] {
        let document = shop();
        let Merged { text: merged, notes } = merged(text, &document).expect("no mistake");
        assert!(replaced.iter().all(|part| merged.contains(part)), "{merged}");
        let note = "the response 404 of GET /orders/{id} was a reference to #/components/responses/Ours, which is replaced";
        assert_eq!(notes[0].text, note);
        assert_eq!(merged_text(&merged, &document), merged);
    }
}

#[test]
fn responses_stay_if_the_catalog_has_no_body() {
    let orders = format!("{ORDERS}  gone: {{ status: 410, message: Gone, envelope: none }}\n");
    let document = described(&[("errors", SHARED), ("orders", &orders)]);
    for response in [
        "{ description: It is gone, content: { text/plain: {} } }",
        "{ $ref: '#/components/responses/Ours' }",
    ] {
        let text = format!(
            "openapi: 3.1.0\npaths:\n  /orders:\n    post:\n      responses:\n        '410': {response}\n"
        );
        let merged = merged_text(&text, &document);
        assert!(merged.contains(&format!("        '410': {response}\n")), "{merged}");
        assert!(merged.contains("        '409':\n          $ref:"), "{merged}");
    }
}

#[test]
fn references_to_paths_and_aliases_are_left_as_they_are() {
    let text = "openapi: 3.1.0\nx-item: &item { post: { responses: {} } }\npaths:\n  /orders:\n    $ref: other.yaml\n  \
        /orders/{id}:\n    get:\n      responses: &all\n        5XX: &x { description: x }\n        '409': *x\n";
    let Merged { notes, .. } = merged(text, &shop()).expect("no mistake");
    let notes: Vec<String> = notes.iter().map(|note| format!("{}: {}", note.offset, note.text)).collect();
    let start = |part: &str| text.find(part).expect(part);
    assert_eq!(
        notes,
        [
            format!("{}: /orders is a reference: left as it is", start("$ref: other")),
            format!(
                "{}: the response 409 of GET /orders/{{id}} is an alias or has `<<`: left as it is",
                start("'409'")
            ),
            format!("{}: POST /orders isn't in the file", start("paths:")),
        ]
    );
}

#[test]
fn components_of_an_earlier_run_are_updated_and_removed() {
    let before = described(&[
        ("errors", SHARED),
        ("orders", &format!("{ORDERS}  too_many: {{ status: 429, message: Slow down }}\n")),
    ]);
    let after = described(&[("errors", SHARED), ("orders", &ORDERS.replace("Sold out", "All sold"))]);
    for text in layouts() {
        let merged = merged_text(&merged_text(&text, &before), &after);
        assert_eq!(json(&merged), expected(&text, &after), "{merged}");
        assert!(!merged.contains("429") && merged.contains("All sold"), "{merged}");
    }
}

#[test]
fn all_operations_have_the_responses_if_the_catalog_lists_none() {
    let text = "openapi: 3.1.0\npaths:\n  /a: { get: { responses: {} }, parameters: [], x-b: {} }\n";
    let merged = json(&merged_text(text, &described(&[("errors", SHARED)])));
    assert_eq!(merged["paths"]["/a"]["get"]["responses"]["404"]["$ref"], "#/components/responses/Shop404");
    assert_eq!(merged["paths"]["/a"]["get"]["responses"]["5XX"]["$ref"], "#/components/responses/Shop5XX");
    assert_eq!(merged["paths"]["/a"]["x-b"], json!({}));
}

#[test]
fn mistakes_are_at_their_location() {
    for (text, at, message) in [
        ("openapi: 4.0.0\n", "openapi", "the file is OpenAPI 4.0.0, but only 3.0 to 3.2 are supported"),
        ("openapi: 3\n", "openapi", "the file is OpenAPI 3, but only 3.0 to 3.2 are supported"),
        ("{ swagger: '2.0' }\n", "swagger", "the file is Swagger 2.0"),
        ("info: {}\n", "", "the file has no member `openapi`"),
        ("openapi: []\n", "openapi", "`openapi` isn't a version"),
        (
            "openapi: 3.1.0\ncomponents: { schemas: { ShopSoldOut: {} } }\n",
            "ShopSoldOut",
            "`components.schemas.ShopSoldOut` exists already, and isn't the catalog's",
        ),
        ("openapi: 3.1.0\ncomponents: []\n", "components", "`components` can't be edited"),
        (
            "openapi: 3.1.0\ncomponents: { headers: [], schemas: 1 }\n",
            "schemas",
            "`components.schemas` can't be edited",
        ),
        (
            "openapi: 3.1.0\npaths: { /orders: { post: { responses: [a] } } }\n",
            "[a]",
            "the responses of POST /orders aren't a map",
        ),
        ("openapi: 3.1.0\npaths: { /orders: { post: text } }\n", "text", "POST /orders isn't a map"),
        (
            "openapi: 3.1.0\npaths: { /orders: { post: { responses: { '404': text } } } }\n",
            "text",
            "the response 404 of POST /orders isn't a map",
        ),
    ] {
        let mistake = merged(text, &shop()).expect_err(text);
        assert_eq!(mistake.message, message);
        assert!(!mistake.help.is_empty());
        let found = &text[mistake.range.start..];
        assert!(found.starts_with(at), "{text}: {found}");
    }
}

#[test]
fn an_anchor_that_is_still_needed_is_not_removed() {
    let text = "openapi: 3.1.0
paths:
  /orders:
    post:
      responses:
        '409': { description: Sold out, content: &body {} }
        '410': { description: Gone, content: *body }
";
    let failure =
        super::merge("openapi.yaml", text, "shop", shop()).map(|merged| merged.text).expect_err("an alias");
    let failure = failure.to_string();
    for part in [
        "the merged file couldn't be read",
        "openapi.yaml:7:",
        "an alias refers to an anchor",
        "nothing was written",
    ] {
        assert!(failure.contains(part), "{failure}");
    }
}
