//! How did a score come about?
//!
//! All shares are whole numbers of ten-thousandths, the last decimal that is printed, so they add up digit for digit:
//! the shares of the words and of the pairs are the relevance; that, after the decay, is the score.

/// How the score of an article came about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScoreExplanation {
    /// Words, patterns and phrases of the query that occur, in the order of the query.
    pub words: Vec<WordShare>,
    /// Pairs of them that are near each other.
    pub near: Vec<NearShare>,
    /// If recent articles were asked for.
    pub decay: Option<DecayShare>,
    /// The score, in ten-thousandths.
    pub points: i64,
}

/// What a word adds.
#[derive(Debug, Clone, PartialEq)]
pub struct WordShare {
    /// As written in the query.
    pub text: String,
    /// Boosts of the query, shared by the repetitions of the word in it.
    pub boost: f64,
    /// How rare all its forms are.
    pub rarity: f64,
    /// How rare the word itself is; `None` if it stands for no other forms.
    pub own_rarity: Option<f64>,
    /// Where it occurs.
    pub fields: Vec<FieldCount>,
    /// Its share for occurring, in ten-thousandths of the score.
    pub occurrences: i64,
    /// Its share for standing in the lead.
    pub lead: i64,
}

/// Occurrences in one field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldCount {
    /// Name of the field.
    pub field: &'static str,
    /// Occurrences of all forms of the word.
    pub count: u64,
    /// Of these, occurrences of the word itself.
    pub own: u64,
    /// Words of the field, exact up to 40, then about; `None` where length does not count.
    pub length: Option<u32>,
    /// What one occurrence counts: 1 in a body of mean length, less in a longer one, more in a title.
    pub weight: f64,
}

/// What two words near each other add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearShare {
    /// The words as written in the query; the rarer one first.
    pub words: [String; 2],
    /// Occurrences of the first that have the second nearby.
    pub count: u64,
    /// The share, in ten-thousandths of the score.
    pub points: i64,
}

/// What age takes away.
#[derive(Debug, Clone, PartialEq)]
pub struct DecayShare {
    /// Relevance before it, in ten-thousandths.
    pub relevance: i64,
    /// Days; `None` without a date.
    pub age: Option<u64>,
    /// What the relevance is multiplied by.
    pub factor: f64,
}

impl ScoreExplanation {
    /// Sum of all shares, in ten-thousandths.
    pub fn relevance(&self) -> i64 {
        let words = self.words.iter().map(|word| word.occurrences + word.lead);
        words.chain(self.near.iter().map(|near| near.points)).sum()
    }
}
