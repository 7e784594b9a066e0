//! お知らせ: to whom a notice goes, and what is accepted of one.

use tasuki_kernel::{Problem, Result, Timestamp};

use crate::importance::Importance;
use crate::{facility, profession, text};

/// Characters of a title at most.
pub const TITLE: usize = 100;
/// Characters of a channel's name at most.
pub const CHANNEL: usize = 40;

/// For whom a notice is: kinds of facilities and professions by code; none of them means all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Target {
    /// 施設分類.
    pub kinds: Vec<String>,
    /// 職種.
    pub professions: Vec<String>,
}

impl Target {
    /// Whether it is for facilities of this kind.
    pub fn takes_facility(&self, kind: &str) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|it| it == kind)
    }

    /// Whether it is for somebody of this profession in a facility of this kind.
    pub fn takes(&self, kind: &str, profession: &str) -> bool {
        let all = self.professions.is_empty();
        self.takes_facility(kind) && (all || self.professions.iter().any(|it| it == profession))
    }
}

/// A notice as it was filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// 件名.
    pub title: String,
    /// 本文.
    pub text: String,
    /// 重要度, by name; empty for ordinary.
    pub importance: String,
    /// 施設分類, codes.
    pub kinds: Vec<String>,
    /// 職種, codes.
    pub professions: Vec<String>,
    /// From when it is to be seen; none for at once.
    pub from: Option<Timestamp>,
    /// Until when it matters.
    pub until: Option<Timestamp>,
    /// Whether readers are asked to confirm it.
    pub confirm: bool,
}

/// A notice that may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// 件名.
    pub title: String,
    /// 本文.
    pub text: String,
    /// 重要度.
    pub importance: Importance,
    /// For whom.
    pub target: Target,
    /// From when; none for at once, and never a time that is over.
    pub from: Option<Timestamp>,
    /// Until when.
    pub until: Option<Timestamp>,
    /// Whether readers are asked to confirm it.
    pub confirm: bool,
}

/// Codes in the order of their table, each once.
fn known<'a>(
    given: &[String],
    table: impl Iterator<Item = &'a str> + Clone,
    field: &'static str,
) -> Result<Vec<String>> {
    if let Some(other) = given.iter().find(|it| !table.clone().any(|code| code == it.as_str())) {
        return Err(Problem::invalid(field, format!("{other} is not known")));
    }
    Ok(table.filter(|code| given.iter().any(|it| it == code)).map(str::to_owned).collect())
}

fn title(given: &str) -> Result<String> {
    let title = text::accept_line("title", given, TITLE)?;
    if title.is_empty() { Err(Problem::invalid("title", "empty")) } else { Ok(title) }
}

/// The name of a channel.
///
/// # Errors
/// `Invalid` on `name` when it is empty or too long.
pub fn channel_name(given: &str) -> Result<String> {
    let name = text::accept_line("name", given, CHANNEL)?;
    if name.is_empty() { Err(Problem::invalid("name", "empty")) } else { Ok(name) }
}

impl Typed {
    /// The notice, or everything that is wrong with it.
    ///
    /// # Errors
    /// A problem for each field that is wrong.
    pub fn check(&self, now: Timestamp) -> Result<Checked, Vec<Problem>> {
        let mut wrong = Vec::new();
        let mut note = |problem: Problem| wrong.push(problem);
        let title = title(&self.title).map_err(&mut note).unwrap_or_default();
        let text = text::accept(&self.text).map_err(&mut note).unwrap_or_default();
        let kinds = facility::TABLE.iter().map(|it| it.code);
        let kinds = known(&self.kinds, kinds, "kinds").map_err(&mut note).unwrap_or_default();
        let professions = profession::TABLE.iter().map(|it| it.code);
        let professions = known(&self.professions, professions, "professions").map_err(&mut note);
        let importance = match self.importance.as_str() {
            "" => Some(Importance::Normal),
            name => Importance::from_name(name),
        };
        if importance.is_none() {
            note(Problem::invalid("importance", "not an importance"));
        }
        let from = self.from.filter(|from| *from > now);
        if let Some(until) = self.until {
            if until <= now {
                note(Problem::invalid("until", "past: it is over already"));
            } else if from.is_some_and(|from| from >= until) {
                note(Problem::invalid("until", "before it begins"));
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Checked {
            title,
            text,
            importance: importance.unwrap_or_default(),
            target: Target { kinds, professions: professions.unwrap_or_default() },
            from,
            until: self.until,
            confirm: self.confirm,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_000_000_000);

    fn typed() -> Typed {
        Typed {
            title: "年末年始の診療".into(),
            text: "別紙のとおりです。".into(),
            ..Typed::default()
        }
    }

    fn wrong(typed: &Typed) -> Vec<Option<&'static str>> {
        typed.check(NOW).unwrap_err().iter().map(|it| it.field).collect()
    }

    #[test]
    fn a_good_notice_is_for_everybody_and_goes_out_at_once() {
        let past = Some(NOW.plus_seconds(-5));
        let checked = Typed { from: past, ..typed() }.check(NOW).unwrap();
        assert_eq!((checked.from, checked.importance), (None, Importance::Normal));
        assert!(checked.target.takes("pharmacy", "pharmacist"));
        assert!(Typed { text: String::new(), ..typed() }.check(NOW).is_ok(), "a file may say it");
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let all = Typed {
            title: " ".into(),
            text: "\u{7}".into(),
            importance: "shout".into(),
            kinds: vec!["castle".into()],
            professions: vec!["knight".into()],
            until: Some(NOW),
            ..Typed::default()
        };
        let fields = ["title", "text", "kinds", "professions", "importance", "until"];
        assert_eq!(wrong(&all), fields.map(Some));
        assert_eq!(wrong(&Typed { title: "長".repeat(TITLE + 1), ..typed() }), [Some("title")]);
    }

    #[test]
    fn it_ends_after_it_begins_and_not_before_now() {
        let at = |seconds| Some(NOW.plus_seconds(seconds));
        let times = |from, until| Typed { from, until, ..typed() }.check(NOW);
        assert!(times(at(60), at(61)).is_ok() && times(None, at(1)).is_ok());
        assert!(times(at(-60), at(1)).is_ok());
        for (from, until) in [(None, at(0)), (None, at(-60)), (at(60), at(60)), (at(61), at(60))] {
            assert_eq!(times(from, until).unwrap_err()[0].field, Some("until"));
        }
    }

    #[test]
    fn a_target_is_kept_in_the_order_of_its_table() {
        let of = |codes: &[&str]| codes.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let kinds = of(&["pharmacy", "clinic", "pharmacy"]);
        let typed = Typed { kinds, professions: of(&["nurse"]), ..typed() };
        let target = typed.check(NOW).unwrap().target;
        assert_eq!(target.kinds, of(&["clinic", "pharmacy"]));
        assert!(target.takes("pharmacy", "nurse") && target.takes_facility("clinic"));
        assert!(!target.takes("pharmacy", "pharmacist") && !target.takes("school", "nurse"));
    }

    #[test]
    fn a_channel_has_a_short_name() {
        assert_eq!(channel_name(" 医師会 ").unwrap(), "医師会");
        for name in ["", "  ", &"長".repeat(CHANNEL + 1), "a\nb"] {
            assert_eq!(channel_name(name).unwrap_err().field, Some("name"), "{name}");
        }
    }
}
