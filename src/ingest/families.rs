//! Families of near-duplicates, brought up to date after the last commit of a run.
//!
//! A function of the set of articles alone: neither the order of files nor threads nor how many runs it took matter. What is
//! kept from run to run ([`State`]) only makes it cheaper; it is named by the commit whose families it made. A run that is
//! stopped or killed before leaves the former families and their state in force, and the next run makes up for it. A state
//! that is missing, damaged or of another version is not used.

use crate::article::ArticleId;
use crate::duplicate::{self, Corpus, Options, Reader, State, View};
use crate::error::{Error, Result};
use crate::index::families::{Families, Member};
use crate::index::sealed;
use crate::index::sketches::Sketches;
use crate::index::writer::Writer;
use std::path::PathBuf;

/// Brings families up to date, unless those of the last commit are there already.
pub fn update(writer: &mut Writer) -> Result<()> {
    if writer.payload().has_current_families() {
        return Ok(());
    }
    let options = Options::default();
    let path = writer.archive().path().to_owned();
    let former = state(writer, &options);
    let corpus = Column { sketches: writer.archive().sketches()?, path: path.clone() };
    let former_corpus = || Ok(Some(Column { sketches: writer.former_sketches()?, path }));
    let state = duplicate::update(former, &corpus, former_corpus, &options)?;
    drop(corpus);
    writer.commit_families(&families(&state), &mut |to| state.write(&options, to))
}

/// The state that the last families left, if it can be used.
fn state(writer: &Writer, options: &Options) -> Option<State> {
    let name = writer.payload().families.as_ref()?.state.as_ref()?;
    sealed::read(&writer.archive().path().join(name), |from| State::read(options, from)).ok()?
}

fn families(state: &State) -> Families {
    let member =
        |member: duplicate::Member| Member { article: member.article, family: member.family, text: member.text };
    Families::new(state.members().into_iter().map(member).collect())
}

/// The sketches of one commit.
struct Column {
    sketches: Sketches,
    /// The archive's folder.
    path: PathBuf,
}

impl Column {
    /// Gives `each` what `bytes` say.
    fn read(&self, reader: &mut Reader, place: u32, bytes: &[u8], each: &mut dyn FnMut(u32, View<'_>)) -> Result<()> {
        let Some(sketch) = reader.read(bytes) else {
            let article = self.ids().get(place as usize).copied().unwrap_or_default();
            return Err(Error::Damaged { path: self.path.clone(), what: format!("the sketch of article {article}") });
        };
        each(place, sketch);
        Ok(())
    }
}

impl Corpus for Column {
    type Error = Error;

    fn ids(&self) -> &[ArticleId] {
        self.sketches.ids()
    }

    fn scan(&self, each: &mut dyn FnMut(u32, View<'_>)) -> Result<()> {
        let mut reader = Reader::default();
        self.sketches.scan(&mut |place, bytes| self.read(&mut reader, place, bytes, each))
    }

    fn fetch(&self, places: &[u32], each: &mut dyn FnMut(u32, View<'_>)) -> Result<()> {
        let mut reader = Reader::default();
        self.sketches.fetch(places, &mut |place, bytes| self.read(&mut reader, place, bytes, each))
    }
}
