//! The architecture as a test: who may use whom, where packages live, and how files look.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

/// Longest file in lines, its tests apart.
const MOST_LINES: usize = 500;

/// Modules and what each may use; itself it may use always. Rows go from the words to the face.
const LAYERS: [(&str, &[&str]); 16] = [
    ("error", &[]),
    ("date", &[]),
    ("text", &[]),
    ("article", &["date"]),
    ("field", &[]),
    ("source", &["error"]),
    ("extract", &["article", "date", "text", "source"]),
    ("entity", &["article", "date", "text", "error"]),
    ("duplicate", &["article", "text"]),
    ("index", &["article", "date", "error", "field", "text"]),
    ("query", &["date", "text", "field"]),
    ("search", &["article", "date", "entity", "error", "field", "index", "query", "text"]),
    ("output", &["article", "date", "duplicate", "error", "extract", "index::ledger", "query", "search", "text"]),
    ("ingest", &["article", "date", "duplicate", "entity", "error", "extract", "index", "source", "text"]),
    ("report", &["article", "date", "duplicate", "error", "index", "output", "query", "search", "source", "text"]),
    (
        "cli",
        &[
            "article",
            "date",
            "duplicate",
            "entity",
            "error",
            "extract",
            "field",
            "index",
            "ingest",
            "output",
            "query",
            "report",
            "search",
            "source",
            "text",
        ],
    ),
];

/// Packages and the modules they are at home in.
const HOMES: [(&str, &[&str]); 18] = [
    ("tantivy", &["index", "search", "error"]),
    ("scraper", &["extract/html"]),
    ("rayon", &["ingest", "entity", "duplicate"]),
    ("indicatif", &["cli"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("ctrlc", &["cli"]),
    ("terminal_size", &["cli"]),
    ("csv", &["output", "report"]),
    ("jiff", &["date"]),
    ("tiny_skia", &["output/chart/raster"]),
    ("ttf_parser", &["output/chart/font", "output/chart/raster"]),
    ("dejavu", &["output/chart/font"]),
    ("mimalloc", &["main"]),
    ("zip", &["report"]),
    ("memmap2", &["entity/rows"]),
    ("bytemuck", &["entity/rows"]),
];

struct Source {
    /// Path below `src`, with `/`.
    name: String,
    text: String,
}

impl Source {
    /// The module of the first level it belongs to.
    fn module(&self) -> &str {
        self.name.split(['/', '.']).next().unwrap()
    }

    /// All lines but those that are only compiled for tests, at its end.
    fn lines(&self) -> std::str::Lines<'_> {
        let tests = self.text.match_indices("\n#[cfg(test)]\n").find(|(place, mark)| {
            let after = &self.text[place + mark.len()..];
            after.starts_with("mod ") || after.starts_with("pub(super) mod tests")
        });
        self.text[..tests.map_or(self.text.len(), |(place, _)| place)].lines()
    }

    /// The lines without comments.
    fn code(&self) -> impl Iterator<Item = &str> {
        self.lines().filter(|line| !line.trim_start().starts_with("//"))
    }

    /// Whether it holds nothing but tests.
    fn is_test(&self) -> bool {
        self.name.ends_with("/tests.rs") || self.name.ends_with("_tests.rs")
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                let text = fs::read_to_string(&path).unwrap();
                sources.push(Source { name, text });
            }
        }
    }
    sources
}

/// Paths that follow `crate::` in a line, up to where they branch: `index::ledger`.
fn uses(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("crate::").map(|(place, found)| {
        let path = &line[place + found.len()..];
        let end = path.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(path.len());
        path[..end].trim_end_matches(':')
    })
}

fn is_below(path: &str, module: &str) -> bool {
    path == module || path.strip_prefix(module).is_some_and(|rest| rest.starts_with("::"))
}

#[test]
fn modules_use_only_the_layers_below_them() {
    let mut wrong = Vec::new();
    for source in sources() {
        let module = source.module();
        if matches!(module, "lib" | "main") || source.is_test() {
            continue;
        }
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!("{}: has no layer in tests/tidy.rs", source.name));
            continue;
        };
        for line in source.code() {
            for path in uses(line) {
                let is_allowed =
                    is_below(path, module) || allowed.iter().any(|other| is_below(path, other)) || path == "Result";
                if !is_allowed {
                    wrong.push(format!("{}: may not use {path}", source.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn packages_stay_at_home() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (package, homes) in HOMES {
            let is_home = homes
                .iter()
                .any(|home| source.name == format!("{home}.rs") || source.name.starts_with(&format!("{home}/")));
            let is_used = source.code().any(|line| mentions(line, package));
            if is_used && !is_home {
                wrong.push(format!("{}: {package} belongs to {}", source.name, homes.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a line has a path that begins with this package.
fn mentions(line: &str, package: &str) -> bool {
    let path = format!("{package}::");
    line.match_indices(&path).any(|(place, _)| {
        let before = &line[..place];
        let is_other = before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let is_inner = before.ends_with("::")
            && !before.trim_end_matches("::").ends_with([' ', '(', '<', '&', '"'])
            && before.len() > 2;
        !is_other && !is_inner && !before.ends_with("use crate::output::")
    })
}

#[test]
fn every_file_begins_with_what_it_answers() {
    let is_bare = |source: &Source| !source.text.starts_with("//! ") && !source.is_test();
    let bare: Vec<String> = sources().into_iter().filter(is_bare).map(|source| source.name).collect();
    assert!(bare.is_empty(), "{bare:?}");
}

#[test]
fn files_are_short() {
    let long: Vec<String> = sources()
        .iter()
        .map(|source| (source.lines().count(), &source.name))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, name)| format!("{name}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn nothing_is_left_undone() {
    let mut wrong = Vec::new();
    for source in sources() {
        for word in ["todo!", "unimplemented!", "dbg!", "FIXME", "_PLACEHOLDER"] {
            if source.text.contains(word) {
                wrong.push(format!("{}: {word}", source.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_say_what_files_hold() {
    let vague = ["utils", "util", "helpers", "helper", "common", "misc"];
    let wrong: Vec<String> = sources()
        .into_iter()
        .map(|source| source.name)
        .filter(|name| name.split(['/', '.']).any(|part| vague.contains(&part)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
