//! What is typed about names -> the recogniser, and the person's files that are in it.

use crate::cli::args::RecogniserArgs;
use crate::cli::printer::Printer;
use crate::entity::model::Model;
use crate::entity::{Gazetteer, Recogniser};
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::index::filing::{Kept, KeptFile, UserFile};
use std::path::Path;
use std::sync::Arc;

/// Warnings about a gazetteer that are told each.
const WARNINGS_TOLD: usize = 20;

/// The recogniser that was asked for.
#[derive(Debug, Default)]
pub struct Recognition {
    /// `None` if names are to be left out.
    pub recogniser: Option<Recogniser>,
    /// The gazetteer in it.
    pub gazetteer: Option<Loaded>,
    /// The model in it, unless it is the shipped one.
    pub model: Option<Loaded>,
}

/// A file of the person's that is in a recogniser.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The file.
    pub file: UserFile,
    /// Whether it comes from a former run.
    pub is_kept: bool,
    /// Names in a gazetteer.
    pub names: Option<usize>,
}

/// Loads what is typed; what is not typed is what `archive`, if any, keeps of former runs.
pub fn load(args: &RecogniserArgs, archive: Option<&Path>, printer: Printer) -> Result<Recognition> {
    if args.no_entities {
        return Ok(Recognition::default());
    }
    let folder = archive.unwrap_or(Path::new(""));
    let kept = archive.map(kept).transpose()?.unwrap_or_default();
    let mut loaded = Recognition::default();
    let mut recogniser = match chosen(args.model.as_deref(), "shipped", kept.model.as_ref(), folder)? {
        Some((file, is_kept)) => {
            let model = model(&file)?;
            loaded.model = Some(Loaded { names: None, file, is_kept });
            Recogniser::new(Arc::new(model))
        }
        None => shipped()?,
    };
    if let Some((file, is_kept)) = chosen(args.gazetteer.as_deref(), "none", kept.gazetteer.as_ref(), folder)? {
        // What is wrong with a kept one was told when it was given.
        let gazetteer = gazetteer(&file, (!is_kept).then_some(printer))?;
        loaded.gazetteer = Some(Loaded { names: Some(gazetteer.names()), file, is_kept });
        recogniser = recogniser.with_gazetteer(gazetteer);
    }
    loaded.recogniser = Some(recogniser);
    Ok(loaded)
}

/// The recogniser with the shipped model.
pub fn shipped() -> Result<Recogniser> {
    Recogniser::shipped().map_err(|error| Error::Usage(format!("error: the recogniser of names: {error}")))
}

/// The files that an archive keeps; none if there is no archive yet.
fn kept(archive: &Path) -> Result<Kept> {
    match Archive::open(archive) {
        Ok(archive) => Ok(archive.payload()?.kept),
        Err(Error::NoArchive { .. }) => Ok(Kept::default()),
        Err(error) => Err(error),
    }
}

/// The file that was typed or is kept, and whether it is kept; `nothing` is the word for no file.
fn chosen(
    typed: Option<&Path>,
    nothing: &str,
    kept: Option<&KeptFile>,
    folder: &Path,
) -> Result<Option<(UserFile, bool)>> {
    match (typed, kept) {
        (Some(path), _) if path.as_os_str() == nothing => Ok(None),
        (Some(path), _) => {
            if path.is_dir() {
                return Err(Error::Usage(format!("error: {}: is a folder; expected a file", path.display())));
            }
            let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
            Ok(Some((UserFile::new(path.display().to_string(), bytes), false)))
        }
        (None, Some(kept)) => Ok(Some((kept.read(folder)?, true))),
        (None, None) => Ok(None),
    }
}

fn model(file: &UserFile) -> Result<Model> {
    Model::read(&file.bytes).map_err(|error| Error::Usage(format!("error: {}: {error}", file.name)))
}

fn gazetteer(file: &UserFile, printer: Option<Printer>) -> Result<Gazetteer> {
    let refuse = |problem: String| Error::Usage(format!("error: {}: {problem}", file.name));
    let text = std::str::from_utf8(&file.bytes).map_err(|error| {
        let before = file.bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        refuse(format!("line {line}: a byte that is not UTF-8; expected a table in UTF-8"))
    })?;
    let mut warnings = Vec::new();
    let gazetteer =
        Gazetteer::read(text, &mut |warning| warnings.push(warning)).map_err(|error| refuse(error.to_string()))?;
    if let Some(printer) = printer {
        for warning in warnings.iter().take(WARNINGS_TOLD) {
            printer.say(&format!("warning: {}: {warning}", file.name));
        }
        if let Some(more) = warnings.len().checked_sub(WARNINGS_TOLD).filter(|more| *more > 0) {
            printer.say(&format!("... and {more} more warnings about {}", file.name));
        }
    }
    Ok(gazetteer)
}
