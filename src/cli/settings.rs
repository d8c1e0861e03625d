//! What the command line and the environment mean together.

use crate::cli::args::{ColorChoice, GlobalArgs};
use crate::date::PartialDate;
use crate::error::{Error, Result};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

/// The archive where none is named, in the current folder.
pub const DEFAULT_ARCHIVE: &str = "morgue-archive";

const NANOSECONDS: i64 = 1_000_000_000;

/// Resolved settings, the same for all commands.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Folder of the archive, absolute.
    pub archive: PathBuf,
    /// The current folder.
    pub folder: PathBuf,
    /// When to use colours and links.
    pub color: ColorChoice,
    /// Whether to say nothing but results and errors.
    pub quiet: bool,
    /// Now, in nanoseconds since 1970.
    pub now: i64,
}

impl Settings {
    /// Resolves what was typed.
    pub fn resolve(global: &GlobalArgs) -> Result<Self> {
        let folder = std::env::current_dir().map_err(|error| Error::io(".", error))?;
        let archive = global.archive.clone().unwrap_or_else(|| PathBuf::from(DEFAULT_ARCHIVE));
        let archive = std::path::absolute(&archive).map_err(|error| Error::io(archive, error))?;
        Ok(Settings {
            archive,
            folder,
            color: global.color,
            quiet: global.quiet,
            now: now(std::env::var("MORGUE_NOW").ok().as_deref())?,
        })
    }

    /// The day from which `-30d` and `yesterday` are counted, in UTC.
    pub fn today(&self) -> Result<PartialDate> {
        PartialDate::from_unix_seconds(self.now / NANOSECONDS)
            .map(PartialDate::date_only)
            .ok_or_else(|| Error::Usage("error: today is outside the years 1000 to 2999".to_owned()))
    }
}

/// The clock, or what `MORGUE_NOW` says (seconds since 1970) so that a run can be repeated exactly.
fn now(fixed: Option<&str>) -> Result<i64> {
    if let Some(text) = fixed.filter(|text| !text.is_empty()) {
        return text
            .parse::<i64>()
            .ok()
            .and_then(|seconds| seconds.checked_mul(NANOSECONDS))
            .ok_or_else(|| Error::Usage(format!("error: MORGUE_NOW is {text:?}, not a number of seconds since 1970")));
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn now_can_be_fixed() {
        assert_eq!(now(Some("5")).unwrap(), 5 * NANOSECONDS);
        assert!(now(None).unwrap() > 0);
        assert!(now(Some("soon")).is_err());
    }
}
