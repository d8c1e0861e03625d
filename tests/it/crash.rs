//! An ingest that is killed at any moment and run again ends where an undisturbed one does.
//!
//! `MORGUE_KILLS=1000` kills more often than the ten times of a normal run.

use crate::support::{Folder, Random, article_line, gzip, text, zstandard};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

const ARTICLES: u64 = 2_400;
const KILLS: u64 = 10;
const KILLS_AN_ARCHIVE: u64 = 2;
const INGEST: [&str; 5] = ["ingest", "in", "--commit-every", "0", "--quiet"];

/// Several files with duplicates between them, compressed and not, with whole pages too.
fn write_sources(folder: &Folder) {
    let lines = |from, to| (from..to).map(article_line).collect::<String>();
    folder.write("in/a.jsonl", lines(0, ARTICLES / 2));
    folder.write("in/b.jsonl.gz", gzip(lines(ARTICLES / 4, 3 * ARTICLES / 4).as_bytes()));
    folder.write("in/c.jsonl.zst", zstandard(lines(3 * ARTICLES / 4, ARTICLES).as_bytes()));
    for number in 0..40 {
        folder.write(&format!("in/d/{number}.json"), article_line(10_000 + number));
    }
}

fn ids(folder: &Folder) -> BTreeSet<String> {
    folder.exported().iter().map(|record| text(record, "id").to_owned()).collect()
}

#[test]
fn an_ingest_that_is_killed_and_run_again_ends_as_if_nothing_had_happened() {
    let folder = Folder::new();
    write_sources(&folder);
    let started = Instant::now();
    folder.morgue(INGEST).succeeds();
    let time = started.elapsed();
    let expected = ids(&folder);
    assert_eq!(expected.len() as u64, ARTICLES + 40);
    let kills = std::env::var("MORGUE_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let mut random = Random::new(7);
    for _ in 0..kills.div_ceil(KILLS_AN_ARCHIVE) {
        std::fs::remove_dir_all(folder.path("morgue-archive")).unwrap();
        for _ in 0..KILLS_AN_ARCHIVE {
            kill_within(&folder, time, &mut random);
        }
        folder.morgue(INGEST).succeeds();
        assert_eq!(ids(&folder), expected);
        folder.assert_whole();
    }
}

/// Starts an ingest and kills it at a moment at which it may be anywhere, or done.
fn kill_within(folder: &Folder, time: Duration, random: &mut Random) {
    let mut child = folder.command(INGEST).spawn().unwrap();
    let share = u32::try_from(random.below(1000)).unwrap();
    std::thread::sleep(time * share / 1000);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[cfg(unix)]
#[test]
fn an_interrupted_ingest_keeps_what_it_did_and_exits_with_130() {
    let folder = Folder::new();
    write_sources(&folder);
    // Standard input that never ends holds the program until it is interrupted.
    let mut command = folder.command(["ingest", "-", "--commit-every", "0"]);
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut number = 0;
    let pid = child.id().to_string();
    let mut is_interrupted = false;
    loop {
        let lines: String = (number..number + 200).map(article_line).collect();
        if std::io::Write::write_all(&mut input, lines.as_bytes()).is_err() || number > 100_000 {
            break;
        }
        number += 200;
        let has_committed = folder.path("morgue-archive/meta.json").exists();
        if has_committed && !is_interrupted {
            is_interrupted = true;
            let sent = std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap();
            assert!(sent.success());
        }
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    folder.assert_whole();
}
