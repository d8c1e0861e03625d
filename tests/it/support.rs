//! A folder for each test, the program run in it, and outputs compared with files.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// "Now" of all runs: 2026-06-15 12:00 UTC.
pub const NOW: &str = "1781524800";

/// The project's folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder that holds sources and an archive, and goes away with the test.
pub struct Folder {
    root: TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Folder {
    pub fn new() -> Self {
        Folder { root: tempfile::tempdir().unwrap() }
    }

    /// A folder whose archive holds the articles of `tests/input`.
    pub fn with_small_corpus() -> Self {
        let folder = Folder::new();
        let input = project().join("tests/input/articles.jsonl");
        folder.write("articles.jsonl", fs::read(input).unwrap());
        folder.morgue(["ingest", "articles.jsonl", "--quiet"]).succeeds();
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }

    /// The program with these arguments, in this folder, with nothing of the environment that could change it.
    pub fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
        command
            .args(arguments)
            .current_dir(self.root.path())
            .env_remove("MORGUE_ARCHIVE")
            .env_remove("NO_COLOR")
            .env("MORGUE_NOW", NOW)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the program to its end.
    pub fn morgue<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        self.ended(self.command(arguments).spawn().unwrap())
    }

    /// Runs the program with this text as its standard input.
    pub fn morgue_with_input<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>, input: &[u8]) -> Run {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        self.ended(child)
    }

    fn ended(&self, child: Child) -> Run {
        let output = child.wait_with_output().unwrap();
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: self.masked(&String::from_utf8(output.stdout).unwrap()),
            stderr: self.masked(&String::from_utf8(output.stderr).unwrap()),
        }
    }

    /// Takes out what differs from machine to machine: the folder and times.
    fn masked(&self, text: &str) -> String {
        let root = self.root.path().display().to_string();
        let real = self.root.path().canonicalize().unwrap().display().to_string();
        let text = text.replace(&real, "<folder>").replace(&root, "<folder>");
        let mut masked = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            match line.split_once(" in ") {
                Some((read, rate)) if read.starts_with("read ") && rate.contains("MB/s") => {
                    masked.push_str(read);
                    masked.push_str(" in <time>\n");
                }
                _ => masked.push_str(line),
            }
        }
        masked
    }

    /// All articles of the archive as records, as exported.
    pub fn exported(&self) -> Vec<Value> {
        records(&self.morgue(["export"]).stdout)
    }

    /// Title and body of all articles of the archive; each pair once, or the test fails.
    pub fn texts(&self) -> BTreeSet<(String, String)> {
        let records = self.exported();
        let texts: BTreeSet<_> =
            records.iter().map(|record| (text(record, "title").to_owned(), text(record, "body").to_owned())).collect();
        assert_eq!(texts.len(), records.len(), "an article is in the archive twice");
        texts
    }

    /// Titles of all articles of the archive, sorted.
    pub fn titles(&self) -> Vec<String> {
        self.texts().into_iter().map(|(title, _)| title).collect()
    }

    /// The archive is whole, as the program itself says.
    pub fn assert_whole(&self) {
        let run = self.morgue(["check"]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(!run.stdout.contains("of an earlier state"), "a run that ended has not put families together: {run:?}");
    }
}

impl Run {
    /// The run ended with 0; its standard output.
    #[track_caller]
    pub fn succeeds(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.stdout
    }

    /// The run ended with 2 and said this; nothing was printed as a result.
    #[track_caller]
    pub fn fails_saying(&self, message: &str) {
        assert_eq!(self.code, 2, "{self:?}");
        assert!(self.stderr.contains(message), "{message:?} is not in {self:?}");
        assert!(!self.stderr.contains("panicked"), "{self:?}");
    }

    /// Exit code, standard output and standard error as one text.
    pub fn whole(&self) -> String {
        let mut text = format!("exit {}\n", self.code);
        for (name, content) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !content.is_empty() {
                text.push_str(&format!("--- {name}\n{content}"));
            }
        }
        text
    }
}

/// Compares a text with `tests/expected/NAME`; `UPDATE_EXPECTED=1` writes the file instead.
#[track_caller]
pub fn assert_expected(name: &str, actual: &str) {
    let path = project().join("tests/expected").join(name);
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(actual, expected, "differs from {}; UPDATE_EXPECTED=1 writes it anew", path.display());
}

/// Lines of JSON.
#[track_caller]
pub fn records(jsonl: &str) -> Vec<Value> {
    jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A field that is a text; empty where it is missing.
pub fn text<'a>(record: &'a Value, field: &str) -> &'a str {
    record[field].as_str().unwrap_or("")
}

/// A line of JSON that is article number `number`, unlike all others.
pub fn article_line(number: u64) -> String {
    let mut words = Random::new(number + 1);
    let sentences: Vec<String> = (0..12).map(|_| sentence(&mut words)).collect();
    let record = json!({
        "title": title(number),
        "url": format!("https://www.example.org/2024/{number}"),
        "published": format!("20{:02}-{:02}-{:02}", 10 + number % 15, 1 + number % 12, 1 + number % 28),
        "publisher": format!("Outlet {}", number % 7),
        "body": format!("{}\n\n{}", sentences[..6].join(" "), sentences[6..].join(" ")),
    });
    format!("{record}\n")
}

/// The title of article number `number`.
pub fn title(number: u64) -> String {
    format!("Council hears report number {number}")
}

fn sentence(random: &mut Random) -> String {
    const WORDS: [&str; 24] = [
        "harbour",
        "council",
        "report",
        "bridge",
        "winter",
        "licence",
        "the",
        "of",
        "and",
        "engineers",
        "budget",
        "river",
        "said",
        "was",
        "delayed",
        "opened",
        "station",
        "minister",
        "voted",
        "against",
        "cable",
        "market",
        "families",
        "school",
    ];
    let words: Vec<&str> = (0..10).map(|_| WORDS[random.below(WORDS.len() as u64) as usize]).collect();
    format!("On {} {}.", random.below(100_000), words.join(" "))
}

/// Numbers that look random and are the same in every run (xorshift64*, Vigna 2014).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number from 0 to `bound` - 1.
    pub fn below(&mut self, bound: u64) -> u64 {
        (self.next() >> 11) % bound
    }
}

/// Bytes as gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Bytes as Zstandard.
pub fn zstandard(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}
