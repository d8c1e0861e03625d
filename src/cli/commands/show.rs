//! `morgue show`: whole articles.

use crate::article::{Article, ArticleId};
use crate::cli::args::{ShowArgs, ShowFormat};
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::output::citation::{CitationStyle, Citations};
use crate::output::{article, markdown, record};
use crate::search::{Engine, Lookup};
use std::io::{self, Write};

/// Ids named where a beginning is not unique.
const IDS_NAMED: usize = 10;

/// Prints the articles that were asked for; exit code 1 if one of them is missing.
pub fn run(args: &ShowArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let engine = Engine::open(&Archive::open(&settings.archive)?)?;
    let mut articles = Vec::with_capacity(args.ids.len());
    for id in &args.ids {
        match find(&engine, id)? {
            Some(article) => articles.push(article),
            None => printer.say(&format!("{id}: no such article")),
        }
    }
    if let Some(style) = citation_style(args.format) {
        printer.print(|writer| {
            let mut citations = Citations::new(style);
            articles.iter().try_for_each(|article| citations.add(article, writer))?;
            citations.finish(writer)
        })?;
        return Ok(Exit::found(articles.len() == args.ids.len()));
    }
    printer.print(|writer| {
        for (place, article) in articles.iter().enumerate() {
            if place > 0 && args.format != ShowFormat::Json {
                writeln!(writer)?;
            }
            let family = engine.families().of(article.id);
            write_article(article, family, args.format, printer, writer)?;
        }
        Ok(())
    })?;
    Ok(Exit::found(articles.len() == args.ids.len()))
}

/// The article that an id, the beginning of one, a guid or an address names; an error if it names several.
pub(super) fn find(engine: &Engine, id: &str) -> Result<Option<Box<Article>>> {
    match engine.lookup(id)? {
        Lookup::Found(article) => Ok(Some(article)),
        Lookup::Missing => Ok(None),
        Lookup::Ambiguous(ids) => {
            let named: Vec<String> = ids.iter().take(IDS_NAMED).map(ToString::to_string).collect();
            let list = named.join("\n  ");
            Err(Error::Usage(format!("error: {id}: {} articles have ids that begin so\n  {list}", ids.len())))
        }
    }
}

fn write_article(
    article: &Article,
    family: ArticleId,
    format: ShowFormat,
    printer: Printer,
    writer: &mut dyn Write,
) -> io::Result<()> {
    match format {
        ShowFormat::Text => article::text(article, printer.style(), writer),
        ShowFormat::Json => record::write(article, Some(family), writer),
        ShowFormat::Markdown => markdown::article(article, writer),
        ShowFormat::Ris | ShowFormat::Bibtex | ShowFormat::CslJson => Ok(()),
    }
}

/// The style of citations that a format is, if it is one.
fn citation_style(format: ShowFormat) -> Option<CitationStyle> {
    match format {
        ShowFormat::Ris => Some(CitationStyle::Ris),
        ShowFormat::Bibtex => Some(CitationStyle::Bibtex),
        ShowFormat::CslJson => Some(CitationStyle::CslJson),
        ShowFormat::Text | ShowFormat::Json | ShowFormat::Markdown => None,
    }
}
