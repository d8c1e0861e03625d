//! `morgue ingest`: what is filed, replaced, removed, refused and told.

use crate::support::{Folder, article_line, assert_expected, gzip, records, text, title, zstandard};
use morgue::index::Archive;
use morgue::index::writer::Writer;
use serde_json::Value;
use std::fs;

/// The summary of a run as JSON.
fn summary<const N: usize>(folder: &Folder, arguments: [&str; N]) -> Value {
    let all: Vec<&str> = ["ingest", "--format", "json"].into_iter().chain(arguments).collect();
    let run = folder.morgue(all);
    assert_eq!(run.code, 0, "{run:?}");
    let summary: Value = serde_json::from_str(&run.stdout).unwrap();
    let outcomes = ["indexed", "duplicate", "not_article", "failed"].map(|name| summary[name].as_u64().unwrap());
    assert_eq!(outcomes.iter().sum::<u64>(), summary["documents"].as_u64().unwrap(), "{summary}");
    summary
}

#[track_caller]
fn assert_counts(summary: &Value, expected: &[(&str, u64)]) {
    for (name, count) in expected {
        let value = if summary[*name].is_null() { &summary["files"][*name] } else { &summary[*name] };
        assert_eq!(value.as_u64(), Some(*count), "{name} in {summary}");
    }
}

#[test]
fn an_unchanged_file_is_not_read_again() {
    let folder = Folder::new();
    folder.write("a.jsonl", article_line(1) + &article_line(2));
    assert_counts(&summary(&folder, ["a.jsonl"]), &[("indexed", 2), ("read", 1), ("unchanged", 0)]);
    assert_counts(&summary(&folder, ["a.jsonl"]), &[("documents", 0), ("read", 0), ("unchanged", 1), ("articles", 2)]);
}

#[test]
fn a_changed_file_replaces_its_articles() {
    let folder = Folder::new();
    folder.write("a.jsonl", article_line(1) + &article_line(2));
    summary(&folder, ["a.jsonl"]);
    folder.write("a.jsonl", article_line(2) + &article_line(3) + &article_line(4));
    assert_counts(&summary(&folder, ["a.jsonl"]), &[("indexed", 3), ("replaced", 1), ("articles", 3)]);
    assert_eq!(folder.titles(), [title(2), title(3), title(4)]);
    folder.assert_whole();
}

#[test]
fn a_file_changed_without_a_change_of_size_and_time_is_noticed() {
    let folder = Folder::new();
    folder.write("a.jsonl", article_line(1));
    let time = fs::metadata(folder.path("a.jsonl")).unwrap().modified().unwrap();
    summary(&folder, ["a.jsonl"]);
    folder.write("a.jsonl", article_line(1).replace("council", "COUNCIL").replace("Council", "Castles"));
    fs::File::options().write(true).open(folder.path("a.jsonl")).unwrap().set_modified(time).unwrap();
    assert_counts(&summary(&folder, ["a.jsonl"]), &[("replaced", 1), ("articles", 1)]);
}

#[test]
fn articles_of_a_file_that_is_gone_stay_until_pruned() {
    let folder = Folder::new();
    folder.write("news/a.jsonl", article_line(1));
    folder.write("news/b.jsonl", article_line(2));
    summary(&folder, ["news"]);
    folder.remove("news/a.jsonl");
    assert_counts(&summary(&folder, ["news"]), &[("gone", 1), ("articles", 2)]);
    assert_counts(&summary(&folder, ["news", "--prune"]), &[("pruned", 1), ("gone", 0), ("articles", 1)]);
    assert_eq!(folder.titles(), [title(2)]);
    folder.assert_whole();
}

#[test]
fn only_the_folders_that_are_named_are_pruned() {
    let folder = Folder::new();
    folder.write("one/a.jsonl", article_line(1));
    folder.write("two/b.jsonl", article_line(2));
    summary(&folder, ["one", "two"]);
    folder.remove("one/a.jsonl");
    folder.remove("two/b.jsonl");
    assert_counts(&summary(&folder, ["one", "--prune"]), &[("pruned", 1), ("articles", 1)]);
    assert_eq!(folder.titles(), [title(2)]);
}

#[test]
fn what_is_not_wanted_is_left_out_and_counted() {
    let folder = Folder::new();
    for (number, name) in
        (1..).zip(["a.jsonl", "b.jsonl", "drafts/c.jsonl", "drafts/d.jsonl", "sub/e.jsonl", "sub/f.jsonl"])
    {
        folder.write(&format!("news/{name}"), article_line(number));
    }
    folder.write("news/notes.doc", "of another kind, whatever a pattern says");
    folder.write("news/.morgueignore", "# not yet\ndrafts/\n*.doc\n");
    folder.write("news/sub/.morgueignore", "f.*\n");
    let told = summary(&folder, ["news", "--exclude", "b.jsonl"]);
    assert_counts(&told, &[("read", 2), ("indexed", 2), ("left_out", 3), ("left_in", 0), ("other_kinds", 1)]);
    let left_out: Vec<String> = told["excluded"]
        .as_array()
        .unwrap()
        .iter()
        .map(|left_out| ["path", "by", "pattern"].map(|key| text(left_out, key)).join(" "))
        .collect();
    assert_eq!(
        left_out,
        [
            "news/b.jsonl --exclude b.jsonl",
            "news/drafts news/.morgueignore drafts/",
            "news/sub/f.jsonl news/sub/.morgueignore f.*"
        ]
    );
    assert_eq!(folder.titles(), [title(1), title(5)]);
    let run = folder.morgue(["ingest", "news", "--exclude", "b.jsonl"]).succeeds();
    assert!(run.contains("files 2: read 0, unchanged 2 (1 of other kinds, 3 left out)\n"), "{run}");
    assert!(run.contains("\nleft out by --exclude: 1 file\nleft out by news/.morgueignore: 1 folder\n"), "{run}");
    assert_counts(&summary(&folder, ["news/sub"]), &[("unchanged", 1), ("left_out", 1)]);
    assert_counts(&summary(&folder, ["news/sub/f.jsonl"]), &[("read", 1), ("left_out", 0)]);
    assert_counts(&summary(&folder, ["news", "--no-ignore"]), &[("read", 3), ("unchanged", 3), ("left_out", 0)]);
    let converted = folder.morgue(["convert", "news", "--exclude", "*.jsonl"]);
    assert_eq!((converted.code, converted.stdout.as_str()), (1, ""));
    assert!(converted.stderr.contains("left out by --exclude: 4 files\n"), "{converted:?}");
    folder.morgue(["ingest", "news", "--exclude", "a[b"]).fails_saying("error: --exclude a[b: ");
    folder.assert_whole();
}

#[test]
fn what_was_filed_and_is_not_wanted_any_more_stays_until_pruned() {
    let folder = Folder::new();
    folder.write("news/a.jsonl", article_line(1));
    folder.write("news/b.jsonl", article_line(2) + &article_line(3));
    folder.write("news/c.jsonl", article_line(3));
    summary(&folder, ["news"]);
    folder.write("news/.morgueignore", "b.jsonl\n");
    assert_counts(&summary(&folder, ["news"]), &[("left_out", 1), ("left_in", 1), ("gone", 0), ("articles", 3)]);
    let run = folder.morgue(["ingest", "news"]).succeeds();
    assert!(run.contains("1 file is still in the archive; --prune removes"), "{run}");
    let pruned = summary(&folder, ["news", "--prune"]);
    assert_counts(&pruned, &[("left_out", 1), ("left_in", 0), ("pruned", 1), ("articles", 2)]);
    assert_eq!(folder.titles(), [title(1), title(3)], "the duplicate takes the place of what went");
    folder.remove("news/.morgueignore");
    assert_counts(&summary(&folder, ["news"]), &[("indexed", 1), ("duplicate", 1), ("articles", 3)]);
    folder.assert_whole();
}

#[test]
fn a_duplicate_is_counted_and_takes_over_when_its_holder_is_removed() {
    let folder = Folder::new();
    folder.write("a.jsonl", article_line(1));
    folder.write("b.jsonl", article_line(1) + &article_line(2));
    assert_counts(&summary(&folder, ["."]), &[("indexed", 2), ("duplicate", 1), ("articles", 2)]);
    let listed = folder.morgue(["ledger", "--duplicates"]).succeeds();
    assert_eq!(listed, "b.jsonl: indexed 1, duplicate 1\n    duplicates of articles in a.jsonl\n");
    folder.remove("a.jsonl");
    assert_counts(&summary(&folder, [".", "--prune"]), &[("pruned", 1), ("articles", 2)]);
    assert_eq!(folder.titles(), [title(1), title(2)]);
    let files: Vec<String> = folder.exported().iter().map(|record| text(record, "source_file").to_owned()).collect();
    assert_eq!(files, ["b.jsonl", "b.jsonl"]);
    folder.assert_whole();
}

#[test]
fn the_same_text_twice_in_one_file_is_one_article() {
    let folder = Folder::new();
    folder.write("a.jsonl", article_line(1) + &article_line(1));
    assert_counts(&summary(&folder, ["a.jsonl"]), &[("indexed", 1), ("duplicate", 1), ("articles", 1)]);
}

#[test]
fn standard_input_is_filed_every_time_it_comes() {
    let folder = Folder::new();
    let run = folder.morgue_with_input(["ingest", "-"], (article_line(1) + &article_line(2)).as_bytes());
    assert_eq!(run.code, 0, "{run:?}");
    let run =
        folder.morgue_with_input(["ingest", "-"], gzip((article_line(2) + &article_line(3)).as_bytes()).as_slice());
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.starts_with("documents 2: indexed 1, duplicate 1, not an article 0, failed 0\n"), "{run:?}");
    assert_eq!(folder.titles(), [title(1), title(2), title(3)]);
}

#[test]
fn compressed_files_are_read() {
    let folder = Folder::new();
    folder.write("a.jsonl.gz", gzip(article_line(1).as_bytes()));
    folder.write("b.jsonl.zst", zstandard(article_line(2).as_bytes()));
    assert_counts(&summary(&folder, ["."]), &[("indexed", 2), ("failed", 0)]);
}

#[test]
fn the_archive_is_never_its_own_source() {
    let folder = Folder::new();
    folder.write("a.jsonl", article_line(1));
    for _ in 0..2 {
        let summary = summary(&folder, ["."]);
        assert_counts(&summary, &[("failed", 0), ("other_kinds", 0), ("articles", 1)]);
    }
}

#[test]
fn a_second_writer_is_told_to_wait_while_readers_go_on() {
    let folder = Folder::new();
    folder.write("a.jsonl", article_line(1));
    summary(&folder, ["a.jsonl"]);
    let held = Writer::open(Archive::open(&folder.path("morgue-archive")).unwrap()).unwrap();
    let run = folder.morgue(["ingest", "a.jsonl"]);
    run.fails_saying("another morgue is writing to this archive");
    assert!(run.stderr.contains("hint: wait"), "{run:?}");
    assert_eq!(folder.morgue(["search", "council", "--count"]).succeeds(), "1\n");
    drop(held);
    summary(&folder, ["a.jsonl"]);
}

#[test]
fn a_read_only_archive_can_be_searched_and_a_refusal_to_write_is_clear() {
    let folder = Folder::new();
    folder.write("a.jsonl", article_line(1));
    summary(&folder, ["a.jsonl"]);
    folder.write("b.jsonl", article_line(2));
    let archive = folder.path("morgue-archive");
    set_read_only(&archive, true);
    assert_eq!(folder.morgue(["search", "council", "--count"]).succeeds(), "1\n");
    let run = folder.morgue(["ingest", "b.jsonl"]);
    set_read_only(&archive, false);
    // Whoever may write everywhere is not refused.
    if run.code != 0 {
        run.fails_saying("morgue-archive");
    }
    folder.assert_whole();
}

fn set_read_only(path: &std::path::Path, is_read_only: bool) {
    let mut permissions = fs::metadata(path).unwrap().permissions();
    permissions.set_readonly(is_read_only);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        permissions.set_mode(if is_read_only { 0o555 } else { 0o755 });
    }
    fs::set_permissions(path, permissions).unwrap();
}

#[test]
fn an_archive_of_another_format_is_refused_unharmed() {
    let folder = Folder::with_small_corpus();
    folder.write("morgue-archive/archive.json", "{\"morgue_archive_format\":999}\n");
    for command in [vec!["search", "x"], vec!["ingest", "articles.jsonl"], vec!["stats"], vec!["check"]] {
        let run = folder.morgue(&command);
        run.fails_saying("archive format 999");
        assert!(run.stderr.contains("hint: use a newer morgue"), "{run:?}");
    }
}

#[test]
fn a_folder_with_other_things_does_not_become_an_archive() {
    let folder = Folder::new();
    folder.write("a.jsonl", article_line(1));
    folder.write("papers/thesis.txt", "mine");
    let run = folder.morgue(["ingest", "a.jsonl", "--archive", "papers"]);
    run.fails_saying("papers: not an archive of morgue, and not empty");
    assert_eq!(fs::read_dir(folder.path("papers")).unwrap().count(), 1);
    folder.morgue(["search", "x", "--archive", "papers"]).fails_saying("no archive here");
    folder.morgue(["search", "x"]).fails_saying("hint: make one with `morgue ingest PATHS...`");
}

#[test]
fn a_mistyped_path_leaves_nothing_behind() {
    let folder = Folder::new();
    folder.morgue(["ingest", "mistyped"]).fails_saying("mistyped");
    assert!(!folder.path("morgue-archive").exists());
}

/// Files that are broken in every way we could think of, among good ones.
fn broken(folder: &Folder) {
    let good = article_line(1) + &article_line(2);
    let cut = gzip((article_line(3) + &article_line(4) + &noise(200_000)).as_bytes());
    folder.write("in/a-good.jsonl", &good);
    folder.write("in/b-cut.jsonl.gz", &cut[..cut.len() / 2]);
    folder.write("in/c-lines.jsonl", article_line(5) + "{\"title\": \"broken\n" + "[1, 2]\n" + &article_line(6));
    folder.write("in/d-binary.txt", (0..5000_u32).map(|n| (n * 7919 % 251) as u8).collect::<Vec<_>>());
    folder.write("in/e-empty.html", "");
    folder.write(
        "in/f-bytes.jsonl",
        [article_line(7).as_bytes(), b"{\"title\":\"\xff\xfe\",\"body\":\"x\"}\n", article_line(8).as_bytes()].concat(),
    );
    folder.write("in/g-latin.txt", latin_text());
    folder.write(
        "in/h-huge.jsonl",
        article_line(9)
            + &format!("{{\"title\":\"huge\",\"body\":\"{}\"}}\n", "word ".repeat(60_000))
            + &article_line(10),
    );
    folder.write("in/i-gzip.html.gz", b"\x1f\x8bnot really");
    folder.write("in/j-array.json", "[{\"title\":\"x\"");
    folder.write("in/k-picture.png", b"\x89PNG");
}

fn noise(bytes: usize) -> String {
    (1000..).map(article_line).take(bytes / 800).collect()
}

fn latin_text() -> Vec<u8> {
    let text = "Le café de la gare rouvre ses portes\n\nLe café de la gare a rouvert jeudi après trois années de travaux. \
                Les habitués étaient déjà là à sept heures, et le patron a offert la première tournée à tout le monde.\n\n\
                « Nous avons attendu si longtemps », a déclaré une cliente fidèle, âgée de quatre-vingts ans.\n";
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

#[test]
fn broken_inputs_are_named_and_nothing_else_is_lost() {
    let folder = Folder::new();
    broken(&folder);
    let run = folder.morgue(["ingest", "in", "--max-document", "200K"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_expected("broken_inputs.txt", &run.stderr);
    let titles = folder.titles();
    for number in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] {
        assert!(titles.contains(&title(number)), "{number} is missing");
    }
    assert!(titles.iter().any(|title| title.starts_with("Le café de la gare")), "{titles:?}");
    let listed = folder.morgue(["ledger", "--failed", "--format", "jsonl"]).succeeds();
    assert!(
        records(&listed)
            .iter()
            .all(|file| { file["problems"].as_array().is_some_and(|problems| !problems.is_empty()) })
    );
    folder.assert_whole();
}

#[test]
fn failed_documents_matter_to_the_exit_code_only_if_asked() {
    let folder = Folder::new();
    folder.write("a.jsonl", article_line(1) + "{broken\n");
    let run = folder.morgue(["ingest", "a.jsonl", "--strict"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.starts_with("a.jsonl: line 2: "), "{run:?}");
    assert!(run.stdout.contains("indexed 1, duplicate 0, not an article 0, failed 1"), "{run:?}");
    assert_eq!(folder.morgue(["convert", "a.jsonl", "--strict"]).code, 2);
    assert_eq!(folder.morgue(["convert", "a.jsonl"]).code, 0);
}

#[test]
fn the_summary_reads_as_in_the_manual() {
    let folder = Folder::new();
    folder.write("a.jsonl", article_line(1) + &article_line(1) + "{broken\n");
    folder.write("b.txt", "");
    folder.write("c.png", "");
    let run = folder.morgue(["ingest", "."]);
    assert_expected("ingest_summary.txt", &run.whole());
}

#[test]
fn commits_after_every_moment_change_nothing() {
    let folder = Folder::new();
    folder.write("a.jsonl", (0..300).map(article_line).collect::<String>());
    assert_counts(&summary(&folder, ["a.jsonl", "--commit-every", "0"]), &[("indexed", 300), ("articles", 300)]);
    folder.assert_whole();
}
