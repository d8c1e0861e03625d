//! The query language: text in one of five dialects -> one tree, and back.
//!
//! This module knows neither an index nor an engine. [`parse`] reads a text strictly, [`parse_lenient`]
//! never fails, [`plain_words`] takes a text as words and nothing else; [`translate`] writes a tree in
//! another dialect and [`disagreements`] says where the dialects read the same text differently. The
//! grammar is written down in `schema/query.ebnf`.
//!
//! Limits: a query text is at most [`MAX_QUERY_BYTES`] long, a tree at most [`ast::MAX_DEPTH`] deep, a
//! distance at most [`MAX_DISTANCE`], a count at most [`MAX_COUNT`]. Time is linear in the text; nothing
//! panics on any input.

pub mod ast;
mod bag;
mod combine;
mod compare;
mod comparison;
mod date_form;
mod day;
mod dialect;
mod field;
mod function;
mod infix;
mod language;
mod lexer;
mod measure;
mod naming;
mod operand;
mod operator;
mod parser;
mod period;
mod print;
mod problem;
mod sign;
mod token;
mod tree;
mod vendor;
mod word;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod random_tests;
#[cfg(test)]
mod table_tests;

pub use ast::{Node, NodeKind, Query, Span};
pub use combine::MAX_COUNT;
pub use compare::{Disagreement, disagreements};
pub use day::{DAY_FORMS, day_after, first_day};
pub use dialect::Dialect;
pub use field::{FieldKind, FieldName};
pub use operator::{MAX_DISTANCE, is_operator};
pub use print::translate;
pub(crate) use problem::picture;
pub use problem::{MAX_WARNINGS, Problem, Warning};
pub use token::is_quote;
pub use tree::{expression, to_json, tree};

use crate::date::PartialDate;
use crate::text::segment;
use lexer::Lexer;
use parser::Parser;
use period::Reader;
use problem::Diagnostics;

/// Longest query text, in bytes.
pub const MAX_QUERY_BYTES: usize = 1 << 20;

/// A query that was read, and what is doubtful about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// What is asked.
    pub query: Query,
    /// What was ignored, reinterpreted or capped.
    pub warnings: Vec<Warning>,
}

/// Reads a query strictly. `today` is the day from which `-30d` and `last-month` are counted.
///
/// # Errors
/// The first thing that cannot be read: an unbalanced sign, an operator without operand, an unknown
/// field, a date that is none, a text without words, a text or tree beyond the limits.
pub fn parse(text: &str, dialect: Dialect, today: PartialDate) -> Result<Parsed, Problem> {
    if text.len() > MAX_QUERY_BYTES {
        return Err(Problem::new(
            format!("this query has {} bytes; at most {MAX_QUERY_BYTES} are read", text.len()),
            Span::new(0, 0),
        )
        .hint("split the query, or search for a file of words with plain words"));
    }
    let mut diagnostics = Diagnostics::new(false);
    match read(text, dialect, today, &mut diagnostics)? {
        Some(root) => Ok(finish(text, root, diagnostics)),
        None => Err(Problem::new("this query holds nothing to search for", Span::new(0, text.len()))
            .expected("a word, a phrase or a filter")
            .hint("`*:*` asks for every article")),
    }
}

/// Reads a query whatever it holds: what cannot be read is taken as words or left out, with a warning.
/// Where [`parse`] succeeds, the query is the same. A text longer than [`MAX_QUERY_BYTES`] is cut.
pub fn parse_lenient(text: &str, dialect: Dialect, today: PartialDate) -> Parsed {
    let mut diagnostics = Diagnostics::new(true);
    let mut end = text.len().min(MAX_QUERY_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    if end < text.len() {
        diagnostics.warn(
            format!("only the first {end} of {} bytes are read", text.len()),
            Span::new(end, text.len()),
            "split the query",
        );
    }
    let text = text.get(..end).unwrap_or_default();
    let root = match read(text, dialect, today, &mut diagnostics) {
        Ok(Some(root)) => root,
        Ok(None) => {
            diagnostics.warn("this query holds nothing to search for", Span::new(0, end), "");
            Node::new(NodeKind::Bag(Vec::new()), Span::new(0, end))
        }
        Err(problem) => {
            let message = format!("{}; the whole query is read as words", problem.message);
            diagnostics.warn(message, problem.span, problem.hint);
            plain_words(text).root
        }
    };
    finish(text, root, diagnostics)
}

/// Takes a text as words and nothing else: a bag of them, without any syntax. Words are cut as in articles, so `COVID-19` is
/// two.
pub fn plain_words(text: &str) -> Query {
    let span = Span::new(0, text.len());
    let word = |word: segment::Word| {
        let kind = NodeKind::Word(ast::Word::plain(text.get(word.start..word.end).unwrap_or_default()));
        Node::new(kind, Span::new(word.start, word.end))
    };
    let mut words: Vec<Node> = segment::words(text).map(word).collect();
    let root = match words.len() {
        1 => words.remove(0),
        _ => Node::new(NodeKind::Bag(words), span),
    };
    Query { root }
}

fn read(
    text: &str,
    dialect: Dialect,
    today: PartialDate,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Node>, Problem> {
    let reader = Reader { today, dialect };
    let tokens = Lexer::run(text, reader, diagnostics)?;
    Parser::run(text, reader, &tokens, diagnostics)
}

/// Adds the warnings that need the whole query.
fn finish(text: &str, root: Node, mut diagnostics: Diagnostics) -> Parsed {
    let excludes = |node: &Node| matches!(node.kind, NodeKind::Not(_));
    let only_excludes = match &root.kind {
        NodeKind::And(members) => members.iter().all(excludes),
        _ => excludes(&root),
    };
    if only_excludes {
        diagnostics.warn(
            "this query only excludes: every other article matches",
            root.span,
            "add a word or a filter that has to match",
        );
    }
    let question = text.trim_end();
    if let NodeKind::Bag(members) = &root.kind
        && members.len() > 2
        && question.ends_with('?')
        && !question.ends_with("\\?")
    {
        diagnostics.warn(
            "`?` stands for exactly one letter, at the end of a question too",
            Span::new(question.len() - 1, question.len()),
            "leave it out",
        );
    }
    Parsed { query: Query { root }, warnings: diagnostics.into_warnings() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    fn today() -> PartialDate {
        PartialDate::new(2024, Some(6), Some(15)).unwrap()
    }

    fn warnings(text: &str) -> Vec<String> {
        let parsed = parse(text, Dialect::Morgue, today()).unwrap();
        parsed.warnings.into_iter().map(|warning| warning.message).collect()
    }

    #[test]
    fn ordinary_queries_have_no_warnings() {
        for text in [
            "export controls",
            "\"black and white\" OR (a w/5 b*)",
            "hlead(trump or xi) and date:2024-05..2024-06",
            "person:\"Xi Jinping\" w/s tariffs",
            "presiden! w/3 \"export control\"",
            "words>1000 lang:en -sport",
            "O'Brien COVID-19 l'Europe allcaps(U.S.) 3.5 1,000 10:30 and/or \"he! me\" 東京*",
        ] {
            assert_eq!(warnings(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_is_ignored_reinterpreted_or_capped_is_said() {
        for (text, part) in [
            ("a - b", "ignored"),
            ("C++", "`C++` is searched as `c`: signs are not indexed"),
            ("exact(C#)", "`C#` is searched as `c`"),
            ("AT&T", "`AT&T` is searched as `at` `t`, side by side: signs are not indexed"),
            ("$5bn", "`$5bn` is searched as `5bn`"),
            ("\"5% of\"", "`5%` is searched as `5`"),
            ("U.S.", "`U.S.` is searched as `us`: points are not indexed"),
            ("U.S.*", "`U.S.*` is searched as `us*`"),
            ("COVID-*", "stands for a whole word, since `-` parts words"),
            ("a –b", "`–` right before a word is read as `-`"),
            ("a and", "as a word"),
            ("not a", "only excludes"),
            ("a w/99999 b", "capped"),
            ("a b w/5 c", "beside it"),
            ("roam~5", "capped"),
            ("roam*~1", "ignored"),
            ("a OR +b", "ignored"),
            ("title: a", "still names the field"),
            ("hleed(a)", "no function"),
            ("a w/5x", "searched for as text"),
            ("'two words'", "single quotes"),
            ("\"who is he?\"", "exactly one letter"),
            ("who is the president?", "exactly one letter"),
            ("atleast999999(a)", "capped"),
            ("exact(/a.b/)", "ignored"),
            ("(a or b)~2", "means something only after"),
            ("date after 2024", "not a filter"),
        ] {
            let found = warnings(text);
            assert!(found.iter().any(|message| message.contains(part)), "{text}: {found:?}");
        }
    }

    #[test]
    fn what_only_one_vendor_knows_is_named_when_it_is_ignored() {
        for (dialect, text, part) in [
            (
                Dialect::ProQuest,
                "a AND STYPE(\"b c\")",
                "`STYPE(\"b c\")` is ignored: news texts have no types of sources",
            ),
            (Dialect::Factiva, "a and sc=ftft", "`sc=ftft` is ignored: news texts have no codes of sources"),
            (Dialect::Nexis, "a and ticker(x)", "`ticker(x)` is ignored: news texts have no codes of shares"),
            (Dialect::ProQuest, "SU.EXACT(a AND b)", "`.EXACT` is ignored"),
            (Dialect::Morgue, "SU.EXACT(\"a\")", "`SU.EXACT(` is no function of the morgue dialect"),
            (Dialect::Morgue, "TI,AB(a)", "`TI,AB(` is no function of the morgue dialect"),
            (Dialect::Lucene, "[a TO m] b", "`[a TO m]` is ignored: only dates and `words` have ranges"),
            (Dialect::Lucene, "title :a", "`:a` names no field"),
            (Dialect::Lucene, "a^abc", "`a^abc` is searched as `a` `abc`"),
            (Dialect::ProQuest, "a /5 b", "`/5` is no operator of the ProQuest dialect"),
            (Dialect::Morgue, "a w/-1 b", "`w/-1` is no operator"),
            (Dialect::Morgue, "STYPE(a)", "`STYPE(` is no function"),
        ] {
            let parsed = parse(text, dialect, today()).unwrap();
            let found: Vec<String> = parsed.warnings.iter().map(ToString::to_string).collect();
            assert!(found.iter().any(|message| message.contains(part)), "{text}: {found:?}");
        }
        for (text, hint) in [
            ("a /5 b", "for 5 words apart write `w/5`"),
            ("a /s b", "for the same sentence write `w/s`"),
            ("a^-1 b", "to exclude something, write `NOT` before it"),
        ] {
            let problem = parse(text, Dialect::Morgue, today()).unwrap_err();
            assert!(problem.hint.contains(hint), "{problem}");
        }
    }

    #[test]
    fn a_wildcard_that_is_a_word_by_itself_is_refused() {
        for text in ["AT&*", "\"the AT&*\"", "*&T"] {
            let problem = parse(text, Dialect::Morgue, today()).unwrap_err();
            assert!(problem.message.contains("stands for a whole word, since `&` parts words"), "{problem}");
        }
    }

    #[test]
    fn a_problem_is_drawn_under_the_query() {
        let text = "trump AND titel:tariffs";
        let problem = parse(text, Dialect::Morgue, today()).unwrap_err();
        let drawn = problem.render(text);
        assert!(drawn.contains("  trump AND titel:tariffs\n            ^^^^^\n"), "{drawn}");
        assert!(drawn.contains("did you mean `title:`?"), "{drawn}");
    }

    #[test]
    fn a_lenient_reading_keeps_the_words_of_what_it_cannot_read() {
        for (text, reading) in [
            ("\"trump tariffs", "(bag trump tariffs)"),
            ("(trump OR xi", "(or trump xi)"),
            ("trump) AND xi", "(and trump xi)"),
            ("titel:trump", "`titel:trump`"),
            ("a w/5", "(bag a `w/5`)"),
            ("date:soon a", "(bag soon a)"),
            ("a w/5 date:2024", "(and a (date 2024))"),
            ("", "(nothing)"),
            ("()", "(nothing)"),
        ] {
            let parsed = parse_lenient(text, Dialect::Morgue, today());
            assert_eq!(expression(&parsed.query.root), reading, "{text}");
            assert!(!parsed.warnings.is_empty(), "{text}");
        }
    }

    #[test]
    fn plain_words_have_no_syntax() {
        let query = plain_words("Who said \"NOT (now)\"? title:x - a w/5 b*");
        let reading = "(bag Who said NOT now title x a w 5 b)";
        assert_eq!(expression(&query.root), reading);
        assert_eq!(expression(&plain_words(" ... ").root), "(nothing)");
        assert_eq!(expression(&plain_words("one").root), "one");
    }

    #[test]
    fn words_that_the_same_text_means_otherwise_elsewhere_are_told() {
        let found = disagreements("export control w/5 china", today());
        let factiva = found.iter().find(|one| one.dialect == Dialect::Factiva).unwrap();
        assert_eq!(factiva.there, "(pre/5 \"export control\" china)");
        let found = disagreements("alpha w/5 bet* NOT lang:de", today());
        let lucene = found.iter().find(|one| one.dialect == Dialect::Lucene).unwrap();
        assert_eq!(lucene.reason, "`w/5` is no operator in Lucene");
        let found = disagreements("a w/5 b", today());
        let factiva = found.iter().find(|one| one.dialect == Dialect::Factiva).unwrap();
        assert_eq!(factiva.reason, "in Factiva `w/n` is ordered");
        assert!(found.iter().all(|one| one.dialect != Dialect::Nexis));
        assert_eq!(disagreements("trump", today()), Vec::new());
    }

    #[test]
    fn a_word_finds_the_forms_that_the_dialect_finds_and_is_written_so() {
        for (dialect, reading) in [
            (Dialect::Morgue, "controls"),
            (Dialect::Lucene, "controls"),
            (Dialect::Nexis, "number:controls"),
            (Dialect::Factiva, "exact:controls"),
            (Dialect::ProQuest, "controls"),
        ] {
            let query = parse("controls", dialect, today()).unwrap().query;
            assert_eq!(expression(&query.root), reading, "{dialect}");
            let written = translate(&query, dialect);
            assert_eq!(written, ("controls".to_owned(), Vec::new()), "{dialect}");
        }
        let query = parse("controls AND plural(bank)", Dialect::Nexis, today()).unwrap().query;
        assert_eq!(expression(&query.root), "(and number:controls plural:bank)");
        assert_eq!(translate(&query, Dialect::Morgue).0, "number(controls) AND plural(bank)");
    }

    #[test]
    fn a_tree_is_shown_with_one_node_a_line() {
        let parsed = parse("(a or b) w/5 c date:2024-05", Dialect::Morgue, today()).unwrap();
        let expected = "AND\n  within 5 words, in any order\n    OR\n      word a\n      word b\n    word c\n  \
                        date 2024-05: from 2024-05-01 to before 2024-06-01 (UTC)\n";
        assert_eq!(tree(&parsed.query), expected);
        let value = to_json(&parsed.query);
        assert_eq!(value["type"], "and");
        assert_eq!(value["members"][0]["distance"], 5);
        assert_eq!(value["members"][0]["span"], serde_json::json!([0, 14]));
    }

    #[test]
    fn deep_nesting_is_a_problem_and_no_overflow() {
        let parentheses = format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000));
        let parsed = parse(&parentheses, Dialect::Morgue, today()).unwrap();
        assert_eq!(expression(&parsed.query.root), "a");
        for deep in [
            "not (".repeat(1000) + "a" + &")".repeat(1000),
            "a w/5 ".repeat(1000) + "a",
            "title:(".repeat(1000) + "a" + &")".repeat(1000),
            "(a OR (b AND ".repeat(500) + "c" + &"))".repeat(500),
            "(a (b OR ".repeat(500) + "c" + &"))".repeat(500),
        ] {
            let problem = parse(&deep, Dialect::Morgue, today()).unwrap_err();
            assert!(problem.message.contains("nested deeper"), "{problem}");
            let lenient = parse_lenient(&deep, Dialect::Morgue, today());
            assert!(!lenient.warnings.is_empty());
        }
    }

    #[test]
    fn a_text_beyond_the_limit_is_refused_or_cut() {
        let long = "word ".repeat(MAX_QUERY_BYTES / 2);
        assert!(parse(&long, Dialect::Morgue, today()).is_err());
        let cut = parse_lenient(&long, Dialect::Morgue, today());
        assert!(cut.warnings.iter().any(|warning| warning.message.contains("only the first")));
    }

    /// A quadratic reading of so much takes longer by far than any noise of the machine.
    #[test]
    fn garbage_is_read_in_linear_time() {
        let pieces = [
            "\"",
            "(",
            ")",
            "/a",
            "a/",
            "[",
            "date:[",
            "lang:IN [",
            "words:",
            "title:",
            "^",
            "~",
            "-",
            "+a ",
            "\\",
            "a and ",
            "a w/5 ",
            "not ",
            "a ",
            "=",
            "'",
            "a' ",
            "'a ",
            "\"a\" ",
            "/F50/",
            "/N5",
            "w/",
            "atleast5 ",
            "date(",
            "like:",
            "«",
            "a^2",
            "a*",
            "a!",
            "&&",
            "a||",
            "x:y ",
            "url:((",
            "a_",
            "or b ",
            "a and (",
        ];
        for piece in pieces {
            let text = piece.repeat(MAX_QUERY_BYTES / 16 / piece.len());
            for dialect in [Dialect::Morgue, Dialect::Factiva] {
                let begun = Instant::now();
                let _ = parse(&text, dialect, today());
                parse_lenient(&text, dialect, today());
                assert!(begun.elapsed() < Duration::from_secs(10), "{piece} in {dialect}");
            }
        }
    }

    #[test]
    fn ten_megabytes_of_garbage_are_refused_or_cut_at_once() {
        let signs: Vec<char> = "ab(\"*/[:^~-+\\'=w5é東 ,{$!&|)".chars().collect();
        let mut state = 1_u64;
        let garbage: String = (0..7_000_000)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                signs.get((state >> 33) as usize % signs.len()).copied().unwrap_or(' ')
            })
            .collect();
        assert!(garbage.len() > 7_500_000);
        for text in [garbage.as_str(), &"a w/5 (".repeat(1_500_000)] {
            for dialect in [Dialect::Morgue, Dialect::Factiva] {
                let begun = Instant::now();
                assert!(parse(text, dialect, today()).is_err());
                assert!(!parse_lenient(text, dialect, today()).warnings.is_empty());
                assert!(begun.elapsed() < Duration::from_secs(10), "{dialect}");
            }
        }
    }
}
