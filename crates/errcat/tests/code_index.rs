//! An index of 10,000 codes, built like the generator's.

use errcat::CodeIndex;
use errcat::code::normalize;

/// Solves the perfect hash for codes and aliases. Leaks memory, because the index requires static data.
fn index(codes: Vec<String>, aliases: Vec<(String, u16)>) -> CodeIndex {
    let keys: Vec<_> = codes
        .iter()
        .chain(aliases.iter().map(|(alias, _)| alias))
        .map(|key| normalize(key).expect("short enough"))
        .collect();
    let keys: Vec<&[u8]> = keys.iter().map(|key| key.as_bytes()).collect();
    let solved = phf_generator::generate_hash(&keys);
    let leak = |text: String| &*text.leak();
    CodeIndex {
        key: solved.key,
        displacements: solved.disps.leak(),
        slots: solved.map.into_iter().map(|place| place as u16).collect::<Vec<_>>().leak(),
        codes: codes.into_iter().map(leak).collect::<Vec<_>>().leak(),
        aliases: aliases.into_iter().map(|(a, i)| (leak(a), i)).collect::<Vec<_>>().leak(),
    }
}

#[test]
fn index_finds_ten_thousand_codes_in_any_spelling() {
    let code = |n: usize| match n % 3 {
        0 => format!("agent_not_found_{n}"),
        1 => format!("KAK-{n:04}"),
        _ => format!("TooManyAgents{n}"),
    };
    let aliases = (0..100).map(|n| (format!("OLD-{n}"), n * 7)).collect();
    let index = index((0..10_000).map(code).collect(), aliases);

    for n in 0..10_000 {
        let text = code(n);
        assert_eq!(index.find(&text), Some(n as u16), "{text}");
        assert_eq!(index.find(&text.to_uppercase().replace('_', "-")), Some(n as u16), "{text}");
        assert_eq!(index.find(&format!("{text}x")), None, "{text}");
        assert_eq!(index.find(&text[1..]), None, "{text}");
    }
    for n in 0..100 {
        assert_eq!(index.find(&format!("old_{n}")), Some(n * 7));
    }
    for text in ["", "-", "agent not found 0", "агент", &"a".repeat(128), &"a".repeat(1 << 20)] {
        assert_eq!(index.find(text), None, "{text:.20}");
    }
}

#[test]
fn index_finds_a_single_code() {
    let index = index(vec!["30036".to_owned()], vec![]);
    assert_eq!(index.find("30036"), Some(0));
    assert_eq!(index.find("30037"), None);
}
