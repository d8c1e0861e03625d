//! `morgue family`: the articles that tell one story, and how their texts differ.

use crate::article::Article;
use crate::cli::args::SummaryFormat;
use crate::cli::commands::show::find;
use crate::cli::exit::Exit;
use crate::cli::family_args::FamilyArgs;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::duplicate::{diff, wire_credit};
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::output::family::{self, Family, Member};
use crate::search::Engine;

/// Prints a family; exit code 1 if there is no such article.
pub fn run(args: &FamilyArgs, settings: &Settings, printer: Printer) -> Result<Exit> {
    let engine = Engine::open(&Archive::open(&settings.archive)?)?;
    let Some(article) = find(&engine, &args.id)? else {
        printer.say(&format!("{}: no such article", args.id));
        return Ok(Exit::found(false));
    };
    if !engine.has_current_families() {
        printer.say("warning: some articles are not yet put together with their near-duplicates; run `morgue ingest`");
    }
    let id = engine.families().of(article.id);
    let mut ids: Vec<_> = engine.families().members(id).map(|member| member.article).collect();
    if ids.is_empty() {
        ids.push(article.id);
    }
    let mut articles = engine.articles(&ids)?;
    articles
        .sort_by_key(|article| (article.published.as_ref().map_or(i64::MAX, |date| date.value.latest()), article.id));
    let reference = reference(&articles, &args.against)?;
    let family = Family { id, members: members(&articles, reference), reference };
    printer.print(|writer| match args.format {
        SummaryFormat::Text => family::text(&family, printer.style(), writer),
        SummaryFormat::Json => family::json(&family, writer),
    })?;
    Ok(Exit::Done)
}

/// Number of the article that the others are compared with.
fn reference(articles: &[Article], against: &str) -> Result<usize> {
    match against {
        "first" => Ok(0),
        "longest" => {
            let longest = articles.iter().map(|article| article.word_count).max().unwrap_or(0);
            Ok(articles.iter().position(|article| article.word_count == longest).unwrap_or(0))
        }
        id => {
            let begins = |article: &Article| article.id.to_string().starts_with(&id.to_lowercase());
            articles.iter().position(begins).ok_or_else(|| {
                Error::Usage(format!(
                    "error: --against {id}: the family has no such article\nhint: `first`, `longest` or one of its ids"
                ))
            })
        }
    }
}

fn members(articles: &[Article], reference: usize) -> Vec<Member<'_>> {
    let before = articles.get(reference).map_or("", |article| article.body.as_str());
    articles
        .iter()
        .enumerate()
        .map(|(number, article)| {
            let changes = if number == reference { Vec::new() } else { diff(before, &article.body) };
            Member { article, credit: wire_credit(&article.body, &article.authors.join(", ")), changes }
        })
        .collect()
}
