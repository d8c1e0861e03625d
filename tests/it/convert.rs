//! `morgue convert`: articles without an archive.

use crate::support::{Folder, article_line, project, records, text, title};

#[test]
fn convert_prints_every_article_in_the_order_of_the_files_and_makes_no_archive() {
    let folder = Folder::new();
    folder.write("b.jsonl", article_line(2) + &article_line(1));
    folder.write("a.jsonl", article_line(1));
    let printed = folder.morgue(["convert", "."]).succeeds();
    let titles: Vec<String> = records(&printed).iter().map(|record| text(record, "title").to_owned()).collect();
    assert_eq!(titles, [title(1), title(2), title(1)]);
    assert!(!folder.path("morgue-archive").exists());
}

#[test]
fn what_convert_prints_is_converted_to_the_same() {
    let folder = Folder::new();
    let sample = project().join("sample_corpus");
    let once = folder.morgue(["convert".as_ref(), sample.as_os_str()]).succeeds();
    let again = folder.morgue_with_input(["convert", "-"], once.as_bytes()).succeeds();
    let (once, again) = (records(&once), records(&again));
    assert_eq!(once.len(), again.len());
    for (mut one, mut other) in once.into_iter().zip(again) {
        for record in [&mut one, &mut other] {
            let record = record.as_object_mut().unwrap();
            record.retain(|key, _| !key.starts_with("source_"));
        }
        assert_eq!(one, other);
    }
}

#[test]
fn convert_does_not_depend_on_the_number_of_threads() {
    let folder = Folder::new();
    let sample = project().join("sample_corpus");
    let converted =
        |threads| folder.morgue(["convert".as_ref(), sample.as_os_str(), "--threads".as_ref(), threads]).succeeds();
    let one = converted("1".as_ref());
    assert_eq!(converted("2".as_ref()), one);
    assert_eq!(converted("4".as_ref()), one);
}

#[test]
fn problems_go_to_standard_error_and_no_article_is_exit_code_1() {
    let folder = Folder::new();
    folder.write("a.jsonl", "{broken\n");
    folder.write("b.txt", "");
    let run = folder.morgue(["convert", "a.jsonl", "b.txt"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(run.stdout, "");
    assert!(run.stderr.starts_with("a.jsonl: line 1: "), "{run:?}");
    assert!(run.stderr.ends_with("b.txt: empty file (not an article)\n"), "{run:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::new();
    folder.write("a.jsonl", (0..2000).map(article_line).collect::<String>());
    let mut child = folder.command(["convert", "a.jsonl"]).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
