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
            "enum",
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
    (
        "json",
        &[
            "any",
            "array",
            "dict",
            "hashmap",
            "interface",
            "jsonb",
            "list",
            "map",
            "mapping",
            "object",
            "record",
            "sequence",
            "set",
            "struct",
            "tuple",
            "unknown",
            "value",
            "vec",
        ],
    ),
];

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
    if is_collection(name) {
        return Some("write `json`: a list or map of any data".to_owned());
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

/// Returns `true` for lists and maps: `[]T`, `T[]`, `List<T>`, `dict[K, V]`, `map[K]V`.
fn is_collection(name: &str) -> bool {
    let is_json = |wrapper: &str| type_of(wrapper) == Some("json");
    name.starts_with('[')
        || name.ends_with("[]")
        || name.starts_with("repeated ")
        || arguments(name).is_some_and(|(wrapper, _)| is_json(wrapper))
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
            ("str", "write `string`"),
            ("&'static str", "write `string`"),
            ("uuid.UUID", "write `string`"),
            ("time.Time", "write `timestamp`"),
            ("java.time.Duration", "write `duration`"),
            ("datetime", "write `timestamp`"),
            ("interface{}", "write `json`"),
            ("object", "write `json`"),
            ("[]string", "write `json`: a list or map of any data"),
            ("string[]", "write `json`: a list or map of any data"),
            ("List<String>", "write `json`: a list or map of any data"),
            ("dict[str, int]", "write `json`: a list or map of any data"),
            ("map[string]int", "write `json`: a list or map of any data"),
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
