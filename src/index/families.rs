//! Which articles tell the same story: the families of an archive as a file beside the index.
//!
//! A change of one article may change any family ([`crate::ingest::families`]), so they are written as a whole and named
//! by the payload of a commit. Only articles in a family with others are in the file; all others are families of their own.
//!
//! The file: eight bytes of magic, the number of records (u64), the records (three u64 each: article, family, text; sorted
//! by article), and the SHA-256 of everything before it. Numbers are little-endian.
//!
//! Invariants: a family is named by the smallest id of its articles, and so is a text (articles of a family whose words are
//! the same).

use crate::article::ArticleId;
use crate::error::{Error, Result};
use crate::index::sealed;
use std::fs;
use std::path::Path;

const MAGIC: &[u8; 8] = b"MORGFAM1";
const HEADER: usize = 16;
const RECORD: usize = 24;
const CHECKSUM: usize = 32;

/// An article in a family with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The article.
    pub article: ArticleId,
    /// Its family.
    pub family: ArticleId,
    /// The articles of the family that have the same words.
    pub text: ArticleId,
}

/// How close articles must be to count as one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Closeness {
    /// Every article for itself.
    Off,
    /// The same words.
    Exact,
    /// Copies with cuts and edits.
    #[default]
    Near,
}

/// All families of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Families {
    /// Sorted by article.
    members: Vec<Member>,
    /// Numbers of members, sorted by family, then article.
    by_family: Vec<u32>,
}

impl Families {
    /// Families from their members, in any order; members of a family of one are left out.
    pub fn new(mut members: Vec<Member>) -> Self {
        members.sort_unstable();
        let mut by_family: Vec<u32> = (0..).take(members.len()).collect();
        let key = |number: &u32| members.get(*number as usize).map(|member| (member.family, member.article));
        by_family.sort_unstable_by_key(key);
        Families { members, by_family }
    }

    fn member(&self, article: ArticleId) -> Option<&Member> {
        let number = self.members.binary_search_by_key(&article, |member| member.article).ok()?;
        self.members.get(number)
    }

    /// The family of an article; named by itself if it is alone.
    pub fn of(&self, article: ArticleId) -> ArticleId {
        self.member(article).map_or(article, |member| member.family)
    }

    /// What an article counts as.
    pub fn group(&self, article: ArticleId, closeness: Closeness) -> ArticleId {
        self.group_with_others(article, closeness).unwrap_or(article)
    }

    /// What an article counts as, if it can count with others; `None` for one that is alone.
    pub fn group_with_others(&self, article: ArticleId, closeness: Closeness) -> Option<ArticleId> {
        match closeness {
            Closeness::Off => None,
            Closeness::Exact => self.member(article).map(|member| member.text),
            Closeness::Near => self.member(article).map(|member| member.family),
        }
    }

    /// The articles of a family, by id; nothing for an article that is alone.
    pub fn members(&self, family: ArticleId) -> impl Iterator<Item = Member> {
        let at = |number: &u32| self.members.get(*number as usize);
        let start = self.by_family.partition_point(|number| at(number).is_some_and(|member| member.family < family));
        let rest = self.by_family.get(start..).unwrap_or_default();
        rest.iter().filter_map(at).take_while(move |member| member.family == family).copied()
    }

    /// Number of families with more than one article.
    pub fn count(&self) -> usize {
        self.members.iter().filter(|member| member.article == member.family).count()
    }

    /// Number of articles in families with others.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether no article has a copy.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Writes to a neighbour, forces it to disk and renames it, so that the name stands for whole files only.
    pub fn write(&self, path: &Path) -> Result<()> {
        let mut bytes = Vec::with_capacity(HEADER + RECORD * self.members.len() + CHECKSUM);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&(self.members.len() as u64).to_le_bytes());
        for member in &self.members {
            for id in [member.article, member.family, member.text] {
                bytes.extend_from_slice(&id.0.to_le_bytes());
            }
        }
        sealed::write(path, &mut |to| to.write_all(&bytes))
    }

    /// Reads what [`Families::write`] wrote. The checksum is left to [`sealed::verify`].
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = fs::read(path).map_err(|error| Error::io(path, error))?;
        parse(&bytes).ok_or_else(|| damaged(path, "not a file of families, or cut"))
    }
}

fn damaged(path: &Path, what: &str) -> Error {
    Error::Damaged { path: path.to_owned(), what: what.to_owned() }
}

fn parse(bytes: &[u8]) -> Option<Families> {
    let content = bytes.get(..bytes.len().checked_sub(CHECKSUM)?)?;
    let rest = content.strip_prefix(MAGIC)?;
    let (count, records) = rest.split_first_chunk::<8>()?;
    let count = usize::try_from(u64::from_le_bytes(*count)).ok()?;
    if records.len() != count.checked_mul(RECORD)? {
        return None;
    }
    let number = |bytes: &[u8], at: usize| {
        bytes.get(at..)?.first_chunk::<8>().map(|bytes| ArticleId(u64::from_le_bytes(*bytes)))
    };
    let members = records
        .chunks_exact(RECORD)
        .map(|record| {
            Some(Member { article: number(record, 0)?, family: number(record, 8)?, text: number(record, 16)? })
        })
        .collect::<Option<Vec<_>>>()?;
    members.is_sorted_by(|one, other| one.article < other.article).then(|| Families::new(members))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(article: u64, family: u64, text: u64) -> Member {
        Member { article: ArticleId(article), family: ArticleId(family), text: ArticleId(text) }
    }

    fn families() -> Families {
        Families::new(vec![member(9, 2, 9), member(2, 2, 2), member(5, 2, 2), member(7, 6, 6), member(6, 6, 6)])
    }

    #[test]
    fn an_article_is_in_its_family_and_a_lone_one_in_its_own() {
        let families = families();
        assert_eq!([9, 5, 2, 7, 4].map(|id| families.of(ArticleId(id)).0), [2, 2, 2, 6, 4]);
        assert_eq!(families.group(ArticleId(9), Closeness::Exact), ArticleId(9));
        assert_eq!(families.group(ArticleId(5), Closeness::Exact), ArticleId(2));
        assert_eq!(families.group(ArticleId(5), Closeness::Off), ArticleId(5));
        let members = |id| families.members(ArticleId(id)).map(|member| member.article.0).collect::<Vec<_>>();
        assert_eq!((members(2), members(6), members(4)), (vec![2, 5, 9], vec![6, 7], vec![]));
        assert_eq!((families.count(), families.len()), (2, 5));
    }

    #[test]
    fn what_was_written_is_read_and_damage_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("families-00000001.bin");
        families().write(&path).unwrap();
        assert_eq!(Families::read(&path).unwrap(), families());
        sealed::verify(&path).unwrap();
        let mut bytes = fs::read(&path).unwrap();
        bytes[20] ^= 1;
        fs::write(&path, &bytes).unwrap();
        assert!(matches!(sealed::verify(&path), Err(Error::Damaged { .. })));
        for length in [0, 7, 16, bytes.len() - 1] {
            fs::write(&path, &bytes[..length]).unwrap();
            assert!(matches!(Families::read(&path), Err(Error::Damaged { .. })), "{length}");
        }
    }
}
