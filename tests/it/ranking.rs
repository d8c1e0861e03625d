//! `morgue search`: what comes first and why, which articles count as hits, and many queries at once.

use crate::support::{Folder, Random, Run, article_line, assert_expected, records, text};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn search(folder: &Folder, arguments: &[&str]) -> Run {
    folder.morgue(["search"].iter().chain(arguments))
}

#[track_caller]
fn hits(folder: &Folder, arguments: &[&str]) -> Vec<Value> {
    // The articles of these tests are much alike.
    let run = search(folder, &[arguments, &["--format", "jsonl", "--families", "off"]].concat());
    assert!(run.code < 2, "{run:?}");
    records(&run.stdout)
}

#[track_caller]
fn titles(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    hits(folder, arguments).iter().map(|hit| text(hit, "title").to_owned()).collect()
}

/// An archive of articles given as title, day of publication and body.
fn archive(articles: &[(&str, Option<&str>, &str)]) -> Folder {
    let folder = Folder::new();
    let lines = articles.iter().map(|(title, published, body)| {
        let mut article =
            json!({"title": title, "url": format!("https://a.example/{title}"), "language": "en", "body": body});
        if let Some(published) = published {
            article["published"] = json!(published);
        }
        format!("{article}\n")
    });
    folder.write("articles.jsonl", lines.collect::<String>());
    folder.morgue(["ingest", "articles.jsonl", "--quiet", "--no-entities", "--keep-all"]).succeeds();
    folder
}

/// Words that no query asks for.
fn filler(words: usize) -> String {
    ["lorem", "ipsum", "dolor", "sit", "amet"].iter().cycle().take(words).copied().collect::<Vec<_>>().join(" ")
}

/// A number printed with four decimals, in ten-thousandths.
fn points(value: &Value) -> i64 {
    (value.as_f64().unwrap() * 10_000.0).round() as i64
}

/// The shares of an explanation add up to its relevance, and that makes the score.
#[track_caller]
fn assert_adds_up(hit: &Value) {
    let explanation = &hit["score_explanation"];
    let list = |name: &str| explanation[name].as_array().unwrap().clone();
    let words: i64 = list("words").iter().map(|word| points(&word["occurrences"]) + points(&word["lead"])).sum();
    let near: i64 = list("near").iter().map(|near| points(&near["share"])).sum();
    assert_eq!(words + near, points(&explanation["relevance"]), "{hit}");
    assert_eq!(explanation["score"], hit["score"], "{hit}");
    if explanation.get("decay").is_none() {
        assert_eq!(explanation["relevance"], explanation["score"], "{hit}");
    }
}

#[test]
fn an_explanation_adds_up_to_the_score_digit_for_digit() {
    let folder = Folder::with_small_corpus();
    let queries = [
        "cable cut ship",
        "cables cutting ships",
        "\"data cable\"^3 OR licence",
        "cabl* AND (cut OR ship)",
        "cable w/5 cut harbour",
        "cable cable cables",
        "title:cable NOT harbour",
        "Sirenen Hochwasser Tamble",
        "atleast2(cable) exact(ship)",
        "*:*",
    ];
    let mut seen = 0;
    for query in queries {
        for options in [&["--explain"][..], &["--explain", "--rank", "recent", "--half-life", "1y"]] {
            for hit in hits(&folder, &[&[query], options].concat()) {
                assert_adds_up(&hit);
                seen += usize::from(hit["score"].as_f64().unwrap() > 0.0);
            }
        }
    }
    assert!(seen > 20, "{seen}");
    let run = search(&folder, &["cables cutting", "--explain", "--rank", "recent", "--snippets", "0", "--limit", "2"]);
    assert_expected("search.explain", &run.succeeds());
    let plain = search(&folder, &["cable", "--format", "json"]).succeeds();
    assert!(!plain.contains("score_explanation"));
}

#[test]
fn scores_and_their_explanations_do_not_depend_on_segments() {
    let articles: Vec<String> = (0..60).map(article_line).collect();
    let archives = [1, 4, 13].map(|parts| {
        let folder = Folder::new();
        for (number, part) in articles.chunks(articles.len().div_ceil(parts)).enumerate() {
            let name = format!("part{number}.jsonl");
            folder.write(&name, part.concat());
            folder.morgue(["ingest", &name, "--quiet", "--no-entities"]).succeeds();
        }
        folder
    });
    let words =
        ["harbour", "councils", "reported", "bridge", "winter", "the", "of", "engineer", "budget", "number", "7"];
    let mut random = Random::new(11);
    for _ in 0..12 {
        let count = 1 + random.below(6);
        let query: Vec<&str> = (0..count).map(|_| words[random.below(words.len() as u64) as usize]).collect();
        let query = query.join(" ");
        let arguments = ["search", &query, "--explain", "--format", "jsonl", "--limit", "60", "--snippets", "0"];
        let recent = if random.below(2) == 0 { "recent" } else { "words" };
        let [one, others @ ..] = archives.each_ref().map(|folder| {
            let output = folder.morgue(arguments.iter().chain(&["--rank", recent])).succeeds();
            // The file and the place in it are not those of the other archives.
            records(&output)
        });
        one.iter().for_each(assert_adds_up);
        assert!(others.iter().all(|other| *other == one), "{query}");
    }
}

#[test]
fn the_word_itself_counts_more_than_other_forms_of_it() {
    let body = |word: &str| format!("{} {word} {}", filler(60), filler(60));
    let folder =
        archive(&[("Stem", None, &body("airings")), ("Word", None, &body("airing")), ("None", None, &filler(80))]);
    assert_eq!(titles(&folder, &["airing"]), ["Word", "Stem"]);
    assert_eq!(titles(&folder, &["airings"]), ["Stem", "Word"]);
}

#[test]
fn words_in_the_lead_and_words_near_each_other_count_more() {
    let fill = filler(40);
    let early = format!("ferry {fill} {fill}");
    let late = format!("{fill} {fill} ferry");
    let near = format!("{fill} marten quarry {fill} {fill}");
    let far = format!("{fill} marten {fill} quarry {fill}");
    let none = filler(80);
    let folder = archive(&[
        ("Late", None, &late),
        ("Early", None, &early),
        ("Far", None, &far),
        ("Near", None, &near),
        ("One", None, &none),
        ("Two", None, &format!("{none} amet")),
        ("Three", None, &format!("{none} dolor")),
        ("Four", None, &format!("{none} sit")),
    ]);
    assert_eq!(titles(&folder, &["ferry"]), ["Early", "Late"]);
    assert_eq!(titles(&folder, &["marten quarry"]), ["Near", "Far"]);
    let explained = hits(&folder, &["quarry marten", "--explain"]);
    assert_eq!(explained[0]["score_explanation"]["near"][0]["count"].as_u64(), Some(1));
    assert_eq!(explained[1]["score_explanation"]["near"], json!([]));
}

#[test]
fn a_word_typed_twice_counts_once() {
    let folder = Folder::with_small_corpus();
    let scores = |query: &str| hits(&folder, &[query]).iter().map(|hit| points(&hit["score"])).collect::<Vec<_>>();
    let (once, twice) = (scores("cable"), scores("cable cable"));
    assert_eq!(once.len(), twice.len());
    assert!(once.iter().zip(&twice).all(|(one, other)| one.abs_diff(*other) <= 3), "{once:?} {twice:?}");
}

#[test]
fn how_many_words_must_match_can_be_chosen() {
    let folder = Folder::with_small_corpus();
    let count = |arguments: &[&str]| search(&folder, &[arguments, &["--count"]].concat()).stdout.trim().to_owned();
    assert_eq!(titles(&folder, &["hochwasser nosuchwordanywhere"]), ["Hochwasser: Die Sirenen blieben stumm"]);
    assert_eq!(count(&["hochwasser nosuchwordanywhere"]), "1");
    assert_eq!(count(&["hochwasser nosuchwordanywhere", "--match", "all"]), "0");
    assert_eq!(count(&["hochwasser nosuchwordanywhere", "--sort", "newest"]), "0", "by date, most must match");
    assert_eq!(count(&["hochwasser nosuchwordanywhere", "--sort", "newest", "--match", "some"]), "1");
    let sizes = ["all", "most", "some"].map(|rule| titles(&folder, &["cable cut ship strike", "--match", rule]));
    let sets = sizes.map(|titles| titles.into_iter().collect::<BTreeSet<_>>());
    assert!(sets[0].is_subset(&sets[1]) && sets[1].is_subset(&sets[2]) && sets[0].len() < sets[2].len(), "{sets:?}");
    assert_eq!(folder.morgue(["export", "hochwasser nosuchwordanywhere"]).code, 1, "an export is not ranked");
}

#[test]
fn plain_words_have_no_operators() {
    let folder = Folder::with_small_corpus();
    let query = "NOT (cable) \"cut w/5 title:ship* -strike";
    assert_eq!(search(&folder, &[query]).code, 2);
    let run = search(&folder, &[query, "--plain"]);
    assert!(!run.stderr.contains("warning") && run.stdout.contains("Undersea cable cut"), "{run:?}");
    assert_eq!(search(&folder, &["...", "--plain"]).code, 1);
}

#[test]
fn recent_articles_come_first_if_asked_for() {
    let body = format!("The ferry to the island is late again, said the harbour. {}", filler(30));
    let folder = archive(&[
        ("Old", Some("2020-01-01"), &body),
        ("Older", Some("1990-01-01"), &body),
        ("Undated", None, &body),
        ("New", Some("2024-03-01"), &body),
        ("Future", Some("2999-01-01"), &body),
        ("Older still and about it", Some("1980-01-01"), &format!("Ferry, island, late: the ferry. {body}")),
    ]);
    let recent = hits(&folder, &["ferry island late", "--rank", "recent", "--explain", "--half-life", "1y"]);
    let order: Vec<&str> = recent.iter().map(|hit| text(hit, "title")).collect();
    assert_eq!(order[..3], ["Future", "New", "Old"]);
    assert_eq!(order[3], "Older still and about it", "after ten half-lives only relevance counts");
    let factor = |hit: &Value| hit["score_explanation"]["decay"]["factor"].as_f64().unwrap();
    assert_eq!(factor(&recent[0]), 1.0, "the future is today");
    assert!(recent.windows(2).all(|pair| factor(&pair[0]) >= factor(&pair[1])));
    assert!(recent.iter().any(|hit| hit["score_explanation"]["decay"].get("age_days").is_none()));
    recent.iter().for_each(assert_adds_up);
    let usual = titles(&folder, &["ferry island late"]);
    assert_eq!(usual[0], "Older still and about it");
    search(&folder, &["ferry", "--rank", "recent", "--sort", "newest"]).fails_saying("cannot be used with");
    search(&folder, &["ferry", "--half-life", "soon"]).fails_saying("write an age as 30d");
}

#[test]
fn pages_are_pieces_of_one_list_however_long_it_is() {
    let folder = Folder::new();
    folder.write("many.jsonl", (0..450).map(article_line).collect::<String>());
    folder.morgue(["ingest", "many.jsonl", "--quiet", "--no-entities"]).succeeds();
    for query in ["harbour bridge number", "harbour winter market"] {
        let list = |options: &[&str]| hits(&folder, &[&[query, "--explain", "--snippets", "0"], options].concat());
        let all = list(&["--limit", "450"]);
        assert!(all.len() > 250, "{}", all.len());
        let score = |hit: &Value| points(&hit["score"]);
        assert!(all.windows(2).all(|pair| score(&pair[0]) >= score(&pair[1])));
        all.iter().for_each(assert_adds_up);
        for (offset, limit) in [("0", 7), ("195", 10), ("240", 10)] {
            let begin: usize = offset.parse().unwrap();
            assert_eq!(list(&["--offset", offset, "--limit", &limit.to_string()]), all[begin..begin + limit]);
        }
    }
}

#[test]
fn many_queries_are_ranked_in_one_run() {
    let folder = Folder::with_small_corpus();
    folder.write(
        "one.jsonl",
        r#"{"id": "guid-1", "title": "A", "body": "Zebras are not cables. They graze on the hill."}"#,
    );
    folder.morgue(["ingest", "one.jsonl", "--quiet", "--keep-all"]).succeeds();
    folder.write("queries.tsv", "q1\tcable NOT (cut\n\nq2\tzebras\nq3\tnosuchwordanywhere\n");
    let run = search(&folder, &["--plain", "--queries", "queries.tsv"]).succeeds();
    let lines: Vec<Vec<&str>> = run.lines().map(|line| line.split(' ').collect()).collect();
    assert!(lines.iter().all(|line| line.len() == 6 && line[1] == "Q0" && line[5] == "morgue"), "{run}");
    let of = |query: &str| lines.iter().filter(|line| line[0] == query).cloned().collect::<Vec<_>>();
    assert_eq!(of("q2").iter().map(|line| line[2]).collect::<Vec<_>>(), ["guid-1"]);
    assert_eq!(of("q3"), Vec::<Vec<&str>>::new());
    let single = hits(&folder, &["cable NOT (cut", "--plain", "--limit", "1000"]);
    let expected: Vec<(String, String)> = (1..)
        .zip(&single)
        .map(|(rank, hit): (usize, _)| (rank.to_string(), format!("{:.4}", hit["score"].as_f64().unwrap())))
        .collect();
    assert_eq!(of("q1").iter().map(|line| (line[3].to_owned(), line[4].to_owned())).collect::<Vec<_>>(), expected);
    let first =
        search(&folder, &["--plain", "--queries", "queries.tsv", "--limit", "1", "--format", "trec"]).succeeds();
    assert_eq!(first.lines().count(), 2);
    let piped = folder.morgue_with_input(["search", "--queries", "-"], b"x\tnosuchwordanywhere\n");
    assert_eq!((piped.code, piped.stdout.as_str()), (1, ""));
}

#[test]
fn a_bad_file_of_queries_is_named_with_its_line() {
    let folder = Folder::with_small_corpus();
    folder.write("bad.tsv", "q1\tcable\nq2 cable\n");
    search(&folder, &["--queries", "bad.tsv"]).fails_saying("bad.tsv: line 2: no tab between an id and a query");
    folder.write("binary.tsv", b"q1\tcable\nq2\t\xff\n");
    search(&folder, &["--queries", "binary.tsv"]).fails_saying("binary.tsv: line 2: not UTF-8");
    search(&folder, &["--queries", "missing.tsv"]).fails_saying("missing.tsv: ");
    folder.write("syntax.tsv", "q1\t(cable\n");
    search(&folder, &["--queries", "syntax.tsv"]).fails_saying("syntax.tsv: query q1:\n");
    search(&folder, &["--queries", "bad.tsv", "--format", "csv"]).fails_saying("prints a TREC run");
    search(&folder, &["cable", "--format", "trec"]).fails_saying("needs --queries");
    search(&folder, &["cable", "--queries", "bad.tsv"]).fails_saying("cannot be used with");
}

#[test]
fn removed_articles_leave_no_trace_in_scores() {
    let scores = |files: &[(&str, std::ops::Range<u64>)], removed: Option<&str>| {
        let folder = Folder::new();
        for (name, numbers) in files {
            folder.write(&format!("in/{name}"), numbers.clone().map(article_line).collect::<String>());
        }
        folder.morgue(["ingest", "in", "--quiet", "--no-entities", "--threads", "1"]).succeeds();
        if let Some(name) = removed {
            folder.remove(&format!("in/{name}"));
            folder.morgue(["ingest", "in", "--quiet", "--no-entities", "--prune"]).succeeds();
        }
        ["harbour bridge", "\"the council\"", "harb* w/9 winter", "report number 7"]
            .map(|query| hits(&folder, &[query, "--explain", "--snippets", "0", "--limit", "99"]))
    };
    let never = scores(&[("a.jsonl", 0..30)], None);
    assert!(never.iter().all(|hits| !hits.is_empty()));
    assert_eq!(scores(&[("a.jsonl", 0..30), ("b.jsonl", 30..40)], Some("b.jsonl")), never);
}
