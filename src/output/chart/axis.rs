//! Where do the marks of an axis stand?

use crate::date::calendar::{CalendarPeriod, CalendarUnit};

/// Round steps: 1, 2 and 5 times a power of ten.
fn round_step(least: f64) -> f64 {
    let power = 10f64.powf(least.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= least * (1.0 - 1e-9));
    step.unwrap_or(10.0 * power)
}

/// Marks from 0 to the first one that is at least `most`, not more than `marks` steps apart. Counts have no fractions.
pub(super) fn marks(most: f64, marks: usize, whole: bool) -> Vec<f64> {
    let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
    let least = most / marks.max(1) as f64;
    let step = round_step(if whole { least.max(1.0) } else { least });
    // The quotient is at most twice the number of marks.
    let steps = (most / step - 1e-9).ceil().max(1.0) as usize;
    (0..=steps).map(|number| number as f64 * step).collect()
}

/// Which of so many periods have a label if `room` labels fit: every so manieth, at the beginning of years where that can be.
pub(super) fn labelled(periods: &[CalendarPeriod], room: usize) -> Vec<usize> {
    let Some(unit) = periods.first().map(|period| period.unit()) else {
        return Vec::new();
    };
    let steps: &[i64] = match unit {
        CalendarUnit::Month => &[1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200],
        CalendarUnit::Quarter => &[1, 2, 4, 8, 20, 40, 80, 200, 400],
        CalendarUnit::Day => &[1, 2, 7, 14, 28, 56, 91, 182, 364, 728, 1820, 3640, 7280, 18_200, 36_400],
        CalendarUnit::Week => &[1, 2, 4, 13, 26, 52, 104, 260, 520, 1040, 2600, 5200],
        CalendarUnit::Year => &[1, 2, 5, 10, 20, 50, 100, 200, 500],
    };
    let room = room.max(1);
    let needed = periods.len().div_ceil(room) as i64;
    let step = steps.iter().copied().find(|step| *step >= needed).unwrap_or(needed.max(1));
    let marked = |(_, period): &(usize, &CalendarPeriod)| period.number().rem_euclid(step) == 0;
    let labelled: Vec<usize> = periods.iter().enumerate().filter(marked).map(|(number, _)| number).collect();
    if labelled.is_empty() { vec![0] } else { labelled }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::calendar::PeriodTable;

    #[test]
    fn marks_are_round_and_reach_the_top() {
        assert_eq!(marks(0.0, 5, true), [0.0, 1.0]);
        assert_eq!(marks(3.0, 5, true), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(marks(47.0, 5, true), [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]);
        assert_eq!(marks(1.0, 5, false).last(), Some(&1.0));
        for most in [1e-6, 0.3, 7.0, 123.0, 99_999.0, 1e12, f64::NAN] {
            let marks = marks(most, 5, false);
            assert!(marks.len() <= 8 && !marks.iter().any(|mark| mark.is_nan()), "{most}: {marks:?}");
            assert!(most.is_nan() || marks[marks.len() - 1] >= most, "{most}: {marks:?}");
        }
    }

    #[test]
    fn labels_fit_and_years_begin_with_one() {
        let table = PeriodTable::new(CalendarUnit::Month, 18_000, 21_000);
        for room in [1, 3, 10, 1000] {
            let labelled = labelled(table.periods(), room);
            assert!(!labelled.is_empty() && labelled.len() <= room.max(2), "{room}: {labelled:?}");
        }
        let labels: Vec<String> =
            labelled(table.periods(), 10).into_iter().map(|number| table.periods()[number].label()).collect();
        assert!(labels.iter().all(|label| label.ends_with("-01")), "{labels:?}");
        assert_eq!(labelled(&[], 5), Vec::<usize>::new());
    }
}
