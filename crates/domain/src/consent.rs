//! 同意 as it is filled in: who said it, how and when, until when.

use tasuki_kernel::{Problem, Result, Timestamp};

use crate::content::{Consent, ConsentKind, ConsentWay};
use crate::day;
use crate::patient::Birth;
use crate::text::accept_line;

/// A consent, or its withdrawal, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// `self` or `proxy`.
    pub consenter: String,
    /// Name of who said it for the patient.
    pub proxy: String,
    /// 続柄.
    pub relation: String,
    /// Why the patient could not, or why it is withdrawn.
    pub reason: String,
    /// `paper` or `oral`.
    pub way: String,
    /// Who was there.
    pub witness: String,
    /// The day on the paper, or of the conversation.
    pub said: String,
    /// The last day; empty when it lasts until it is withdrawn.
    pub until: String,
}

/// Who said it, as it goes into an entry.
struct Voice {
    proxy: String,
    relation: String,
}

impl Typed {
    fn voice(&self, problems: &mut Vec<Problem>) -> Voice {
        let mut voice = Voice { proxy: String::new(), relation: String::new() };
        match self.consenter.as_str() {
            "self" => {}
            "proxy" => {
                voice.proxy = taken(needed("proxy", &self.proxy, 100), problems);
                voice.relation = taken(needed("relation", &self.relation, 40), problems);
            }
            _ => problems.push(Problem::invalid("consenter", "choose who says it")),
        }
        voice
    }

    /// A consent that was given.
    ///
    /// # Errors
    /// All that is wrong, by field: a day that has not come or lies before the birth, an end
    /// before the beginning, a proxy without a name, words without a witness.
    pub fn given(
        &self,
        kind: ConsentKind,
        birth: Option<Birth>,
        now: Timestamp,
    ) -> Result<Consent, Vec<Problem>> {
        let mut problems = Vec::new();
        let voice = self.voice(&mut problems);
        let mut reason = String::new();
        if self.consenter == "proxy" {
            reason = taken(needed("proxy_reason", &self.reason, 200), &mut problems);
        }
        let mut witness = String::new();
        let way = match self.way.as_str() {
            "paper" => Some(ConsentWay::Paper),
            "oral" => {
                witness = taken(needed("witness", &self.witness, 100), &mut problems);
                Some(ConsentWay::Oral)
            }
            _ => {
                problems.push(Problem::invalid("way", "choose how it was said"));
                None
            }
        };
        let said = self.said(birth, now).map_err(|it| problems.push(it)).ok();
        let until = self.until(said, now).map_err(|it| problems.push(it)).ok().flatten();
        let (Some(said), true) = (said, problems.is_empty()) else { return Err(problems) };
        let from = day::begin(said);
        Ok(Consent {
            until,
            proxy: voice.proxy,
            relation: voice.relation,
            reason,
            way,
            witness,
            said: Some(from),
            ..Consent::plain(kind, true, from)
        })
    }

    fn said(&self, birth: Option<Birth>, now: Timestamp) -> Result<Birth> {
        let said = day::read("said", &self.said)?;
        if said > Birth::on(now) {
            return Err(Problem::invalid("said", "future: that day has not come"));
        }
        if birth.is_some_and(|birth| said < birth) {
            return Err(Problem::invalid("said", "birth: the patient was not born"));
        }
        Ok(said)
    }

    /// The instant after the last day; none when it lasts until it is withdrawn.
    fn until(&self, said: Option<Birth>, now: Timestamp) -> Result<Option<Timestamp>> {
        if self.until.trim().is_empty() {
            return Ok(None);
        }
        let until = day::read("last_day", &self.until)?;
        if said.is_some_and(|said| until < said) {
            return Err(Problem::invalid("last_day", "order: it ends before it begins"));
        }
        if until < Birth::on(now) {
            return Err(Problem::invalid("last_day", "past: that day is over"));
        }
        Ok(Some(day::begin(until).plus_seconds(day::DAY)))
    }

    /// A consent that is withdrawn, or refused when it was asked for: from now on.
    ///
    /// # Errors
    /// All that is wrong, by field.
    pub fn withdrawn(&self, kind: ConsentKind, now: Timestamp) -> Result<Consent, Vec<Problem>> {
        let mut problems = Vec::new();
        let voice = self.voice(&mut problems);
        let reason = taken(accept_line("withdraw_reason", &self.reason, 200), &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        let Voice { proxy, relation } = voice;
        Ok(Consent { proxy, relation, reason, ..Consent::plain(kind, false, now) })
    }
}

fn needed(field: &'static str, text: &str, most: usize) -> Result<String> {
    let text = accept_line(field, text, most)?;
    if text.is_empty() {
        return Err(Problem::invalid(field, "it is needed"));
    }
    Ok(text)
}

/// What was read, or nothing with the problem put among the others.
fn taken(read: Result<String>, problems: &mut Vec<Problem>) -> String {
    read.unwrap_or_else(|problem| {
        problems.push(problem);
        String::new()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-21, 14:32 in Japan.
    const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);
    const BORN: Birth = Birth { year: 1942, month: 3, day: 4 };

    fn typed() -> Typed {
        Typed {
            consenter: "self".into(),
            way: "paper".into(),
            said: "令和8年11月20日".into(),
            ..Typed::default()
        }
    }

    fn proxy() -> Typed {
        Typed {
            consenter: "proxy".into(),
            proxy: "山口 一郎".into(),
            relation: "長男".into(),
            reason: "認知症のため".into(),
            way: "oral".into(),
            witness: "佐藤 美咲".into(),
            ..typed()
        }
    }

    fn wrong(typed: &Typed) -> Vec<(Option<&'static str>, String)> {
        let problems = typed.given(ConsentKind::TeamSharing, Some(BORN), NOW).unwrap_err();
        let short = |it: &Problem| it.detail.split(':').next().unwrap_or_default().to_owned();
        problems.iter().map(|it| (it.field, short(it))).collect()
    }

    #[test]
    fn what_is_said_is_kept_with_who_and_how() {
        let given = typed().given(ConsentKind::Family, Some(BORN), NOW).unwrap();
        assert!(given.given && given.proxy.is_empty() && given.until.is_none());
        assert_eq!(given.from, given.said.unwrap());
        assert_eq!(Birth::on(given.from), Birth { year: 2026, month: 11, day: 20 });
        let for_her = proxy().given(ConsentKind::TeamSharing, Some(BORN), NOW).unwrap();
        assert_eq!((for_her.proxy.as_str(), for_her.relation.as_str()), ("山口 一郎", "長男"));
        assert_eq!((for_her.way, for_her.witness.as_str()), (Some(ConsentWay::Oral), "佐藤 美咲"));
    }

    #[test]
    fn a_last_day_is_a_whole_day() {
        let given = Typed { until: "2026-11-21".into(), ..typed() };
        let given = given.given(ConsentKind::TeamSharing, None, NOW).unwrap();
        let end = given.until.unwrap();
        assert_eq!(Birth::on(end.plus_seconds(-1)), Birth { year: 2026, month: 11, day: 21 });
        assert_eq!(Birth::on(end), Birth { year: 2026, month: 11, day: 22 });
    }

    #[test]
    fn days_that_cannot_be_are_refused() {
        for (said, until, field, why) in [
            ("2026-11-22", "", "said", "future"),
            ("1942-03-03", "", "said", "birth"),
            ("明日", "", "said", "form"),
            ("2026-11-20", "2026-11-19", "last_day", "order"),
            ("2026-10-01", "2026-11-20", "last_day", "past"),
            ("2026-10-01", "2026-02-30", "last_day", "none"),
        ] {
            let it = Typed { said: said.into(), until: until.into(), ..typed() };
            assert_eq!(wrong(&it), [(Some(field), why.to_owned())], "{said} {until}");
        }
        let today = Typed { said: "2026-11-21".into(), ..typed() };
        assert!(today.given(ConsentKind::Disaster, Some(BORN), NOW).is_ok());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let fields = |it: &Typed| wrong(it).into_iter().filter_map(|it| it.0).collect::<Vec<_>>();
        assert_eq!(fields(&Typed::default()), ["consenter", "way", "said"]);
        let nameless = Typed { consenter: "proxy".into(), way: "oral".into(), ..typed() };
        assert_eq!(fields(&nameless), ["proxy", "relation", "proxy_reason", "witness"]);
        let long = Typed { witness: "あ".repeat(101), ..proxy() };
        assert_eq!(fields(&long), ["witness"]);
    }

    #[test]
    fn withdrawing_needs_no_paper() {
        let withdrawn = Typed { consenter: "self".into(), ..Typed::default() };
        let withdrawn = withdrawn.withdrawn(ConsentKind::Family, NOW).unwrap();
        assert!(!withdrawn.given && withdrawn.from == NOW && withdrawn.until.is_none());
        let by_son = proxy().withdrawn(ConsentKind::Family, NOW).unwrap();
        assert_eq!((by_son.proxy.as_str(), by_son.reason.as_str()), ("山口 一郎", "認知症のため"));
        assert!(Typed::default().withdrawn(ConsentKind::Family, NOW).is_err());
    }
}
