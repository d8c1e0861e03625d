//! Learning of weights: a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) over
//! stretches of tokens with hashed features, by stochastic gradient with a rate per weight (AdaGrad:
//! Duchi, Hazan and Singer 2011), features left out at random, and the weights of all steps averaged.
//!
//! Tokens whose right state is not known for sure count by the sum over the states they may have.
//! Only additions, multiplications, divisions and square roots are used, in a fixed order, so that the
//! same examples give the same weights everywhere. Rows of an [`Examples`] come from a hash to the table's
//! size and index the table safely; states index arrays of [`STATES`].

use rayon::prelude::*;

use super::chain::{Chain, States};
use super::decode::{Scores, Transitions};
use super::hash::mix;
use super::tags::{SLOTS, STATES, may_follow};
use super::weights::Weights;

/// One stretch that is decoded at once: tokens `start..end` of its [`Examples`].
#[derive(Debug, Clone, Copy)]
pub struct Unit {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// Size of its updates.
    pub weight: f32,
    /// Which document of which set it is from, for leaving documents out.
    pub fold: u32,
}

/// Stretches with their features and the states they may have.
#[derive(Debug, Default)]
pub struct Examples {
    rows: Vec<u32>,
    /// End of each token's rows.
    ends: Vec<usize>,
    /// States that are right for each token; one bit each.
    allowed: Vec<u16>,
    /// Scores that the features' weights are added to; empty for none.
    base: Vec<Scores>,
    /// The stretches.
    pub units: Vec<Unit>,
}

impl Examples {
    /// Number of tokens.
    pub fn tokens(&self) -> usize {
        self.ends.len()
    }

    /// Adds the row of a feature to the token being built.
    #[inline]
    pub fn feature(&mut self, row: u32) {
        self.rows.push(row);
    }

    /// Ends the token being built.
    pub fn token(&mut self, allowed: u16, base: Option<Scores>) {
        self.ends.push(self.rows.len());
        self.allowed.push(allowed);
        self.base.extend(base);
    }

    fn rows_of(&self, token: usize) -> &[u32] {
        let start = token.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.rows[start..self.ends[token]]
    }
}

/// How to train.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    /// Logarithm of the number of rows.
    pub bits: u32,
    /// Passes over all examples.
    pub epochs: usize,
    /// Size of the first steps.
    pub rate: f32,
    /// Share of a weight that is lost at each step of full size.
    pub decay: f32,
    /// Share of features left out at each visit of a token, in 256ths.
    pub dropout: u64,
    /// Trainings, each with an order of examples and left-out features of its own, whose weights are
    /// averaged (bagging: Breiman 1996).
    pub bags: u64,
    /// Seed of the order of examples.
    pub seed: u64,
}

/// Steps of an integer weight to 1, the change of a log probability ratio by e.
pub const SCALE: f32 = 192.0;

/// Weights before they are cut to eight bits.
pub struct Trained {
    bits: u32,
    rows: Vec<[f32; SLOTS]>,
    transitions: [[f32; STATES]; STATES],
}

impl Trained {
    fn add(&mut self, other: &Trained) {
        let own = self.rows.iter_mut().flatten().chain(self.transitions.iter_mut().flatten());
        for (own, other) in own.zip(other.rows.iter().flatten().chain(other.transitions.iter().flatten())) {
            *own += other;
        }
    }

    fn divide(&mut self, by: f32) {
        for weight in self.rows.iter_mut().flatten().chain(self.transitions.iter_mut().flatten()) {
            *weight /= by;
        }
    }

    /// The weights times [`SCALE`] and `share`, rounded; the few that are too large are cut, the smallest left out. Transitions
    /// are not shared.
    ///
    /// `eagerness` is added to the score of beginning a name: weights learnt for the likeliest states find
    /// too few names for the best balance of precision and recall.
    pub fn quantised(&self, share: f32, eagerness: i32) -> Weights {
        // The smallest step is noise, and zeros make the file small.
        let cut = |weight: f32| match (weight * SCALE * share).round().clamp(-127.0, 127.0) as i8 {
            -1..=1 => 0,
            weight => weight,
        };
        let mut transitions: Transitions = [[0; STATES]; STATES];
        for (to, from) in transitions.iter_mut().flatten().zip(self.transitions.iter().flatten()) {
            *to = (from * SCALE).round() as i32;
        }
        for score in transitions.iter_mut().flat_map(|row| row.iter_mut().skip(1).step_by(2)) {
            *score += eagerness;
        }
        Weights { bits: self.bits, rows: self.rows.iter().map(|row| row.map(cut)).collect(), transitions }
    }
}

/// Trains on the units of `examples` that `chosen` picks, with the transitions of `start` if
/// given, which then stay as they are.
///
/// The trainings of [`Schedule::bags`] run beside each other and are added up in their order, so that the
/// number of threads changes nothing.
pub fn train(
    examples: &Examples,
    schedule: Schedule,
    start: Option<&Trained>,
    chosen: impl Fn(&Unit) -> bool,
) -> Trained {
    let order: Vec<Unit> = examples.units.iter().copied().filter(chosen).collect();
    let learn = |bag: u64| {
        let seed = mix(schedule.seed ^ bag << 32);
        learn_once(examples, Schedule { seed, ..schedule }, start, order.clone())
    };
    let bags = schedule.bags.max(1);
    let trained: Vec<Trained> = (0..bags).into_par_iter().map(learn).collect();
    let mut sum = Trained {
        bits: schedule.bits,
        rows: vec![[0.0; SLOTS]; 1 << schedule.bits],
        transitions: [[0.0; STATES]; STATES],
    };
    trained.iter().for_each(|trained| sum.add(trained));
    sum.divide(bags as f32);
    sum
}

/// One training.
fn learn_once(examples: &Examples, schedule: Schedule, start: Option<&Trained>, mut order: Vec<Unit>) -> Trained {
    let mut learner = Learner::new(schedule, start);
    let mut state = mix(schedule.seed | 1);
    for _ in 0..schedule.epochs {
        shuffle(&mut order, &mut state);
        for unit in &order {
            learner.learn(examples, unit);
        }
    }
    learner.finish()
}

/// Fisher and Yates, with a fixed generator.
fn shuffle(order: &mut [Unit], state: &mut u64) {
    for last in (1..order.len()).rev() {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let pick = (u128::from(mix(*state)) * (last as u128 + 1)) >> 64;
        order.swap(last, pick as usize);
    }
}

/// e to the power of `x`, for x not above 80: by halving and a polynomial, the same on every machine.
fn exponential(x: f32) -> f32 {
    if x < -80.0 {
        return 0.0;
    }
    let power = (x * std::f32::consts::LOG2_E).round();
    let rest = x - power * std::f32::consts::LN_2;
    let series = 1.0 + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0)))));
    series * f32::from_bits(((power as i32 + 127) as u32) << 23)
}

/// `N` weights, for each the sum of its squared gradients, and what averaging needs. Rows are kept together
/// and aligned: training is mostly waiting for them.
#[derive(Clone, Copy)]
#[repr(align(32))]
struct Row<const N: usize> {
    now: [f32; N],
    squares: [f32; N],
    late: [f32; N],
}

impl<const N: usize> Row<N> {
    const EMPTY: Self = Row { now: [0.0; N], squares: [0.0; N], late: [0.0; N] };

    #[inline]
    fn step(&mut self, gradients: &[f32; N], schedule: &Schedule, time: f32) {
        for (index, gradient) in gradients.iter().enumerate() {
            self.squares[index] += gradient * gradient;
            let rate = schedule.rate / (self.squares[index] + 1.0).sqrt();
            let change = rate * (gradient - schedule.decay * self.now[index]);
            self.now[index] += change;
            self.late[index] += change * time;
        }
    }

    fn mean(&self, total: f32) -> [f32; N] {
        std::array::from_fn(|index| self.now[index] - self.late[index] / total)
    }
}

struct Learner {
    schedule: Schedule,
    rows: Vec<Row<SLOTS>>,
    transitions: [Row<STATES>; STATES],
    /// Factors of the transitions, 0 where BIO forbids them.
    factors: [States; STATES],
    fixed_transitions: bool,
    visits: u64,
    total: f32,
    kept: Vec<u32>,
    kept_ends: Vec<usize>,
    /// Factors of each token's states.
    emissions: Vec<States>,
    model: Chain,
    right: Chain,
}

impl Learner {
    fn new(schedule: Schedule, start: Option<&Trained>) -> Self {
        let mut transitions = [Row::EMPTY; STATES];
        if let Some(start) = start {
            for (to, from) in transitions.iter_mut().zip(start.transitions) {
                to.now = from;
            }
        }
        let mut learner = Learner {
            schedule,
            rows: vec![Row::EMPTY; 1 << schedule.bits],
            transitions,
            factors: [[0.0; STATES]; STATES],
            fixed_transitions: start.is_some(),
            visits: 0,
            total: 0.0,
            kept: Vec::new(),
            kept_ends: Vec::new(),
            emissions: Vec::new(),
            model: Chain::default(),
            right: Chain::default(),
        };
        learner.set_factors();
        learner
    }

    fn set_factors(&mut self) {
        for (previous, row) in self.factors.iter_mut().enumerate() {
            for (next, factor) in row.iter_mut().enumerate() {
                if may_follow(previous, next) {
                    *factor = exponential(self.transitions[previous].now[next].min(20.0));
                }
            }
        }
    }

    fn learn(&mut self, examples: &Examples, unit: &Unit) {
        self.visits += 1;
        self.pick(examples, unit);
        self.score(examples, unit);
        let allowed = &examples.allowed[unit.start..unit.end];
        self.model.run(&self.emissions, &self.factors, &[]);
        self.right.run(&self.emissions, &self.factors, allowed);
        self.step(unit);
    }

    /// Picks the features that count at this visit. Leaving some out at random keeps rare words from
    /// explaining everything, so that what new words share with them is learnt too.
    fn pick(&mut self, examples: &Examples, unit: &Unit) {
        self.kept.clear();
        self.kept_ends.clear();
        for token in unit.start..unit.end {
            let salt = mix(self.schedule.seed ^ self.visits << 24 ^ token as u64);
            for &row in examples.rows_of(token) {
                if mix(salt ^ u64::from(row)) >> 56 >= self.schedule.dropout {
                    self.kept.push(row);
                }
            }
            self.kept_ends.push(self.kept.len());
        }
    }

    fn score(&mut self, examples: &Examples, unit: &Unit) {
        self.emissions.clear();
        let mut from = 0;
        // Scores are kept as large as they are when no feature is left out.
        let full = 256.0 / (256 - self.schedule.dropout) as f32;
        for (index, token) in (unit.start..unit.end).enumerate() {
            let mut sums = [0.0; SLOTS];
            let to = self.kept_ends[index];
            for &row in &self.kept[from..to] {
                for (sum, weight) in sums.iter_mut().zip(&self.rows[row as usize].now) {
                    *sum += weight;
                }
            }
            from = to;
            let mut scores = [0.0; STATES];
            for (score, sum) in scores.iter_mut().skip(1).zip(sums) {
                *score = sum * full;
            }
            if let Some(base) = examples.base.get(token) {
                for (score, base) in scores.iter_mut().skip(1).zip(base) {
                    *score += *base as f32 / SCALE;
                }
            }
            let largest = scores.iter().copied().fold(0.0, f32::max);
            self.emissions.push(scores.map(|score| exponential(score - largest).max(1e-30)));
        }
    }

    fn step(&mut self, unit: &Unit) {
        let time = self.total;
        let size = unit.weight;
        self.total += 1.0;
        let mut from = 0;
        for index in 0..unit.end - unit.start {
            let to = self.kept_ends[index];
            let (model, right) = (&self.model.marginals[index], &self.right.marginals[index]);
            let mut gradient = [0.0; SLOTS];
            let mut largest = 0.0_f32;
            for (slot, gradient) in gradient.iter_mut().enumerate() {
                *gradient = (right[slot + 1] - model[slot + 1]) * size;
                largest = largest.max(gradient.abs());
            }
            if largest > 1e-3 {
                for &row in &self.kept[from..to] {
                    self.rows[row as usize].step(&gradient, &self.schedule, time);
                }
            }
            from = to;
        }
        if self.fixed_transitions {
            return;
        }
        for previous in 0..STATES {
            let gradients = std::array::from_fn(|next| {
                let difference = self.right.pairs[previous][next] - self.model.pairs[previous][next];
                if may_follow(previous, next) { difference * size } else { 0.0 }
            });
            self.transitions[previous].step(&gradients, &self.schedule, time);
        }
        self.set_factors();
    }

    fn finish(self) -> Trained {
        let total = self.total.max(1.0);
        Trained {
            bits: self.schedule.bits,
            rows: self.rows.iter().map(|row| row.mean(total)).collect(),
            transitions: self.transitions.map(|row| row.mean(total)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_close() {
        for x in [-60.0_f32, -3.3, -0.1, 0.0, 0.7, 5.0, 19.9] {
            assert!((exponential(x) / x.exp() - 1.0).abs() < 1e-4, "{x}");
        }
    }

    fn toy() -> Examples {
        let mut examples = Examples::default();
        for (row, state) in [(1, 0), (2, 1), (3, 2), (1, 0), (4, 5)] {
            examples.feature(row);
            examples.token(1 << state, None);
        }
        examples.units = vec![Unit { start: 0, end: 5, weight: 1.0, fold: 0 }];
        examples
    }

    #[test]
    fn what_was_taught_is_known_and_every_run_teaches_the_same() {
        let schedule = Schedule { bits: 4, epochs: 60, rate: 0.5, decay: 0.0, dropout: 0, bags: 3, seed: 1 };
        let run = || train(&toy(), schedule, None, |_| true).quantised(1.0, 0);
        let weights = run();
        assert!(weights.rows[2][0] > 20 && weights.rows[3][1] > 20 && weights.rows[4][4] > 20);
        assert_eq!(weights, run());
    }
}
