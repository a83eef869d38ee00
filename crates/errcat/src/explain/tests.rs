use super::*;
use crate::retry::RetryPolicy;
use crate::sample::LowBalance;
use crate::{Audience, Fact, FactValue, Message, Param, Piece};

static ENTRY: Entry = Entry {
    code: "low_balance",
    title: "Low balance",
    statuses: &[402, 403],
    facts: &[Fact { name: "exit_code", value: FactValue::Integer(3) }],
    message: Message(&[Piece::Text("Only "), Piece::Param(0), Piece::Text(" of [x] are left")]),
    log: Some(Message(&[Piece::Text("a text for logs")])),
    answer: "Add **credits**",
    meaning: "The account is empty.\n\nSee [the docs](https://e.example).",
    causes: &["It costs more than {balance}"],
    fixes: &["Run `pay {balance}`", "Ask"],
    notes: &["A note"],
    security: &["a note for operators"],
    sources: &["src/account.rs:7"],
    owner: Some("the owning team"),
    params: &[
        Param { name: "balance", ..Param::EMPTY },
        Param { name: "account", audience: Audience::Internal, ..Param::EMPTY },
    ],
    retry: Retry::Later(RetryPolicy { attempts: Some(3), ..RetryPolicy::EMPTY }),
    docs_url: Some("https://e.example/low_balance/"),
    ..Entry::EMPTY
};

const PLAIN: &str = "\
low_balance: Low balance

  Only {balance} of [x] are left

  Add credits

  Status       402, 403
  Facts        exit_code 3
  Retry        at most 3 attempts
  Docs         https://e.example/low_balance/

Meaning
  The account is empty.

  See the docs (https://e.example).

Causes
  - It costs more than {balance}

Fixes
  - Run `pay {balance}`
  - Ask

Notes
  A note
";

const MARKDOWN: &str = r"# low\_balance: Low balance

Only {balance} of \[x\] are left

Add **credits**

- **Status**: 402, 403
- **Facts**: exit\_code 3
- **Retry**: at most 3 attempts
- **Docs**: https://e.example/low\_balance/

## Meaning

The account is empty.

See [the docs](https://e.example).

## Causes

- It costs more than {balance}

## Fixes

- Run `pay {balance}`
- Ask

## Notes

A note
";

#[test]
fn a_code_is_explained_with_names_of_params() {
    assert_eq!(explain(&ENTRY).to_plain(), PLAIN);
    assert_eq!(explain(&ENTRY).to_markdown(), MARKDOWN);
    let ansi = explain(&ENTRY).to_ansi();
    assert!(ansi.starts_with("\u{1b}[1mlow_balance: Low balance\u{1b}[0m\n"), "{ansi:?}");
}

#[test]
fn an_entry_without_texts_is_its_code() {
    static EMPTY: Entry = Entry { code: "odd", ..Entry::EMPTY };
    assert_eq!(explain(&EMPTY).to_plain(), "odd\n");
    assert_eq!(explain(&EMPTY).to_markdown(), "# odd\n");
}

#[test]
fn an_error_is_explained_with_its_values() {
    let text = Explanation::of(&LowBalance::sample()).to_plain();
    assert!(text.contains("Your balance ($5.00) is insufficient for $10.00"), "{text}");
    assert!(text.contains("- Add $10.00, not `$5.00` or {cost}"), "{text}");
    for hidden in ["t0k3n", "acc_1", "is short of"] {
        assert!(!text.contains(hidden), "{text}");
    }
}

#[test]
fn values_do_not_control_the_terminal() {
    let hostile = Explanation { message: "a \u{1b}[2J b\r\n# c `d` \u{202e}".to_owned(), ..explain(&ENTRY) };
    assert!(hostile.to_plain().contains("  a  [2J b  # c `d`"), "{}", hostile.to_plain());
    assert!(hostile.to_markdown().contains(r"a  \[2J b  \# c \`d\`"), "{}", hostile.to_markdown());
}
