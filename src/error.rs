//! What can go wrong, where, and whose move it is.
//!
//! Every error names the file it is about. [`Error::blame`] says who must act: the person who typed the command,
//! the input, the machine, or us. A bad *document* is not an error: it becomes a counted, named problem of its file.

use std::path::PathBuf;
use tantivy::TantivyError;
use tantivy::directory::error::{OpenReadError, OpenWriteError};

/// The result used everywhere.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a command could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        #[source]
        source: std::io::Error,
    },
    /// Writing to standard output or another stream failed.
    #[error("cannot write the output: {0}")]
    Output(#[source] std::io::Error),
    /// There is no archive at this place.
    #[error("{}: no archive here", path.display())]
    NoArchive {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The folder holds something else.
    #[error("{}: not an archive of morgue, and not empty", path.display())]
    NotAnArchive {
        /// The folder.
        path: PathBuf,
    },
    /// The archive was made by another version.
    #[error("{}: archive format {found}, but this morgue reads format {expected}", path.display())]
    Format {
        /// The archive.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// Ours.
        expected: u32,
    },
    /// Another process is writing to the archive.
    #[error("{}: another morgue is writing to this archive", path.display())]
    Busy {
        /// The archive.
        path: PathBuf,
    },
    /// A file of the archive does not hold what it should.
    #[error("{}: damaged: {what}", path.display())]
    Damaged {
        /// The file or archive.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// The engine reports a failure.
    #[error("index: {0}")]
    Index(#[from] TantivyError),
    /// What the person typed cannot be understood; the text is complete, with its own lines.
    #[error("{0}")]
    Usage(String),
    /// Stopped by the person.
    #[error("interrupted")]
    Interrupted,
}

/// Who must act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// The person: another flag, path or query.
    Person,
    /// The machine: space, rights, devices.
    Machine,
    /// The archive: check or rebuild it.
    Archive,
}

impl Error {
    /// An error about a file.
    pub fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Error::Io { path: path.into(), source }
    }

    /// An input or output failure of the engine is one of the archive's folder.
    pub fn at(self, archive: &std::path::Path) -> Self {
        let cause = match &self {
            Error::Index(TantivyError::IoError(error)) => error,
            Error::Index(TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. })) => io_error,
            Error::Index(TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })) => io_error,
            Error::Index(other) => {
                return system_error(&other.to_string()).map_or(self, |error| Error::io(archive, error));
            }
            _ => return self,
        };
        Error::io(archive, std::io::Error::new(cause.kind(), cause.to_string()))
    }

    /// Who must act.
    pub fn blame(&self) -> Blame {
        match self {
            Error::Io { .. } | Error::Output(_) => Blame::Machine,
            Error::NoArchive { .. } | Error::NotAnArchive { .. } | Error::Busy { .. } => Blame::Person,
            Error::Usage(_) | Error::Interrupted => Blame::Person,
            Error::Format { .. } | Error::Damaged { .. } | Error::Index(_) => Blame::Archive,
        }
    }

    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Error::NoArchive { .. } => "make one with `morgue ingest PATHS...`, or name another with --archive DIR".to_owned(),
            Error::NotAnArchive { .. } => "name another folder with --archive DIR".to_owned(),
            Error::Format { found, expected, .. } if found < expected => {
                "export it with the morgue that made it, and ingest the export into a new archive: `morgue export > articles.jsonl`".to_owned()
            }
            Error::Format { .. } => "use a newer morgue".to_owned(),
            Error::Busy { .. } => "wait until it has finished; searching is possible meanwhile".to_owned(),
            Error::Damaged { .. } => "see `morgue check`; the articles can be ingested again into a new archive".to_owned(),
            Error::Io { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => {
                "free some space and run the command again: what was committed is kept".to_owned()
            }
            _ => return None,
        })
    }

    /// Whether the cause is a reader that went away (`morgue search ... | head`).
    pub fn is_broken_pipe(&self) -> bool {
        match self {
            Error::Io { source, .. } | Error::Output(source) => source.kind() == std::io::ErrorKind::BrokenPipe,
            _ => false,
        }
    }
}

/// The system's error in a message: the engine passes some of its failures on as text (`... (os error 28)`).
fn system_error(message: &str) -> Option<std::io::Error> {
    let (_, rest) = message.rsplit_once("(os error ")?;
    let (number, _) = rest.split_once(')')?;
    number.parse().ok().map(std::io::Error::from_raw_os_error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_failure_that_the_engine_tells_as_text_names_the_archive_and_what_to_do() {
        let error = Error::Index(TantivyError::InternalError("'No space left on device (os error 28)'".to_owned()));
        let error = error.at(Path::new("archive"));
        assert!(error.to_string().starts_with("archive: No space left"), "{error}");
        assert!(error.hint().unwrap().starts_with("free some space"));
        let other = Error::Index(TantivyError::InternalError("something (else)".to_owned())).at(Path::new("archive"));
        assert!(matches!(other, Error::Index(_)));
    }
}
