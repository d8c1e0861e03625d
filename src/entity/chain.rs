//! Probabilities of states along a stretch of tokens: forward and backward sums (Rabiner 1989), scaled at
//! each token so that they cannot vanish. States index arrays of [`STATES`].

use super::tags::{ANY, STATES};

/// A number for each state.
pub type States = [f32; STATES];

/// Probabilities of the states of a stretch (forward and backward sums, scaled at each token).
#[derive(Debug, Default)]
pub struct Chain {
    forward: Vec<States>,
    /// Probability of each state at each token.
    pub marginals: Vec<States>,
    /// Expected number of each transition.
    pub pairs: [States; STATES],
}

impl Chain {
    /// Works out the probabilities from factors of states and transitions; `allowed` limits the states of
    /// each token (all if it is empty).
    pub fn run(&mut self, emissions: &[States], factors: &[States; STATES], allowed: &[u16]) {
        self.forward.clear();
        self.marginals.clear();
        self.pairs = [[0.0; STATES]; STATES];
        let mut before = [0.0; STATES];
        before[0] = 1.0;
        for (index, emission) in emissions.iter().enumerate() {
            let mask = allowed.get(index).copied().unwrap_or(ANY);
            before = forward(&before, emission, factors, mask);
            self.forward.push(before);
        }
        self.marginals.resize(emissions.len(), [0.0; STATES]);
        let mut after = [1.0; STATES];
        for index in (0..emissions.len()).rev() {
            let forward = self.forward[index];
            let mut marginal: States = std::array::from_fn(|state| forward[state] * after[state]);
            normalise(&mut marginal);
            self.marginals[index] = marginal;
            let mut previous = [0.0; STATES];
            previous[0] = 1.0;
            if let Some(before) = index.checked_sub(1) {
                previous = self.forward[before];
            }
            let mask = allowed.get(index).copied().unwrap_or(ANY);
            let ahead: States =
                std::array::from_fn(
                    |state| {
                        if mask >> state & 1 == 1 { emissions[index][state] * after[state] } else { 0.0 }
                    },
                );
            after = self.backward(&previous, &ahead, factors);
        }
    }

    /// Adds the expected transitions into one token; returns the sums that its predecessor sees ahead.
    fn backward(&mut self, previous: &States, ahead: &States, factors: &[States; STATES]) -> States {
        let mut sums = [0.0; STATES];
        let mut total = 0.0;
        for (state, row) in factors.iter().enumerate() {
            sums[state] = row.iter().zip(ahead).map(|(factor, ahead)| factor * ahead).sum();
            total += previous[state] * sums[state];
        }
        let share = 1.0 / total.max(1e-30);
        for (state, row) in factors.iter().enumerate() {
            let weight = previous[state] * share;
            for next in 0..STATES {
                self.pairs[state][next] += weight * row[next] * ahead[next];
            }
        }
        normalise(&mut sums);
        sums
    }
}

fn forward(before: &States, emission: &States, factors: &[States; STATES], mask: u16) -> States {
    let mut next = [0.0; STATES];
    for (held, row) in before.iter().zip(factors) {
        for (sum, factor) in next.iter_mut().zip(row) {
            *sum += held * factor;
        }
    }
    for (state, sum) in next.iter_mut().enumerate() {
        *sum = if mask >> state & 1 == 1 { *sum * emission[state] } else { 0.0 };
    }
    normalise(&mut next);
    next
}

fn normalise(values: &mut States) {
    let total: f32 = values.iter().sum();
    let share = 1.0 / total.max(1e-30);
    for value in values.iter_mut() {
        *value *= share;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_to_one_and_respect_what_is_allowed() {
        let mut chain = Chain::default();
        let factors = [[1.0; STATES]; STATES];
        let mut emission = [1.0; STATES];
        emission[3] = 5.0;
        chain.run(&[emission; 3], &factors, &[]);
        for marginal in &chain.marginals {
            assert!((marginal.iter().sum::<f32>() - 1.0).abs() < 1e-5);
            assert!((marginal[3] - 5.0 / (STATES as f32 + 4.0)).abs() < 1e-5);
        }
        chain.run(&[emission; 2], &factors, &[0b10, 0b11]);
        assert_eq!(chain.marginals[0][1], 1.0);
        assert!((chain.pairs[1][0] - 0.5).abs() < 1e-5);
    }
}
