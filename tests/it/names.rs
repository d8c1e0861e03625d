//! Names in articles: what is recognised, what the person adds, what can be left out, and how a model is measured.

use crate::support::{Folder, records};

const STORY: &str = "{\"url\":\"https://a.example/2024/05/14/x\",\"title\":\"Ministry signs deal\",\"language\":\"en\",\"body\":\"Peter Novak, head of Reuters in Paris, \
met Maria Delgado on Monday. Novak said that Zorvex would pay.\"}\n";

fn names(printed: &str) -> Vec<(String, String)> {
    let record = &records(printed)[0];
    let list = record["entities"].as_array().cloned().unwrap_or_default();
    let field = |entity: &serde_json::Value, name: &str| entity[name].as_str().unwrap_or("").to_owned();
    list.iter().map(|entity| (field(entity, "kind"), field(entity, "name"))).collect()
}

fn has(found: &[(String, String)], kind: &str, name: &str) -> bool {
    found.iter().any(|(found_kind, found_name)| found_kind == kind && found_name == name)
}

#[test]
fn people_organisations_and_places_are_recognised_and_can_be_searched() {
    let folder = Folder::new();
    folder.write("story.jsonl", STORY);
    let found = names(&folder.morgue(["convert", "story.jsonl"]).succeeds());
    assert!(has(&found, "person", "Peter Novak") && has(&found, "person", "Maria Delgado"), "{found:?}");
    assert!(has(&found, "org", "Reuters") && has(&found, "place", "Paris"), "{found:?}");
    folder.morgue(["ingest", "story.jsonl"]).succeeds();
    assert_eq!(folder.morgue(["search", "person:novak", "--count"]).succeeds().trim(), "1");
    assert_eq!(folder.morgue(["search", "org:novak", "--count"]).code, 1);
}

#[test]
fn names_are_left_out_on_request() {
    let folder = Folder::new();
    folder.write("story.jsonl", STORY);
    assert!(names(&folder.morgue(["convert", "story.jsonl", "--no-entities"]).succeeds()).is_empty());
}

#[test]
fn a_gazetteer_outranks_the_model_and_a_bad_one_is_refused() {
    let folder = Folder::new();
    folder.write("story.jsonl", STORY);
    folder.write("names.tsv", "Zorvex\torg\tZorvex plc\n");
    let found = names(&folder.morgue(["convert", "story.jsonl", "--gazetteer", "names.tsv"]).succeeds());
    assert!(has(&found, "org", "Zorvex"), "{found:?}");
    folder.write("bad.tsv", "Zorvex\tspaceship\n");
    folder.morgue(["convert", "story.jsonl", "--gazetteer", "bad.tsv"]).fails_saying("bad.tsv");
}

#[test]
fn a_model_is_scored_on_tagged_texts() {
    let folder = Folder::new();
    folder.write("dev.conll", "-DOCSTART- O\n\nPeter B-PER\nNovak I-PER\nwent O\nto O\nParis B-LOC\n. O\n\n");
    let scores = folder.morgue(["entity", "eval", "dev.conll"]).succeeds();
    assert!(scores.lines().last().unwrap().starts_with("  all     precision 1.0000  recall 1.0000"), "{scores}");
    folder.write("broken.conll", "Peter\tO\nNovak\tB-NONSENSE\n");
    let message = "broken.conll: line 2: the second column is no tag; expected O, or B-,";
    folder.morgue(["entity", "eval", "broken.conll"]).fails_saying(message);
    folder.write("bare.conll", "Peter\n");
    folder.morgue(["entity", "eval", "bare.conll"]).fails_saying("bare.conll: line 1: a token without a tag");
}

/// The last line of scores of some kinds in some case.
fn score(folder: &Folder, arguments: &[&str]) -> String {
    let all: Vec<&str> = ["entity", "eval"].iter().chain(arguments).copied().collect();
    folder.morgue(all).succeeds().lines().last().unwrap().to_owned()
}

#[test]
fn scores_are_of_the_kinds_and_the_case_that_are_asked_for() {
    let folder = Folder::new();
    let bio = "-DOCSTART- O\n\nPeter B-PER\nNovak I-PER\nwent O\nto O\nParis B-LOC\n. O\n\n";
    folder.write("dev.conll", bio);
    folder.write("four.conll", "-DOCSTART- -X- -X- O\n\nPeter NNP B-NP I-PER\nNovak NNP I-NP I-PER\nwent VBD B-VP O\nto TO B-PP O\nParis NNP B-NP I-LOC\n. . O O\n\n");
    folder.write("no-places.conll", bio.replace("B-LOC", "O"));
    assert_eq!(score(&folder, &["four.conll"]), score(&folder, &["dev.conll"]));
    assert!(score(&folder, &["no-places.conll"]).contains("precision 0.5000"));
    let persons = score(&folder, &["no-places.conll", "--kinds", "person,org"]);
    assert!(persons.contains("precision 1.0000  recall 1.0000") && persons.ends_with("of 1"), "{persons}");
    assert!(score(&folder, &["dev.conll", "four.conll"]).ends_with("of 4"));
    let told = folder.morgue(["entity", "eval", "dev.conll", "four.conll"]).succeeds();
    assert!(told.contains("\nall 2 files\n"), "{told}");
    assert_eq!(score(&folder, &["dev.conll", "--case", "lower"]), score(&folder, &["dev.conll", "--case", "upper"]));
    folder.morgue(["entity", "eval", "dev.conll", "--links", "--case", "lower"]).fails_saying("cannot be used with");
}

#[test]
fn a_text_that_is_clearly_in_another_language_than_its_tag_says_gets_that_language() {
    let folder = Folder::new();
    let body = "Der Stadtrat hat am Montag nach langer Debatte den Bau einer neuen Halle beschlossen. Die Kosten sollen bei rund \
        zwei Millionen Euro liegen, teilte die Verwaltung mit. Des Weiteren ist auch eine Brücke geplant.";
    let record = serde_json::json!({
        "title": "Stadtrat beschließt Halle", "url": "https://www.example.org/1", "language": "en", "body": body,
        "published": "2024-05-06",
    });
    folder.write("a.jsonl", format!("{record}\n"));
    folder.morgue(["ingest", "a.jsonl", "--quiet"]).succeeds();
    let exported = folder.morgue(["export"]).succeeds();
    let article: serde_json::Value = serde_json::from_str(exported.lines().next().unwrap()).unwrap();
    assert_eq!(article["language"], "de", "{article}");
    assert_eq!(article["entities"].as_array().map_or(0, Vec::len), 0, "{article}");
}

#[test]
fn groups_of_words_are_made_from_vectors_and_what_is_no_vector_is_refused() {
    let folder = Folder::new();
    folder.write("vectors.txt", "monday 1 0.1\nlondon 0 1\ntuesday 0.9 0\nparis 0.1 1.1\n");
    let make = |out: &str| {
        folder.morgue(["entity", "groups", "vectors.txt", "--out", out, "--source", "made up"]).succeeds();
        std::fs::read(folder.path(out)).unwrap()
    };
    let bytes = make("groups.txt.zst");
    assert_eq!(bytes, make("again.txt.zst"));
    let text = String::from_utf8(zstd::decode_all(bytes.as_slice()).unwrap()).unwrap();
    assert!(text.starts_with("# Source: made up\n# SHA-256 of the vectors: "), "{text}");
    for word in ["monday", "tuesday", "london", "paris"] {
        assert!(text.contains(word), "{text}");
    }
    folder.write("broken.txt", "monday 1 0.1\nlondon 0\nparis one two\n");
    folder.morgue(["entity", "groups", "broken.txt", "--out", "x.zst"]).fails_saying("broken.txt: line 2");
}
