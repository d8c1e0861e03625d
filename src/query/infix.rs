//! The part of the parser that decides whether a word is an operator, and what stands behind operands.

use super::ast::Span;
use super::combine::Part;
use super::dialect::{Adjacency, Dialect};
use super::operator::{Keyword, MAX_DISTANCE, Operator, keyword};
use super::parser::{Parser, What};
use super::problem::Problem;
use super::token::{Prefix, Token, TokenKind};

impl Parser<'_> {
    /// Where words side by side bind looser than `w/n`, it takes one word only, not all of them.
    pub(super) fn warn_of_reach(&mut self, span: Span, proximity_follows: bool) {
        if self.dialect().adjacency() == Adjacency::Phrase {
            return;
        }
        let last = self.frame.operators.last().map(|pending| pending.what);
        let doubtful = match last {
            Some(What::Between(Operator::Near { .. } | Operator::Same { .. })) => {
                !proximity_follows && self.next_is_text()
            }
            Some(What::Between(Operator::Side)) => {
                let left = self.frame.operands.len().checked_sub(2);
                let left = left.and_then(|at| self.frame.operands.get(at));
                proximity_follows && left.is_some_and(|part| !part.is_filter())
            }
            _ => false,
        };
        if doubtful {
            self.diagnostics.warn(
                "a proximity operator takes only the word or group beside it, not all the words",
                span,
                "put quotes around a phrase, or parentheses around a group",
            );
        }
    }

    /// Whether the operand that has just begun is a word, phrase or group.
    fn next_is_text(&self) -> bool {
        let current = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        current.is_some_and(|token| {
            !matches!(
                token.kind,
                TokenKind::Leaf(_)
                    | TokenKind::Ignored
                    | TokenKind::Prefix(Prefix::Field(_) | Prefix::Exclude | Prefix::Must)
            )
        })
    }

    fn next_token(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead)
    }

    /// Whether an operand begins this many tokens ahead.
    fn operand_follows(&self, ahead: usize) -> bool {
        self.next_token(ahead).is_some_and(|token| {
            matches!(
                token.kind,
                TokenKind::Open
                    | TokenKind::Word
                    | TokenKind::Verbatim
                    | TokenKind::Phrase { .. }
                    | TokenKind::Regex { .. }
                    | TokenKind::Prefix(_)
                    | TokenKind::Leaf(_)
                    | TokenKind::Ignored
            )
        })
    }

    fn keyword_ahead(&self, ahead: usize) -> Option<(Keyword, Span)> {
        let token = self.next_token(ahead)?;
        if token.kind != TokenKind::Word {
            return None;
        }
        Some((keyword(self.slice(token.span), self.dialect())?, token.span))
    }

    /// A word that may be an operator.
    pub(super) fn word(&mut self, span: Span) -> Result<(), Problem> {
        let raw = self.slice(span);
        let Some(found) = keyword(raw, self.dialect()) else {
            return self.plain_word(span);
        };
        let due = self.frame.due;
        let follows = self.operand_follows(0);
        let not_ahead = match self.keyword_ahead(0) {
            Some((Keyword::Not, at)) if self.operand_follows(1) => Some(at),
            _ => None,
        };
        match found {
            Keyword::And | Keyword::But if !due && not_ahead.is_some() => {
                self.at += 1;
                self.excluding(span.to(not_ahead.unwrap_or(span)), Operator::And)
            }
            Keyword::And if !due && follows => self.connect(Operator::And, span),
            Keyword::Or if !due && follows => self.connect(Operator::Or, span),
            Keyword::Not if !due => self.infix_not(span, follows),
            Keyword::Not if follows => {
                self.before(Prefix::Not, span);
                Ok(())
            }
            Keyword::AtLeast(count) if follows => {
                self.beside(span)?;
                self.before(Prefix::AtLeast(count), span);
                Ok(())
            }
            Keyword::Proximity(..) | Keyword::NoDistance => self.proximity(span, Some(found)),
            Keyword::But | Keyword::AtLeast(_) => self.plain_word(span),
            Keyword::And | Keyword::Or | Keyword::Not => {
                self.diagnostics.warn(
                    format!("`{raw}` does not stand between two operands and is searched for as a word"),
                    span,
                    "remove it, or put it in quotes",
                );
                self.plain_word(span)
            }
        }
    }

    /// `not` behind an operand.
    fn infix_not(&mut self, span: Span, follows: bool) -> Result<(), Problem> {
        if let Some((Keyword::Proximity(operator, capped), at)) = self.keyword_ahead(0)
            && self.operand_follows(1)
        {
            self.at += 1;
            if self.dialect() == Dialect::Factiva {
                self.diagnostics.warn(
                    "Factiva cannot exclude nearness; read as the other vendors do",
                    span.to(at),
                    "use the Nexis dialect for `not w/n`",
                );
            }
            let negated = match operator {
                Operator::Near { distance, ordered, .. } => Operator::Near { distance, ordered, negated: true },
                Operator::Same { unit, .. } => Operator::Same { unit, negated: true },
                other => other,
            };
            return self.proximity(span.to(at), Some(Keyword::Proximity(negated, capped)));
        }
        if follows {
            return self.excluding(span, Operator::Side);
        }
        self.plain_word(span)
    }

    /// `and not`, or `not` between operands. In our own dialect it takes the one operand behind it, so it is a prefix and
    /// `instead` stands between the operands; the vendors' operator takes what their precedence gives it.
    fn excluding(&mut self, span: Span, instead: Operator) -> Result<(), Problem> {
        if self.dialect() != Dialect::Morgue {
            return self.connect(Operator::AndNot, span);
        }
        self.connect(instead, span)?;
        self.before(Prefix::Not, span);
        Ok(())
    }

    /// A proximity operator; it has to stand between operands.
    pub(super) fn proximity(&mut self, span: Span, found: Option<Keyword>) -> Result<(), Problem> {
        let written = self.slice(span);
        let plain_english = written.bytes().all(|byte| byte.is_ascii_alphabetic());
        let between = !self.frame.due && self.operand_follows(0);
        match found {
            Some(Keyword::Proximity(operator, capped)) if between => {
                if capped {
                    self.diagnostics.warn(
                        format!("a distance is capped at {MAX_DISTANCE} words"),
                        span,
                        "use `w/p` for the same paragraph or AND for the same article",
                    );
                }
                self.warn_of_reach(span, true);
                return self.connect(operator, span);
            }
            _ if plain_english => return self.plain_word(span),
            _ => {}
        }
        let problem = if found == Some(Keyword::NoDistance) {
            Problem::new(format!("`{written}`: a distance is 1 or more"), span).hint("words side by side are `w/1`")
        } else {
            let side = if self.frame.due { "left" } else { "right" };
            Problem::new(format!("`{written}` has nothing on its {side}"), span)
                .expected("a word, a phrase or a group on both sides")
                .hint("put it in quotes if it is meant as text")
        };
        self.diagnostics.refuse(problem)?;
        self.plain_word(span)
    }

    /// `&&` or `||`.
    pub(super) fn sign(&mut self, span: Span, operator: Operator) -> Result<(), Problem> {
        if !self.frame.due && self.operand_follows(0) {
            return self.connect(operator, span);
        }
        let side = if self.frame.due { "left" } else { "right" };
        let problem = Problem::new(format!("`{}` has nothing on its {side}", self.slice(span)), span)
            .expected("a word, a phrase or a group on both sides")
            .hint("remove it, or put it in quotes");
        self.diagnostics.refuse(problem)
    }

    pub(super) fn boost(&mut self, span: Span, factor: f32) -> Result<(), Problem> {
        let Some(part) = self.last_operand() else {
            let problem = Problem::new("there is nothing here to weigh", span)
                .hint("write the weight right behind a word, phrase or group");
            return self.diagnostics.refuse(problem);
        };
        let part = if part.ignored { part } else { self.combiner().boost(factor, span, part)? };
        self.frame.operands.push(part);
        Ok(())
    }

    /// Takes the operand that ends right here.
    fn last_operand(&mut self) -> Option<Part> {
        if self.frame.due {
            return None;
        }
        self.frame.operands.pop()
    }

    /// `x /F50/`.
    pub(super) fn head(&mut self, span: Span, words: u32) -> Result<(), Problem> {
        // A phrase of bare words is one thing to the reader of a dialect that makes phrases.
        while self.dialect().adjacency() == Adjacency::Phrase
            && !self.frame.due
            && self.frame.operators.last().is_some_and(|last| last.what == What::Between(Operator::Side))
        {
            self.reduce()?;
        }
        let Some(part) = self.last_operand() else {
            let problem = Problem::new(format!("`{}` has nothing on its left", self.slice(span)), span)
                .expected("a word, a phrase or a group");
            return self.diagnostics.refuse(problem);
        };
        let part = if part.ignored { part } else { self.combiner().prefix(Prefix::First(words), span, part)? };
        self.frame.operands.push(part);
        Ok(())
    }
}
