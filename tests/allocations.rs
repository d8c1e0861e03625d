//! Recognising names does not allocate per token: with a scratch that has grown to an article's size, what
//! is allocated depends on the names found only, however much text stands between them.

use allocation_counter::measure;
use morgue::entity::{Annotations, Recogniser, Scratch};

const NAMES: &str = "Maria Lindqvist told Reuters in Stockholm that the plan was dead.\n\n";
const FILLER: &str = "The price of wheat rose again last week, while that of 3 other grains fell by a tenth or so.\n\n";

/// Annotates `body` with a scratch that has seen it; returns the annotations and the number of allocations.
fn allocations(recogniser: &Recogniser, scratch: &mut Scratch, body: &str) -> (Annotations, u64) {
    let mut annotate = || recogniser.annotate(scratch, "A plan is dead", body, Some("en"), &[]);
    annotate();
    let mut found = Annotations::default();
    let counted = measure(|| found = annotate());
    (found, counted.count_total)
}

#[test]
fn a_hundred_times_the_text_costs_no_more_allocations() {
    let recogniser = Recogniser::shipped().unwrap();
    let mut scratch = Scratch::new();
    let (short, few) = allocations(&recogniser, &mut scratch, &format!("{NAMES}{FILLER}"));
    let (long, many) = allocations(&recogniser, &mut scratch, &format!("{NAMES}{}", FILLER.repeat(100)));
    assert_eq!(short, long);
    assert!(few > 0, "the counter does not count");
    assert_eq!(few, many);
}

#[test]
fn allocations_follow_the_names() {
    let recogniser = Recogniser::shipped().unwrap();
    let mut scratch = Scratch::new();
    let (found, count) = allocations(&recogniser, &mut scratch, &NAMES.repeat(50));
    let names = found.mentions.len() as u64;
    assert!(names >= 150, "{names} names");
    // Forms, keys and aliases of a name are strings; what is found of them is kept in a few vectors.
    assert!(count <= 40 * names + 200, "{count} allocations for {names} names");
}
