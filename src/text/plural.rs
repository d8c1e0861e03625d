//! Regular English plurals, as searched by services that find the singular and the plural of a word and no other form.

/// Whether one of two folded words is the other, or its regular plural: `bank`, `banks`; `city`, `cities`; `tax`, `taxes`.
pub fn same_but_for_number(one: &str, other: &str) -> bool {
    one == other || is_plural(one, other) || is_plural(other, one)
}

/// Whether `plural` is the regular plural of `singular`.
fn is_plural(plural: &str, singular: &str) -> bool {
    if singular.chars().count() < 2 {
        return false;
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| singular.ends_with(end));
    if let Some(stem) = singular.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])
    {
        return plural.strip_suffix("ies") == Some(stem);
    }
    let stem = if hisses { plural.strip_suffix("es") } else { plural.strip_suffix('s') };
    stem == Some(singular) || (singular.ends_with('o') && plural.strip_suffix("es") == Some(singular))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_plurals_count_in_both_directions_and_other_forms_do_not() {
        for (singular, plural) in
            [("bank", "banks"), ("city", "cities"), ("day", "days"), ("tax", "taxes"), ("hero", "heroes")]
        {
            assert!(same_but_for_number(singular, plural) && same_but_for_number(plural, singular), "{plural}");
        }
        for (one, other) in
            [("bank", "banking"), ("city", "citys"), ("tax", "taxs"), ("a", "as"), ("bus", "buss"), ("", "s")]
        {
            assert!(!same_but_for_number(one, other) && !same_but_for_number(other, one), "{one} {other}");
        }
    }
}
