//! Random trees and texts for the property tests.

use super::ast::*;
use super::bag::{exact, exclusions, is_filter};
use super::field::scopes;
use super::property_tests::today;
use super::*;
use proptest::prelude::*;

pub(super) fn node(kind: NodeKind) -> Node {
    Node::new(kind, Span::default())
}

/// Any text without control over it, and texts full of syntax.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{1,8}",
        "[a-z]{1,6}",
        "[*?!~^:;,.'’\"“(){}\\[\\]/\\\\a1 =<>+&|-]{1,8}",
        prop::sample::select(vec![
            "and",
            "OR",
            "not",
            "but",
            "w/5",
            "near5",
            "SAME",
            "atleast5",
            "first50",
            "title",
            "date",
            "words",
            "IN",
            "TO",
            "to",
            "caps",
            "/F50/",
            "*:*",
            "like",
            "title:x",
            "a&&b",
            "x^2",
            "x~1",
            "_exists_:title",
        ])
        .prop_map(str::to_owned),
    ]
}

fn style() -> impl Strategy<Value = (Form, Case)> {
    let form = prop::sample::select(vec![
        Form::Stemmed,
        Form::Stemmed,
        Form::Exact,
        Form::Number,
        Form::Singular,
        Form::Plural,
    ]);
    let case = prop::sample::select(vec![Case::Any, Case::Any, Case::Caps, Case::AllCaps, Case::NoCaps]);
    (form, case)
}

/// Text and pattern of a word that can stand by itself.
fn pattern() -> impl Strategy<Value = (String, Pattern)> {
    let searchable = || any_text().prop_filter("a word needs a letter", |text| !token::is_punctuation(text));
    let sign = prop_oneof![2 => "[*?]", 1 => (1..=30_u8).prop_map(|letters| format!("[*{letters}]"))];
    let wild = (any_text(), sign, any_text()).prop_map(|(before, sign, after)| {
        let literal =
            |text: String| text.replace('\\', "\\\\").replace('*', "\\*").replace('?', "\\?").replace('[', "\\[");
        (format!("{}{sign}{}", literal(before), literal(after)), Pattern::Wildcard)
    });
    let wild = wild.prop_filter("a wildcard needs a letter beside it", |(text, pattern)| {
        let word = Word { pattern: *pattern, ..Word::plain(text.as_str()) };
        sign::report(&word, Span::default(), true, &mut Diagnostics::new(false)).is_ok()
    });
    prop_oneof![
        3 => searchable().prop_map(|text| (text, Pattern::Plain)),
        1 => (searchable(), 1..=2_u8).prop_map(|(text, letters)| (text, Pattern::Fuzzy(letters))),
        1 => wild,
    ]
}

fn word() -> impl Strategy<Value = Node> {
    (pattern(), style())
        .prop_map(|((text, pattern), (form, case))| node(NodeKind::Word(Word { text, pattern, form, case })))
}

fn phrase() -> impl Strategy<Value = Node> {
    (prop::collection::vec(pattern(), 1..4), style()).prop_map(|(words, (form, case))| {
        let words = words.into_iter().map(|(text, pattern)| Word { text, pattern, form, case }).collect();
        node(NodeKind::Phrase(Phrase { words }))
    })
}

fn regex() -> impl Strategy<Value = Node> {
    prop::sample::select(vec!["ab.*c", "a/b", "F50", "n5", "(a|b)+", "a\\.b", "a\\\\", "x\"y"])
        .prop_map(|pattern| node(NodeKind::Regex(pattern.to_owned())))
}

fn verbatim_word() -> impl Strategy<Value = Node> {
    let plain = any_text()
        .prop_filter("languages are given by subtag", |text| language::subtag(text).is_none())
        .prop_map(Word::plain);
    let wild = (any_text(), any_text()).prop_map(|(before, after)| {
        let literal =
            |text: String| text.replace('\\', "\\\\").replace('*', "\\*").replace('?', "x").replace('[', "\\[");
        Word { pattern: Pattern::Wildcard, ..Word::plain(format!("{}*{}", literal(before), literal(after))) }
    });
    prop_oneof![plain, wild].prop_map(|word| node(NodeKind::Word(word)))
}

fn scope(kind: FieldKind) -> impl Strategy<Value = FieldScope> {
    let known: Vec<_> = scopes().into_iter().filter(|fields| fields.iter().all(|field| field.kind() == kind)).collect();
    prop::sample::select(known).prop_map(|fields| FieldScope { fields: fields.to_vec() })
}

/// A filter: a leaf without positions, or a verbatim field.
fn filter() -> impl Strategy<Value = Node> {
    let texts = [
        "date:2024",
        "updated:2024-05",
        "date:-30d",
        "captured:last-month",
        "indexed:2024-05-01..2024-06-15",
        "date:2024-05-01..",
        "date:..1999",
        "date:2024-05-01T10:00:00Z",
        "words>1000",
        "words:5..7",
        "words<=9",
        "title:*",
        "date:*",
        "like:0123456789abcdef",
        "*:*",
    ];
    let leaf =
        prop::sample::select(texts.to_vec()).prop_map(|text| parse(text, Dialect::Morgue, today()).unwrap().query.root);
    let values = prop::collection::vec(any_text(), 1..4);
    let one_of = (scope(FieldKind::Text), values).prop_filter_map("one field", |(scope, values)| {
        let [field] = scope.fields.as_slice() else {
            return None;
        };
        Some(node(NodeKind::OneOf(*field, values)))
    });
    let group = prop::collection::vec(verbatim_word(), 2..4).prop_map(|words| node(NodeKind::Or(words)));
    let value = prop_oneof![verbatim_word(), group];
    let field =
        (scope(FieldKind::Verbatim), value).prop_map(|(scope, value)| node(NodeKind::Field(scope, Box::new(value))));
    prop_oneof![leaf, one_of, field]
}

fn flat(members: Vec<Node>, join: fn(Vec<Node>) -> NodeKind) -> Node {
    let sample = join(Vec::new());
    let mut all = Vec::new();
    for member in members {
        match member.kind {
            NodeKind::And(inner) if matches!(sample, NodeKind::And(_)) => all.extend(inner),
            NodeKind::Or(inner) if matches!(sample, NodeKind::Or(_)) => all.extend(inner),
            kind => all.push(node(kind)),
        }
    }
    node(join(all))
}

/// What has positions.
fn positional() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![4 => word(), 2 => phrase(), 1 => regex()];
    leaf.prop_recursive(3, 16, 3, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        let near = (boxed(), boxed(), 1..300_u32, any::<(bool, bool)>()).prop_map(
            |(left, right, distance, (ordered, negated))| {
                node(NodeKind::Near(Near { left, right, distance, ordered, negated }))
            },
        );
        let units = prop::sample::select(vec![Unit::Sentence, Unit::Paragraph, Unit::Segment]);
        let same = (boxed(), boxed(), units, any::<bool>())
            .prop_map(|(left, right, unit, negated)| node(NodeKind::SameUnit(SameUnit { unit, left, right, negated })));
        let several = || prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            near,
            same,
            (1..1000_u32, boxed()).prop_map(|(count, inner)| node(NodeKind::AtLeast { count, node: inner })),
            (1..1000_u32, boxed()).prop_map(|(words, inner)| node(NodeKind::First { words, node: inner })),
            (scope(FieldKind::Text), boxed()).prop_map(|(scope, inner)| node(NodeKind::Field(scope, inner))),
            (1..100_u32, boxed())
                .prop_map(|(tenths, inner)| node(NodeKind::Boost { factor: tenths as f32 / 10.0, node: inner })),
            several().prop_map(|members| flat(members, NodeKind::And)),
            several().prop_map(|members| flat(members, NodeKind::Or)),
        ]
    })
}

/// Trees that a text can mean: where an operator is needed, words side by side all have to match.
pub(super) fn any_tree() -> impl Strategy<Value = Node> {
    raw_tree().prop_map(|root| if needs_operator(&root, false) { exact(root) } else { filters_last(exclusions(root)) })
}

/// Whether no text without operators means the tree.
fn needs_operator(node: &Node, positional: bool) -> bool {
    let operator = match &node.kind {
        NodeKind::Or(_) | NodeKind::Near(_) | NodeKind::SameUnit(_) => true,
        NodeKind::And(_) => positional,
        _ => false,
    };
    let positional = positional || matches!(node.kind, NodeKind::AtLeast { .. } | NodeKind::First { .. });
    operator || node.children().into_iter().any(|child| needs_operator(child, positional))
}

/// Without operators, filters stand behind what is beside them, if words side by side are ranked anywhere.
fn filters_last(root: Node) -> Node {
    fn is_ranked(node: &Node) -> bool {
        let required = |node: &Node| matches!(node.kind, NodeKind::Must(_));
        let free = matches!(&node.kind, NodeKind::Bag(members) if !members.iter().any(required));
        free || node.children().into_iter().any(is_ranked)
    }
    fn sorted(node: Node) -> Node {
        let each = |members: Vec<Node>| members.into_iter().map(sorted).collect::<Vec<_>>();
        let kind = match node.kind {
            NodeKind::And(members) => {
                let mut members = each(members);
                members.sort_by_key(is_filter);
                NodeKind::And(members)
            }
            NodeKind::Bag(members) => NodeKind::Bag(each(members)),
            NodeKind::Must(inner) => NodeKind::Must(Box::new(sorted(*inner))),
            NodeKind::Not(inner) => NodeKind::Not(Box::new(sorted(*inner))),
            NodeKind::Field(scope, inner) => NodeKind::Field(scope, Box::new(sorted(*inner))),
            NodeKind::Boost { factor, node } => NodeKind::Boost { factor, node: Box::new(sorted(*node)) },
            kind => kind,
        };
        Node::new(kind, node.span)
    }
    if is_ranked(&root) { sorted(root) } else { root }
}

fn raw_tree() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![3 => positional(), 1 => filter()];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let several = || prop::collection::vec(inner.clone(), 2..5);
        let bag = prop::collection::vec((inner.clone(), 0..4_u8), 2..5).prop_filter_map("no bag", |members| {
            let members: Vec<Node> = members
                .into_iter()
                .filter(|(inner, sign)| *sign < 2 || !is_filter(inner))
                .map(|(inner, sign)| match sign {
                    0 if !matches!(inner.kind, NodeKind::Not(_)) => node(NodeKind::Must(Box::new(inner))),
                    1 => node(NodeKind::Not(Box::new(inner))),
                    _ => inner,
                })
                .collect();
            let signed = |node: &&Node| matches!(node.kind, NodeKind::Must(_) | NodeKind::Not(_));
            let free = members.len() - members.iter().filter(signed).count();
            let must = members.iter().any(|node| matches!(node.kind, NodeKind::Must(_)));
            (free > 1 || (free == 1 && must)).then(|| node(NodeKind::Bag(members)))
        });
        prop_oneof![
            several().prop_map(|members| flat(members, NodeKind::And)),
            several().prop_map(|members| flat(members, NodeKind::Or)),
            bag,
            inner.clone().prop_map(|inner| node(NodeKind::Not(Box::new(inner)))),
            (1..100_u32, inner.clone())
                .prop_map(|(n, inner)| node(NodeKind::Boost { factor: n as f32, node: Box::new(inner) })),
            (scope(FieldKind::Text), inner).prop_map(|(scope, inner)| node(NodeKind::Field(scope, Box::new(inner)))),
        ]
    })
}

/// Texts made of the pieces of all dialects.
pub(super) fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b",
        "c*",
        "?d",
        "e!",
        "f~1",
        "and",
        "or",
        "not",
        "AND",
        "OR",
        "NOT",
        "but",
        "w/5",
        "W/3",
        "near5",
        "/N5/",
        "/F50/",
        "pre/2",
        "adj3",
        "same",
        "SAME",
        "w/s",
        "w/p",
        "w/seg",
        "atleast5",
        "atleast2(",
        "first50(",
        "hlead(",
        "headline(",
        "hd=",
        "ti(",
        "title:",
        "url:",
        "lang:",
        "url:(",
        "date:",
        "date:2024",
        "date:(",
        "date(",
        "geq",
        "2024",
        "words>",
        "words:5",
        "length > 9",
        "PD(2024-2025)",
        "[a TO b}",
        "IN [",
        "]",
        "(",
        "(",
        ")",
        ")",
        "\"",
        "“",
        "”",
        "\"x y\"",
        "\"x y\"~3",
        "/re/",
        "/",
        "^2",
        "^",
        "~2",
        "+",
        "-",
        "!",
        "=",
        "&&",
        "||",
        "\\",
        "*",
        "*:*",
        "title:*",
        "like:",
        "like:ab",
        "_exists_:",
        "exact(",
        "=x",
        "caps(",
        "plural(",
        "'",
        "’",
        "é",
        "東京",
        "date from 2024 to 2025",
        "date after -30",
        "wc>5",
        "$3",
        "[*5]",
        "{x}",
        "\u{301}",
        ",",
        "-x",
        "+x",
        "–x",
        "sc=ftft",
        "ns=(a or b)",
        "STYPE(x)",
        "dateline(x",
        "SU.EXACT(\"x y\" OR z",
        "la.exact(english)",
        "[a TO m]",
        "date:[now-30d TO now]",
        "date:2024 TO 2025",
        "ATL2(",
        "/s",
        "/5",
        "+5",
        ":a",
        "x^-1",
    ]);
    let blank = prop::sample::select(vec!["", " ", " ", " "]);
    prop::collection::vec((piece, blank), 0..24)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, blank)| format!("{piece}{blank}")).collect())
}
