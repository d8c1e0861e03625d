use super::*;
use crate::article::{Article, EntityKind, EntityOrigin, Incomplete};
use crate::extract::Verdict;

fn read(line: &str) -> Extraction {
    extract(line, &Options::default()).unwrap()
}

fn article(line: &str) -> Article {
    read(line).article
}

fn published(article: &Article) -> Option<String> {
    article.published.as_ref().map(|date| date.value.to_string())
}

const OWN: &str = r#"{"id":"00112233445566aa","guid":null,"url":"https://paper.example/a","canonical_url":null,
    "title":"Ferry sails again","subtitle":"After two days","body":"A | b\nc | d\n\nThe ferry sails.","authors":["Jane Doe, Jr."],
    "publisher":"Paper","section":"News","keywords":["ferry, boats","storm"],
    "entities":[{"name":"Jane Roe","kind":"person","origin":"recognised","aliases":["Roe"],"count":3},{"name":"Oban","kind":"place","origin":"source","aliases":[],"count":0}],
    "language":"en","published":"2026-06-13","updated":null,"captured":"2026-06-14T10:00:00Z",
    "published_evidence":{"precision":"day","source":"url","confidence":0.7},"captured_evidence":null,
    "incomplete":"paywall","word_count":3,"family":null,"source_file":"a.txt","source_offset":0,"digest":"ab"}"#;

#[test]
fn an_own_record_is_taken_as_it_is() {
    let article = article(OWN);
    assert_eq!(article.guid, None);
    assert_eq!(article.body, "A | b\nc | d\n\nThe ferry sails.");
    assert_eq!(article.authors, ["Jane Doe, Jr."]);
    assert_eq!(article.keywords, ["ferry, boats", "storm"]);
    assert_eq!(article.incomplete, Some(Incomplete::Paywall));
    assert_eq!(article.entities.len(), 2);
    let first = &article.entities[0];
    assert_eq!((first.kind, first.origin, first.count), (EntityKind::Person, EntityOrigin::Recognised, 3));
    assert_eq!(first.aliases, ["Roe"]);
    let date = article.published.unwrap();
    assert_eq!((date.value.to_string().as_str(), date.source.as_str(), date.confidence), ("2026-06-13", "url", 0.7));
    let date = article.captured.unwrap();
    assert_eq!((date.source.as_str(), date.confidence), ("record", 0.95));
}

#[test]
fn an_own_body_of_lines_only_keeps_them() {
    assert_eq!(
        article(r#"{"id":"00112233445566aa","digest":"ab","title":"T","body":"a | b\nc | d"}"#).body,
        "a | b\nc | d"
    );
}

#[test]
fn news_please_records_are_read() {
    let article = article(
        r#"{"authors": ["Jane Doe"], "date_download": "2021-06-01 00:00:00", "date_modify": "None", "date_publish": "2021-02-03 08:15:00",
        "description": "The ferry.", "filename": "x", "image_url": null, "language": "en", "localpath": null,
        "maintext": "The ferry sails.\nPassengers are glad.", "source_domain": "www.paper.example", "text": "not this",
        "title": "Ferry", "title_page": null, "title_rss": null, "url": "https://www.paper.example/0"}"#,
    );
    assert_eq!(article.body, "The ferry sails.\n\nPassengers are glad.");
    assert_eq!(article.publisher.as_deref(), Some("paper.example"));
    assert_eq!(published(&article).as_deref(), Some("2021-02-03T08:15:00"));
    assert!(article.updated.is_none());
    assert_eq!(article.captured.map(|date| date.value.to_string()).as_deref(), Some("2021-06-01T00:00:00"));
    assert_eq!(article.subtitle.as_deref(), Some("The ferry."));
}

#[test]
fn newspaper4k_and_trafilatura_records_are_read() {
    let one = article(
        r#"{"url":"https://paper.example/a","canonical_link":"https://paper.example/b","title":"Ferry","authors":[],"publish_date":"2021-02-03T00:00:00",
        "meta_lang":"","language":"en","meta_site_name":"Paper","text":"The ferry sails.","summary":"","keywords":["ferry"],"meta_keywords":[""]}"#,
    );
    assert_eq!(one.canonical_url.as_deref(), Some("https://paper.example/b"));
    assert_eq!(one.publisher.as_deref(), Some("Paper"));
    assert_eq!(one.keywords, ["ferry"]);
    let two = article(
        r#"{"title":"Ferry","author":"Jane Doe; John Roe","hostname":"paper.example","date":"2021-02-03","id":null,"raw_text":"x","text":"The ferry.\nSails.",
        "language":null,"source":"https://paper.example/a","source-hostname":"The Paper","excerpt":"Short","categories":"","tags":"ferry,storm","filedate":"2026-11-24"}"#,
    );
    assert_eq!(two.url.as_deref(), Some("https://paper.example/a"));
    assert_eq!(two.publisher.as_deref(), Some("The Paper"));
    assert_eq!(two.authors, ["Jane Doe", "John Roe"]);
    assert_eq!(two.keywords, ["ferry", "storm"]);
    assert_eq!(two.body, "The ferry.\n\nSails.");
}

#[test]
fn a_cut_text_is_marked_as_cut() {
    for mark in ["[+1234 chars]", "[1234 chars]"] {
        let line = format!(
            r#"{{"source":{{"id":null,"name":"Paper"}},"author":null,"title":"Ferry","description":"D","url":"https://x.example/a","publishedAt":"2021-02-03T08:15:00Z","content":"The ferry sails…\r\nAgain {mark}"}}"#
        );
        let article = article(&line);
        assert_eq!(article.body, "The ferry sails…\n\nAgain");
        assert_eq!(article.incomplete, Some(Incomplete::Truncated));
        assert_eq!(article.publisher.as_deref(), Some("Paper"));
    }
    let teaser = article(r#"{"title":"Ferry","description":"The ferry sails."}"#);
    assert_eq!(teaser.incomplete, Some(Incomplete::Truncated));
    assert_eq!(article(r#"{"title":"T","text":"Take [note] of 5 chars]"}"#).incomplete, None);
}

#[test]
fn guardian_records_give_one_body_with_paragraphs() {
    let article = article(
        r#"{"id":"world/2021/0","sectionName":"World","webPublicationDate":"2021-02-03T08:15:00Z","webTitle":"Ferry","webUrl":"https://x.example/0",
        "fields":{"headline":"Ferry &amp; storm","byline":"Jo Doe","bodyText":"One. Two.","body":"<p>One.</p><p>Two.</p>"}}"#,
    );
    assert_eq!(article.body, "One.\n\nTwo.");
    assert_eq!(article.title, "Ferry & storm");
    assert_eq!(article.guid.as_deref(), Some("world/2021/0"));
    assert_eq!(article.section.as_deref(), Some("World"));
}

#[test]
fn washington_post_blocks_give_the_body() {
    let article = article(
        r#"{"id":"9171debc316e5e2782e0d2404ca7d09d","article_url":"https://x.example/a","title":"Women","author":"Jane Doe; J.C. Roe","published_date":1472713234000,
        "contents":[{"content":"Views","type":"kicker"},{"content":1472713234000,"type":"date"},null,{"type":"image"},
        {"content":"One <b>bold</b> &amp; more.","subtype":"paragraph","type":"sanitized_html"},{"content":"Two.","type":"sanitized_html"}],
        "type":"blog","source":"The Post"}"#,
    );
    assert_eq!(article.body, "One bold & more.\n\nTwo.");
    assert_eq!(published(&article).as_deref(), Some("2016-09-01T07:00:34Z"));
    assert_eq!(article.publisher.as_deref(), Some("The Post"));
    assert_eq!(article.section.as_deref(), Some("Views"));
    assert_eq!(article.authors, ["Jane Doe", "J.C. Roe"]);
}

#[test]
fn wrapped_and_linked_data_records_are_read() {
    let wrapped = article(
        r#"{"_index":"n","_id":"7","_source":{"headline":"Ferry","maintext":"It sails.","date_publish":"2021-02-03 08:15:00"}}"#,
    );
    assert_eq!((wrapped.title.as_str(), wrapped.body.as_str()), ("Ferry", "It sails."));
    let linked = article(
        r#"{"@type":"NewsArticle","headline":"Ferry","articleBody":"It sails.","author":[{"@type":"Person","name":"Jane Doe"}],"publisher":{"name":"Paper"},
        "datePublished":"2021-02-03T08:15:00+01:00","mainEntityOfPage":{"@id":"https://x.example/a"},"organizations":["Acme"],"persons":[{"name":"Jane Roe"}]}"#,
    );
    assert_eq!(linked.authors, ["Jane Doe"]);
    assert_eq!(linked.url.as_deref(), Some("https://x.example/a"));
    assert_eq!(linked.entities.len(), 2);
    assert!(linked.entities.iter().all(|entity| entity.origin == EntityOrigin::Source));
}

#[test]
fn all_kinds_of_names_of_ninjs_are_read() {
    let found = article(
        r#"{"uri":"urn:x:1","headline":"Ferry","body_text":"It sails.","person":[{"name":"Jane Roe"}],"organisation":[{"name":"Acme"}],
        "place":[{"name":"Oban"}],"event":[{"name":"Boat Show 2024"}],"object":[{"name":"Ferry Act"},{"name":"Clipper"}]}"#,
    );
    let names: Vec<(&str, &str)> =
        found.entities.iter().map(|entity| (entity.kind.as_str(), entity.name.as_str())).collect();
    assert_eq!(
        names,
        [
            ("person", "Jane Roe"),
            ("org", "Acme"),
            ("place", "Oban"),
            ("other", "Boat Show 2024"),
            ("other", "Ferry Act"),
            ("other", "Clipper")
        ]
    );
    assert!(
        article(r#"{"object":"article","event":"created","title":"Ferry","text":"It sails."}"#).entities.is_empty()
    );
}

#[test]
fn a_kind_of_entity_that_is_not_known_is_other_with_a_warning() {
    let found = read(
        r#"{"title":"One","text":"Text.","entities":[{"name":"Oban","kind":"place"},{"name":"Acme","kind":"bogus"},"Boat"]}"#,
    );
    let kinds: Vec<&str> = found.article.entities.iter().map(|entity| entity.kind.as_str()).collect();
    assert_eq!(kinds, ["place", "other", "other"]);
    assert_eq!(
        found.warnings,
        ["the kind `bogus` of an entity is none of person, org, place and other; read as other"]
    );
}

#[test]
fn a_dateline_given_apart_is_put_before_the_text() {
    let article = article(
        r#"{"urn":"urn:x:1","kicker":"Boats","headline":"Ferry","byline":"Von Eva Muster, dpa","dateline":"Oban (dpa) - ","article_html":"<p>It sails.</p><p>Soon.</p>",
        "creditline":"dpa","keyword_names":["Boats","："],"version_created":"2024-09-24T12:05:52+02:00"}"#,
    );
    assert_eq!(article.body, "Oban (dpa) - It sails.\n\nSoon.");
    assert_eq!(article.authors, ["Eva Muster"]);
    assert_eq!(article.publisher.as_deref(), Some("dpa"));
    assert_eq!(article.keywords, ["Boats"]);
}

#[test]
fn the_last_of_two_equal_keys_wins_with_a_warning() {
    let found = read(r#"{"title":"One","title":"Two","text":"Text."}"#);
    assert_eq!(found.article.title, "Two");
    assert_eq!(found.warnings.len(), 1);
}

#[test]
fn impossible_dates_are_left_out_with_a_warning() {
    let found = read(r#"{"title":"One","date":"2020-13-45","text":"Text.","updated":"None"}"#);
    assert!(found.article.published.is_none());
    assert_eq!(found.warnings, ["published holds no possible date: 2020-13-45"]);
}

#[test]
fn near_json_is_repaired_with_a_warning() {
    let found = read(r#"{"title":"Odd \ud83d text","n":1e400,"author":NaN,"text":"Lone \udc00 and NUL \u0000 here."}"#);
    assert_eq!(found.article.title, "Odd \u{fffd} text");
    assert_eq!(found.article.body, "Lone \u{fffd} and NUL here.");
    assert_eq!(found.warnings.len(), 1);
}

#[test]
fn what_is_no_record_is_an_error_or_no_article() {
    for (line, message, column) in [
        ("", "expected a JSON object, found nothing", 1),
        (" []", "expected a JSON object, found a list", 2),
        ("\"text\"", "expected a JSON object, found a string", 1),
        ("null", "expected a JSON object, found a constant", 1),
        ("hello", "expected a JSON object, found text that is no JSON", 1),
        ("{\"a\":1} x", "trailing characters", 9),
        ("{\"a\":", "EOF while parsing a value", 5),
    ] {
        let error = extract(line, &Options::default()).unwrap_err();
        assert_eq!((error.message.as_str(), error.column), (message, column), "{line}");
    }
    assert_eq!(read("{}").verdict, Verdict::NotArticle("no title or text"));
    assert_eq!(read(r#"{"url":"https://x.example/","text":" \n"}"#).verdict, Verdict::NotArticle("no title or text"));
}

#[test]
fn deep_nesting_is_an_error_and_no_overflow() {
    for open in ["[", "{\"fields\":", "{\"entities\":[", "{\"a\":"] {
        let line = format!("{{\"title\":\"Deep\",\"x\":{}", open.repeat(100_000));
        assert!(extract(&line, &Options::default()).is_err());
        let line = format!("{{\"title\":\"Deep\",\"text\":{}", open.repeat(100_000));
        assert!(extract(&line, &Options::default()).is_err());
    }
}

#[test]
fn the_language_is_normalised_or_detected() {
    assert_eq!(article(r#"{"title":"T","text":"x","lang":"en-US"}"#).language.as_deref(), Some("en"));
    let detected = article(
        r#"{"title":"T","text":"Die Fähre ist nach dem Sturm wieder auf dem Weg und die Gäste sind froh.","lang":null}"#,
    );
    assert_eq!(detected.language.as_deref(), Some("de"));
}

#[test]
fn explaining_names_the_values() {
    let options = Options { explain: true, ..Options::default() };
    let found = extract(OWN, &options).unwrap();
    assert!(found.evidence.iter().any(|evidence| evidence.field == "published" && evidence.source == "url"));
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn check(line: &str) {
        let Ok(found) = extract(line, &Options::default()) else {
            return;
        };
        let body = &found.article.body;
        assert!(!body.chars().any(|letter| letter.is_control() && letter != '\n'), "{body:?}");
        assert!(!body.contains("\n\n\n") && body.trim() == body, "{body:?}");
        assert!(!found.article.title.chars().any(char::is_control));
    }

    /// Any JSON value of a few levels.
    fn value() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(serde_json::Value::from),
            any::<i64>().prop_map(serde_json::Value::from),
            any::<f64>().prop_map(serde_json::Value::from),
            any::<String>().prop_map(serde_json::Value::from),
        ];
        leaf.prop_recursive(3, 20, 5, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
                proptest::collection::vec((key(), inner), 0..4)
                    .prop_map(|entries| serde_json::Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    fn key() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            prop::sample::select(vec![
                "title",
                "text",
                "body",
                "date",
                "authors",
                "entities",
                "contents",
                "fields",
                "published_evidence",
                "url",
                "source",
                "digest",
                "id",
                "language",
                "name",
                "kind",
                "count",
                "confidence",
                "content",
                "type",
                "persons",
                "keywords",
            ])
            .prop_map(str::to_owned),
        ]
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(line in any::<String>()) {
            check(&line);
            check(&format!("{{{line}}}"));
            check(&serde_json::json!({"title": line, "text": line, "date": line, "author": line}).to_string());
        }

        #[test]
        fn any_value_may_stand_under_any_key(entries in proptest::collection::vec((key(), value()), 0..8)) {
            let object = serde_json::Value::Object(entries.into_iter().collect());
            check(&object.to_string());
        }
    }
}
