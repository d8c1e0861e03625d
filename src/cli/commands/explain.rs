//! `morgue explain`: how an article was read from a file.

use crate::cli::args::{ExplainArgs, SummaryFormat};
use crate::cli::commands::recognition;
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::entity::Scratch;
use crate::error::{Error, Result};
use crate::extract::{self, Extraction, Verdict};
use crate::output::evidence::{self, Recognition};
use crate::source::Limits;
use crate::source::detect::{self, Kind, Named};
use crate::source::open::Stream;
use crate::text::language;
use std::path::Path;

/// Explains each file; 1 if none is an article.
pub fn run(args: &ExplainArgs, _settings: &Settings, printer: Printer) -> Result<Exit> {
    let mut has_article = false;
    let recogniser = recognition::load(&args.names, None, printer)?.recogniser;
    let mut scratch = Scratch::new();
    for path in &args.files {
        let mut extraction = read(path)?;
        let article = &mut extraction.article;
        // As at ingest: what explain shows is what an archive holds.
        article.language = language::settle(article.language.take(), &article.body);
        let mut names = Recognition { language: article.language.clone(), recognised: false };
        if let Some(recogniser) = &recogniser {
            let language = names.language.as_deref();
            let (title, body) = (&article.title, &article.body);
            let found = recogniser.annotate(&mut scratch, title, body, language, &article.entities);
            article.entities = found.entities;
            names.recognised = found.trained;
        }
        has_article |= extraction.verdict == Verdict::Article;
        let file = path.to_string_lossy();
        printer.print(|writer| match args.format {
            SummaryFormat::Text => evidence::text(&file, &extraction, &names, writer),
            SummaryFormat::Json => evidence::json(&file, &extraction, &names, writer),
        })?;
    }
    Ok(if has_article { Exit::Done } else { Exit::Nothing })
}

fn read(path: &Path) -> Result<Extraction> {
    let wrap = |error| Error::io(path, error);
    let mut bytes = Vec::new();
    Stream::open(path, Limits::default()).map_err(wrap)?.read_document(&mut bytes).map_err(wrap)?;
    let kind = match detect::by_name(path) {
        Named::Kind(kind) => kind,
        Named::Other | Named::Unknown => detect::by_content(&bytes),
    };
    let options = extract::Options { explain: true, ..extract::Options::default() };
    if kind != Kind::Records && kind != Kind::Json {
        return Ok(extract::document(&bytes, kind, &options));
    }
    let text = String::from_utf8_lossy(&bytes);
    let record =
        if kind == Kind::Records { text.lines().find(|line| !line.trim().is_empty()).unwrap_or("") } else { &text };
    extract::record::extract(record, &options)
        .map_err(|error| Error::Usage(format!("error: {}: {error}", path.display())))
}
