//! Query and filters of a command line -> a request, with what is doubtful about the query.

use crate::cli::args::{FilterArgs, RankChoice, SearchArgs, SortOrder};
use crate::cli::commands::match_note;
use crate::cli::printer::Printer;
use crate::cli::settings::Settings;
use crate::cli::values;
use crate::error::{Error, Result};
use crate::query::{self, Dialect};
use crate::search::{Engine, Filter, Match, Recency, Request, Sort};

/// A request and the words it was made of.
#[derive(Debug)]
pub struct Question {
    /// The query as typed.
    pub text: String,
    /// What to search.
    pub request: Request,
    /// What is doubtful about the query, in one line each.
    pub warnings: Vec<String>,
    /// Whether the rule for words side by side was typed.
    is_match_chosen: bool,
}

impl Question {
    /// Reads what is typed of a search: query, filters, order, and what must match.
    pub fn of_search(words: &[String], args: &SearchArgs, settings: &Settings, printer: Printer) -> Result<Self> {
        let mut question = if args.ranking.plain {
            let text = words.join(" ");
            let mut question = Question::of_everything(text, &args.filter, settings)?;
            question.request.query = Some(query::plain_words(&question.text));
            question
        } else {
            Question::read(words, &args.filter, settings, printer)?
        };
        let request = &mut question.request;
        request.sort = match args.sort {
            SortOrder::Relevance => Sort::Relevance,
            SortOrder::Newest => Sort::Newest,
            SortOrder::Oldest => Sort::Oldest,
        };
        request.matching = args.filter.words.matching.map_or(Match::usual(request.sort), Match::from);
        if args.ranking.rank == RankChoice::Recent {
            let today = values::first_day("today", "today", settings.today()?)?;
            request.recency = Some(Recency { today, half_life: args.ranking.half_life });
        }
        request.explain = args.ranking.explain;
        Ok(question)
    }

    /// A question that has all that is typed but the query itself.
    fn of_everything(text: String, args: &FilterArgs, settings: &Settings) -> Result<Self> {
        let matching = args.words.matching.map(Match::from);
        let request =
            Request { filter: filter(args, settings)?, matching: matching.unwrap_or_default(), ..Request::default() };
        Ok(Question { text, request, warnings: Vec::new(), is_match_chosen: matching.is_some() })
    }

    /// Reads query and filters; tells of warnings.
    pub fn read(words: &[String], args: &FilterArgs, settings: &Settings, printer: Printer) -> Result<Self> {
        let mut question = Question::of_everything(words.join(" "), args, settings)?;
        if question.text.trim().is_empty() {
            return Ok(question);
        }
        let dialect = Dialect::parse(&args.dialect).unwrap_or_default();
        let parsed = query::parse(&question.text, dialect, settings.today()?)
            .map_err(|problem| Error::Usage(problem.render(&question.text)))?;
        for warning in &parsed.warnings {
            printer.say(warning.render(&question.text).trim_end());
            question.warnings.push(warning.to_string());
        }
        question.request.query = Some(parsed.query);
        Ok(question)
    }

    /// Tells how many of the words side by side an article must hold, where another command counts otherwise.
    pub fn tell_match(&self, engine: &Engine, printer: Printer) {
        match_note::tell(engine, &[&self.request], self.is_match_chosen, printer);
    }

    /// Adds what the search itself warns of, and tells it.
    pub fn add_warnings(&mut self, warnings: &[String], printer: Printer) {
        for warning in warnings {
            printer.say(&format!("warning: {warning}"));
            self.warnings.push(warning.clone());
        }
    }
}

/// The conditions that were typed besides the query.
pub fn filter(args: &FilterArgs, settings: &Settings) -> Result<Filter> {
    let today = settings.today()?;
    let from_day = args.from.as_deref().map(|text| values::first_day("--from", text, today)).transpose()?;
    let to_day = args.to.as_deref().map(|text| values::day_after("--to", text, today)).transpose()?;
    if let (Some(from), Some(to)) = (from_day, to_day)
        && from >= to
    {
        return Err(Error::Usage("error: the period of --from and --to ends before it begins".to_owned()));
    }
    Ok(Filter {
        from_day,
        to_day,
        publishers: args.publisher.clone(),
        languages: args.language.clone(),
        sections: args.section.clone(),
        names: args.names.wanted(),
    })
}
