//! `morgue entity`: makes and measures models of names.

use crate::cli::args::{EntityAction, EntityArgs, EntityEvalArgs, EntityGroupsArgs, EntityTrainArgs};
use crate::cli::commands::evaluation;
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::entity::group_maker::{self, Vectors};
use crate::entity::groups;
use crate::entity::linkage::{LinkedTexts, PairCounts};
use crate::entity::train;
use crate::entity::training_list::{TrainingList, load, sha256_of};
use crate::error::{Error, Result};
use std::fmt::Display;
use std::io::Write;
use std::path::Path;

/// Does what is asked.
pub fn run(args: &EntityArgs, printer: Printer) -> Result<Exit> {
    match &args.action {
        EntityAction::Train(args) => make(args, printer),
        EntityAction::Groups(args) => make_groups(args, printer),
        EntityAction::Eval(args) if args.links => measure_links(args, printer),
        EntityAction::Eval(args) => evaluation::run(args, printer),
    }
}

/// The text of a file.
pub(super) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|error| Error::io(path, error))
}

/// An error in what a file holds.
pub(super) fn named(path: &Path, error: impl Display) -> Error {
    Error::Usage(format!("error: {}: {error}", path.display()))
}

fn make(args: &EntityTrainArgs, printer: Printer) -> Result<Exit> {
    let list = TrainingList::parse(&read(&args.list)?).map_err(|error| named(&args.list, error))?;
    let loaded = load(&list, &args.texts).map_err(|error| named(&args.texts, error))?;
    let model = train::train(&list, &loaded, &mut |line| printer.say(line));
    let bytes = model.write();
    std::fs::write(&args.out, &bytes).map_err(|error| Error::io(&args.out, error))?;
    printer.print(|writer| writeln!(writer, "{}: {} bytes", args.out.display(), bytes.len()))?;
    Ok(Exit::Done)
}

fn make_groups(args: &EntityGroupsArgs, printer: Printer) -> Result<Exit> {
    let text = read(&args.vectors)?;
    let sha256 = sha256_of(text.as_bytes());
    let vectors = Vectors::parse(&text).map_err(|error| named(&args.vectors, error))?;
    drop(text);
    let head = format!("# Source: {}\n# SHA-256 of the vectors: {sha256}\n", args.source.replace('\n', " "));
    let lines = head + &group_maker::make(vectors, group_maker::SIZES, &mut |line| printer.say(line));
    let bytes = groups::packed(&lines).map_err(|error| Error::io(&args.out, error))?;
    std::fs::write(&args.out, &bytes).map_err(|error| Error::io(&args.out, error))?;
    printer.print(|writer| writeln!(writer, "{}: {} bytes", args.out.display(), bytes.len()))?;
    Ok(Exit::Done)
}

/// Scores the joining of names, in each article and in all together.
fn measure_links(args: &EntityEvalArgs, printer: Printer) -> Result<Exit> {
    for path in &args.files {
        let texts = LinkedTexts::parse(&read(path)?).map_err(|error| named(path, error))?;
        let scores = texts.score();
        let (mentions, with_meaning) = texts.mentions();
        printer.print(|writer| {
            writeln!(writer, "{}: {with_meaning} of {mentions} mentions have a meaning", path.display())?;
            for (place, heading) in ["in one article", "in all together"].into_iter().enumerate() {
                writeln!(writer, "  {heading}")?;
                let rules =
                    [("same text", scores.same_text), ("normal form", scores.same_key), ("as filed", scores.joined)];
                for (name, counts) in rules {
                    pair_row(writer, name, counts.get(place).copied().unwrap_or_default())?;
                }
            }
            Ok(())
        })?;
    }
    Ok(Exit::Done)
}

fn pair_row(writer: &mut dyn Write, name: &str, counts: PairCounts) -> std::io::Result<()> {
    let (precision, recall, f1) = (counts.precision(), counts.recall(), counts.f1());
    writeln!(writer, "    {name:11} precision {precision:.4}  recall {recall:.4}  F1 {f1:.4}  of {} pairs", counts.gold)
}
