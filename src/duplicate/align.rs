//! Two rows of items side by side, in order, with as much in common as can be (Needleman and Wunsch 1970).

/// Pairs of sentences or words up to which two stretches are compared with one another.
pub(super) const CELLS: usize = 1 << 18;

/// One step of an alignment.
pub(super) enum Step<'items, Item> {
    Cut(&'items Item),
    Added(&'items Item),
    Paired(&'items Item, &'items Item),
}

/// Pairs items of two rows in order so that the sum of `worth` is largest; `None` must not be paired.
pub(super) fn align<'items, Item>(
    first: &'items [Item],
    second: &'items [Item],
    worth: impl Fn(&Item, &Item) -> Option<u32>,
) -> Vec<Step<'items, Item>> {
    let width = second.len() + 1;
    let cut = first.iter().map(Step::Cut);
    if first.is_empty() || second.is_empty() || first.len().saturating_mul(second.len()) > CELLS {
        return cut.chain(second.iter().map(Step::Added)).collect();
    }
    // From the ends: the best sum for what follows each pair of places, and how to go on from there.
    let mut moves = vec![Move::Add; (first.len() + 1) * width];
    let mut below = vec![0u32; width];
    for (at, one) in first.iter().enumerate().rev() {
        let mut row = vec![0u32; width];
        let mut right = 0;
        for (beside, other) in second.iter().enumerate().rev() {
            let down = below.get(beside).copied().unwrap_or(0);
            let both = below.get(beside + 1).copied().unwrap_or(0);
            let paired = worth(one, other).map(|worth| worth + both);
            let (best, go) = match paired {
                Some(paired) if paired >= down && paired >= right => (paired, Move::Pair),
                _ if down >= right => (down, Move::Cut),
                _ => (right, Move::Add),
            };
            if let (Some(sum), Some(cell)) = (row.get_mut(beside), moves.get_mut(at * width + beside)) {
                (*sum, *cell) = (best, go);
            }
            right = best;
        }
        below = row;
    }
    let mut steps = Vec::with_capacity(first.len().max(second.len()));
    let (mut at, mut beside) = (0, 0);
    while let (Some(one), Some(other)) = (first.get(at), second.get(beside)) {
        let go = moves.get(at * width + beside).copied().unwrap_or(Move::Cut);
        steps.push(match go {
            Move::Pair => Step::Paired(one, other),
            Move::Cut => Step::Cut(one),
            Move::Add => Step::Added(other),
        });
        at += usize::from(go != Move::Add);
        beside += usize::from(go != Move::Cut);
    }
    steps.extend(first.iter().skip(at).map(Step::Cut));
    steps.extend(second.iter().skip(beside).map(Step::Added));
    steps
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Move {
    Pair,
    Cut,
    Add,
}
