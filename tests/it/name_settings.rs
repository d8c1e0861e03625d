//! Where names are not looked for, and with which settings they are: what is said, and what a rerun does.

use crate::support::Folder;
use serde_json::Value;

const ENGLISH: &str = "{\"url\":\"https://a.example/1\",\"title\":\"Ministry signs deal\",\"language\":\"en\",\"published\":\"2024-05-14\",\
\"body\":\"Peter Novak, head of Reuters in Paris, met Maria Delgado on Monday. Novak said that Zorvex would pay.\"}\n";
const FRENCH: &str = "{\"url\":\"https://b.example/1\",\"title\":\"Le président à Berlin\",\"language\":\"fr\",\"published\":\"2024-06-01\",\
\"body\":\"Le président Emmanuel Macron a rencontré le chancelier à Berlin lundi. Macron a parlé peu.\"}\n";

fn json(printed: &str) -> Value {
    serde_json::from_str(printed).unwrap()
}

fn warnings(printed: &str) -> Vec<String> {
    let list = json(printed)["warnings"].as_array().cloned().unwrap_or_default();
    list.iter().map(|warning| warning.as_str().unwrap_or("").to_owned()).collect()
}

/// An archive of one article in English and one in French.
fn two_languages() -> Folder {
    let folder = Folder::new();
    folder.write("en.jsonl", ENGLISH);
    folder.write("fr.jsonl", FRENCH);
    folder
}

#[test]
fn a_summary_says_in_how_many_articles_names_were_not_recognised_and_why() {
    let folder = two_languages();
    let summary = folder.morgue(["ingest", "en.jsonl", "fr.jsonl"]).succeeds();
    assert!(summary.contains("\nnames not recognised in 1 of 2 articles: language fr 1\n"), "{summary}");
    let left_out = folder.morgue(["ingest", "en.jsonl", "fr.jsonl", "--no-entities", "--archive", "bare"]).succeeds();
    assert!(left_out.contains("\nnames not recognised in 2 of 2 articles: --no-entities 2\n"), "{left_out}");
    let english = folder.morgue(["ingest", "en.jsonl", "--archive", "english"]).succeeds();
    assert!(!english.contains("names not recognised"), "{english}");
    let record = json(&folder.morgue(["ingest", "fr.jsonl", "--archive", "json", "--format", "json"]).succeeds());
    assert_eq!(record["unrecognised"][0]["language"], "fr");
    assert_eq!((&record["unrecognised"][0]["articles"], &record["names_left_out"]), (&1.into(), &0.into()));
}

#[test]
fn explain_names_the_language_and_whether_names_were_recognised_in_it() {
    let folder = Folder::new();
    let german = "Bundeskanzler Olaf Scholz sprach am Montag in Berlin über die Lage der Wirtschaft und die Folgen für die Städte.";
    folder.write("d.txt", format!("Scholz in Berlin\n\n{german}\n\n{german}\n"));
    let explained = folder.morgue(["explain", "d.txt"]);
    assert!(explained.stdout.contains("language de: names not recognised"), "{explained:?}");
    let record = json(&folder.morgue(["explain", "d.txt", "--format", "json"]).stdout);
    assert_eq!((&record["names"]["language"], &record["names"]["recognised"]), (&"de".into(), &false.into()));
    folder.write("e.jsonl", ENGLISH);
    let english = folder.morgue(["explain", "e.jsonl"]).stdout;
    assert!(english.contains("language en: names recognised\n"), "{english}");
}

#[test]
fn a_question_about_names_says_where_they_were_not_looked_for() {
    let folder = two_languages();
    folder.morgue(["ingest", "en.jsonl", "fr.jsonl"]).succeeds();
    let expected = "names were not recognised in 1 of 2 articles (language fr 1): there only names given by the source or a \
                    gazetteer are found";
    for arguments in [
        &["search", "person:Macron"][..],
        &["search", "--person", "Macron"],
        &["search", "person:Novak", "--count"],
        &["facets", "person"],
        &["facets", "year", "person:Novak"],
        &["timeline", "person:Macron"],
        &["entities"],
        &["entities", "--together"],
        &["trends", "--from", "2024-06", "--against", "..2024-05", "--kind", "org"],
    ] {
        let run = folder.morgue(arguments);
        let told = run.stderr.matches("warning: names were not recognised in").count();
        assert!(told >= 1, "{arguments:?}: {run:?}");
        if arguments[0] != "trends" {
            assert!(told == 1 && run.stderr.contains(expected), "{arguments:?}: {run:?}");
        }
    }
    for arguments in [
        &["search", "person:Macron", "--format", "json"][..],
        &["facets", "person,place", "--format", "json"],
        &["entities", "--format", "json"],
    ] {
        assert_eq!(warnings(&folder.morgue(arguments).stdout), [expected], "{arguments:?}");
    }
    assert_eq!(folder.morgue(["search", "person:Novak", "--strict"]).code, 2);
}

#[test]
fn nothing_is_said_where_names_are_not_asked_for_or_were_looked_for() {
    let folder = two_languages();
    folder.morgue(["ingest", "en.jsonl", "fr.jsonl"]).succeeds();
    for arguments in [
        &["search", "Macron"][..],
        &["search", "person:Novak", "--language", "en"],
        &["search", "person:Novak AND lang:en"],
        &["search", "person:Novak AND Zorvex"],
        &["facets", "year"],
        &["facets", "person", "Zorvex"],
        &["entities", "--to", "2024-05"],
        &["trends", "--from", "2024-06", "--against", "..2024-05", "--kind", "term"],
    ] {
        let run = folder.morgue(arguments);
        assert!(!run.stderr.contains("not recognised"), "{arguments:?}: {run:?}");
    }
}

#[test]
fn not_looked_for_is_told_from_absent() {
    let folder = two_languages();
    folder.write("other.jsonl", ENGLISH.replace("a.example/1", "a.example/2").replace("Monday", "Tuesday"));
    folder.morgue(["ingest", "en.jsonl", "fr.jsonl", "--no-entities"]).succeeds();
    let all = folder.morgue(["entities"]);
    assert!(all.stderr.contains("not recognised in 2 of 2 articles (--no-entities 2)"), "{all:?}");
    folder.morgue(["ingest", "other.jsonl"]).succeeds();
    let some = folder.morgue(["search", "person:Novak"]);
    assert!(some.stderr.contains("not recognised in 2 of 3 articles (--no-entities 2)"), "{some:?}");
    let record = json(&folder.morgue(["entities", "--format", "json"]).stdout);
    assert_eq!((&record["names_left_out"], &record["unrecognised"]), (&2.into(), &Value::Array(Vec::new())));
}

fn count(folder: &Folder, query: &str) -> String {
    folder.morgue(["search", query, "--count"]).stdout.trim().to_owned()
}

#[test]
fn a_file_that_was_read_with_other_settings_for_names_is_read_again() {
    let folder = two_languages();
    let ingest = |options: &[&str]| {
        let arguments: Vec<&str> = ["ingest", "en.jsonl", "fr.jsonl"].iter().chain(options).copied().collect();
        folder.morgue(arguments).succeeds()
    };
    let again = "files 2: read 2, unchanged 0 (2 read again: other settings for names)\n";
    let unchanged = "files 2: read 0, unchanged 2\n";
    ingest(&["--no-entities"]);
    assert_eq!(count(&folder, "person:Novak"), "0");
    assert!(ingest(&["--no-entities"]).contains(unchanged));
    assert!(ingest(&[]).contains(again));
    assert_eq!(count(&folder, "person:Novak"), "1");
    assert!(ingest(&[]).contains(unchanged));
    folder.write("names.tsv", "Zorvex\torg\nMacron\tperson\n");
    let with_gazetteer = ingest(&["--gazetteer", "names.tsv"]);
    assert!(with_gazetteer.contains(again) && with_gazetteer.contains("\ngazetteer names.tsv: 2 names\n"));
    assert_eq!((count(&folder, "org:Zorvex"), count(&folder, "person:Macron")), ("1".into(), "1".into()));
    assert!(ingest(&["--gazetteer", "names.tsv"]).contains(unchanged));
    folder.write("names.tsv", "Zorvex\tother\n");
    assert!(ingest(&["--gazetteer", "names.tsv"]).contains(again));
    assert_eq!((count(&folder, "org:Zorvex"), count(&folder, "person:Macron")), ("0".into(), "0".into()));
    assert!(ingest(&["--no-entities"]).contains(again));
    folder.assert_whole();
}

#[test]
fn a_gazetteer_is_kept_until_another_or_none_is_given() {
    let folder = two_languages();
    folder.write("names.tsv", "Macron\tperson\n");
    folder.morgue(["ingest", "fr.jsonl", "--gazetteer", "names.tsv"]).succeeds();
    folder.remove("names.tsv");
    let plain = folder.morgue(["ingest", "fr.jsonl", "en.jsonl"]).succeeds();
    assert!(plain.contains("files 2: read 1, unchanged 1\n"), "{plain}");
    let told = "\ngazetteer names.tsv: 1 name (kept from a former run; --gazetteer none drops it)\n";
    assert!(plain.contains(told), "{plain}");
    assert_eq!(count(&folder, "person:Macron"), "1");
    folder.morgue(["ingest", "fr.jsonl", "--no-entities"]).succeeds();
    assert!(folder.morgue(["ingest", "fr.jsonl"]).succeeds().contains(told));
    assert_eq!(count(&folder, "person:Macron"), "1");
    let dropped = folder.morgue(["ingest", "fr.jsonl", "--gazetteer", "none"]).succeeds();
    assert!(
        dropped.contains("(1 read again: other settings for names)") && !dropped.contains("gazetteer"),
        "{dropped}"
    );
    assert!(dropped.contains("\n1 other file of the archive was read with other settings for names"), "{dropped}");
    assert_eq!(count(&folder, "person:Macron"), "0");
    let after = folder.morgue(["ingest", "fr.jsonl", "en.jsonl"]).succeeds();
    assert!(after.contains("(1 read again: other settings for names)") && !after.contains("gazetteer"), "{after}");
    let left = std::fs::read_dir(folder.path("morgue-archive")).unwrap();
    assert!(left.flatten().all(|entry| !entry.file_name().to_string_lossy().starts_with("gazetteer")));
    folder.assert_whole();
}

#[test]
fn a_damaged_copy_of_a_gazetteer_is_named() {
    let folder = two_languages();
    folder.write("names.tsv", "Macron\tperson\n");
    folder.morgue(["ingest", "fr.jsonl", "--gazetteer", "names.tsv"]).succeeds();
    let archive = std::fs::read_dir(folder.path("morgue-archive")).unwrap();
    let copy = archive.flatten().find(|entry| entry.file_name().to_string_lossy().starts_with("gazetteer-")).unwrap();
    assert!(folder.morgue(["check"]).succeeds().contains("gazetteer: names.tsv: its copy is whole\n"));
    std::fs::write(copy.path(), "Macron\tplace\n").unwrap();
    let check = folder.morgue(["check"]);
    assert!(check.code == 2 && check.stdout.contains("no longer the copy of names.tsv"), "{check:?}");
    folder.morgue(["ingest", "fr.jsonl"]).fails_saying("no longer the copy of names.tsv");
    // The same file given again mends it.
    folder.morgue(["ingest", "fr.jsonl", "--gazetteer", "names.tsv"]).succeeds();
    assert!(folder.morgue(["check"]).succeeds().contains("gazetteer: names.tsv: its copy is whole\n"));
    folder.morgue(["ingest", "fr.jsonl", "--gazetteer", "none"]).succeeds();
}

#[test]
fn what_keep_all_took_is_read_again_and_stays_when_names_change() {
    let folder = two_languages();
    folder.write("front.html", "<html><head><title>Front page</title></head><body><ul><li><a href='/a'>One</a></li><li><a href='/b'>Two</a></li></ul></body></html>");
    let first = folder.morgue(["ingest", "front.html", "en.jsonl"]).succeeds();
    assert!(first.contains("not an article 1"), "{first}");
    let kept = folder.morgue(["ingest", "front.html", "en.jsonl", "--keep-all"]).succeeds();
    assert!(kept.contains("read 1, unchanged 1 (1 read again: more of them is kept)"), "{kept}");
    let all = count(&folder, "*:*");
    assert!(folder.morgue(["ingest", "front.html", "en.jsonl"]).succeeds().contains("unchanged 2"));
    folder.morgue(["ingest", "front.html", "en.jsonl", "--no-entities"]).succeeds();
    assert_eq!(count(&folder, "*:*"), all);
    folder.write(
        "front.html",
        "<html><head><title>Front page</title></head><body><ul><li><a href='/a'>Three</a></li></ul></body></html>",
    );
    folder.morgue(["ingest", "front.html", "en.jsonl", "--no-entities"]).succeeds();
    assert_eq!(count(&folder, "*:*"), all, "a changed file keeps what it was asked to keep");
}

#[test]
fn names_of_ones_own_can_be_tried_out_without_an_archive() {
    let folder = two_languages();
    folder.write("names.tsv", "Macron\tperson\n");
    for command in ["explain", "convert"] {
        let bare = folder.morgue([command, "fr.jsonl"]).stdout;
        assert!(!bare.contains("\"person\"") && !bare.contains("  person "), "{bare}");
        let tried = folder.morgue([command, "fr.jsonl", "--gazetteer", "names.tsv"]);
        assert!(tried.stdout.contains("person") && tried.code == 0, "{tried:?}");
    }
    assert!(!folder.path("morgue-archive").exists());
}

#[test]
fn a_model_of_ones_own_is_used_and_kept() {
    let folder = two_languages();
    let shipped = crate::support::project().join("src/entity/data/model.bin");
    std::fs::copy(shipped, folder.path("own.bin")).unwrap();
    for command in ["convert", "explain"] {
        let own = folder.morgue([command, "en.jsonl", "--model", "own.bin"]).succeeds();
        assert_eq!(own, folder.morgue([command, "en.jsonl"]).succeeds());
    }
    folder.morgue(["bench", "en.jsonl", "--rounds", "1", "--model", "own.bin"]).succeeds();
    folder.morgue(["ingest", "en.jsonl"]).succeeds();
    let again = folder.morgue(["ingest", "en.jsonl", "--model", "own.bin"]).succeeds();
    assert!(
        again.contains("(1 read again: other settings for names)") && again.contains("\nmodel own.bin\n"),
        "{again}"
    );
    let kept = folder.morgue(["ingest", "en.jsonl"]).succeeds();
    assert!(kept.contains("unchanged 1\n") && kept.contains("model own.bin (kept from a former run"), "{kept}");
    let dropped = folder.morgue(["ingest", "en.jsonl", "--model", "shipped"]).succeeds();
    assert!(dropped.contains("(1 read again") && !dropped.contains("model own.bin"), "{dropped}");
    folder.write("no.bin", "no model");
    folder.morgue(["convert", "en.jsonl", "--model", "no.bin"]).fails_saying("no.bin: not a model");
}

#[test]
fn what_is_wrong_with_a_gazetteer_is_told_by_file_and_line() {
    let folder = two_languages();
    let long = "Word ".repeat(17);
    folder.write("names.tsv", format!("Zorvex\torg\n{long}\torg\nZorvex\tplace\n"));
    let run = folder.morgue(["ingest", "en.jsonl", "--gazetteer", "names.tsv"]);
    let told = "warning: names.tsv: line 3: `Zorvex` stands for `Zorvex` (org) by line 1, which counts\n";
    assert!(run.code == 0 && run.stderr.contains(told) && run.stdout.contains("names.tsv: 1 name\n"), "{run:?}");
    assert!(run.stderr.contains("warning: names.tsv: line 2: `Word Word"), "{run:?}");
    assert!(!folder.morgue(["ingest", "en.jsonl"]).stderr.contains("names.tsv"));
    folder.write("bad.tsv", b"Zorvex\torg\nCaf\xe9\tplace\n");
    folder
        .morgue(["ingest", "en.jsonl", "--gazetteer", "bad.tsv"])
        .fails_saying("bad.tsv: line 2: a byte that is not UTF-8");
    folder.write("kinds.csv", "Zorvex,spaceship\n");
    let message = "kinds.csv: line 1: the second column must be person, org, place or other";
    folder.morgue(["explain", "en.jsonl", "--gazetteer", "kinds.csv"]).fails_saying(message);
    folder.morgue(["convert", "en.jsonl", "--gazetteer", "."]).fails_saying("is a folder; expected a file");
    folder.morgue(["convert", "en.jsonl", "--model", "."]).fails_saying("is a folder; expected a file");
    let help = folder.morgue(["ingest", "--help"]).succeeds();
    assert!(help.contains("by | or ;"), "{help}");
}

#[test]
fn a_report_says_where_names_were_not_looked_for() {
    let folder = two_languages();
    folder.morgue(["ingest", "en.jsonl", "fr.jsonl"]).succeeds();
    let report = |fields: &str| {
        let file = format!(
            "title = \"T\"\n[queries]\nall = {{ query = \"*:*\" }}\n[[section]]\nkind = \"facets\"\nquery = \"all\"\nfields = [{fields}]\n"
        );
        folder.write("report.toml", file);
        folder.morgue(["report", "run", "report.toml", "--format", "markdown"]).succeeds()
    };
    let told = "names were not recognised in 1 of 2 articles (language fr 1)";
    assert!(report("\"person\"").contains(told));
    assert!(!report("\"year\"").contains(told));
}
