//! When the article was published and last changed: a vote among the signals of the page.
//!
//! A date is taken as written, in its own offset; nothing is converted and nothing is completed. Signals that name
//! the same day add up. Markup that gives UTC yields to a visible date beside it, because the visible one is local.

use super::candidate::Candidate;
use super::signals::{Dates, STRONG, Signal, Sources, gather};
use crate::article::ArticleDate;
use crate::date::{PartialDate, Precision};

/// The outcome of the vote.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub published: Option<ArticleDate>,
    pub updated: Option<ArticleDate>,
    /// All candidates for publication; the weight is that of the signal, 0 to 1.
    pub published_candidates: Vec<Candidate<PartialDate>>,
    pub updated_candidates: Vec<Candidate<PartialDate>>,
    pub published_chosen: Option<usize>,
    pub updated_chosen: Option<usize>,
}

/// Gathers the signals and lets them vote.
pub(super) fn find(sources: &Sources<'_, '_>) -> Outcome {
    vote(&gather(sources))
}

/// Adds up the signals for each day.
fn vote(signals: &[Signal]) -> Outcome {
    let mut outcome = Outcome::default();
    for signal in signals {
        let candidate = Candidate::new(signal.date, signal.source, (signal.weight / 3.0).clamp(0.0, 1.0));
        match signal.dates {
            Dates::Publication => outcome.published_candidates.push(candidate),
            Dates::Change => outcome.updated_candidates.push(candidate),
        }
    }
    let publication: Vec<&Signal> = signals.iter().filter(|signal| signal.dates == Dates::Publication).collect();
    let winner = best_day(signals);
    if let Some((day, score, total)) = winner {
        let chosen = representative(&publication, day);
        if let Some(index) = chosen
            && let Some(signal) = publication.get(index)
        {
            outcome.published_chosen = Some(index);
            outcome.published = Some(ArticleDate {
                value: signal.date,
                source: signal.source.to_owned(),
                confidence: confidence(score, total),
            });
        } else if let Some(signal) = signals.iter().find(|signal| signal.date.date_only() == day) {
            outcome.published = Some(ArticleDate {
                value: signal.date,
                source: signal.source.to_owned(),
                confidence: confidence(score, total) * 0.6,
            });
        }
    }
    settle_update(signals, &mut outcome);
    outcome
}

fn confidence(score: f32, total: f32) -> f32 {
    let share = score / total.max(0.01);
    let strength = 1.0 - (-score / 1.2).exp();
    (share * strength).clamp(0.05, 0.99)
}

/// The day with the greatest sum, its sum, and the sum of all.
fn best_day(signals: &[Signal]) -> Option<(PartialDate, f32, f32)> {
    let mut days: Vec<(PartialDate, f32)> = Vec::new();
    let mut counted: Vec<(PartialDate, &'static str, f32)> = Vec::new();
    for signal in signals {
        let day = local_form(signal, signals).unwrap_or_else(|| signal.date.date_only());
        // A change is never before publication, so its date is only a weak sign.
        let mut weight = if signal.dates == Dates::Change { signal.weight * 0.2 } else { signal.weight };
        if day.precision() < Precision::Day {
            weight *= 0.1;
        }
        // The same kind of signal counts once for a day.
        let known = counted.iter_mut().find(|(known, source, _)| *known == day && *source == signal.source);
        let added = match known {
            Some((_, _, before)) => {
                let added = (weight - *before).max(0.0);
                *before = before.max(weight);
                added
            }
            None => {
                counted.push((day, signal.source, weight));
                weight
            }
        };
        match days.iter_mut().find(|(known, _)| *known == day) {
            Some((_, sum)) => *sum += added,
            None => days.push((day, added)),
        }
    }
    let total: f32 = days.iter().map(|(_, sum)| sum).sum();
    let mut best: Option<(PartialDate, f32)> = None;
    for (day, sum) in &days {
        // Of two days side by side that are nearly as strong, the earlier: a page is published once and changed later.
        let better = best.is_none_or(|(known, most)| {
            let apart = known.days_since_epoch() - day.days_since_epoch();
            match apart {
                1 => *sum >= most * 0.8,
                -1 => *sum * 0.8 > most,
                _ => *sum > most + 0.01,
            }
        });
        if better {
            best = Some((*day, *sum));
        }
    }
    let (mut day, mut score) = best?;
    if let Some((local, sum)) = local_day(signals, day, &days) {
        (day, score) = (local, sum + score);
    }
    if let Some(change) = day_of_earlier_change(signals, day) {
        day = change;
    }
    Some((day, score, total))
}

/// The day of the same moment as another signal writes it in local time: with an offset where this one gives UTC, or,
/// without a zone, whole hours away with the same minute.
fn local_form(signal: &Signal, signals: &[Signal]) -> Option<PartialDate> {
    let clock = signal.date.seconds_of_day().filter(|_| !signal.visible)?;
    let utc = signal.date.offset_minutes() == Some(0);
    let moment = i64::from(signal.date.days_since_epoch()) * 86_400 + i64::from(clock);
    let is_same = |other: &&Signal| {
        let Some(other_clock) = other.date.seconds_of_day().filter(|_| other.dates == signal.dates) else {
            return false;
        };
        match other.date.offset_minutes() {
            Some(0) => false,
            Some(_) => utc && (other.date.start() - signal.date.start()).abs() <= 60,
            None => {
                let local = i64::from(other.date.days_since_epoch()) * 86_400 + i64::from(other_clock);
                let minutes = (moment / 60) - (local / 60);
                signal.date.offset_minutes().is_some() && minutes != 0 && minutes.abs() <= 14 * 60 && minutes % 60 == 0
            }
        }
    };
    signals.iter().find(is_same).map(|other| other.date.date_only())
}

/// The local day beside a day that only markup in UTC, or without a zone, gives: the visible one, or that of the address.
fn local_day(signals: &[Signal], day: PartialDate, days: &[(PartialDate, f32)]) -> Option<(PartialDate, f32)> {
    let is_local = |signal: &Signal| (signal.visible || signal.source == "url") && signal.weight >= STRONG;
    let of_day = |signal: &&Signal| signal.date.date_only() == day && signal.dates == Dates::Publication;
    if signals.iter().filter(of_day).any(is_local) {
        return None;
    }
    let mut markup =
        signals.iter().filter(of_day).filter(|signal| signal.date.precision() == Precision::Time).peekable();
    markup.peek()?;
    if !markup.all(|signal| matches!(signal.date.offset_minutes(), None | Some(0))) {
        return None;
    }
    let local = signals
        .iter()
        .filter(|signal| is_local(signal) && signal.dates == Dates::Publication)
        .map(|signal| signal.date.date_only())
        .find(|other| {
            other.precision() == Precision::Day && (other.days_since_epoch() - day.days_since_epoch()).abs() == 1
        })?;
    days.iter().find(|(known, _)| *known == local).copied()
}

/// A visible day of change just before a day of publication: what was changed then was published by then.
fn day_of_earlier_change(signals: &[Signal], day: PartialDate) -> Option<PartialDate> {
    signals
        .iter()
        .filter(|signal| signal.visible && signal.dates == Dates::Change && signal.weight >= STRONG)
        .map(|signal| signal.date.date_only())
        .find(|change| {
            change.precision() == Precision::Day
                && (1..=7).contains(&(day.days_since_epoch() - change.days_since_epoch()))
        })
}

/// The most precise of the signals for a day; markup before text.
fn representative(signals: &[&Signal], day: PartialDate) -> Option<usize> {
    let mut best: Option<(usize, (bool, bool, f32))> = None;
    for (index, signal) in signals.iter().enumerate().filter(|(_, signal)| signal.date.date_only() == day) {
        let quality = (
            signal.date.precision() == Precision::Time && signal.date.seconds_of_day() != Some(0),
            signal.date.offset_minutes().is_some(),
            signal.weight,
        );
        if best.is_none_or(|(_, known)| quality > known) {
            best = Some((index, quality));
        }
    }
    best.map(|(index, _)| index)
}

/// Takes the strongest date of change that is not before publication.
fn settle_update(signals: &[Signal], outcome: &mut Outcome) {
    let published = outcome.published.as_ref().map(|date| date.value);
    let changes: Vec<&Signal> = signals.iter().filter(|signal| signal.dates == Dates::Change).collect();
    let mut best: Option<(usize, f32)> = None;
    for (index, signal) in changes.iter().enumerate() {
        let later = published.is_none_or(|published| {
            signal.date.days_since_epoch() > published.days_since_epoch()
                || (signal.date.days_since_epoch() == published.days_since_epoch()
                    && signal.date.start() > published.start())
        });
        if later && best.is_none_or(|(_, weight)| signal.weight > weight) {
            best = Some((index, signal.weight));
        }
    }
    let Some((index, weight)) = best else {
        return;
    };
    if let Some(signal) = changes.get(index) {
        outcome.updated_chosen = Some(index);
        outcome.updated = Some(ArticleDate {
            value: signal.date,
            source: signal.source.to_owned(),
            confidence: (weight / 3.2).clamp(0.05, 0.95),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::parse;

    fn signal(date: &str, source: &'static str, weight: f32, visible: bool) -> Signal {
        Signal { date: parse::iso(date).unwrap(), source, weight, dates: Dates::Publication, visible }
    }

    #[test]
    fn two_agreeing_signals_beat_a_stronger_one() {
        let outcome = vote(&[
            signal("2020-03-09", "json-ld datePublished", 3.0, false),
            signal("2020-03-04", "url", 2.6, false),
            signal("2020-03-04", "class date", 1.7, true),
        ]);
        assert_eq!(outcome.published.map(|date| date.value.to_string()).as_deref(), Some("2020-03-04"));
    }

    #[test]
    fn the_visible_local_day_beats_markup_in_utc() {
        let outcome = vote(&[
            signal("2020-03-05T02:00:00Z", "json-ld datePublished", 3.0, false),
            signal("2020-03-05T02:00:00Z", "meta", 3.0, false),
            signal("2020-03-04", "class date", 1.7, true),
        ]);
        assert_eq!(outcome.published.map(|date| date.value.to_string()).as_deref(), Some("2020-03-04"));
    }

    #[test]
    fn one_moment_in_utc_and_in_local_time_is_the_local_day() {
        for local in ["2020-03-04T21:00:00-05:00", "2020-03-04T21:00:00"] {
            let outcome = vote(&[
                signal(local, "meta", 2.5, false),
                signal("2020-03-05T02:00:20Z", "json-ld datePublished", 3.0, false),
            ]);
            assert_eq!(outcome.published.map(|date| date.value.to_string()).as_deref(), Some(local));
        }
    }

    #[test]
    fn no_signal_is_no_date() {
        assert_eq!(vote(&[]).published, None);
    }
}
