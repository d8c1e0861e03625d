//! `morgue pack` and citations: what is handed on can be checked and read without us.

use crate::support::{Folder, project, records, text};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// All files below a folder with their bytes, by name.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

fn manifest(folder: &Folder, pack: &str) -> Value {
    serde_json::from_slice(&fs::read(folder.path(pack).join("manifest.json")).unwrap()).unwrap()
}

/// A folder with sources of every kind, filed.
fn sources() -> Folder {
    let folder = Folder::new();
    let sample = project().join("sample_corpus");
    for kind in ["html", "jsonl", "compressed", "text", "markdown"] {
        for entry in fs::read_dir(sample.join(kind)).unwrap() {
            let path = entry.unwrap().path();
            folder.write(&format!("in/{}", path.file_name().unwrap().to_str().unwrap()), fs::read(&path).unwrap());
        }
    }
    folder.morgue(["ingest", "in", "--quiet"]).succeeds();
    folder
}

/// Names in the test's folder that are neither sources nor archive.
fn left(folder: &Folder) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !["in", "morgue-archive", "articles.jsonl", "hostile.jsonl"].contains(&name.as_str()))
        .collect();
    names.sort();
    names
}

#[test]
fn a_pack_holds_what_was_read_and_its_digests_are_right() {
    let folder = sources();
    folder.morgue(["pack", "*:*", "-o", "pack"]).succeeds();
    let packed = files(&folder.path("pack"));
    let sums = String::from_utf8(packed["SHA256SUMS"].clone()).unwrap();
    let listed: BTreeMap<&str, &str> =
        sums.lines().map(|line| line.split_once("  ").map(|(digest, name)| (name, digest)).unwrap()).collect();
    assert_eq!(listed.len() + 1, packed.len(), "every file but the list itself is listed");
    for (name, digest_listed) in &listed {
        assert_eq!(*digest_listed, digest(&packed[*name]), "{name}");
    }
    let manifest = manifest(&folder, "pack");
    let articles = manifest["articles"].as_array().unwrap();
    assert_eq!(articles.len(), folder.exported().len());
    for article in articles {
        let original = &article["original"];
        assert_eq!(original["status"], "packed", "{article}");
        let bytes = &packed[text(original, "file")];
        assert_eq!(text(original, "sha256"), digest(bytes));
        if original["part"] == "file" {
            let source = fs::read(folder.path(text(article, "source_file"))).unwrap();
            assert_eq!(*bytes, source, "{article}");
        } else {
            let record: Value = serde_json::from_slice(bytes).unwrap();
            assert!(record.is_object(), "{article}");
        }
        let page = String::from_utf8(packed[text(&article["page"], "file")].clone()).unwrap();
        assert!(page.starts_with("<!DOCTYPE html>") && !page.contains("<script"), "{article}");
    }
}

#[test]
fn records_of_a_pack_are_those_of_their_articles() {
    let folder = sources();
    folder.morgue(["pack", "file:*.jsonl*", "-o", "pack"]).succeeds();
    let packed = files(&folder.path("pack"));
    let manifest = manifest(&folder, "pack");
    let articles = manifest["articles"].as_array().unwrap();
    assert!(articles.len() > 20, "{}", articles.len());
    for article in articles {
        let record = &packed[text(&article["original"], "file")];
        let again = folder.morgue_with_input(["convert", "-"], record);
        assert_eq!(text(&records(&again.succeeds())[0], "digest"), text(article, "digest"), "{article}");
    }
}

#[test]
fn the_manifest_is_valid_and_says_what_was_asked() {
    let folder = Folder::with_small_corpus();
    folder.morgue(["pack", "cable", "--from", "2024", "--to", "2024-12", "-o", "pack"]).succeeds();
    let manifest = manifest(&folder, "pack");
    let schema = fs::read_to_string(project().join("schema/pack.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    if let Err(error) = jsonschema::draft202012::new(&schema).unwrap().validate(&manifest) {
        panic!("{error} at {}", error.instance_path());
    }
    assert_eq!(manifest["search"]["filter"], serde_json::json!({"from": "2024-01-01", "to": "2024-12-31"}));
    assert_eq!((text(&manifest["search"], "query"), text(&manifest, "made")), ("cable", "2026-06-15"));
    let found = folder.morgue(["search", "cable", "--from", "2024", "--to", "2024-12", "--format", "jsonl"]).succeeds();
    let ids = |values: &[Value]| values.iter().map(|value| text(value, "id").to_owned()).collect::<Vec<_>>();
    assert_eq!(ids(manifest["articles"].as_array().unwrap()), ids(&records(&found)));
}

#[test]
fn matches_are_marked_where_they_are_and_nowhere_else() {
    let folder = Folder::with_small_corpus();
    folder.morgue(["pack", "\"export control\"", "-o", "pack"]).succeeds();
    let packed = files(&folder.path("pack"));
    let page = packed.iter().find(|(name, _)| name.starts_with("pages/")).unwrap().1;
    let page = String::from_utf8(page.clone()).unwrap();
    let marks: Vec<&str> = page.split("<mark>").skip(1).map(|rest| rest.split_once("</mark>").unwrap().0).collect();
    assert!(
        !marks.is_empty() && marks.iter().all(|mark| mark.to_lowercase().starts_with("export control")),
        "{marks:?}"
    );
    assert!(page.contains("color-scheme") && page.contains("@media print"));
}

#[test]
fn originals_that_are_gone_or_changed_are_named_and_not_packed() {
    let folder = Folder::new();
    for name in ["kept", "gone", "changed", "same-size"] {
        folder.write(
            &format!("in/{name}.txt"),
            format!("The {name} cable\n\nBy Ann Lee\n\nThe harbour cable of {name} was cut on Monday by a ship.\n"),
        );
    }
    folder.morgue(["ingest", "in", "--keep-all", "--quiet"]).succeeds();
    let record = folder.morgue(["export", "kept"]).succeeds();
    folder.morgue_with_input(["ingest", "-"], record.replace("harbour cable", "other cable").as_bytes());
    folder.remove("in/gone.txt");
    folder.write("in/changed.txt", "Something else");
    let same = fs::read_to_string(folder.path("in/same-size.txt")).unwrap().replace("Monday", "Sunday");
    folder.write("in/same-size.txt", same);
    let run = folder.morgue(["pack", "cable", "-o", "pack"]);
    assert!(run.stderr.contains("5 articles, 1 with their original"), "{run:?}");
    run.succeeds();
    let manifest = manifest(&folder, "pack");
    let mut found: Vec<(String, String)> = manifest["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|article| {
            let file = text(article, "source_file").split('#').next().unwrap();
            (file.to_owned(), text(&article["original"], "status").to_owned())
        })
        .collect();
    found.sort();
    let expected = [
        ("in/changed.txt", "changed"),
        ("in/gone.txt", "gone"),
        ("in/kept.txt", "packed"),
        ("in/same-size.txt", "changed"),
        ("stdin", "not kept"),
    ];
    let found: Vec<(&str, &str)> = found.iter().map(|(file, status)| (file.as_str(), status.as_str())).collect();
    assert_eq!(found, expected);
    assert_eq!(files(&folder.path("pack")).keys().filter(|name| name.starts_with("originals/")).count(), 1);
}

#[test]
fn a_zip_has_the_same_bytes_every_time_and_the_files_of_the_folder() {
    let folder = Folder::with_small_corpus();
    for name in ["one.zip", "two.ZIP", "folder"] {
        folder.morgue(["pack", "cable", "-o", name]).succeeds();
    }
    let bytes = fs::read(folder.path("one.zip")).unwrap();
    assert_eq!(bytes, fs::read(folder.path("two.ZIP")).unwrap());
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut unpacked = BTreeMap::new();
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).unwrap();
        let mut content = Vec::new();
        std::io::copy(&mut file, &mut content).unwrap();
        unpacked.insert(file.name().unwrap().into_owned(), content);
    }
    assert_eq!(unpacked, files(&folder.path("folder")));
    assert_eq!(left(&folder), ["folder", "one.zip", "two.ZIP"]);
}

#[test]
fn nothing_is_overwritten_unless_asked_and_nothing_foreign_ever() {
    let folder = Folder::with_small_corpus();
    folder.write("full/note.txt", "mine");
    folder.morgue(["pack", "cable", "-o", "full"]).fails_saying("holds something else than a pack");
    folder.morgue(["pack", "cable", "-o", "full", "--force"]).fails_saying("holds something else than a pack");
    assert_eq!(fs::read_to_string(folder.path("full/note.txt")).unwrap(), "mine");
    for name in ["pack", "pack.zip"] {
        folder.morgue(["pack", "cable", "-o", name]).succeeds();
        folder
            .morgue(["pack", "\"export control\"", "-o", name])
            .fails_saying("is there already\nhint: --force replaces it");
        folder.morgue(["pack", "\"export control\"", "-o", name, "--force"]).succeeds();
    }
    assert_eq!(text(&manifest(&folder, "pack")["search"], "query"), "\"export control\"");
    fs::create_dir(folder.path("empty")).unwrap();
    folder.morgue(["pack", "cable", "-o", "empty"]).succeeds();
    assert_eq!(left(&folder), ["empty", "full", "pack", "pack.zip"]);
}

#[test]
fn without_hits_or_with_a_bad_query_nothing_is_made() {
    let folder = Folder::with_small_corpus();
    let run = folder.morgue(["pack", "nosuchwordanywhere", "-o", "pack"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run:?}");
    folder.morgue(["pack", "\"open", "-o", "pack"]).fails_saying("error: ");
    folder.morgue(["pack", "cable", "-o", "no/such/pack"]).fails_saying("no/such/pack");
    assert!(left(&folder).is_empty(), "{:?}", left(&folder));
}

#[test]
fn a_limit_is_told() {
    let folder = Folder::with_small_corpus();
    let run = folder.morgue(["pack", "cable", "--limit", "2", "--sort", "newest", "-o", "pack"]);
    assert!(run.stderr.contains("2 of "), "{run:?}");
    run.succeeds();
    assert_eq!(manifest(&folder, "pack")["articles"].as_array().unwrap().len(), 2);
}

/// An article whose every field tries to break out.
const HOSTILE: &str = r#"{"title":"</title><script>alert(1)</script> {unbalanced \\ \"q\"\nER  - \nTY  - BOOK","publisher":"../../<b>out","authors":["A } and B {","O'Neil, <i>"],"url":"https://a.example/\"onclick=\"x{","section":"%{$","published":"2024-05-14","keywords":["--><!--"],"body":"Cable text with <img src=x onerror=alert(1)> and enough words to be read as an article by anybody.\n\nSecond </p><script>cable</script> paragraph."}"#;

#[test]
fn hostile_text_stays_text_everywhere() {
    let folder = Folder::new();
    folder.write("hostile.jsonl", HOSTILE);
    folder.morgue(["ingest", "hostile.jsonl", "--quiet", "--keep-all"]).succeeds();
    folder.morgue(["pack", "cable", "-o", "pack"]).succeeds();
    let packed = files(&folder.path("pack"));
    for (name, bytes) in &packed {
        assert!(
            name.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c)) && !name.contains(".."),
            "{name}"
        );
        if name.ends_with(".html") {
            let page = String::from_utf8(bytes.clone()).unwrap();
            assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<b>"), "{page}");
            assert!(!page.contains("onclick=\"x"), "{page}");
        }
    }
    let ris = folder.morgue(["export", "--format", "ris"]).succeeds();
    assert_eq!(ris.lines().filter(|line| line.starts_with("TY  - ")).count(), 1, "{ris}");
    let bibtex = folder.morgue(["export", "--format", "bibtex"]).succeeds();
    assert_eq!(bibtex.matches('{').count(), bibtex.matches('}').count(), "{bibtex}");
}

#[test]
fn citations_are_exported_and_shown_in_every_style() {
    let folder = Folder::with_small_corpus();
    let count = folder.exported().len();
    let ris = folder.morgue(["export", "--format", "ris"]).succeeds();
    assert_eq!(ris.matches("\r\nER  - \r\n").count(), count);
    let bibtex = folder.morgue(["export", "--format", "bibtex"]).succeeds();
    assert_eq!(bibtex.lines().filter(|line| line.starts_with('@')).count(), count);
    let csl: Value = serde_json::from_str(&folder.morgue(["export", "--format", "csl-json"]).succeeds()).unwrap();
    assert_eq!(csl.as_array().unwrap().len(), count);
    let id = text(&csl[0], "id");
    for style in ["ris", "bibtex", "csl-json"] {
        assert!(folder.morgue(["show", id, "--format", style]).succeeds().contains(id), "{style}");
    }
    assert_eq!(folder.morgue(["export", "nosuchwordanywhere", "--format", "csl-json"]).stdout, "[]\n");
}

#[test]
fn a_file_that_is_no_pack_is_never_replaced() {
    let folder = Folder::with_small_corpus();
    folder.write("mine.zip", "hi");
    for arguments in [&["pack", "cable", "-o", "mine.zip"][..], &["pack", "cable", "-o", "mine.zip", "--force"]] {
        folder.morgue(arguments).fails_saying("mine.zip: a file that is no pack");
        assert_eq!(fs::read_to_string(folder.path("mine.zip")).unwrap(), "hi");
    }
}

#[test]
fn the_record_of_a_search_has_its_names() {
    let folder = Folder::with_small_corpus();
    let names = ["--person", "Nobody Known", "--org", "No Board", "--place", "Nowhere"];
    folder.write("q.txt", "cable\n");
    let run = folder.morgue([&["batch", "q.txt", "--format", "json"][..], &names].concat());
    let table: Value = serde_json::from_str(&run.stdout).unwrap();
    let expected =
        serde_json::json!({"people": ["Nobody Known"], "organisations": ["No Board"], "places": ["Nowhere"]});
    assert_eq!(table["rows"][0]["filter"], expected, "{run:?}");
}

#[test]
fn hebrew_reads_as_hebrew_and_a_script_is_no_address_in_a_pack() {
    let folder = Folder::new();
    let record = serde_json::json!({
        "title": "\u{202b}כבל נחתך\u{202c} cable", "publisher": "\u{202b}הארץ\u{202c}", "url": "javascript:alert(1)",
        "published": "2024-05-01", "body": "\u{202b}הכבל נחתך ליד הנמל ביום שני.\u{202c} The cable was cut.",
    });
    folder.write("a.jsonl", record.to_string());
    folder.morgue(["ingest", "a.jsonl", "--quiet"]).succeeds();
    folder.morgue(["pack", "cable", "-o", "p"]).succeeds();
    let index = fs::read_to_string(folder.path("p/index.html")).unwrap();
    assert!(index.contains("<bdi>כבל נחתך cable</bdi>") && index.contains("<bdi>הארץ</bdi>"), "{index}");
    let page = fs::read_dir(folder.path("p/pages")).unwrap().next().unwrap().unwrap().path();
    let page = fs::read_to_string(page).unwrap();
    assert!(
        page.contains("<h1 dir=\"auto\">") && page.contains("<p dir=\"auto\">") && !page.contains("\\u{202"),
        "{page}"
    );
    assert!(!page.contains("href=\"javascript"), "{page}");
    for name in ["citations.ris", "citations.bib", "citations.json"] {
        let text = fs::read_to_string(folder.path("p").join(name)).unwrap();
        assert!(text.contains("כבל נחתך") && !text.contains("\\u{202") && !text.contains("javascript"), "{text}");
    }
}
