//! An evidence pack: hits as a folder or zip that can be checked and read without the archive and without us.
//!
//! ```text
//! index.html          the list, with links to everything
//! manifest.json       what was asked, of what, what was found, and what became of each original (schema/pack.schema.json)
//! SHA256SUMS          digests of all other files, for `sha256sum -c`
//! citations.{ris,bib,json}
//! pages/NAME.html     each article with its matches marked
//! texts/NAME.txt      its text
//! originals/NAME.*    the bytes it was read from, if they are still what they were
//! ```
//!
//! Names are made of the day, the outlet and the id, in letters, digits and hyphens, so they are good on every system and no
//! article can choose where it is written.

mod archive_file;
mod manifest;
mod names;
mod originals;
mod pages;

use crate::error::{Error, Result};
use crate::index::Archive;
use crate::output::citation::{CitationStyle, Citations};
use crate::report::search_record::{ArchiveRecord, QueryRecord};
use crate::report::staging::{StagedFolder, write_file};
use crate::report::{Progress, step};
use crate::search::{Engine, Request, Visited};
use manifest::{Entry, Manifest, OriginalRecord, SearchRecord};
use std::fs;
use std::path::Path;

/// Most articles of a pack, unless another number is asked for.
pub const USUAL_LIMIT: usize = 10_000;

/// What to pack.
#[derive(Debug)]
pub struct Order<'a> {
    /// What to search; its limit counts.
    pub request: &'a Request,
    /// How the query was written and understood.
    pub query: QueryRecord,
    /// The day of making, as it is told.
    pub day: String,
    /// What was doubtful about the query.
    pub warnings: Vec<String>,
    /// Whether to replace what is there.
    pub force: bool,
}

/// What was packed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Articles that match.
    pub total: u64,
    /// Articles in the pack.
    pub packed: u64,
    /// Originals in the pack.
    pub originals: u64,
    /// What the search had to say.
    pub warnings: Vec<String>,
}

/// Packs the hits of a request into `target`: a zip if its name says so, else a folder. Nothing is made if there are no hits.
pub fn pack(
    engine: &Engine,
    archive: &Archive,
    order: &Order<'_>,
    target: &Path,
    progress: &dyn Progress,
) -> Result<Summary> {
    let is_zip = target.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("zip"));
    check_target(target, is_zip, order.force)?;
    let mut folder = StagedFolder::begin(target)?;
    let (mut entries, visited) = write_articles(engine, order, &mut folder, progress)?;
    let mut summary =
        Summary { total: visited.total, packed: entries.len() as u64, originals: 0, warnings: visited.warnings };
    if entries.is_empty() {
        return Ok(summary);
    }
    add_originals(archive, &mut entries, &mut folder, progress)?;
    summary.originals = entries.iter().filter(|entry| entry.original.is_here()).count() as u64;
    let warnings = order.warnings.iter().chain(&summary.warnings).cloned().collect();
    let manifest = Manifest::new(
        ArchiveRecord::of(engine),
        order.day.clone(),
        SearchRecord::new(order.query.clone(), order.request.sort, visited.total, warnings),
        entries,
    );
    folder.write(manifest::MANIFEST, manifest.json()?.as_bytes())?;
    folder.write("index.html", pages::index(&manifest).as_bytes())?;
    folder.write_sums()?;
    if is_zip {
        write_file(target, |file| archive_file::write(&folder, file))?;
    } else {
        folder.keep(target)?;
    }
    Ok(summary)
}

/// Whether the pack may be put there, before anything is done.
fn check_target(target: &Path, is_zip: bool, force: bool) -> Result<()> {
    let refused =
        |why: &str, hint: &str| Err(Error::Usage(format!("error: {}: {why}\nhint: {hint}", target.display())));
    if target.is_dir() {
        let is_empty = fs::read_dir(target).map_err(|error| Error::io(target, error))?.next().is_none();
        if is_zip {
            return refused("is a folder", "name a file that ends in .zip, or a folder that does not");
        }
        if is_empty {
            return Ok(());
        }
        if !Manifest::is_in(target) {
            return refused("a folder that holds something else than a pack", "name another folder");
        }
    } else if target.exists() && !is_zip {
        return refused("is a file", "name a folder, or a file that ends in .zip");
    } else if !target.exists() {
        return Ok(());
    } else if !archive_file::is_pack(target) {
        return refused("a file that is no pack", "name another file");
    }
    if force { Ok(()) } else { refused("is there already", "--force replaces it") }
}

/// Writes texts, pages and citations of all hits.
fn write_articles(
    engine: &Engine,
    order: &Order<'_>,
    folder: &mut StagedFolder,
    progress: &dyn Progress,
) -> Result<(Vec<Entry>, Visited)> {
    let mut citations = [
        ("citations.ris", Citations::new(CitationStyle::Ris), Vec::new()),
        ("citations.bib", Citations::new(CitationStyle::Bibtex), Vec::new()),
        ("citations.json", Citations::new(CitationStyle::CslJson), Vec::new()),
    ];
    let mut entries = Vec::new();
    let (total, _) = engine.count(order.request)?;
    progress.stage("articles", total.min(order.request.limit as u64));
    let visited = engine.visit(order.request, &mut |hit| {
        step(progress)?;
        let name = names::stem(&hit.article);
        let mut entry = Entry::new(&hit, engine.families().of(hit.article.id), &name);
        entry.text.sha256 = folder.write(&entry.text.file, pages::plain(&hit.article).as_bytes())?;
        entry.page.sha256 = folder.write(&entry.page.file, pages::article(&hit).as_bytes())?;
        for (_, citations, bytes) in &mut citations {
            citations.add(&hit.article, bytes).map_err(Error::Output)?;
        }
        entries.push(entry);
        Ok(())
    })?;
    for (name, citations, mut bytes) in citations {
        citations.finish(&mut bytes).map_err(Error::Output)?;
        folder.write(name, &bytes)?;
    }
    Ok((entries, visited))
}

/// Adds the bytes that the articles were read from, file by file.
fn add_originals(
    archive: &Archive,
    entries: &mut [Entry],
    folder: &mut StagedFolder,
    progress: &dyn Progress,
) -> Result<()> {
    progress.stage("originals", entries.len() as u64);
    let ledger = archive.ledger()?;
    let home = archive.path().parent().unwrap_or(Path::new(""));
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&place| entries.get(place).map(|entry| entry.origin.clone()));
    let mut source: Option<originals::Source> = None;
    for place in order {
        step(progress)?;
        let Some(entry) = entries.get_mut(place) else {
            continue;
        };
        if source.as_ref().is_none_or(|source| source.name() != entry.origin.file) {
            source = Some(originals::Source::open(home, &entry.origin.file, &ledger));
        }
        let fetched = match source.as_mut() {
            Some(source) => source.fetch(&entry.origin),
            None => continue,
        };
        entry.original = match fetched {
            Ok(original) => {
                let file = format!("originals/{}.{}", entry.name, original.extension);
                let sha256 = folder.write(&file, &original.bytes)?;
                OriginalRecord::here(file, sha256, original.bytes.len() as u64, &original)
            }
            Err(missing) => OriginalRecord::missing(&missing),
        };
    }
    Ok(())
}
