//! `--chart FILE`: the picture beside the printed result.

use crate::cli::printer::Printer;
use crate::error::{Error, Result};
use crate::output::chart::Png;
use crate::output::figure::counted;
use std::fs;
use std::path::{Path, PathBuf};

/// What kind of picture a file name asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartFormat {
    Svg,
    Png,
}

/// A file that a chart is to be written to.
#[derive(Debug, Clone)]
pub struct ChartFile {
    path: PathBuf,
    /// See [`ChartFormat`].
    pub format: ChartFormat,
}

impl ChartFile {
    /// Reads the format off the name, before anything is computed.
    pub fn new(path: &Path) -> Result<Self> {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        let format = match extension.as_deref() {
            Some("svg") => ChartFormat::Svg,
            Some("png") => ChartFormat::Png,
            _ => {
                let message = "not a chart\nhint: end the name in .svg or .png";
                return Err(Error::Usage(format!("error: --chart {}: {message}", path.display())));
            }
        };
        Ok(ChartFile { path: path.to_owned(), format })
    }

    /// Writes a picture, and tells of labels that it cannot show.
    pub fn write_png(&self, png: &Png, printer: Printer) -> Result<()> {
        self.write(&png.bytes)?;
        let path = self.path.display();
        let labels = match png.unreadable_labels {
            0 => return Ok(()),
            count => counted(count as u64, "label of it has", "labels of it have"),
        };
        printer.say(&format!(
            "warning: {path}: {labels} letters that the built-in font lacks or cannot set; end the name in .svg to see them"
        ));
        Ok(())
    }

    /// Writes a neighbour and renames it, so that the file is whole or as it was.
    pub fn write(&self, bytes: &[u8]) -> Result<()> {
        let mut unfinished = self.path.clone().into_os_string();
        unfinished.push(".unfinished");
        let unfinished = PathBuf::from(unfinished);
        let written = fs::write(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, &self.path));
        written.map_err(|error| {
            // What is left of a failure is of no use; a second failure would say nothing new.
            let _ = fs::remove_file(&unfinished);
            Error::io(&self.path, error)
        })
    }
}
