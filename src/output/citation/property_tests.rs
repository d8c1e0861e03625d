//! Whatever an article holds, a citation is one well-formed record.

use super::tests::written;
use super::{CitationStyle, name::Name};
use crate::article::Article;
use crate::output::escape;
use proptest::prelude::*;

/// Texts that try to break out.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{".to_owned()),
        Just("}".to_owned()),
        Just("\\".to_owned()),
        Just("\nER  - ".to_owned()),
        Just("\r\nTY  - BOOK".to_owned()),
        Just(" and ".to_owned()),
        Just(", ".to_owned()),
        Just("%\"@#&_^~$".to_owned()),
        Just("\u{2028}".to_owned()),
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn article() -> impl Strategy<Value = Article> {
    (hostile(), prop::option::of(hostile()), prop::collection::vec(hostile(), 0..3), prop::option::of(hostile()))
        .prop_map(|(title, publisher, authors, url)| Article {
            title,
            publisher,
            keywords: authors.clone(),
            authors,
            url,
            ..Article::default()
        })
}

proptest! {
    #[test]
    fn ris_is_lines_of_tags_that_end_once(article in article()) {
        let text = written(CitationStyle::Ris, &[article]);
        let lines: Vec<&str> = text.split_terminator("\r\n").collect();
        prop_assert_eq!(lines.iter().filter(|line| line.starts_with("ER  - ")).count(), 1);
        prop_assert_eq!(lines.iter().filter(|line| line.starts_with("TY  - ")).count(), 1);
        for line in lines.iter().filter(|line| !line.is_empty()) {
            let is_tagged = line.get(2..6) == Some("  - ");
            prop_assert!(is_tagged && !line.contains(['\r', '\n', '\u{2028}']), "{:?}", line);
        }
    }

    #[test]
    fn braces_of_bibtex_are_balanced_and_never_close_too_early(article in article()) {
        let text = written(CitationStyle::Bibtex, &[article]);
        let mut depth = 0_i64;
        let mut ends = 0;
        for c in text.chars() {
            depth += match c { '{' => 1, '}' => -1, _ => 0 };
            prop_assert!(depth >= 0);
            ends += u32::from(c == '}' && depth == 0);
        }
        prop_assert_eq!((depth, ends), (0, 1));
    }

    #[test]
    fn csl_json_is_json(article in article()) {
        let value: serde_json::Value = serde_json::from_str(&written(CitationStyle::CslJson, std::slice::from_ref(&article))).unwrap();
        prop_assert_eq!(value[0]["title"].as_str().map(str::to_owned), Some(escape::undirected(&article.title)));
    }

    #[test]
    fn no_letter_of_a_name_is_lost(name in "[A-Za-zäöü, .-]{0,40}") {
        let letters = |text: &str| { let mut all: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect(); all.sort_unstable(); all };
        let cut = match Name::of(&name) {
            Name::Person { family, given, suffix } => format!("{family}{given}{}", suffix.unwrap_or_default()),
            Name::Whole(whole) => whole,
        };
        prop_assert_eq!(letters(&cut), letters(&name));
    }
}
