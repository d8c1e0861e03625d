//! `morgue entity eval`: the scores of a model on tagged texts, for people and as JSON.

use crate::article::EntityKind;
use crate::cli::args::{EntityEvalArgs, LetterCase, SummaryFormat};
use crate::cli::commands::entity::{named, read};
use crate::cli::commands::recognition;
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::entity::conll;
use crate::entity::evaluate::{Case, Counts, Scores, evaluate};
use crate::entity::model::Model;
use crate::error::{Error, Result};
use crate::output::json;
use serde::Serialize;
use std::io::Write;

#[derive(Debug, Serialize)]
struct EvaluationRecord<'a> {
    model: &'a str,
    case: &'static str,
    files: Vec<FileRecord>,
    total: ScoresRecord,
}

#[derive(Debug, Serialize)]
struct FileRecord {
    file: String,
    #[serde(flatten)]
    scores: ScoresRecord,
}

#[derive(Debug, Serialize)]
struct ScoresRecord {
    kinds: Vec<KindRecord>,
    all: CountsRecord,
}

#[derive(Debug, Serialize)]
struct KindRecord {
    kind: &'static str,
    #[serde(flatten)]
    counts: CountsRecord,
}

#[derive(Debug, Serialize)]
struct CountsRecord {
    precision: f64,
    recall: f64,
    f1: f64,
    right: u64,
    found: u64,
    gold: u64,
}

impl From<Counts> for CountsRecord {
    fn from(counts: Counts) -> Self {
        let Counts { right, found, gold } = counts;
        CountsRecord { precision: counts.precision(), recall: counts.recall(), f1: counts.f1(), right, found, gold }
    }
}

/// Scores each file, and all together; nothing is printed unless all files can be read.
pub fn run(args: &EntityEvalArgs, printer: Printer) -> Result<Exit> {
    let own = match &args.model {
        Some(path) => {
            let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
            Some(Model::read(&bytes).map_err(|error| named(path, error))?)
        }
        None => None,
    };
    let shipped = recognition::shipped()?;
    let model = own.as_ref().unwrap_or(shipped.model());
    let asked: Vec<EntityKind> = args.kinds.iter().map(|kind| (*kind).into()).collect();
    let kinds: Vec<EntityKind> =
        EntityKind::ALL.into_iter().filter(|kind| asked.is_empty() || asked.contains(kind)).collect();
    let (case, word) = match args.case {
        LetterCase::AsIs => (Case::AsWritten, "as-is"),
        LetterCase::Lower => (Case::Lower, "lower"),
        LetterCase::Upper => (Case::Upper, "upper"),
    };
    let mut files = Vec::with_capacity(args.files.len());
    let mut total = Scores::default();
    for path in &args.files {
        let documents = conll::parse(&read(path)?).map_err(|error| named(path, error))?;
        let scores = evaluate(model, &documents, case);
        total.merge(&scores);
        files.push((path.display().to_string(), scores));
    }
    printer.print(|writer| match args.format {
        SummaryFormat::Text => text(&files, &total, &kinds, writer),
        SummaryFormat::Json => {
            let files =
                files.iter().map(|(file, scores)| FileRecord { file: file.clone(), scores: record(scores, &kinds) });
            let record = EvaluationRecord {
                model: &model.name,
                case: word,
                files: files.collect(),
                total: record(&total, &kinds),
            };
            json::write_line(&record, writer)
        }
    })?;
    Ok(Exit::Done)
}

fn of_kinds<'a>(scores: &'a Scores, kinds: &'a [EntityKind]) -> impl Iterator<Item = (EntityKind, Counts)> + 'a {
    EntityKind::ALL.into_iter().zip(scores.kinds).filter(|(kind, _)| kinds.contains(kind))
}

fn record(scores: &Scores, kinds: &[EntityKind]) -> ScoresRecord {
    ScoresRecord {
        kinds: of_kinds(scores, kinds)
            .map(|(kind, counts)| KindRecord { kind: kind.as_str(), counts: counts.into() })
            .collect(),
        all: scores.total(kinds).into(),
    }
}

fn text(
    files: &[(String, Scores)],
    total: &Scores,
    kinds: &[EntityKind],
    writer: &mut dyn Write,
) -> std::io::Result<()> {
    for (file, scores) in files {
        table(file, scores, kinds, writer)?;
    }
    if files.len() > 1 {
        table(&format!("all {} files", files.len()), total, kinds, writer)?;
    }
    Ok(())
}

fn table(heading: &str, scores: &Scores, kinds: &[EntityKind], writer: &mut dyn Write) -> std::io::Result<()> {
    writeln!(writer, "{heading}")?;
    for (kind, counts) in of_kinds(scores, kinds) {
        row(kind.as_str(), counts, writer)?;
    }
    row("all", scores.total(kinds), writer)
}

fn row(name: &str, counts: Counts, writer: &mut dyn Write) -> std::io::Result<()> {
    let (precision, recall, f1) = (counts.precision(), counts.recall(), counts.f1());
    writeln!(writer, "  {name:7} precision {precision:.4}  recall {recall:.4}  F1 {f1:.4}  of {}", counts.gold)
}
