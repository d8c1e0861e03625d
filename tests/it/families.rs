//! Families of near-duplicates: the same whatever the order, folded in a search, and laid side by side.

use crate::support::{Folder, assert_expected, project, records, text};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Sentences `from..to` of story `story`, all different.
fn story(story: u32, sentences: std::ops::Range<u32>) -> String {
    let sentence = |number: u32| {
        let word = |place: u32| format!("word{}", (story * 7919 + number * 31 + place * 17) % 5003);
        format!("In part {number} the {} of {} saw {} {}.", word(1), word(2), word(3), word(4))
    };
    sentences.map(sentence).collect::<Vec<_>>().join(" ")
}

fn line(number: u32, body: &str, outlet: &str) -> String {
    let day = number % 3 + 1;
    let record = json!({
        "title": format!("Report {number}"), "body": body, "publisher": outlet,
        "url": format!("https://www.example.org/{number}"), "published": format!("2024-03-{day:02}"),
    });
    format!("{record}\n")
}

/// Ten stories, each with a cut of it and an edited copy, and ten articles that are alone.
fn lines() -> Vec<String> {
    let mut lines = Vec::new();
    for number in 0..10 {
        let whole = story(number, 0..20);
        lines.push(line(3 * number, &whole, "First Wire"));
        lines.push(line(3 * number + 1, &story(number, 0..12), "Second Post"));
        lines.push(line(3 * number + 2, &format!("Our own words begin it. {}", story(number, 0..18)), "Third Ledger"));
        lines.push(line(100 + number, &story(100 + number, 0..15), "First Wire"));
    }
    lines
}

fn families(folder: &Folder) -> BTreeMap<String, String> {
    let pair = |record: &Value| (text(record, "id").to_owned(), text(record, "family").to_owned());
    folder.exported().iter().map(pair).collect()
}

#[test]
fn families_are_those_that_the_sample_corpus_names() {
    let folder = Folder::new();
    let sample = project().join("sample_corpus");
    folder.morgue(["ingest".as_ref(), sample.as_os_str(), "--quiet".as_ref()]).succeeds();
    let exported = folder.exported();
    let by_url: BTreeMap<&str, &str> =
        exported.iter().map(|record| (text(record, "url"), text(record, "family"))).collect();
    let gold = fs::read_to_string(sample.join("families.tsv")).unwrap();
    let gold: Vec<(&str, &str)> = gold.lines().skip(1).filter_map(|line| line.split_once('\t')).collect();
    let (mut right, mut missed, mut wrong) = (0, 0, 0);
    for (number, (url, family)) in gold.iter().enumerate() {
        for (other_url, other_family) in &gold[number + 1..] {
            let (Some(one), Some(other)) = (by_url.get(url), by_url.get(other_url)) else {
                continue;
            };
            let together = one == other;
            match (family == other_family, together) {
                (true, true) => right += 1,
                (true, false) => missed += 1,
                (false, true) => wrong += 1,
                (false, false) => {}
            }
        }
    }
    assert_eq!(wrong, 0, "articles of two stories are in one family");
    assert!(right >= 6 * missed && right > 50, "{right} pairs found, {missed} missed");
}

#[test]
fn families_do_not_depend_on_order_threads_or_the_number_of_runs() {
    let lines = lines();
    let whole = Folder::new();
    whole.write("all.jsonl", lines.concat());
    whole.morgue(["ingest", "all.jsonl", "--quiet", "--threads", "1"]).succeeds();
    let expected = families(&whole);
    assert_eq!(expected.values().collect::<BTreeSet<_>>().len(), 20, "{expected:?}");

    let turned = Folder::new();
    for (number, line) in lines.iter().rev().enumerate() {
        turned.write(&format!("part{number}.jsonl"), line);
    }
    turned.morgue(["ingest", ".", "--quiet", "--threads", "4"]).succeeds();
    assert_eq!(families(&turned), expected);

    let grown = Folder::new();
    for (number, part) in lines.chunks(4).enumerate() {
        grown.write(&format!("part{number}.jsonl"), part.concat());
        grown.morgue(["ingest", ".", "--quiet"]).succeeds();
    }
    assert_eq!(families(&grown), expected);
}

#[test]
fn what_is_removed_ties_no_family_together_any_more() {
    let folder = Folder::new();
    for (name, part) in [("whole", 0..24), ("head", 0..13), ("tail", 11..24)] {
        let number = u32::try_from(name.len()).unwrap() + part.start;
        folder.write(&format!("{name}.jsonl"), line(number, &story(1, part), "First Wire"));
    }
    folder.morgue(["ingest", ".", "--quiet"]).succeeds();
    let before: BTreeSet<String> = families(&folder).into_values().collect();
    folder.remove("whole.jsonl");
    folder.morgue(["ingest", ".", "--prune", "--quiet"]).succeeds();
    let after: BTreeSet<String> = families(&folder).into_values().collect();
    assert!(before.len() < after.len(), "{before:?} {after:?}");
    assert_eq!(after.len(), 2, "head and tail have little in common");
    folder.assert_whole();
}

/// What the file `part{file}.jsonl` holds in run `run`, if it is there: stories, cuts, copies with another lead and digests.
fn part(file: u32, run: u32) -> Option<String> {
    let changes = (file + run) % 5;
    if changes == 4 {
        return None;
    }
    let version = if changes == 2 { run } else { 0 };
    let number = 100 * file + 7 * version;
    let digest: String = (0..5).map(|of| story((file + of) % 12, 0..3) + " ").collect();
    let lines = [
        line(number, &story(file % 12, 0..20), "First Wire"),
        line(number + 1, &story(file % 12, 0..9 + version % 4), "Second Post"),
        line(number + 2, &format!("Words of {number}. {}", story((file + 3) % 12, 0..17)), "Third Ledger"),
        line(number + 3, &digest, "Fourth Digest"),
        line(number + 4, &(story(50 + file, 0..8) + " " + &story(file % 12, 6..12)), "Fifth Review"),
        line(number + 5, &story(file % 12, 0..20), "Sixth Mirror"),
    ];
    Some(lines.concat())
}

fn write_parts(folder: &Folder, run: u32) {
    for file in 0..30 {
        let name = format!("in/part{file}.jsonl");
        match part(file, run) {
            Some(lines) => folder.write(&name, lines),
            None if folder.path(&name).exists() => folder.remove(&name),
            None => {}
        }
    }
}

/// The file that a commit names families or their state by.
fn file_of_families(folder: &Folder, kind: &str) -> std::path::PathBuf {
    let files = fs::read_dir(folder.path("morgue-archive")).unwrap().map(|entry| entry.unwrap().path());
    let is_it = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with("families-") && name.ends_with(kind)
    };
    let mut files: Vec<_> = files.filter(is_it).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

#[test]
fn ten_runs_over_sources_that_come_change_and_go_end_with_what_one_run_gives() {
    let grown = Folder::new();
    for run in 0..10 {
        write_parts(&grown, run);
        grown.morgue(["ingest", "in", "--prune", "--quiet"]).succeeds();
        let whole = Folder::new();
        write_parts(&whole, run);
        whole.morgue(["ingest", "in", "--quiet"]).succeeds();
        assert_eq!(families(&grown), families(&whole), "run {run}");
        let [one, other] = [&grown, &whole].map(|folder| fs::read(file_of_families(folder, "state")).unwrap());
        assert!(one == other, "the states of run {run} differ");
        if run == 6 {
            // Without its state an archive is computed anew, and goes on from there.
            fs::remove_file(file_of_families(&grown, "state")).unwrap();
        }
    }
    grown.assert_whole();
}

#[test]
fn a_damaged_state_of_families_is_named_and_not_used() {
    let folder = Folder::new();
    folder.write("all.jsonl", lines().concat());
    folder.morgue(["ingest", "all.jsonl", "--quiet"]).succeeds();
    let expected = families(&folder);
    let state = file_of_families(&folder, "state");
    let mut bytes = fs::read(&state).unwrap();
    // An article that another one seems to have the words of.
    bytes[24 + 36] ^= 1;
    fs::write(&state, bytes).unwrap();
    let run = folder.morgue(["check"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stdout.contains(state.file_name().unwrap().to_str().unwrap()), "{run:?}");
    assert_eq!(families(&folder), expected, "a search does not read it");
    folder.write("more.jsonl", line(900, &story(900, 0..12), "First Wire"));
    folder.morgue(["ingest", "more.jsonl", "--quiet"]).succeeds();
    folder.assert_whole();
    let mut after = families(&folder);
    after.retain(|article, _| expected.contains_key(article));
    assert_eq!(after, expected);
}

#[test]
fn a_search_counts_stories_and_shows_the_article_asked_for() {
    let folder = Folder::new();
    folder.write("all.jsonl", lines().concat());
    folder.morgue(["ingest", "all.jsonl", "--quiet"]).succeeds();
    let page = |options: &[&str]| -> Value {
        let run = folder.morgue(["search", "part", "--format", "json", "--limit", "50"].iter().chain(options));
        serde_json::from_str(&run.succeeds()).unwrap()
    };
    let near = page(&[]);
    assert_eq!((&near["total"], &near["stories"]), (&json!(40), &json!(20)));
    let hits = near["hits"].as_array().unwrap();
    let copies = |hit: &Value| hit["copies"].as_array().map_or(0, Vec::len);
    assert_eq!(hits.iter().map(|hit| 1 + copies(hit)).sum::<usize>(), 40, "nothing is hidden");
    assert!(hits.iter().all(|hit| hit["family_size"] == json!(1 + copies(hit))));

    let off = page(&["--families", "off"]);
    assert_eq!((off["stories"].as_u64(), off["hits"].as_array().unwrap().len()), (Some(40), 40));
    assert_eq!(page(&["--families", "exact"])["stories"], json!(40));

    let leads = |which: &str| -> BTreeSet<String> {
        let page = page(&["--lead", which]);
        let with_copies = page["hits"].as_array().unwrap().iter().filter(|hit| copies(hit) > 0);
        with_copies.map(|hit| text(hit, "publisher").to_owned()).collect()
    };
    assert_eq!(leads("first"), BTreeSet::from(["First Wire".to_owned()]));
    assert_eq!(leads("longest"), BTreeSet::from(["First Wire".to_owned()]));
    let text = folder.morgue(["search", "part", "--lead", "first", "-n", "50"]).succeeds();
    assert!(text.starts_with("40 articles, 20 stories\n"), "{text}");
    assert!(text.contains("+ 2 copies that match: "), "{text}");
}

#[test]
fn a_family_is_laid_side_by_side() {
    let folder = Folder::new();
    let first = "The port closed at noon. Nine ships wait outside. Nobody was hurt, the mayor said. \
                 Engineers from Vale will look at the crane on Monday. It had been repaired in May, records show. \
                 The union wants all cranes looked at before work begins again.";
    let second = "PORT ELLERY (Northern Wire) - The port closed at noon. Ten ships wait outside. \
                  Engineers from Vale will look at the crane on Monday. It had been repaired in May, records show. \
                  The union wants all cranes looked at before work begins again. Nobody was hurt, the mayor said. \
                  A new crane costs 9 million.";
    folder.write("a.jsonl", line(1, first, "The \u{1b}[1mLedger") + &line(2, second, "Post"));
    folder.write("b.jsonl", line(3, "Nothing to do with it: a fair was held in Tamble on Sunday afternoon.", "Post"));
    folder.morgue(["ingest", ".", "--quiet"]).succeeds();
    let hits = records(&folder.morgue(["search", "crane", "--format", "jsonl"]).succeeds());
    let family = text(&hits[0], "family").to_owned();
    assert_eq!(hits.len(), 1, "{hits:?}");
    assert_expected("family.text", &folder.morgue(["family", &family]).succeeds());
    assert_expected("family.json", &folder.morgue(["family", &family, "--format", "json"]).succeeds());
    let longest = folder.morgue(["family", &family, "--against", "longest"]).succeeds();
    assert_ne!(longest, folder.morgue(["family", &family]).succeeds());

    let lone = records(&folder.morgue(["search", "fair", "--format", "jsonl"]).succeeds());
    let run = folder.morgue(["family", text(&lone[0], "id")]).succeeds();
    assert!(run.starts_with("1 article, no near-duplicates in the archive"), "{run}");
    assert_eq!(folder.morgue(["family", "ffffffff"]).code, 1);
    folder.morgue(["family", &family, "--against", "zz"]).fails_saying("the family has no such article");
}

#[test]
fn a_damaged_file_of_families_is_named() {
    let folder = Folder::with_small_corpus();
    let path = file_of_families(&folder, "bin");
    fs::write(&path, b"MORGFAM1").unwrap();
    folder.morgue(["search", "cable"]).fails_saying(path.file_name().unwrap().to_str().unwrap());
    folder.morgue(["check"]).fails_saying("");
}

#[test]
fn who_names_no_hour_is_not_first_on_that_day() {
    let folder = Folder::new();
    let body = story(1, 0..20);
    let told = [("Dayly", "2024-03-05"), ("Midnight", "2024-03-05T00:00:00Z"), ("Morning", "2024-03-05T10:30:00Z")];
    let lines: Vec<String> = told
        .iter()
        .map(|(outlet, published)| {
            let url = format!("https://www.example.org/{outlet}");
            json!({"title": "Report", "body": format!("{outlet} has this. {body}"), "publisher": outlet, "url": url, "published": published}).to_string()
        })
        .collect();
    folder.write("a.jsonl", lines.join("\n"));
    folder.morgue(["ingest", "a.jsonl", "--quiet"]).succeeds();
    let page: Value =
        serde_json::from_str(&folder.morgue(["search", "part", "--lead", "first", "--format", "json"]).succeeds())
            .unwrap();
    assert_eq!((page["hits"].as_array().unwrap().len(), text(&page["hits"][0], "publisher")), (1, "Morning"), "{page}");
    let family = folder.morgue(["family", text(&page["hits"][0], "id")]).succeeds();
    assert!(
        family.contains("Morning · 2024-03-05T10:30:00Z · ")
            || family.contains("Morning · 2024-03-05T10:30:00+00:00 · "),
        "{family}"
    );
    assert!(family.find("Morning · ") < family.find("Dayly · "), "{family}");
    for outlet in ["Dayly", "Midnight"] {
        assert!(family.contains(&format!("{outlet} · 2024-03-05 (time unknown) · ")), "{family}");
    }
}
