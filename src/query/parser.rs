//! Tokens -> tree, by operator precedence.
//!
//! Two stacks per parenthesis (operands, operators) and no recursion: nesting of parentheses costs heap,
//! never stack, and the depth of the tree is limited by [`super::combine`]. Every token is pushed and
//! popped once, so time is linear.

use super::ast::{Node, Span};
use super::bag::{close_group, exact, exclusions};
use super::combine::{Combiner, Part};
use super::dialect::Dialect;
use super::field::Entry;
use super::operator::{Operator, near};
use super::period::Reader;
use super::problem::{Diagnostics, Problem};
use super::token::{Prefix, Token, TokenKind};
use super::word::Style;

/// What is open: the whole query or a parenthesis.
#[derive(Debug)]
pub(super) struct Frame {
    /// Where the parenthesis is; empty for the whole query.
    opened: Span,
    pub(super) operands: Vec<Part>,
    pub(super) operators: Vec<Pending>,
    /// Whether an operand has to come next.
    pub(super) due: bool,
    /// The field that words stand in, and their style, given outside.
    scope: Option<&'static Entry>,
    style: Style,
    /// Operators of the two kinds that Lucene mixes badly.
    conjunction: bool,
    alternative: bool,
}

/// An operator waiting for its right operand.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) what: What,
    at: Span,
    binding: (u8, u32),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum What {
    Between(Operator),
    Before(Prefix),
}

/// Builds the tree of one query.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) reader: Reader,
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
    frames: Vec<Frame>,
    /// The innermost frame is kept apart, so that there always is one.
    pub(super) frame: Frame,
    /// Whether an operator was written anywhere, so that words side by side must all match.
    has_operator: bool,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Frame {
    fn new(opened: Span, scope: Option<&'static Entry>, style: Style) -> Self {
        Frame {
            opened,
            operands: Vec::new(),
            operators: Vec::new(),
            due: true,
            scope,
            style,
            conjunction: false,
            alternative: false,
        }
    }
}

impl<'a> Parser<'a> {
    /// The tree of the tokens; `None` if there is nothing to search for.
    pub(super) fn run(
        text: &'a str,
        reader: Reader,
        tokens: &'a [Token],
        diagnostics: &'a mut Diagnostics,
    ) -> Result<Option<Node>, Problem> {
        let mut parser = Parser {
            text,
            reader,
            tokens,
            at: 0,
            frames: Vec::new(),
            frame: Frame::new(Span::default(), None, Style::usual(reader.dialect)),
            has_operator: false,
            diagnostics,
        };
        while let Some(token) = tokens.get(parser.at) {
            parser.at += 1;
            parser.token(token)?;
        }
        while let Some(outer) = parser.frames.pop() {
            let opened = parser.frame.opened;
            let problem = Problem::new("this parenthesis is never closed", opened)
                .expected("`)`")
                .hint(parser.dialect().unbalanced_hint('('));
            parser.diagnostics.refuse(problem)?;
            parser.leave(outer, opened)?;
        }
        let part = parser.finish_frame()?;
        let part = part.filter(|part| !part.ignored);
        let settle = if parser.has_operator { exact } else { exclusions };
        Ok(part.map(|part| settle(part.node)))
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.reader.dialect
    }

    pub(super) fn combiner(&mut self) -> Combiner<'_> {
        Combiner { dialect: self.reader.dialect, diagnostics: self.diagnostics }
    }

    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    fn token(&mut self, token: &Token) -> Result<(), Problem> {
        let span = token.span;
        match &token.kind {
            TokenKind::Open => self.open(span),
            TokenKind::Close => self.close(span),
            TokenKind::Word => self.word(span),
            TokenKind::Verbatim => self.verbatim(span),
            TokenKind::Phrase { inner, slop } => self.phrase(span, *inner, *slop),
            TokenKind::Regex { inner } => self.regex(span, *inner),
            TokenKind::Head { inner, .. } | TokenKind::Gap { inner, .. }
                if self.frame.due && self.dialect().has_signs() =>
            {
                self.regex(span, *inner)
            }
            TokenKind::Head { words, .. } => self.head(span, *words),
            TokenKind::Gap { distance, .. } => self.proximity(span, near(*distance, false)),
            TokenKind::Prefix(prefix) => {
                self.beside(span)?;
                self.before(*prefix, span);
                Ok(())
            }
            TokenKind::And => self.sign(span, Operator::And),
            TokenKind::Or => self.sign(span, Operator::Or),
            TokenKind::Boost(factor) => self.boost(span, *factor),
            TokenKind::Ignored => self.operand(Part::nothing(span)),
            TokenKind::Leaf(kind) => self.operand(Part::leaf(kind.clone(), span)),
        }
    }

    fn open(&mut self, span: Span) -> Result<(), Problem> {
        self.beside(span)?;
        let inner = Frame::new(span, self.scope(), self.style());
        let outer = std::mem::replace(&mut self.frame, inner);
        self.frames.push(outer);
        Ok(())
    }

    fn close(&mut self, span: Span) -> Result<(), Problem> {
        let Some(outer) = self.frames.pop() else {
            let problem = Problem::new("nothing was opened that this could close", span)
                .hint(self.dialect().unbalanced_hint(')'));
            return self.diagnostics.refuse(problem);
        };
        self.leave(outer, span)
    }

    /// Ends the innermost frame and hands its meaning to the outer one.
    fn leave(&mut self, outer: Frame, closed: Span) -> Result<(), Problem> {
        let whole = self.frame.opened.to(closed);
        let part = self.finish_frame()?;
        self.frame = outer;
        let Some(mut part) = part else {
            let problem =
                Problem::new("there is nothing between these parentheses", whole).expected("words or an expression");
            return self.diagnostics.refuse(problem);
        };
        part.node.span = whole.to(part.node.span);
        self.frame.operands.push(part);
        self.frame.due = false;
        Ok(())
    }

    /// Joins everything in the innermost frame.
    fn finish_frame(&mut self) -> Result<Option<Part>, Problem> {
        while self.frame.due
            && let Some(last) = self.frame.operators.pop()
        {
            self.dangling(&last)?;
            self.frame.due = matches!(last.what, What::Before(_));
        }
        while !self.frame.operators.is_empty() {
            self.reduce()?;
        }
        if self.dialect() == Dialect::Lucene && self.frame.conjunction && self.frame.alternative {
            let span = self.frame.operands.first().map(|part| part.node.span).unwrap_or_default();
            self.diagnostics.warn(
                "Lucene has no precedence of AND over OR: it makes what stands beside AND required and the rest optional; \
                 read here as AND before OR",
                span,
                "use parentheses",
            );
        }
        let dialect = self.dialect();
        Ok(self.frame.operands.pop().map(|part| close_group(part, dialect)))
    }

    /// An operator whose right side is missing.
    fn dangling(&mut self, pending: &Pending) -> Result<(), Problem> {
        if pending.what == What::Between(Operator::Side) {
            return Ok(());
        }
        let written = self.slice(pending.at);
        let problem = Problem::new(format!("`{written}` has nothing on its right"), pending.at)
            .expected("a word, a phrase or a group")
            .hint("remove it, or put it in quotes if it is meant as a word");
        self.diagnostics.refuse(problem)
    }

    /// Applies the last operator.
    pub(super) fn reduce(&mut self) -> Result<(), Problem> {
        let Some(pending) = self.frame.operators.pop() else {
            return Ok(());
        };
        // Operators are only pushed between operands, so the operands are there.
        let Some(right) = self.frame.operands.pop() else {
            return Ok(());
        };
        let joined = match pending.what {
            What::Before(_) if right.ignored => right,
            What::Between(operator) if right.ignored || self.frame.operands.last().is_some_and(|left| left.ignored) => {
                self.without_ignored(operator, pending.at, right)?
            }
            What::Before(prefix) => self.combiner().prefix(prefix, pending.at, right)?,
            What::Between(operator) => match self.frame.operands.pop() {
                Some(left) => self.combiner().binary(operator, pending.at, left, right)?,
                None => right,
            },
        };
        self.frame.operands.push(joined);
        Ok(())
    }

    /// Joins two parts of which one means nothing.
    fn without_ignored(&mut self, operator: Operator, at: Span, right: Part) -> Result<Part, Problem> {
        match self.frame.operands.pop() {
            Some(left) if right.ignored => Ok(left),
            Some(_) if operator == Operator::AndNot => self.combiner().prefix(Prefix::Not, at, right),
            _ => Ok(right),
        }
    }

    /// Puts an operator between the last operand and the next.
    pub(super) fn connect(&mut self, operator: Operator, at: Span) -> Result<(), Problem> {
        let binding = self.dialect().binding(&operator);
        while let Some(last) = self.frame.operators.last()
            && last.binding <= binding
        {
            self.reduce()?;
        }
        match operator {
            Operator::And | Operator::AndNot => self.frame.conjunction = true,
            Operator::Or | Operator::Side => self.frame.alternative = true,
            _ => {}
        }
        self.has_operator |= operator != Operator::Side;
        let what = What::Between(operator);
        self.frame.operators.push(Pending { what, at, binding });
        self.frame.due = true;
        Ok(())
    }

    /// If no operator stands before the operand at `span`, the blank is one.
    pub(super) fn beside(&mut self, span: Span) -> Result<(), Problem> {
        if self.frame.due {
            return Ok(());
        }
        self.warn_of_reach(span, false);
        let before = self.frame.operands.last().map_or(span, |part| part.node.span);
        self.connect(Operator::Side, Span::new(before.end.min(span.start), span.start))
    }

    pub(super) fn before(&mut self, prefix: Prefix, at: Span) {
        let binding = match prefix {
            Prefix::Not => self.dialect().binding(&Operator::Not),
            Prefix::Field(_) | Prefix::AtLeast(_) if self.dialect() == Dialect::Factiva => {
                self.dialect().binding(&Operator::LoosePrefix)
            }
            _ => (0, 0),
        };
        self.has_operator |= prefix == Prefix::Not;
        let what = What::Before(prefix);
        self.frame.operators.push(Pending { what, at, binding });
    }

    /// Adds an operand.
    pub(super) fn operand(&mut self, part: Part) -> Result<(), Problem> {
        self.beside(part.node.span)?;
        self.frame.operands.push(part);
        self.frame.due = false;
        Ok(())
    }

    /// Prefixes that wait for the next operand, innermost first.
    fn waiting(&self) -> impl Iterator<Item = Prefix> {
        let due = self.frame.due;
        self.frame.operators.iter().rev().map_while(move |pending| match pending.what {
            What::Before(prefix) if due => Some(prefix),
            _ => None,
        })
    }

    /// The field that the next word stands in.
    pub(super) fn scope(&self) -> Option<&'static Entry> {
        self.waiting()
            .find_map(|prefix| match prefix {
                Prefix::Field(entry) => Some(entry),
                _ => None,
            })
            .or(self.frame.scope)
    }

    /// How strictly the next word is meant; the innermost function of a kind counts.
    pub(super) fn style(&self) -> Style {
        let mut style = self.frame.style;
        let prefixes: Vec<Prefix> = self.waiting().collect();
        for prefix in prefixes.into_iter().rev() {
            match prefix {
                Prefix::Form(form) => style.form = form,
                Prefix::Case(case) => style.case = case,
                _ => {}
            }
        }
        style
    }
}
