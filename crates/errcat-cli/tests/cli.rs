//! Tests of the program `errcat`: output and exit codes.

use std::fs;
use std::path::Path;

use snapbox::cmd::{Command, OutputAssert, cargo_bin};
use snapbox::str;

const API: &str = "\
title: Kakunin
summary: Certificates for agents.
docs_url: https://errors.example.com
envelopes:
  http:
    summary: Every error
    body: { error: \"{message}\", code: \"{code}\" }
    identify_by: [code]
envelope: http
";

const TABLE: &str = "\
title: Certificates
errors:
  agent_not_found:
    status: 404
    title: Not found
    message: Agent not found
    causes: [The agent ID does not exist]
    fixes: ['Check the agent ID, see **the docs**']
    retry: never
    aliases: [NO_AGENT]
  agent_gone:
    is: agent_not_found
    message: Agent is gone
    retired: Since 2.0
    use: agent_not_found
";

/// Tests the assertion for users' tests. The current directory is that of the whole process, so this must be
/// the only test that changes it.
#[test]
fn assert_in_sync_reports_the_drift() {
    let workspace = Workspace::new();
    workspace.errcat("gen").code(0);
    std::env::set_current_dir(workspace.path("crates/api-errors")).expect("it is there");
    errcat_cli::assert_in_sync();
    workspace.write("catalog/kakunin/certify.yaml", &TABLE.replace("status: 404", "status: 410"));
    let message = std::panic::catch_unwind(errcat_cli::assert_in_sync).expect_err("a panic");
    let message = message.downcast_ref::<String>().expect("a text");
    assert!(message.contains("error[changed-status]: `agent_not_found` has the status 410"), "{message}");
    assert!(!message.contains('\u{1b}'), "without colors: {message}");
    std::env::set_current_dir("/").expect("it is there");
    let message = std::panic::catch_unwind(errcat_cli::assert_in_sync).expect_err("a panic");
    assert!(message.downcast_ref::<String>().expect("a text").contains("there is no catalog in /"));
}

#[test]
fn published_codes_change_only_on_purpose() {
    let workspace = Workspace::new();
    workspace.errcat("gen").code(0);
    let published = fs::read_to_string(workspace.path("catalog/kakunin/catalog.lock")).expect("the lock");
    workspace.write("catalog/kakunin/certify.yaml", &TABLE.replace("status: 404", "status: 410"));
    workspace.errcat("gen").code(1).stdout_eq("").stderr_eq(str![[r#"
...
error[changed-status]: `agent_not_found` has the status 410, but was published with the status 404
 --> catalog/kakunin/certify.yaml:4:5
  |
4 |     status: 410
  |     ^^^^^^
  |
 ::: catalog/kakunin/catalog.lock:4:[..]
  |
4 | [..]
  | [..] published here
  |
  = help: restore what was published:
              status: 404
          or, if the change is intended: gen --accept agent_not_found
...
"#]]);
    let lock = || fs::read_to_string(workspace.path("catalog/kakunin/catalog.lock")).expect("the lock");
    assert_eq!(lock(), published, "nothing is written");
    workspace.errcat("gen --accept").code(1).stdout_eq(str![[r#"
would accept in kakunin: `agent_not_found` has the status 410, but was published with the status 404

"#]]);
    for (code, expected) in [
        ("agent_gone", "there is nothing to accept for `agent_gone`"),
        ("agent_not_fund", "did you mean `agent_not_found`?"),
    ] {
        let refused = workspace.errcat(&format!("gen --accept agent_not_found {code}")).code(1).stdout_eq("");
        let refused = String::from_utf8(refused.get_output().stderr.clone()).expect("a text");
        assert!(refused.contains(expected), "{refused}");
        assert_eq!(lock(), published, "nothing is written");
    }
    workspace.errcat("gen --accept other/agent_not_found").code(1);
    workspace.errcat("gen --accept kakunin/agent_not_found").code(0).stdout_eq(str![[r#"
accepted in kakunin: `agent_not_found` has the status 410, but was published with the status 404
Wrote [..]
...
"#]]);
    assert!(lock().contains("status: [410]") && !lock().contains("404"));
    workspace.errcat("check").code(0);
    // The order of lines and Windows line breaks don't matter.
    let mut lines: Vec<&str> = published.lines().collect();
    lines.reverse();
    workspace.write("catalog/kakunin/certify.yaml", TABLE);
    workspace.write("catalog/kakunin/catalog.lock", &lines.join("\r\n"));
    workspace.errcat("gen").code(0);
    assert_eq!(lock(), published);
}

#[test]
fn gen_writes_everything_and_suggests_next_steps() {
    let workspace = Workspace::new();
    let note =
        "The site has no feed.xml and no dates in sitemap.xml: the catalog isn't in a git repository\n";
    workspace.errcat("gen").code(0).stderr_eq(note).stdout_eq(str![[r#"
Wrote [..] of [..] files in [..] s
  rust    crates/api-errors [..]
  derive  crates/api-errors-derive [..]
  schema  catalog/schema.json [..]
  site    target/site [..]
  twins   target/site [..]
  json    target/site [..]
  locks   catalog [..]
Next:
  open target/site/index.html
  errcat explain CODE
  cargo check

"#]]);
    assert!(workspace.path("target/site/index.html").is_file());
    workspace.errcat("gen").code(0).stdout_eq(str![[r#"
Nothing has changed since the last run ([..] s)
Next:
...
"#]]);
    // A change that doesn't affect generated files.
    workspace.write("catalog/kakunin/certify.yaml", &format!("{}\n# A comment.\n", TABLE.trim_end()));
    workspace.errcat("gen").code(0).stdout_eq(str![[r#"
Everything is up to date: [..] files compared in [..] s
...
"#]]);
    workspace.errcat("check").code(0).stdout_eq(str![[r#"
No findings in 3 catalog files; generated files haven't changed ([..] s)

"#]]);
    workspace.errcat("check --format json").code(0).stdout_eq("[]\n");
    workspace.errcat("check --format github").code(0).stdout_eq("");
}

#[test]
fn gen_check_lists_drift_and_writes_nothing() {
    let workspace = Workspace::new();
    workspace.errcat("gen").code(0);
    let schema = fs::read_to_string(workspace.path("catalog/schema.json")).unwrap();
    workspace.write("catalog/schema.json", &schema.replacen("title", "titel", 1));
    workspace.write("target/site/old.md", "<!-- @generated by errcat from catalog/; edits are lost -->\n");
    fs::remove_file(workspace.path("target/site/index.html")).unwrap();

    workspace.errcat("gen --check").code(1).stdout_eq(str![[r#"
stale      catalog/schema.json
    @@ line [..] @@
...
    - [..]titel[..]
    + [..]title[..]
...
missing    target/site/index.html
unlisted   target/site/old.md
    it has the header of a generated file, but wasn't generated here
3 generated files are out of date; run `errcat gen`

"#]]);
    workspace.errcat("check").code(1).stdout_eq(str![[r#"
error[stale-file]: catalog/schema.json is out of date
...
error[missing-file]: target/site/index.html is missing
...
error[unlisted-file]: target/site/old.md has the header of a generated file, but wasn't generated here
...
3 findings in 3 files; run `errcat explain RULE` for more

"#]]);
    assert!(workspace.path("target/site/old.md").is_file());

    // A site that was never generated isn't drift, as in a fresh clone.
    fs::remove_dir_all(workspace.path("target")).unwrap();
    workspace.write("catalog/schema.json", &schema);
    workspace.errcat("gen --check").code(0).stdout_eq(str![[r#"
target/site hasn't been generated yet, so it wasn't compared
No drift in [..] generated files

"#]]);
}

#[test]
fn gen_repairs_any_change_of_an_output() {
    let workspace = Workspace::new();
    workspace.errcat("gen").code(0);
    let page = workspace.path("target/site/kakunin/agent_gone.md");
    let text = fs::read_to_string(&page).unwrap();
    let modified = fs::metadata(&page).unwrap().modified().unwrap();

    // Same size and same modification time as before.
    fs::write(&page, text.replace("is gone", "is here")).unwrap();
    fs::File::options().append(true).open(&page).unwrap().set_modified(modified).unwrap();
    workspace
        .errcat("check")
        .code(1)
        .stdout_eq("error[stale-file]: target/site/kakunin/agent_gone.md[..]\n...\n");
    workspace.errcat("gen").code(0).stdout_eq("Wrote 1 of [..]\n...\n");
    assert_eq!(fs::read_to_string(&page).unwrap(), text);

    fs::remove_file(&page).unwrap();
    workspace.errcat("gen").code(0).stdout_eq("Wrote 1 of [..]\n...\n");
    workspace.write("target/site/kakunin/deep/er/old.md", "mine\n");
    workspace.errcat("gen").code(0).stdout_eq("Everything is up to date[..]\n...\n");
    fs::remove_file(workspace.path("catalog/schema.json")).unwrap();
    workspace.errcat("gen").code(0).stdout_eq("Wrote 1 of [..]\n...\n");
    workspace.write("templates/markdown/guide.md", "another\n");
    workspace.errcat("gen").code(0).stdout_eq("Everything is up to date[..]\n...\n");
    workspace.errcat("gen").code(0).stdout_eq("Nothing has changed[..]\n...\n");
}

#[test]
fn a_crate_that_cannot_contain_generated_code_is_reported() {
    let workspace = Workspace::new();
    workspace.write("crates/api-errors/Cargo.toml", "[package]\nname = \"shop\"\n");
    workspace.write("crates/api-errors/src/lib.rs", "// mod generated;\n");
    workspace.errcat("gen").code(1).stderr_eq(str![[r#"
error[renamed-crate]: the crate is named `shop`, but generated code uses `api-errors`
 --> crates/api-errors/Cargo.toml:2:8
  |
2 | name = "shop"
  |        ^^^^^^
  |
  = help: name it `api-errors`, or rename the folder and set `rust = "crates/shop"` in [workspace.metadata.errcat]

error[detached-crate]: crates/api-errors/src/lib.rs doesn't declare the module `generated`
 --> crates/api-errors/src/lib.rs:1:1
...
"#]]);
    assert!(!workspace.path("target/site").exists(), "nothing is written");
    workspace
        .write("crates/api-errors/Cargo.toml", "[package]\nname = \"shop\"\n[lib]\nname = \"api_errors\"\n");
    workspace.write("crates/api-errors/src/lib.rs", "mod generated;\n");
    workspace.errcat("gen").code(0);
}

#[test]
fn files_of_its_author_survive_in_a_folder_of_generated_ones() {
    let workspace = Workspace::new();
    workspace
        .write("Cargo.toml", "[workspace]\n[workspace.metadata.errcat]\nmarkdown = { folder = \"docs\" }\n");
    workspace.write("docs/style-guide.md", "Do not edit files marked `@generated`\n");
    workspace.write("docs/index.md", "Ours. Others are `@generated`.\n");
    workspace
        .errcat("gen")
        .code(1)
        .stderr_eq("error[hand-made-file]: docs/index.md isn't a generated file[..]\n...\n");
    workspace.errcat("gen --adopt").code(0).stdout_eq("Wrote [..]\n...\n  took over docs/index.md\n...\n");
    assert_eq!(
        fs::read_to_string(workspace.path("docs/style-guide.md")).unwrap(),
        "Do not edit files marked `@generated`\n"
    );
    workspace.errcat("gen --check").code(0);
}

#[test]
fn a_hand_made_file_is_never_overwritten() {
    let workspace = Workspace::new();
    workspace.write("target/site/index.html", "mine");
    workspace.errcat("gen").code(1).stdout_eq("").stderr_eq(str![[r#"
error[hand-made-file]: target/site/index.html isn't a generated file, and would be overwritten
  = help: move it elsewhere, or run `errcat gen --adopt` to have it overwritten; nothing was written

"#]]);
    assert!(!workspace.path("crates").exists());
    workspace.errcat("check").code(1);
}

#[test]
fn findings_are_shown_with_their_location() {
    let workspace = Workspace::new();
    workspace.write(
        "catalog/kakunin/certify.yaml",
        &TABLE.replace("fixes", "fixs").replace("status: 404", "status: 999"),
    );
    workspace.errcat("gen").code(1).stdout_eq("").stderr_eq(str![[r#"
error[[..]]: [..]
 --> catalog/kakunin/certify.yaml:[..]
...
2 findings in 1 file; run `errcat explain RULE` for more

"#]]);
    workspace.errcat("check").code(1).stderr_eq("");
    workspace.errcat("check --format github").code(1).stdout_eq(str![[r#"
::error file=catalog/kakunin/certify.yaml,line=[..]
::error file=catalog/kakunin/certify.yaml,line=[..]

"#]]);
    workspace.errcat("list").code(1).stdout_eq("");
    assert!(!workspace.path("target").exists());
    // Rules can be explained although the catalog has errors.
    workspace.errcat("explain unknown-key").code(0).stdout_eq(str![[r#"
rule unknown-key

Why
...
Fix
...
"#]]);
}

#[test]
fn lints_are_listed_with_their_level_in_the_workspace() {
    let workspace = Workspace::new();
    let lints = "[workspace.metadata.errcat.lints]\nall = 'warn'\nsupport-only = 'deny'\n";
    workspace.write("Cargo.toml", lints);
    workspace.errcat("explain lints").code(0).stdout_eq(str![[r#"
lints and their levels in this workspace
  retry-without-wait  warn   If an error can be retried [..]
  fix-without-verb    warn   A fix starts with what to do
  support-only        deny   A page whose only fix [..]
...
"#]]);
    workspace.errcat("explain support_only").code(0).stdout_eq(str![[r#"
rule support-only
  lint: `deny` in this workspace, `allow` by default

Why
...
"#]]);
}

#[test]
fn messages_are_printed_as_clients_see_them() {
    let workspace = Workspace::new();
    let table = "title: T\nerrors:\n  odd: { status: 400, message: 'A {{b}} c' }\n";
    workspace.write("catalog/kakunin/odd.yaml", table);
    workspace.errcat("explain odd").code(0).stdout_eq("[..]\n  A {b} c\n...");
    workspace.errcat("list --json").code(0).stdout_eq("...\n[..]\"message\": \"A {b} c\"[..]\n...");
}

#[test]
fn errors_are_explained_by_any_of_their_names() {
    let workspace = Workspace::new();
    let page = str![[r#"
kakunin/agent_not_found: Not found
  Agent not found

  Status        404
  Retry         no: the same request fails again
  Formerly      NO_AGENT
  Docs          https://errors.example.com/kakunin/agent_not_found/
  Source        catalog/kakunin/certify.yaml:3

Causes
  - The agent ID does not exist

Fixes
  - Check the agent ID, see the docs

"#]];
    for name in
        ["agent_not_found", "kakunin/agent_not_found", "Agent-Not-Found", "no_agent", "KAKUNIN/NO-AGENT"]
    {
        workspace.errcat(&format!("explain {name}")).code(0).stdout_eq(page.clone());
    }
    for text in [
        r#"{"error":"Agent not found","code":"agent_not_found"}"#,
        "2026-11-20 12:00:01 WARN request failed: code=agent_not_found (again: agent_not_found)\n",
        "ERROR Agent-Not-Found: retyped",
        r#"{"detail": "Agent not found"}"#,
    ] {
        workspace.command("explain").stdin(text).assert().code(0).stdout_eq(page.clone());
        workspace.command("explain").arg(text).assert().code(0).stdout_eq(page.clone());
    }
    workspace.errcat("explain agent_gone").code(0).stdout_eq(str![[r#"
kakunin/agent_gone: Not found
  Agent is gone

  Retired       Since 2.0
  Use instead   agent_not_found
...
"#]]);
}

#[test]
fn errors_in_a_text_are_explained_with_their_values() {
    let workspace = Workspace::new();
    let table = "\
title: Server
status: none
errors:
  42S02: { name: BaseTable, title: Base table not found }
  in_room:
    status: 400
    message: Room {room} is closed
    params: { room: { doc: Which., example: '12' }, key: { doc: Of it., example: '7' } }
    causes: [{ why: It is late, fix: 'Take another {room}' }, It is full]
    fixes: ['Open **{room}**, `{room}` or {{room}} with {key}']
  in_zone:
    status: 400
    envelope: zone
    message: The zone is down
    params: { zone: { doc: Which., example: eu-1 } }
  no_such_table:
    is: 42S02
    message: Table '{table}' doesn't exist
    params: { table: { doc: Its name., example: orders } }
  out_of_stock:
    status: 409
    message: Only {left} of {article} left
    params:
      left: { type: integer, doc: How many., example: 3, wire: unitsLeft }
      article: { doc: Its name., example: A-1 }
      shop: { doc: Where., example: Berlin }
";
    let zone = "  zone: { summary: One zone, body: { code: \"{code}\", at: [{ zone: \"{zone}\" }] }, identify_by: code }\n";
    let api = API.replace("code: \"{code}\" }", "code: \"{code}\", more: \"{params}\" }");
    let api = api.replace("envelope: http", &format!("{zone}envelope: http"));
    workspace.write("catalog/kakunin/api.yaml", &api);
    workspace.write("catalog/kakunin/server.yaml", table);
    let hostile = "Room \u{1b}[31m`_x_` [a](http://b) is closed";
    workspace.command("explain").stdin(hostile).assert().code(0).stdout_eq(str![[r#"
kakunin/in_room: In room
  Room /u{1b}[31m`_x_` [a](http://b) is closed

  Status        400
  Docs          https://errors.example.com/kakunin/in_room/
  Source        catalog/kakunin/server.yaml:5

Causes
  - It is late
    Fix: Take another [31m`_x_` [a](http://b)
  - It is full

Fixes
  - Open [31m`_x_` [a](http://b), `[31m'_x_' [a](http://b)` or {room} with {key}

"#]]);
    let explained = |text: &str| {
        let output = workspace.command("explain").stdin(text).assert().code(0);
        let text = String::from_utf8(output.get_output().stdout.clone()).expect("a text");
        let lines = text.lines().filter(|line| line.starts_with("kakunin/") || line.starts_with("  Param"));
        let heads = text.lines().zip(text.lines().skip(1)).filter(|(line, _)| line.starts_with("kakunin/"));
        let messages: Vec<&str> = heads.map(|(_, message)| message.trim()).collect();
        (lines.map(str::to_owned).collect::<Vec<_>>(), messages.join(" | "))
    };
    let no_such_table = "kakunin/no_such_table: Base table not found";
    for (text, heads, message) in [
        ("ERROR 1146 (42S02): Table 'x' doesn't exist", &[no_such_table][..], "Table 'x' doesn't exist"),
        ("ERROR 42S02 no_such_table", &[no_such_table], "Table '{table}' doesn't exist"),
        ("ERROR 42S02: something else", &["kakunin/42S02: Base table not found"], ""),
        (
            "ERROR 42S02: Table 'x' doesn't exist\nERROR 42S02: something else",
            &[no_such_table, "kakunin/42S02: Base table not found"],
            "Table 'x' doesn't exist | ",
        ),
        (
            r#"{"error":"Only 2 of A-7 left","code":"out_of_stock","more":{"unitsLeft":2,"shop":"Kyoto"}}"#,
            &["kakunin/out_of_stock: Out of stock", "  Param         shop = Kyoto"],
            "Only 2 of A-7 left",
        ),
        (
            "HTTP/1.1 409 Conflict\n\n{\n  \"error\": \"Only 2 of A-7 left\"\n}\n",
            &["kakunin/out_of_stock: Out of stock"],
            "Only 2 of A-7 left",
        ),
        (
            r#"{"code":"out_of_stock","more":{"unitsLeft":2}}"#,
            &["kakunin/out_of_stock: Out of stock"],
            "Only 2 of {article} left",
        ),
        (
            r#"{"code":"in_zone","at":[{"zone":"eu-7"}]}"#,
            &["kakunin/in_zone: In zone", "  Param         zone = eu-7"],
            "The zone is down",
        ),
        ("12:00:01 WARN Only 2 of A-7 left", &["kakunin/out_of_stock: Out of stock"], "Only 2 of A-7 left"),
    ] {
        let (found, messages) = explained(text);
        assert_eq!(
            (found.iter().map(String::as_str).collect::<Vec<_>>(), &*messages),
            (heads.to_vec(), message),
            "{text}"
        );
    }
}

#[test]
fn an_unknown_name_gets_a_suggestion() {
    let workspace = Workspace::new();
    workspace.errcat("explain agent_not_fuond").code(1).stdout_eq("").stderr_eq(str![[r#"
error: no code or rule is named `agent_not_fuond`
  = help: did you mean `agent_not_found`?

"#]]);
    workspace.command("explain").stdin("nothing of ours").assert().code(1).stderr_eq(str![[r#"
no errors of the catalog were found in the standard input

"#]]);
    workspace.command("explain").arg("nothing of ours").assert().code(1).stderr_eq(str![[r#"
no errors of the catalog were found in the text

"#]]);
    workspace.errcat("list --api kakunim").code(2).stderr_eq(str![[r#"
error: no API is named `kakunim`
  = help: did you mean `kakunin`?

"#]]);
}

#[test]
fn facts_are_listed_and_explained() {
    let workspace = Workspace::new();
    workspace.write(
        "catalog/shop/api.yaml",
        "title: Shop\nsummary: Sells.\nfacts: { errno: { type: integer, doc: Its number. }, state: { doc: Of SQL. } }\n",
    );
    workspace.write(
        "catalog/shop/orders.yaml",
        "title: Orders\nstatus: none\nerrors:\n  order_gone: { message: Gone, facts: { errno: 1146, state: 42S02 } }\n  \
         order_late: { message: Late }\n",
    );
    workspace.errcat("list --api shop").code(0).stdout_eq(str![[r#"
API   CODE        FACTS                   TABLE   MESSAGE
shop  order_gone  errno=1146 state=42S02  orders  Gone
shop  order_late  -                       orders  Late

"#]]);
    for value in ["1146", "42s02"] {
        workspace.errcat(&format!("explain {value}")).code(0).stdout_eq(str![[r#"
shop/order_gone: Order gone
  Gone

  Facts         errno 1146, state 42S02
  Source        catalog/shop/orders.yaml:4

"#]]);
    }
    workspace.errcat("explain 1147").code(1);
}

#[test]
fn errors_are_listed() {
    let workspace = Workspace::new();
    workspace.errcat("list").code(0).stdout_eq(str![[r#"
API      CODE             STATUS  TABLE    MESSAGE
kakunin  agent_not_found  404     certify  Agent not found
kakunin  agent_gone       404     certify  Agent is gone (retired)

"#]]);
    for filters in
        ["--retired", "--kind agent_not_found --status 4xx", "--retired --api kakunin --table certify"]
    {
        workspace.errcat(&format!("list {filters}")).code(0).stdout_eq(str![[r#"
API      CODE        STATUS  TABLE    MESSAGE
kakunin  agent_gone  404     certify  Agent is gone (retired)

"#]]);
    }
    workspace
        .errcat("list --status 404 --deprecated")
        .code(0)
        .stdout_eq("")
        .stderr_eq("no matching errors\n");
    workspace.errcat("list --json --retired").code(0).stdout_eq(str![[r#"
[
  {
    "api": "kakunin",
    "code": "agent_gone",
    "table": "certify",
    "title": "Not found",
    "message": "Agent is gone",
    "statuses": [
      404
    ],
    "kind": "agent_not_found",
    "retry": "never",
    "deprecated": null,
    "retired": "Since 2.0",
    "use": "agent_not_found",
    "docs_url": "https://errors.example.com/kakunin/agent_gone/",
    "path": "catalog/kakunin/certify.yaml",
    "line": 11
  }
]

"#]]);
}

#[test]
fn the_workspace_is_found_from_folders_inside_it_only() {
    let workspace = Workspace::new();
    workspace.write("src/deep/er/file.txt", "");
    workspace.command("gen").current_dir(workspace.path("src/deep/er")).assert().code(0);
    assert!(workspace.path("target/site/index.html").is_file());

    let nowhere = tempfile::tempdir().unwrap();
    workspace.command("gen").current_dir(nowhere.path()).assert().code(2).stdout_eq("").stderr_eq(str![[
        r#"
error: there is no catalog in [..] or above it
  = help: run it in a workspace with a catalog: a folder `catalog/` next to Cargo.toml, with a folder
          for each API, or the folder that [workspace.metadata.errcat] in Cargo.toml sets

"#
    ]]);
}

#[test]
fn mistakes_in_settings_are_reported_at_their_location() {
    let workspace = Workspace::new();
    workspace.write("Cargo.toml", "[workspace.metadata.errcat]\nsit = 'public'\n");
    workspace.errcat("gen").code(2).stderr_eq(str![[r#"
error: unknown setting `sit`
 --> Cargo.toml:2:1
  |
2 | sit = 'public'
  | ^^^
  |
  = help: did you mean `site`?

"#]]);
    workspace.write("Cargo.toml", "[workspace.metadata.errcat]\ncatalog = 'errors'\n");
    workspace.errcat("gen").code(2).stderr_eq(str![[r#"
error: there is no folder `errors` in [..], but Cargo.toml sets it as the catalog
  = help: create `errors/my_api/api.yaml`, or correct [workspace.metadata.errcat]

"#]]);
    workspace.write("Cargo.toml", "[workspace.metadata.errcat]\nsite = 'public'\n");
    workspace.errcat("gen").code(0);
    assert!(workspace.path("public/index.html").is_file());
}

#[test]
fn an_empty_catalog_is_reported_with_the_first_step() {
    let workspace = Workspace::empty();
    fs::create_dir(workspace.path("catalog")).unwrap();
    workspace.errcat("gen").code(2).stderr_eq(str![[r#"
error: the catalog in [..]catalog is empty
  = help: create `catalog/my_api/api.yaml` with a title and a summary, or use the command `import`

"#]]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_only_inside_the_catalog() {
    let workspace = Workspace::new();
    workspace.write("secret.yaml", "a: 1\n");
    let link = workspace.path("catalog/kakunin/link.yaml");
    std::os::unix::fs::symlink(workspace.path("secret.yaml"), &link).unwrap();
    workspace.errcat("gen").code(2).stderr_eq(str![[r#"
error: [..]catalog/kakunin/link.yaml is a symbolic link to [..]secret.yaml
  = help: replace the link with the file: only links to files in the same folder are followed

"#]]);
    fs::remove_file(&link).unwrap();
    workspace.write("catalog/kakunin/.hidden/tables/certify.yaml", TABLE);
    fs::remove_file(workspace.path("catalog/kakunin/certify.yaml")).unwrap();
    std::os::unix::fs::symlink(".hidden/tables/certify.yaml", workspace.path("catalog/kakunin/certify.yaml"))
        .unwrap();
    workspace.errcat("list --retired").code(0).stdout_eq("...\nkakunin  agent_gone [..]\n");
}

#[test]
fn an_enormous_file_is_a_finding() {
    let workspace = Workspace::new();
    let file = fs::File::create(workspace.path("catalog/kakunin/huge.yaml")).unwrap();
    file.set_len(1 << 30).unwrap();
    workspace.errcat("check").code(1).stdout_eq(str![[r#"
error[too-large]: [..]
--> catalog/kakunin/huge.yaml:1:1
...
"#]]);
}

#[test]
fn usage_is_exit_2_and_help_exit_0() {
    let workspace = Workspace::new();
    workspace.errcat("gne").code(2);
    workspace.errcat("gen --chekc").code(2);
    workspace.errcat("--help").code(0);
    workspace.errcat("explain --help").code(0);
    workspace.errcat("schema").code(0).stdout_eq("{\n...\n}\n");
}

/// The tasks of a `cargo xtask` with errcat's verbs.
#[derive(Debug, clap::Parser)]
enum Task {
    #[command(flatten)]
    Errcat(errcat_cli::Verb),
}

#[test]
fn help_fits_a_screen_and_has_examples() {
    let workspace = Workspace::new();
    let help = |words: &str| {
        let output = workspace.errcat(words).code(0).get_output().stdout.clone();
        String::from_utf8(output).expect("text")
    };
    assert!(help("help").lines().count() <= 24);
    let command = <Task as clap::CommandFactory>::command();
    assert!(command.get_subcommands().count() > 0);
    for verb in command.get_subcommands().map(clap::Command::get_name) {
        let help = help(&format!("{verb} --help"));
        assert!(help.contains(&format!("Examples:\n  errcat {verb}")), "{help}");
        assert!(help.contains("\nExit codes: 0 "), "{help}");
    }
}

#[test]
fn help_shows_the_command_of_the_program() {
    let program = errcat_cli::Program { command: "cargo xtask", test: "cargo xtask test" };
    let arguments = ["xtask", "gen", "--help"].map(Into::into);
    let help = errcat_cli::parse::<Task>(arguments, program).expect_err("help").to_string();
    assert!(help.contains("\n  cargo xtask gen --check "), "{help}");
    assert!(!help.contains("  errcat gen"), "{help}");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_silent() {
    let workspace = Workspace::new();
    let errcat = cargo_bin("errcat");
    let script = format!("{} schema 2>&1 >&- | head -c 0; {0} schema | head -c 1 | wc -c", errcat.display());
    Command::new("sh").args(["-c", &script]).current_dir(workspace.path("")).assert().code(0).stderr_eq("");
}

struct Workspace(tempfile::TempDir);

impl Workspace {
    /// Creates a workspace with a catalog of one API.
    fn new() -> Self {
        let workspace = Workspace::empty();
        workspace.write("Cargo.toml", "[workspace]\nmembers = ['crates/*']\n");
        workspace.write("catalog/kakunin/api.yaml", API);
        workspace.write("catalog/kakunin/certify.yaml", TABLE);
        workspace
    }

    fn empty() -> Self {
        Workspace(tempfile::tempdir().unwrap())
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.0.path().join(Path::new(path))
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn command(&self, words: &str) -> Command {
        Command::new(cargo_bin("errcat"))
            .args(words.split(' '))
            .current_dir(self.0.path())
            .env("NO_COLOR", "1")
    }

    fn errcat(&self, words: &str) -> OutputAssert {
        self.command(words).assert()
    }
}
