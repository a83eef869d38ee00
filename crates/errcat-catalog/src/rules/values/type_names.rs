//! Names of types in other languages, and what the catalog has instead.

/// Types of the catalog, each with names that other languages use for it, in lower case.
const NAMES: &[(&str, &[&str])] = &[
    (
        "string",
        &[
            "bytes",
            "char",
            "character",
            "charsequence",
            "guid",
            "str",
            "text",
            "uri",
            "url",
            "uuid",
            "varchar",
        ],
    ),
    (
        "integer",
        &[
            "bigint",
            "biginteger",
            "byte",
            "i128",
            "i16",
            "i32",
            "i64",
            "i8",
            "int",
            "int16",
            "int32",
            "int64",
            "int8",
            "isize",
            "long",
            "serial",
            "short",
            "smallint",
            "u128",
            "u16",
            "u32",
            "u64",
            "u8",
            "uint",
            "uint16",
            "uint32",
            "uint64",
            "uint8",
            "usize",
        ],
    ),
    (
        "number",
        &["bigdecimal", "decimal", "double", "f32", "f64", "float", "float32", "float64", "numeric", "real"],
    ),
    ("boolean", &["bool"]),
    ("duration", &["interval", "timedelta", "timespan"]),
    ("timestamp", &["date", "date-time", "datetime", "instant", "localdatetime", "time", "timestamptz"]),
    ("json", &["any", "interface", "jsonb", "object", "struct", "unknown", "value"]),
];

/// Names of lists and maps in other languages, in lower case.
const LISTS: &[&str] = &["array", "list", "repeated", "seq", "sequence", "set", "slice", "tuple", "vec"];
const MAPS: &[&str] = &["btreemap", "dict", "dictionary", "hash", "hashmap", "map", "mapping", "record"];

/// Rust types that are common as params, by their last segment in lower case.
const PATHS: &[(&str, &str)] = &[
    ("inet", "std::net::IpAddr"),
    ("ip", "std::net::IpAddr"),
    ("ipaddr", "std::net::IpAddr"),
    ("ipv4addr", "std::net::Ipv4Addr"),
    ("ipv6addr", "std::net::Ipv6Addr"),
    ("pathbuf", "std::path::PathBuf"),
    ("socketaddr", "std::net::SocketAddr"),
];

/// Returns the help for the name of a type in another language: `[]string`, `Optional<int>`, `uuid.UUID`.
pub(super) fn help(name: &str) -> Option<String> {
    let name = name.trim();
    if let Some(inner) = optional(name) {
        let inner = type_of(inner).unwrap_or("…");
        return Some(format!("write `type: {inner}, optional: true`"));
    }
    if name.eq_ignore_ascii_case("enum") {
        return Some("list the values instead: `values: [a, b]`".to_owned());
    }
    if let Some(collection) = collection(name) {
        return Some(collection);
    }
    if name.contains("::") && name.contains('<') {
        return Some(
            "define a type alias in Rust, and write its path: a path can't have arguments".to_owned(),
        );
    }
    let last = last_segment(name).to_ascii_lowercase();
    if let Some((_, path)) = PATHS.iter().find(|(known, _)| *known == last) {
        return Some(format!("write `{path}`, or `string`"));
    }
    type_of(name).map(|known| format!("write `{known}`"))
}

/// Returns the type in `Optional<T>`, `T?` and `T | null`.
fn optional(name: &str) -> Option<&str> {
    let of_union = |null: &str| {
        let (one, other) = name.split_once('|')?;
        let (one, other) = (one.trim(), other.trim());
        let other_of = |side: &str, rest| side.eq_ignore_ascii_case(null).then_some(rest);
        other_of(one, other).or_else(|| other_of(other, one))
    };
    let (wrapper, inner) = arguments(name).unwrap_or((name, ""));
    let is_wrapper = ["maybe", "nullable", "option", "optional"]
        .contains(&last_segment(wrapper).to_ascii_lowercase().as_str());
    name.strip_suffix('?')
        .or_else(|| is_wrapper.then_some(inner))
        .or_else(|| ["null", "none", "nil", "undefined"].into_iter().find_map(of_union))
}

/// Returns the help for lists and maps: `[]T`, `T[]`, `List<T>`, `list of Ts`, `dict[K, V]`, `map[K]V`.
fn collection(name: &str) -> Option<String> {
    let is = |names: &[&str], word: &str| names.contains(&last_segment(word).to_ascii_lowercase().as_str());
    let (wrapper, items) = if let Some(items) = name.strip_prefix("[]").or_else(|| name.strip_suffix("[]")) {
        ("list", items)
    } else if let Some(items) = name.strip_prefix('[') {
        ("list", items.trim_end_matches(']'))
    } else if let Some((wrapper, items)) = name.split_once(" of ") {
        (wrapper, items)
    } else if let Some(arguments) = arguments(name) {
        arguments
    } else if let Some(items) = name.strip_prefix("repeated ") {
        ("repeated", items)
    } else {
        (name, "string")
    };
    let kind = match wrapper {
        wrapper if is(LISTS, wrapper) => "list",
        wrapper if is(MAPS, wrapper) => "map",
        _ => return None,
    };
    // The items of a map follow its keys: `K, V` or `K]V`.
    let item = items.rsplit([',', ']']).next().unwrap_or(items).trim();
    let is_path = item.contains("::").then_some("string");
    let item = type_of(item).or_else(|| type_of(item.trim_end_matches('s'))).or(is_path);
    let is_nested = items.contains(" of ");
    Some(match item.filter(|item| *item != "json" && !is_nested) {
        Some(item) => format!("write `{kind} of {item}`"),
        None => format!("write `json`: a {kind} of any data"),
    })
}

/// Splits `wrapper<arguments>` and `wrapper[arguments]`.
fn arguments(name: &str) -> Option<(&str, &str)> {
    let (wrapper, rest) = name.split_once(['<', '['])?;
    Some((wrapper, rest.trim_end_matches(['>', ']'])))
}

/// Returns the type of the catalog for the name of a simple type.
fn type_of(name: &str) -> Option<&'static str> {
    let name = last_segment(name).trim_end_matches("{}").to_ascii_lowercase();
    let is_known = |(known, others): &&(&str, &[&str])| *known == name || others.contains(&name.as_str());
    NAMES.iter().find(is_known).map(|(known, _)| *known)
}

/// Returns the name without references and modules: `Duration` of `time.Duration`.
fn last_segment(name: &str) -> &str {
    let name = name.trim().trim_start_matches(['&', '*']);
    name.rsplit(['.', ':', ' ']).next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::help;

    #[test]
    fn types_of_other_languages_are_translated() {
        for (name, expected) in [
            ("int", "write `integer`"),
            ("u32", "write `integer`"),
            ("Long", "write `integer`"),
            ("float64", "write `number`"),
            ("bool", "write `boolean`"),
            ("enum", "list the values instead: `values: [a, b]`"),
            ("str", "write `string`"),
            ("&'static str", "write `string`"),
            ("uuid.UUID", "write `string`"),
            ("time.Time", "write `timestamp`"),
            ("java.time.Duration", "write `duration`"),
            ("datetime", "write `timestamp`"),
            ("interface{}", "write `json`"),
            ("object", "write `json`"),
            ("[]string", "write `list of string`"),
            ("string[]", "write `list of string`"),
            ("List<String>", "write `list of string`"),
            ("std::vec::Vec<u8>", "write `list of integer`"),
            ("array", "write `list of string`"),
            ("list of strings", "write `list of string`"),
            ("list of list of string", "write `json`: a list of any data"),
            ("Array of Agent", "write `json`: a list of any data"),
            ("repeated int32", "write `list of integer`"),
            ("[string]", "write `list of string`"),
            ("list[string]", "write `list of string`"),
            ("dict[str, int]", "write `map of integer`"),
            ("map[string]int", "write `map of integer`"),
            ("HashMap<String, Value>", "write `json`: a map of any data"),
            ("Optional<Integer>", "write `type: integer, optional: true`"),
            ("Option<Uuid>", "write `type: string, optional: true`"),
            ("string?", "write `type: string, optional: true`"),
            ("str | None", "write `type: string, optional: true`"),
            ("null | number", "write `type: number, optional: true`"),
            ("IpAddr", "write `std::net::IpAddr`, or `string`"),
            (
                "chrono::DateTime<Utc>",
                "define a type alias in Rust, and write its path: a path can't have arguments",
            ),
        ] {
            assert_eq!(help(name).as_deref(), Some(expected), "{name}");
        }
        for name in ["sting", "AgentId", "nothing like it", "", "<", "?", "|"] {
            assert!(help(name).is_none_or(|help| help.contains('…')), "{name}: {:?}", help(name));
        }
    }
}
