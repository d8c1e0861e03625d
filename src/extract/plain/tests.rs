use super::*;
use crate::date::Precision;

fn text(text: &str) -> Extraction {
    extract(text, PlainKind::Text, &Options::default())
}

fn markdown(text: &str) -> Extraction {
    extract(text, PlainKind::Markdown, &Options::default())
}

fn published(extraction: &Extraction) -> Option<(String, &str)> {
    let date = extraction.article.published.as_ref()?;
    Some((date.value.to_string(), date.source.as_str()))
}

/// The form in which one reader saves articles: kicker, headline, one line a paragraph, a table, a source line.
const SAVED: &str = "Source-led article
Harbour Chief Reportedly Warned Of Faulty Crane Before Collapse

The head of the harbour had warned of a faulty crane for weeks, according to letters seen by the paper. The crane fell on Friday, and nobody was hurt when it came down beside the old customs house.
The Council’s Answer
The council said that it had acted swiftly. It had ordered an inspection of all cranes and would publish the results before the end of the month, a spokeswoman told reporters on Saturday morning.
Key Facts
| Fact | Detail |
|---|---|
| Crane | Number 4 |
| Damage | About “two million” |
What Comes Next
Work at the quay is to go on next week with two mobile cranes that were rented from a neighbouring port, while the wreck is taken apart where it lies and brought away by barge.
Source: PortNews Daily – https://portnews.example/2026/06/13/harbour-chief-reportedly-warned-of-faulty-crane-before-collapse/
";

#[test]
fn a_saved_article_comes_out_without_its_frame() {
    let found = text(SAVED);
    let article = &found.article;
    assert_eq!(found.verdict, Verdict::Article);
    assert_eq!(article.title, "Harbour Chief Reportedly Warned Of Faulty Crane Before Collapse");
    assert_eq!(article.publisher.as_deref(), Some("PortNews"));
    assert_eq!(published(&found), Some(("2026-06-13".to_owned(), "url")));
    assert_eq!(article.published.as_ref().map(|date| date.value.precision()), Some(Precision::Day));
    assert_eq!(article.language.as_deref(), Some("en"));
    let paragraphs: Vec<&str> = article.body.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 7, "{}", article.body);
    assert_eq!(paragraphs[4], "Fact | Detail\nCrane | Number 4\nDamage | About “two million”");
    assert!(!article.body.contains("https://") && !article.body.contains("Source"));
    assert!(found.warnings.is_empty() && found.evidence.is_empty());
}

#[test]
fn header_lines_above_the_text_are_read() {
    let found = text(
        "URL: https://paper.example/news/ferry\nDate: 2026-06-13\n\nFerry service resumes after winter storm\nBy Jane Doe and John Roe\n\n\
         The ferry sails again.\n\nPassengers were glad.\n",
    );
    assert_eq!(found.article.title, "Ferry service resumes after winter storm");
    assert_eq!(found.article.authors, ["Jane Doe", "John Roe"]);
    assert_eq!(found.article.url.as_deref(), Some("https://paper.example/news/ferry"));
    assert_eq!(found.article.publisher.as_deref(), Some("paper.example"));
    assert_eq!(published(&found), Some(("2026-06-13".to_owned(), "header")));
    assert_eq!(found.article.body, "The ferry sails again.\n\nPassengers were glad.");
}

#[test]
fn german_header_lines_are_read() {
    let found = text(
        "Analyse\n\nFähre fährt nach dem Sturm wieder\n\nVon Eva Muster\n2026-02-03\n\nOban (dpa) - Die Fähre fährt wieder, und die Gäste sind froh.\n\n\
         Quelle: Hafenblatt — https://www.hafenblatt.example/a",
    );
    assert_eq!(found.article.title, "Fähre fährt nach dem Sturm wieder");
    assert_eq!(found.article.authors, ["Eva Muster"]);
    assert_eq!(found.article.publisher.as_deref(), Some("Hafenblatt"));
    assert_eq!(published(&found), Some(("2026-02-03".to_owned(), "date-line")));
    assert_eq!(found.article.language.as_deref(), Some("de"));
    assert_eq!(found.article.body, "Oban (dpa) - Die Fähre fährt wieder, und die Gäste sind froh.");
}

#[test]
fn markdown_with_front_matter_does_not_repeat_its_title() {
    let found = markdown(
        "---\ntitle: \"Ferry service resumes\"\nsource: \"https://paper.example/2026/02/03/ferry\"\nauthor:\n  - \"[[Jane Doe]]\"\n\
         published: 2026-02-04\ncreated: 2026-02-05\ndescription: \"The ferry sails.\"\ntags:\n  - \"clippings\"\n---\n\
         # Ferry service resumes\n\nThe **ferry** [sails](https://x.example/) again.\n\n## Later\n\n- one\n- two\n",
    );
    let article = &found.article;
    assert_eq!(article.title, "Ferry service resumes");
    assert_eq!(article.body, "The ferry sails again.\n\nLater\n\n- one\n- two");
    assert_eq!(article.authors, ["Jane Doe"]);
    assert_eq!(article.subtitle.as_deref(), Some("The ferry sails."));
    assert_eq!(published(&found), Some(("2026-02-04".to_owned(), "front-matter")));
    assert_eq!(article.captured.as_ref().map(|date| date.value.to_string()).as_deref(), Some("2026-02-05"));
    assert!(article.keywords.is_empty());
}

#[test]
fn markdown_headings_of_both_kinds_are_headlines() {
    for heading in ["# Ferry sails again", "Ferry sails again\n===", "Exclusive\n\n# Ferry sails again"] {
        let found = markdown(&format!(
            "{heading}\n\n*By Jane Doe*\n\nThe ferry sails.\n\nSource: [Paper](https://paper.example/a)\n"
        ));
        assert_eq!(found.article.title, "Ferry sails again", "{heading}");
        assert_eq!(found.article.authors, ["Jane Doe"]);
        assert_eq!(found.article.publisher.as_deref(), Some("Paper"));
        assert_eq!(found.article.url.as_deref(), Some("https://paper.example/a"));
        assert_eq!(found.article.body, "The ferry sails.");
    }
}

#[test]
fn a_standfirst_stands_below_the_headline() {
    let found = markdown(
        "# Ferry sails again\n\n*After two days of storm the islands are no longer cut off.*\n\nThe ferry sails.\n",
    );
    assert_eq!(found.article.subtitle.as_deref(), Some("After two days of storm the islands are no longer cut off."));
    assert_eq!(found.article.body, "The ferry sails.");
}

#[test]
fn a_line_between_headline_and_byline_is_the_standfirst() {
    let found = text(
        "Ferry sails again after storm\nIslands were cut off for two days\nBy Jane Doe, Transport Correspondent\n\nThe ferry sails.\n",
    );
    assert_eq!(found.article.subtitle.as_deref(), Some("Islands were cut off for two days"));
    assert_eq!(found.article.authors, ["Jane Doe"]);
    assert_eq!(found.article.body, "The ferry sails.");
}

#[test]
fn a_text_without_headline_is_all_body() {
    let long = "The ferry between the islands sails again, two days after a storm had closed the harbour, and hundreds of passengers who had been waiting were glad to go home.";
    let found = text(&format!("{long}\n\n{long}"));
    assert_eq!(found.article.title, "");
    assert_eq!(found.article.body, format!("{long}\n\n{long}"));
    assert_eq!(text("Only one sentence here.").article.body, "Only one sentence here.");
}

#[test]
fn a_wrapped_headline_is_one_headline() {
    let found = text(
        "Ferry company reports record numbers of passengers in the\nfirst half of the year\n\nThe company is glad. So are we.\n",
    );
    assert_eq!(found.article.title, "Ferry company reports record numbers of passengers in the first half of the year");
    assert_eq!(found.article.body, "The company is glad. So are we.");
}

#[test]
fn the_address_given_from_outside_is_the_last_resort() {
    let options = Options { url: Some("https://www.paper.example/2026/06/title"), explain: true, ..Options::default() };
    let found = extract("Ferry sails again\n\nThe ferry sails.", PlainKind::Text, &options);
    assert_eq!(found.article.url.as_deref(), options.url);
    assert_eq!(published(&found), Some(("2026-06".to_owned(), "url")));
    assert_eq!(found.article.publisher.as_deref(), Some("paper.example"));
    for field in ["title", "url", "publisher", "published"] {
        assert!(found.evidence.iter().any(|evidence| evidence.field == field && evidence.chosen), "{field}");
    }
}

#[test]
fn what_is_no_article_is_told_with_its_reason() {
    for (content, reason) in [
        ("", "no text"),
        (" \n\u{feff}\r\n ", "no text"),
        ("hello", "too short"),
        ("---\n---\n", "no text"),
        ("\u{0}\u{1}\u{2}\u{3}ab", "binary data"),
    ] {
        assert_eq!(text(content).verdict, Verdict::NotArticle(reason), "{content:?}");
    }
    assert_eq!(text("Headline with NUL\n\nFirst.\u{0} Second sentence.").article.body, "First. Second sentence.");
    assert_eq!(
        text("北海道で初雪、平年より五日早く\r\n\r\n札幌で雪が降った。").article.title,
        "北海道で初雪、平年より五日早く"
    );
}

#[test]
fn a_site_name_behind_the_headline_is_dropped() {
    let found = text("Ferry sails again | Paper\n\nThe ferry sails.\n\nSource: Paper - https://paper.example/a");
    assert_eq!(found.article.title, "Ferry sails again");
}

#[test]
fn a_site_name_that_the_address_spells_is_the_publisher() {
    let found = text("Ferry sails again | The Paper\n\nThe ferry sails.\n\nhttps://www.thepaper.example/a");
    assert_eq!(found.article.title, "Ferry sails again");
    assert_eq!(found.article.publisher.as_deref(), Some("The Paper"));
}

#[test]
fn a_wire_story_without_headline_has_none() {
    let found = text(
        "By JOHN ROE\nAssociated Press Writer\n\nOBAN (AP) -- The ferry sailed late on Tuesday after two days of storm, taking\n\
         hundreds of passengers home who had been waiting at the harbour, where\nneither food nor beds were to be had.\n\nThe captain was glad, and so were the\npassengers.",
    );
    assert_eq!(found.article.title, "");
    assert_eq!(found.article.authors, ["JOHN ROE"]);
    assert!(found.article.body.starts_with("OBAN (AP) -- The ferry"), "{}", found.article.body);
}

#[test]
fn impossible_dates_are_warned_about_and_left_out() {
    let found = text("Ferry sails again\nDate: 2026-13-45\n\nThe ferry sails.");
    assert!(found.article.published.is_none());
    assert_eq!(found.warnings.len(), 1);
}

/// The form that every body has.
fn assert_is_body(body: &str) {
    assert!(!body.chars().any(|letter| letter.is_control() && letter != '\n'), "{body:?}");
    assert!(!body.contains("\n\n\n"), "{body:?}");
    assert_eq!(body.trim(), body);
    assert!(body.split('\n').all(|line| line.trim() == line), "{body:?}");
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn check(content: &str) {
        let options = Options { explain: true, ..Options::default() };
        for kind in [PlainKind::Text, PlainKind::Markdown] {
            let found = extract(content, kind, &options);
            assert_is_body(&found.article.body);
            assert!(!found.article.title.chars().any(char::is_control));
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_a_body_in_form(content in any::<String>()) {
            check(&content);
        }

        #[test]
        fn any_bytes_give_a_body_in_form(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            check(&String::from_utf8_lossy(&bytes));
        }

        #[test]
        fn any_mixture_of_marks_gives_a_body_in_form(
            pieces in proptest::collection::vec(prop_oneof![
                Just("---\n"), Just("+++\n"), Just("{"), Just("}"), Just("\n"), Just("\n\n"), Just("# "), Just("| a | b |\n"),
                Just("|---|---|\n"), Just("Source: "), Just("https://a.example/2026/06/13/x"), Just("By "), Just("Jane Doe"),
                Just("title: "), Just("date = "), Just("2026-06-13"), Just("- "), Just("> "), Just("```\n"), Just("\r\n"),
                Just("\u{0}"), Just("\u{a0}"), Just("\u{ad}"), Just("\t"), Just("informa-\n"), Just("tion "), Just("["), Just("]("),
                Just(")"), Just("*"), Just("<!--"), Just("-->"), Just("The ferry sails again. "), Just("=\n"), Just("市"), Just("İ"),
            ], 0..40)
        ) {
            check(&pieces.concat());
        }
    }
}
