//! Words, phrases, dates and numbers in the dialects of the vendors.

use super::super::ast::{Case, DateRange, Form, NumberRange, Pattern, Phrase, Span, Word};
use super::super::dialect::Dialect;
use super::super::field::FieldKind;
use super::super::operator::keyword;
use super::super::period::date_at;
use super::foreign::{Text, Writer};
use crate::date::PartialDate;

const DAY: i64 = 86_400;

/// The days of `-30d`, `-2w` and Factiva's own `-30`, as far as nothing stands behind them.
fn days_back(text: &str) -> Option<u32> {
    let rest = text.strip_prefix('-')?;
    let (digits, days) = match rest.strip_suffix('w') {
        Some(weeks) => (weeks, 7),
        None => (rest.strip_suffix('d').unwrap_or(rest), 1),
    };
    digits.parse::<u32>().ok()?.checked_mul(days)
}

impl Writer {
    pub(super) fn word(&mut self, word: &Word, span: Span) -> Option<Text> {
        let mut text = self.letters(word, span)?;
        let verbatim = self.field.filter(|field| field.kind() == FieldKind::Verbatim);
        if let Some(field) = verbatim {
            text = self.value(field, &text);
        }
        let exact = word.form == Form::Exact && self.dialect == Dialect::ProQuest;
        let is_wild = word.pattern == Pattern::Wildcard;
        let plain = text.chars().all(|c| {
            c.is_alphanumeric()
                || matches!(c, '-' | '\'' | '.' | '!' | '*' | '?' | '_')
                || (is_wild && matches!(c, '$' | '[' | ']'))
        });
        let quoted = exact || !plain || keyword(&text, self.dialect).is_some();
        let text = if quoted { format!("\"{text}\"") } else { text };
        if verbatim.is_some() {
            // Such values have no word forms.
            return Text::simple(text);
        }
        let is_plain = word.pattern == Pattern::Plain;
        Text::simple(self.styled(text, word.form, word.case, is_plain, span))
    }

    pub(super) fn phrase(&mut self, phrase: &Phrase, span: Span) -> Option<Text> {
        let first = phrase.words.first()?;
        let words: Vec<String> = phrase.words.iter().filter_map(|word| self.letters(word, span)).collect();
        let text = words.join(" ");
        let variants = self.dialect == Dialect::ProQuest && first.form == Form::Stemmed;
        let text = if variants { format!("\"{{{text}}}\"") } else { format!("\"{text}\"") };
        let is_plain = phrase.words.iter().any(|word| word.pattern == Pattern::Plain);
        Text::simple(self.styled(text, first.form, first.case, is_plain, span))
    }

    /// The letters of a word with the dialect's wildcard signs.
    fn letters(&mut self, word: &Word, span: Span) -> Option<String> {
        let dialect = self.dialect;
        if let Pattern::Fuzzy(_) = word.pattern {
            self.warn(format!("{dialect} has no fuzzy words"), span, "only the word as written is found there");
        }
        if word.pattern == Pattern::Plain && word.text.contains(['*', '?', '!', '$', '"']) {
            self.warn(format!("{dialect} takes no wildcard sign literally"), span, "the sign is written as a blank");
        }
        if word.pattern != Pattern::Wildcard {
            let text: String =
                word.text.chars().map(|c| if matches!(c, '*' | '?' | '!' | '$' | '"') { ' ' } else { c }).collect();
            let text = text.trim().to_owned();
            return (!text.is_empty()).then_some(text);
        }
        self.wildcards(&word.text, span)
    }

    fn wildcards(&mut self, text: &str, span: Span) -> Option<String> {
        let dialect = self.dialect;
        let mut out = String::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let last = chars.peek().is_none();
            match c {
                '\\' => {
                    let literal = chars.next();
                    out.extend(literal.filter(|c| !matches!(c, '*' | '?' | '"' | '\\')));
                }
                '[' => {
                    let letters = super::bound(&mut chars);
                    let next = chars.peek().copied();
                    if !self.up_to(letters, next, &mut out, span) {
                        break;
                    }
                }
                '*' if out.is_empty() && dialect != Dialect::ProQuest => {
                    self.warn(
                        format!("{dialect} has no wildcard at the beginning of a word"),
                        span,
                        "the rest of the word is written",
                    );
                }
                '*' if dialect == Dialect::Nexis => {
                    out.push('!');
                    if !last {
                        self.warn(
                            "Nexis has no wildcard for any number of letters inside a word",
                            span,
                            "cut off there, more words are found",
                        );
                        break;
                    }
                }
                '*' => {
                    if dialect == Dialect::ProQuest {
                        self.warn("ProQuest's `*` stands for up to five letters", span, "write `[*10]` for ten");
                    }
                    out.push('*');
                }
                '"' => {}
                _ => out.push(c),
            }
        }
        (!out.is_empty()).then_some(out)
    }

    /// Adds a sign for up to so many letters; false if nothing can follow it.
    fn up_to(&mut self, letters: usize, next: Option<char>, out: &mut String, span: Span) -> bool {
        let (dialect, is_last) = (self.dialect, next.is_none());
        match dialect {
            Dialect::ProQuest => {
                out.push_str(&if letters == 5 { "*".to_owned() } else { format!("[*{letters}]") });
                return true;
            }
            _ if out.is_empty() => {
                let message = format!("{dialect} has no wildcard at the beginning of a word");
                self.warn(message, span, "the rest of the word is written");
                return true;
            }
            Dialect::Factiva if next.is_some_and(|c| c.is_ascii_digit()) => {
                out.push('*');
                self.warn("Factiva takes a digit for the number of letters", span, "more words are found there");
                return true;
            }
            Dialect::Factiva => {
                out.push_str(&format!("${letters}"));
                return true;
            }
            _ if is_last && letters <= 3 => {
                out.push_str(&"*".repeat(letters));
                return true;
            }
            _ => {}
        }
        out.push('!');
        let message = format!("{dialect} has no wildcard for up to {letters} letters here");
        self.warn(message, span, "cut off there, more words are found");
        is_last
    }

    /// The text within functions for form and case.
    fn styled(&mut self, text: String, form: Form, case: Case, is_plain: bool, span: Span) -> String {
        let dialect = self.dialect;
        let text = match form {
            // A pattern says itself which words it finds.
            _ if !is_plain => text,
            Form::Stemmed if dialect != Dialect::ProQuest => {
                self.report_stemming(span);
                text
            }
            Form::Stemmed => text,
            Form::Number if dialect == Dialect::Factiva => {
                self.report_stemming(span);
                text
            }
            Form::Number => text,
            Form::Exact if dialect == Dialect::Nexis => {
                self.warn("Nexis always finds plurals too", span, "use `singular(x)` or `plural(x)`");
                text
            }
            Form::Exact => text,
            Form::Singular if dialect == Dialect::Nexis => format!("singular({text})"),
            Form::Plural if dialect == Dialect::Nexis => format!("plural({text})"),
            Form::Singular | Form::Plural => {
                self.warn(format!("{dialect} has no choice of singular and plural"), span, "both may be found there");
                text
            }
        };
        let function = match case {
            Case::Any => return text,
            Case::Caps => "caps",
            Case::AllCaps => "allcaps",
            Case::NoCaps => "nocaps",
        };
        match dialect {
            Dialect::Nexis => format!("{function}({text})"),
            Dialect::ProQuest if case == Case::AllCaps => format!("ALLCAPS({text})"),
            _ => {
                self.warn(format!("{dialect} has no `{function}`"), span, "capitals do not count there");
                text
            }
        }
    }

    /// Says once that other forms of the words are not found.
    fn report_stemming(&mut self, span: Span) {
        if self.stemming_reported {
            return;
        }
        self.stemming_reported = true;
        let forms = if self.dialect == Dialect::Nexis {
            "plurals, but no other forms"
        } else {
            "only the form as written, no other forms"
        };
        self.warn(format!("of a word, {} finds {forms}", self.dialect), span, "add forms with OR or truncate");
    }

    pub(super) fn date(&mut self, range: &DateRange, span: Span) -> Option<Text> {
        let dialect = self.dialect;
        let Some(name) = range.field.code(dialect) else {
            self.warn(format!("{dialect} has no field for {}", range.field.as_str()), span, "left out");
            return None;
        };
        if let Some(days) = days_back(&range.text).filter(|_| dialect == Dialect::Factiva) {
            return Text::simple(format!("{name} after -{days}"));
        }
        if range.text.contains(|c: char| c.is_ascii_alphabetic() && c != 'T' && c != 'Z') || range.text.starts_with('-')
        {
            self.warn(
                format!("{dialect} counts no dates from today in this way"),
                span,
                "written as the days that it means today",
            );
        }
        let whole = [range.from, range.to].iter().flatten().all(|second| second.rem_euclid(DAY) == 0);
        if !whole {
            self.warn(format!("{dialect} has no times of day"), span, "written as whole days");
        }
        let day = |second: Option<i64>| second.and_then(|second| date_at(second, true));
        let first = day(range.from);
        let last = day(range.to.map(|to| to - 1));
        let slashes =
            |date: PartialDate| format!("{}/{}/{}", date.month().unwrap_or(1), date.day().unwrap_or(1), date.year());
        let compact = |date: PartialDate| {
            format!("{:04}{:02}{:02}", date.year(), date.month().unwrap_or(1), date.day().unwrap_or(1))
        };
        // "After" and "before" do not hold the day itself.
        let before_first = day(range.from.map(|from| from - DAY));
        let after_last = day(range.to.map(|to| to - 1 + DAY));
        let text = match (dialect, first, last) {
            (Dialect::Nexis, Some(first), Some(last)) => {
                format!("{name}(geq {} and leq {})", slashes(first), slashes(last))
            }
            (Dialect::Nexis, Some(first), None) => format!("{name}(geq {})", slashes(first)),
            (Dialect::Nexis, None, Some(last)) => format!("{name}(leq {})", slashes(last)),
            (Dialect::Factiva, Some(first), Some(last)) => {
                format!("{name} from {} to {}", compact(first), compact(last))
            }
            (Dialect::Factiva, Some(_), None) => format!("{name} after {}", compact(before_first?)),
            (Dialect::Factiva, None, Some(_)) => format!("{name} before {}", compact(after_last?)),
            (_, Some(first), Some(last)) => format!("PD({}-{})", compact(first), compact(last)),
            (_, Some(_), None) => format!("PD(>{})", compact(before_first?)),
            (_, None, Some(_)) => format!("PD(<{})", compact(after_last?)),
            (_, None, None) => return None,
        };
        Text::simple(text)
    }

    pub(super) fn number(&mut self, range: &NumberRange, span: Span) -> Option<Text> {
        let dialect = self.dialect;
        let Some(name) = range.field.code(dialect) else {
            self.warn(format!("{dialect} has no field for {}", range.field.as_str()), span, "left out");
            return None;
        };
        let blank = if dialect == Dialect::Nexis { " " } else { "" };
        let above = match range.from {
            // Every number is at least 0.
            None | Some(0) => None,
            Some(from) => Some(format!("{name}{blank}>{blank}{}", from - 1)),
        };
        let below = range.to.map(|to| format!("{name}{blank}<{blank}{to}"));
        match (above, below) {
            (Some(above), Some(below)) => Some(Text { text: format!("{above} and {below}"), simple: false }),
            (Some(one), None) | (None, Some(one)) => Text::simple(one),
            (None, None) => None,
        }
    }
}
