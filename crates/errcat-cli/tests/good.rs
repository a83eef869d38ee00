//! Tests of valid catalogs, in `tests/good/`: each folder is an API without findings. Codes are preserved
//! even if YAML would read them as another type, and line endings and byte order marks don't change the
//! output.

mod catalog;

use errcat_catalog::model::{Api, BodyPiece, CodeId, Entry, Id, Node, Piece, Slot, StatusRange, Table};
use errcat_catalog::report;
use errcat_cli::pipeline::{Inputs, generate, read};
use serde_json::json;

#[test]
fn codes_are_preserved() {
    let api = api("codes");
    let codes: Vec<&str> = api.codes.iter().map(|code| code.code.as_str()).collect();
    assert_eq!(codes, ["08P01", "30036", "0123", "1e5", "NO", "2200E", "KAK-0409", "NG0100"]);
    let variants: Vec<&str> = api.codes.iter().map(|code| code.variant.as_str()).collect();
    let named = ["ProtocolViolation", "MaximumNumberReached", "Octal", "Exponent", "No", "NullInstance"];
    assert_eq!(variants, [&named[..], &["Kak0409", "Ng0100"]].concat());
    let aliases: Vec<&str> = api.codes[4].aliases.iter().map(|alias| alias.code.as_str()).collect();
    assert_eq!(aliases, ["NEIN", "0x1F", "1.10"]);

    let code = |id: CodeId| &*api[id].code;
    let kinds: Vec<Option<&str>> = api.tables[0].entries.iter().map(|entry| entry.kind.map(code)).collect();
    let expected = [None, Some("08P01"), Some("30036"), Some("0123"), Some("1e5"), Some("NO"), None, None];
    assert_eq!(kinds, expected);
    let related: Vec<&str> = entry(&api, "30036").related.iter().map(|id| code(*id)).collect();
    assert_eq!(related, ["0123", "1e5", "NO", "2200E", "08P01"]);
    assert_eq!(entry(&api, "0123").successor.map(code), Some("1e5"));
    // A code that can't be made into a variant has a `name` only where it is defined.
    assert_eq!(api.tables[1].entries.len(), 2);
    assert!(api.tables[1].entries.iter().all(|entry| entry.shared && entry.statuses.numbers() == [400]));
}

#[test]
fn integer_codes_are_named_by_their_titles() {
    let variants = |api: &Api| api.codes.iter().map(|code| code.variant.clone()).collect::<Vec<_>>();
    let inputs = fixture("numbers");
    let before = checked(&inputs);
    let names = ["InvalidToPhoneNumber", "PermissionDenied21212", "PermissionDenied21408", "Dropped"];
    assert_eq!(variants(&before), names);
    let Node::Object(members) = &before.envelopes[0].body else { panic!("a map") };
    assert_eq!(members[0].value, Node::Slot(Slot::CodeNumber));
    assert_eq!(members[1].value, Node::SlotAsText(Slot::Code));

    // The lock keeps the names, whatever becomes of the titles.
    let lock = errcat_drift::lock::text(&before);
    let changed = |file: &errcat_catalog::InputFile| {
        let text = std::str::from_utf8(&file.bytes).expect("UTF-8");
        let text = text.replace("Permission denied", "Region disabled").replace("Invalid 'To'", "Wrong");
        errcat_catalog::InputFile { bytes: text.into_bytes(), ..file.clone() }
    };
    let files = inputs.files.iter().map(changed).chain([catalog::file("demo/catalog.lock", lock)]);
    let accept = errcat_drift::accept::Accept::Everything;
    assert_eq!(variants(&checked(&Inputs { accept, ..catalog::inputs(files) })), names);
    assert_eq!(variants(&checked(&catalog::inputs(inputs.files.iter().map(changed))))[0], "WrongPhoneNumber");
}

#[test]
fn errors_that_look_alike_decode_to_their_kind() {
    let api = api("look-alikes");
    let identified = |code: &str| {
        let code = api.codes.iter().find(|known| known.code == code).expect("a code of the API");
        let others: Vec<&str> = code.decoding.look_alikes.iter().map(|other| &*api[*other].code).collect();
        (&*api[code.decoding.code].code, others)
    };
    assert_eq!(identified("agent_not_found"), ("not_found", vec!["not_found", "key_not_found"]));
    assert_eq!(identified("not_found"), ("not_found", vec!["agent_not_found", "key_not_found"]));
    assert_eq!(identified("agent_gone").0, "not_found", "a response of an old server");
    assert_eq!(identified("unavailable"), ("unavailable", vec!["overloaded"]));
    assert_eq!(identified("overloaded").0, "unavailable");
    assert_eq!(identified("conflict"), ("conflict", vec![]));
    let id = |code: &str| Id::enumerate(&api.codes).find(|(_, known)| known.code == code).expect("a code").0;
    assert!(api.share_operation(id("not_found"), id("agent_not_found")));
    assert!(!api.share_operation(id("key_not_found"), id("agent_not_found")));
}

#[test]
fn anchors_aliases_and_merges_are_supported() {
    let api = api("anchors");
    let fixes = |code: &str| &entry(&api, code).fixes;
    assert_eq!(*fixes("slow"), ["Wait a while", "Try again"]);
    assert_eq!(*fixes("slower"), ["Give up"], "an own key wins over a merged one");
    assert!(entry(&api, "slowest").cause_texts().eq(["Wait a while", "Try again"]));
    assert_eq!(entry(&api, "slowest").title, "Slowest");
    assert!(entry(&api, "slower").retry.is_some() && entry(&api, "slower").headers == [Id::new(0)]);
    assert_eq!(api.headers[1].value.example, json!(30000));
    let Node::Object(task) = &api.envelopes[1].body else { panic!("a map") };
    assert_eq!(task[0].value, api.envelopes[0].body);
}

#[test]
fn doubled_braces_are_escaped_braces() {
    let api = api("braces");
    let entry = entry(&api, "template_error");
    assert_eq!(entry.message.shown(&entry.params), "Expected {name}, {{name}} or }{, found {name}{name}");
    let text = |text: &str| Piece::Text(text.to_owned());
    let expected = [
        text("Expected {name}, {"),
        Piece::Param(Id::new(0)),
        text("} or }{, found "),
        Piece::Param(Id::new(0)),
        Piece::Param(Id::new(0)),
    ];
    assert_eq!(entry.message.pieces, expected);
    let log = &entry.log.as_ref().expect("a log").pieces;
    assert_eq!(*log, [text("{\n  \"name\": \""), Piece::Param(Id::new(0)), text("\"\n}")]);
    let Node::Object(members) = &api.envelopes[0].body else { panic!("a map") };
    let pieces = vec![BodyPiece::Text("{code} is ".into()), BodyPiece::Slot(Slot::Code)];
    assert_eq!(members[0].value, Node::Text(pieces));
}

#[test]
fn problem_details_are_built_in() {
    let api = api("problem");
    let envelope = &api.envelopes[0];
    assert_eq!(
        (envelope.name.as_str(), envelope.content_type.as_str()),
        ("problem", "application/problem+json")
    );
    let Node::Object(members) = &envelope.body else { panic!("a map") };
    let slots: Vec<&Node> = members.iter().map(|member| &member.value).collect();
    let instance = Slot::Context("instance".into());
    let expected = [Slot::Type, Slot::Title, Slot::Status, Slot::Message, instance, Slot::Extensions];
    assert_eq!(slots, expected.map(Node::Slot).iter().collect::<Vec<_>>());
    let in_body: Vec<bool> = api.tables[0].entries[0].params.iter().map(|param| param.in_body).collect();
    assert_eq!(in_body, [true, false]);
}

#[test]
fn texts_of_all_scripts_are_preserved() {
    let api = api("unicode");
    let entry = entry(&api, "zahl_zu_groß");
    assert_eq!(api.codes[0].slug, "zahl_zu_gro-");
    assert_eq!(entry.message.text, "Die Zahl „{zahl}“ ist zu groß 🙈");
    assert!(
        entry.meaning.as_ref().is_some_and(|text| text.contains('\u{200f}') && text.ends_with("`コード`"))
    );
    assert_eq!(entry.causes[0].text.chars().nth(1), Some('\u{301}'));
    assert_eq!(entry.params[0].example, json!("４２"));
}

#[test]
fn tables_and_apis_may_be_empty() {
    let empty = api("empty-table");
    assert_eq!(empty.tables.iter().map(|table| table.name.as_str()).collect::<Vec<_>>(), ["errors", "later"]);
    assert!(empty.codes.is_empty());
    assert!(api("only-api").tables.is_empty());
}

#[test]
fn statuses_are_optional_multiple_and_inherited() {
    let api = api("statuses");
    let statuses = |code: &str| entry(&api, code).statuses.numbers().to_vec();
    assert_eq!(statuses("server_error"), [500, 502, 503]);
    assert_eq!(statuses("bad_gateway"), [500, 502, 503], "a kind's status wins over the table's");
    assert!(statuses("timeout").is_empty());
    assert_eq!(statuses("broken"), [500]);
    assert!(statuses("ValueError").is_empty());
    assert!(entry(&api, "timeout").statuses.is_none());
    let range = |code: &str| entry(&api, code).statuses.range();
    assert_eq!(range("rejected"), Some(StatusRange::ClientError));
    assert_eq!(range("declined"), Some(StatusRange::ClientError), "inherited");
    assert_eq!((range("unexpected"), range("broken")), (Some(StatusRange::Any), None));
    assert_eq!(entry(&api, "server_error").message.text, "Server error", "a title serves as the message");
    assert_eq!(api.success.iter().map(|success| success.status).collect::<Vec<_>>(), [200, 201]);
}

#[test]
fn lints_have_no_false_positives_on_similar_texts() {
    assert_eq!(api("lints").codes.len(), 5, "with every lint at `deny`");
}

#[test]
fn kinds_and_shared_codes_cross_tables() {
    let api = api("tables");
    let (defined, shared) = (entry(&api, "agent_not_found"), &api.tables[1].entries[0]);
    assert_eq!(
        api.tables.iter().map(|table| table.name.as_str()).collect::<Vec<_>>(),
        ["http", "agents", "certify"]
    );
    assert!(shared.shared && shared.code == defined.code && shared.message == defined.message);
    assert_eq!((&shared.fixes[0], &defined.fixes[0]), (&"Check the tenant".into(), &"Check the ID".into()));
    assert_eq!(
        (defined.title.as_str(), defined.statuses.numbers(), defined.params.len()),
        ("Not found", &[404][..], 1)
    );
    assert_eq!(entry(&api, "key_not_found").kind, Some(defined.code));
    assert_eq!((defined.line, shared.line), (5, 4));
    assert_eq!(defined.sources[0].lines, [(12, 19), (30, 30)]);
    assert_eq!(api.tables[1].operations, ["GET /v1/agents", "DELETE /v1/agents/{id}"]);
    let operations = |table: &Table, code: &str| table.operations_of(entry(&api, code)).to_vec();
    let certify = &api.tables[2];
    assert_eq!(operations(certify, "agent_not_found"), ["POST /v1/agents/{id}/certify"]);
    assert_eq!(operations(certify, "key_not_found"), ["POST /v1/agents", "PUT /v1/agents/{id}/key"]);
    assert_eq!(api.guides.iter().map(|guide| guide.title.as_str()).collect::<Vec<_>>(), ["Second", "First"]);
}

#[test]
fn line_endings_and_byte_order_marks_dont_change_the_output() {
    let templates = catalog::real().templates;
    let good = catalog::folders("good").into_iter().map(|folder| catalog::fixture(&folder, None));
    for mut inputs in good.chain([catalog::real()]) {
        inputs.templates = templates.clone();
        let expected = plan(&inputs);
        let crlf = |text: &str| text.replace('\n', "\r\n");
        assert!(plan(&changed(&inputs, crlf)) == expected, "CRLF: {}", inputs.files[0].path);
        let bom = |text: &str| format!("\u{feff}{text}");
        assert!(plan(&changed(&inputs, bom)) == expected, "byte order mark: {}", inputs.files[0].path);
        let unended = |text: &str| text.trim_end_matches('\n').to_owned();
        assert!(
            plan(&changed(&inputs, unended)) == expected,
            "no line end at the end: {}",
            inputs.files[0].path
        );
    }
}

/// Returns the API of a folder, which must have no findings.
fn api(name: &str) -> Api {
    checked(&fixture(name))
}

/// Returns the inputs of a folder.
fn fixture(name: &str) -> Inputs {
    let folder = catalog::folders("good").into_iter().find(|folder| catalog::name(folder) == name);
    catalog::fixture(&folder.expect("a folder of tests/good"), None)
}

/// Returns the API of inputs without findings.
fn checked(inputs: &Inputs) -> Api {
    let checked = read(inputs).unwrap_or_else(|found| panic!("{}", report::human(&found, false)));
    checked.catalog.apis.into_iter().next().expect("an API")
}

fn entry<'a>(api: &'a Api, code: &str) -> &'a Entry {
    let found = Id::enumerate(&api.codes).find(|(_, known)| known.code == code);
    api.owner(found.expect("a code of the API").0)
}

fn changed(inputs: &Inputs, change: impl Fn(&str) -> String) -> Inputs {
    let file = |file: &errcat_catalog::InputFile| {
        let text = std::str::from_utf8(&file.bytes).expect("UTF-8");
        errcat_catalog::InputFile { bytes: change(text).into_bytes(), ..file.clone() }
    };
    Inputs {
        files: inputs.files.iter().map(file).collect(),
        templates: inputs.templates.clone(),
        ..Inputs::default()
    }
}

fn plan(inputs: &Inputs) -> Vec<(String, Vec<u8>)> {
    let plan = generate(inputs).unwrap_or_else(|found| panic!("{}", report::human(&found, false)));
    plan.files().map(|(path, file)| (path.to_string(), file.bytes.clone())).collect()
}
