//! Which people, organisations, places and other names an article mentions.
//!
//! [`Recogniser::annotate`] goes from title and body to entities and mentions: tokens, sentences, a trained
//! tagger in two passes over the article ([`tagger`]), the user's own names ([`gazetteer`]), and the linking
//! of forms that name the same thing ([`alias`]). [`train`] and [`evaluate`] make and measure models.
//!
//! Invariants: the same article gives the same annotations, whatever was annotated before and on whichever
//! thread; offsets are bytes of the original text; the shipped model holds hashed weights, and no text.

pub mod alias;
pub mod boundary;
pub mod canonical;
pub mod chain;
pub mod clusters;
pub mod conll;
pub mod correct;
pub mod decode;
pub mod evaluate;
pub mod features;
pub mod fold;
pub mod gazetteer;
pub mod group_maker;
pub mod groups;
pub mod hash;
pub mod headline;
pub mod joining;
pub mod knowledge;
pub mod layout;
pub mod learn;
pub mod linkage;
pub mod mention;
pub mod model;
pub mod organisation;
pub mod person;
pub mod recogniser;
pub mod rows;
pub mod second;
pub mod sentence;
pub mod settle;
pub mod sort;
pub mod spelling;
pub mod tagger;
pub mod tags;
pub mod token;
pub mod train;
pub mod training_list;
pub mod weights;
pub mod word;

pub use canonical::canonical_key;
pub use gazetteer::Gazetteer;
pub use recogniser::{Annotations, Mention, Recogniser, Scratch};
