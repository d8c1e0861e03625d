//! The tags of the tagger: BIO over four kinds, as small numbers.
//!
//! State 0 is O; kind k (in the order of [`EntityKind::ALL`]) has the states 1 + 2k (B) and 2 + 2k (I).

use crate::article::EntityKind;

/// Number of kinds.
pub const KINDS: usize = 4;
/// Number of states, O among them.
pub const STATES: usize = 1 + 2 * KINDS;
/// Numbers in a row of weights: one per state but O, whose weight is 0 by convention.
pub const SLOTS: usize = STATES - 1;
/// The state outside every name.
pub const OUTSIDE: u8 = 0;
/// A set of states, one bit each; the set of all.
pub const ANY: u16 = (1 << STATES) - 1;

/// The state that begins a name of `kind`.
#[inline]
pub fn begin(kind: usize) -> u8 {
    (1 + 2 * kind) as u8
}

/// The state that goes on with a name of `kind`.
#[inline]
pub fn inside(kind: usize) -> u8 {
    (2 + 2 * kind) as u8
}

/// The kind that `state` belongs to; none for O.
#[inline]
pub fn kind_of(state: u8) -> Option<usize> {
    state.checked_sub(1).map(|slot| usize::from(slot / 2))
}

/// Whether `state` begins a name.
#[inline]
pub fn is_begin(state: u8) -> bool {
    !state.is_multiple_of(2)
}

/// Whether `next` may follow `previous`; a sentence starts as after O.
pub const fn may_follow(previous: usize, next: usize) -> bool {
    let goes_on = next != 0 && next.is_multiple_of(2);
    !goes_on || previous == next || previous + 1 == next
}

/// Reads `B-PER` and the like.
pub fn parse(text: &str) -> Option<u8> {
    if text == "O" {
        return Some(OUTSIDE);
    }
    let (prefix, name) = text.split_once('-')?;
    let kind = kind_index(EntityKind::parse(name)?);
    match prefix {
        "B" => Some(begin(kind)),
        "I" => Some(inside(kind)),
        _ => None,
    }
}

/// The CoNLL name of a state.
pub fn name(state: u8) -> &'static str {
    const NAMES: [&str; STATES] = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"];
    NAMES.get(usize::from(state)).copied().unwrap_or("O")
}

/// The position of `kind` in [`EntityKind::ALL`].
pub fn kind_index(kind: EntityKind) -> usize {
    match kind {
        EntityKind::Person => 0,
        EntityKind::Organisation => 1,
        EntityKind::Place => 2,
        EntityKind::Other => 3,
    }
}

/// A name among the tokens `start..end` of a sentence or document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
    /// Position in [`EntityKind::ALL`].
    pub kind: u8,
}

/// Appends the names that `states` spell, with `offset` added to their tokens.
///
/// A name begins at B, or at an I that nothing of its kind precedes (conlleval's rule).
pub fn spans(states: &[u8], offset: u32, out: &mut Vec<Span>) {
    let mut open: Option<Span> = None;
    for (index, &state) in states.iter().enumerate() {
        let at = offset + index as u32;
        let kind = kind_of(state).map(|kind| kind as u8);
        if let (Some(span), Some(kind)) = (open.as_mut(), kind)
            && span.kind == kind
            && !is_begin(state)
        {
            span.end = at + 1;
            continue;
        }
        out.extend(open.take());
        open = kind.map(|kind| Span { start: at, end: at + 1, kind });
    }
    out.extend(open);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_as_written() {
        for state in 0..STATES as u8 {
            assert_eq!(parse(name(state)), Some(state));
        }
        assert_eq!(parse("X-PER"), None);
    }

    #[test]
    fn inside_follows_only_its_own_kind() {
        assert!(may_follow(1, 2) && may_follow(2, 2) && may_follow(0, 1));
        assert!(!may_follow(0, 2) && !may_follow(3, 2) && !may_follow(1, 4));
    }

    #[test]
    fn spans_end_where_the_kind_changes() {
        let mut out = Vec::new();
        spans(&[1, 2, 0, 5, 5, 6], 10, &mut out);
        let ends: Vec<_> = out.iter().map(|span| (span.start, span.end, span.kind)).collect();
        assert_eq!(ends, [(10, 12, 0), (13, 14, 2), (14, 16, 2)]);
    }
}
