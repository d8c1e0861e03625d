//! Properties that hold for any text and any tree.

use super::ast::*;
use super::random_tests::{any_tree, soup};
use super::*;
use proptest::prelude::*;

pub(super) fn today() -> PartialDate {
    PartialDate::new(2024, Some(6), Some(15)).unwrap()
}

/// Asserts what [`super::ast`] promises, and that spans lie within the text.
fn assert_invariants(node: &Node, text: &str, inside_bag: bool) {
    assert!(node.span.start <= node.span.end && node.span.end <= text.len(), "{node:?}");
    assert!(text.is_char_boundary(node.span.start) && text.is_char_boundary(node.span.end));
    match &node.kind {
        NodeKind::And(members) => {
            assert!(members.len() > 1);
            assert!(members.iter().all(|member| !matches!(member.kind, NodeKind::And(_))));
        }
        NodeKind::Or(members) => {
            assert!(members.len() > 1);
            assert!(members.iter().all(|member| !matches!(member.kind, NodeKind::Or(_))));
        }
        NodeKind::Bag(members) => assert!(members.len() > 1),
        NodeKind::Must(_) => assert!(inside_bag),
        NodeKind::Word(word) => assert!(!word.text.is_empty()),
        NodeKind::Phrase(phrase) => assert!(!phrase.words.is_empty()),
        NodeKind::Near(near) => assert!((1..=MAX_DISTANCE).contains(&near.distance)),
        _ => {}
    }
    let bag = matches!(node.kind, NodeKind::Bag(_));
    for child in node.children() {
        assert_invariants(child, text, bag);
    }
}

#[test]
fn letters_and_up_to_some_more_are_no_list_though_they_be_in() {
    let parsed = parse("lead:IN[*27]x", Dialect::Morgue, today()).unwrap().query;
    assert!(matches!(&parsed.root.kind, NodeKind::Field(..)), "{parsed:?}");
    let (text, _) = translate(&parsed, Dialect::Morgue);
    assert_eq!(parse(&text, Dialect::Morgue, today()).unwrap().query, parsed);
    let list = parse("section:IN[*a b]", Dialect::Morgue, today()).unwrap().query;
    assert!(matches!(&list.root.kind, NodeKind::OneOf(..)), "{list:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_local_rejects: 1 << 24, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_in_our_dialect_parses_back_to_the_same_tree(root in any_tree()) {
        let query = Query { root };
        let (text, warnings) = translate(&query, Dialect::Morgue);
        prop_assert!(warnings.is_empty());
        match parse(&text, Dialect::Morgue, today()) {
            Ok(parsed) => prop_assert_eq!(&parsed.query, &query, "printed as {}", text),
            Err(problem) => prop_assert!(false, "{}", problem.render(&text)),
        }
    }

    #[test]
    fn any_tree_is_printed_in_every_dialect(root in any_tree()) {
        let query = Query { root };
        for dialect in Dialect::ALL {
            let (text, _) = translate(&query, dialect);
            parse_lenient(&text, dialect, today());
        }
        tree(&query);
        to_json(&query);
    }

    #[test]
    fn any_bytes_are_read_or_refused_but_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        for dialect in Dialect::ALL {
            if let Err(problem) = parse(&text, dialect, today()) {
                problem.render(&text);
            }
            parse_lenient(&text, dialect, today());
        }
        plain_words(&text);
    }

    #[test]
    fn lenient_and_strict_reading_agree_and_keep_the_promises_of_the_tree(text in soup()) {
        for dialect in Dialect::ALL {
            let lenient = parse_lenient(&text, dialect, today());
            if !matches!(&lenient.query.root.kind, NodeKind::Bag(members) if members.is_empty()) {
                assert_invariants(&lenient.query.root, &text, false);
            }
            for warning in &lenient.warnings {
                warning.render(&text);
            }
            match parse(&text, dialect, today()) {
                Ok(strict) => prop_assert_eq!(strict, lenient),
                Err(problem) => {
                    problem.render(&text);
                    prop_assert!(!lenient.warnings.is_empty());
                }
            }
        }
        disagreements(&text, today());
    }

    #[test]
    fn what_any_dialect_reads_can_be_said_in_ours(text in soup()) {
        for dialect in Dialect::ALL {
            let Ok(parsed) = parse(&text, dialect, today()) else {
                continue;
            };
            let (ours, _) = translate(&parsed.query, Dialect::Morgue);
            match parse(&ours, Dialect::Morgue, today()) {
                Ok(again) => prop_assert_eq!(&again.query, &parsed.query, "{} -> {}", text, ours),
                Err(problem) => prop_assert!(false, "{} -> {}", text, problem.render(&ours)),
            }
        }
    }
}
