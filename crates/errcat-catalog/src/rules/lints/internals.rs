//! Terms that reveal the internals of a service: exceptions, drivers, SQL, hosts, paths.

use std::net::Ipv4Addr;
use std::ops::Range;

/// Phrases in lower case, and what they are.
const PHRASES: [(&str, &str); 10] = [
    ("stack trace", "part of a stack trace"),
    ("stacktrace", "part of a stack trace"),
    ("traceback", "part of a stack trace"),
    ("backtrace", "part of a stack trace"),
    ("panicked at", "a panic message"),
    ("segmentation fault", "a crash message"),
    ("core dumped", "a crash message"),
    ("null pointer", "a crash message"),
    ("undefined is not", "a script error"),
    ("object has no attribute", "a script error"),
];
/// The keywords of SQL statements: the first ones, and those that follow. Upper case distinguishes them from
/// English.
const STATEMENTS: [(&str, &str); 4] =
    [("SELECT ", " FROM "), ("INSERT INTO ", ""), ("DELETE FROM ", ""), ("UPDATE ", " SET ")];
/// The names of exceptions that don't end in `Exception`.
#[rustfmt::skip]
const EXCEPTIONS: [&str; 15] = [
    "AssertionError", "AttributeError", "ImportError", "IndexError", "KeyError", "ModuleNotFoundError",
    "NameError", "NoMethodError", "NoneType", "OSError", "RecursionError", "ReferenceError", "RuntimeError",
    "TypeError", "ValueError",
];
const DRIVERS: [&str; 9] =
    ["hibernate", "jdbc", "libpq", "mysqli", "psycopg", "psycopg2", "pymysql", "sqlalchemy", "sqlx"];
const FOLDERS: [&str; 9] =
    ["/etc/", "/home/", "/opt/", "/root/", "/srv/", "/tmp/", "/Users/", "/usr/", "/var/"];

/// Finds terms in a text that reveal internals, and what they are.
pub(super) fn find_terms(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let lower = text.to_ascii_lowercase();
    let found = words(text).filter_map(|word| {
        let Range { start, end } = word;
        let phrase = PHRASES.iter().find(|(phrase, _)| lower[start..].starts_with(phrase));
        let phrase = phrase.map(|(phrase, what)| (start + phrase.len(), *what));
        let statement =
            || statement_length(&text[start..]).map(|length| (start + length, "an SQL statement"));
        let (end, what) =
            phrase.or_else(statement).or_else(|| Some((end, classify_word(&text[start..end])?)))?;
        Some((start..end, what))
    });
    let mut terms: Vec<_> = found.collect();
    terms.dedup_by(|next, before| next.0.start < before.0.end);
    terms
}

/// Returns the length of the keywords and what is between them, if a text starts with an SQL statement.
fn statement_length(text: &str) -> Option<usize> {
    STATEMENTS.iter().find_map(|(begins, follows)| {
        // The space after the first keyword may be the one before the second.
        let end = text.starts_with(begins).then_some(begins.len() - 1)?;
        let further = text[end..].find(follows)?;
        Some(end + further + follows.trim_end().len())
    })
}

/// Returns the places of the words, which are separated by white space, without the punctuation around them.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    const AROUND: [char; 15] = ['.', ',', ';', ':', '!', '?', '(', ')', '[', ']', '"', '\'', '`', '<', '>'];
    let mut end = 0;
    text.split_inclusive(char::is_whitespace).map(move |word| {
        let begin = end;
        end += word.len();
        let ended = word.trim_end().trim_end_matches(AROUND);
        let bare = ended.trim_start_matches(AROUND);
        let start = begin + ended.len() - bare.len();
        start..start + bare.len()
    })
}

fn classify_word(word: &str) -> Option<&'static str> {
    let class = word.rsplit(['.', ':', '\\']).next().unwrap_or(word);
    let is_exception = class.strip_suffix("Exception").is_some_and(|name| {
        name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(char::is_alphanumeric)
    });
    let drive = word.as_bytes();
    let is_drive = drive.len() > 3 && drive[0].is_ascii_alphabetic() && &drive[1..3] == b":\\";
    if is_exception || EXCEPTIONS.contains(&class) {
        Some("the name of an exception")
    } else if is_drive || FOLDERS.iter().any(|folder| word.starts_with(folder)) {
        Some("a path on a server")
    } else if is_driver(word) {
        Some("the name of a database driver")
    } else if is_internal(host(word)) {
        Some("an internal address")
    } else {
        None
    }
}

/// Returns `true` if the word is the name of a driver or an Oracle error number.
fn is_driver(word: &str) -> bool {
    let first = word.split(['.', ':']).next().unwrap_or(word).to_ascii_lowercase();
    let digits = first.strip_prefix("ora-");
    DRIVERS.contains(&first.as_str())
        || digits.is_some_and(|digits| digits.len() >= 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns the host of an address, a URL or `host:port`.
fn host(word: &str) -> &str {
    let rest = word.split_once("://").map_or(word, |(_, rest)| rest);
    let rest = rest.split_once('@').map_or(rest, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or(rest)
}

fn is_internal(host: &str) -> bool {
    let is_private =
        |ip: Ipv4Addr| ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified();
    host.eq_ignore_ascii_case("localhost")
        || host.ends_with(".svc.cluster.local")
        || host.strip_suffix(".internal").is_some_and(|name| !name.is_empty())
        || host.parse().is_ok_and(is_private)
}

#[cfg(test)]
mod tests {
    use super::find_terms;

    #[test]
    fn internals_are_found() {
        for (text, term) in [
            ("java.lang.NullPointerException: x", "java.lang.NullPointerException"),
            ("Failed with ValueError.", "ValueError"),
            ("thread 'main' panicked at src/main.rs", "panicked at"),
            ("Traceback (most recent call last)", "Traceback"),
            ("In SELECT id FROM users", "SELECT id FROM"),
            ("SELECT FROM where", "SELECT FROM"),
            ("UPDATE agents SET x", "UPDATE agents SET"),
            ("ORA-00942: table missing", "ORA-00942"),
            ("psycopg2.OperationalError", "psycopg2.OperationalError"),
            ("Can't reach localhost:5432", "localhost:5432"),
            ("Connect to http://10.0.3.7:8080/x failed", "http://10.0.3.7:8080/x"),
            ("Ask db-1.eu.internal", "db-1.eu.internal"),
            ("No such file (/usr/lib/x.so)", "/usr/lib/x.so"),
            ("C:\\app\\x.dll is missing", "C:\\app\\x.dll"),
            ("Überall: \"/home/x\"", "/home/x"),
        ] {
            let found: Vec<&str> = find_terms(text).into_iter().map(|(range, _)| &text[range]).collect();
            assert_eq!(found, [term], "{text}");
        }
    }

    #[test]
    fn words_of_clients_pass() {
        for text in [
            "An exception to this rule can't be made",
            "Exception",
            "The value has a type error: 3 isn't a text",
            "Select an agent from the list, and update the set",
            "No agent at /v1/agents/home",
            "Version 10.2.1 is too old",
            "The public address 8.8.8.8 is blocked",
            "See https://docs.example.com/localhost",
            "Our internal server failed",
            "An internal error",
            "ORA is unknown",
            "{path} can't be read",
            "12:30 is in the past",
            "",
        ] {
            assert_eq!(find_terms(text), [], "{text}");
        }
    }
}
