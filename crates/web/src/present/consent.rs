//! Consents as pages and paper show them.

use tasuki_app::consent::{History, Step, holds};
use tasuki_domain::content::{self, ConsentKind};
use tasuki_domain::patient::Patient;
use tasuki_kernel::{NotebookId, Timestamp};

use super::notebook::birth;
use super::profession_name;
use super::register::way;
use crate::pages::{ConsentLine, ConsentPatient, ConsentStep, Fact};
use crate::show;
use crate::texts::Lang;

/// The patient.
pub fn consent_patient(lang: Lang, it: &Patient) -> ConsentPatient {
    ConsentPatient { name: it.name.full(), kana: it.name.kana(), birth: birth_words(lang, it) }
}

/// The day of birth, as forms write it.
pub fn birth_words(lang: Lang, it: &Patient) -> String {
    birth(it).map(|day| show::birth_long(day, lang)).unwrap_or_default()
}

/// Who said it.
pub(super) fn said_by(lang: Lang, it: &content::Consent) -> String {
    let t = &lang.texts().consent;
    if it.proxy.is_empty() {
        return t.by_self.to_owned();
    }
    let relation =
        if it.relation.is_empty() { String::new() } else { format!("（{}）", it.relation) };
    t.by_proxy.of(format!("{}{relation}", it.proxy))
}

/// The last day of a consent, or that it lasts.
pub fn last_day(lang: Lang, it: &content::Consent) -> String {
    match it.until {
        Some(until) => show::day_long(show::date_of(until.plus_seconds(-1)), lang),
        None => lang.texts().consent.until_withdrawn.to_owned(),
    }
}

fn facts(lang: Lang, it: &content::Consent) -> Vec<Fact> {
    let t = &lang.texts().consent;
    // What was entered by the operator, before there were forms, says nobody.
    let who = it.way.is_some() || !it.given || !it.proxy.is_empty();
    let mut all = vec![(t.consenter, if who { said_by(lang, it) } else { String::new() })];
    if it.given {
        all.push((t.since, show::day_long(show::date_of(it.from), lang)));
        all.push((t.until, last_day(lang, it)));
        all.push((t.proxy_reason, it.reason.clone()));
    } else {
        all.push((t.withdraw_reason, it.reason.clone()));
    }
    all.push((t.way, way(lang, it.way).to_owned()));
    all.push((t.witness, it.witness.clone()));
    let known = all.into_iter().filter(|(_, value)| !value.is_empty());
    known.map(|(label, value)| Fact { label: label.to_owned(), value }).collect()
}

/// Where each kind stands.
pub fn consent_lines(
    lang: Lang,
    history: &History,
    (notebook, may_change): (NotebookId, bool),
    now: Timestamp,
) -> Vec<ConsentLine> {
    let t = &lang.texts().consent;
    let path = format!("/notebooks/{notebook}");
    let line = |kind: ConsentKind| {
        let (words, newest) = (t.kind(kind), history.newest(kind));
        let holding = newest.is_some_and(|it| holds(&it.consent, now));
        let state = match newest {
            _ if holding => t.given,
            Some(it) if it.consent.given => t.ended,
            Some(_) => t.refused,
            None => t.unknown,
        };
        let paper = |step: &Step, number: usize| {
            let url = format!("{path}/consent-papers/{}/{number}", step.entry);
            (format!("{url}/small.jpg"), format!("{url}/full.jpg"))
        };
        ConsentLine {
            title: words.title,
            meaning: words.meaning,
            state,
            holds: holding,
            facts: newest.map(|it| facts(lang, &it.consent)).unwrap_or_default(),
            papers: newest
                .map(|it| (0..it.consent.papers.len()).map(|n| paper(it, n)).collect())
                .unwrap_or_default(),
            change: may_change.then(|| format!("{path}/consent/{}", kind.name())),
        }
    };
    ConsentKind::ALL.map(line).to_vec()
}

/// Everything that was recorded, newest first.
pub fn consent_steps(lang: Lang, history: &History, now: Timestamp) -> Vec<ConsentStep> {
    let t = &lang.texts().consent;
    let step = |it: &Step| {
        let by = format!("{} {}", it.byline.name, profession_name(lang, &it.byline.profession));
        let by = match by.trim() {
            "" => lang.texts().access.operator.to_owned(),
            known => format!("{known} {}", it.byline.facility),
        };
        ConsentStep {
            at: show::moment(it.at, now, lang),
            title: t.kind(it.consent.kind).title,
            what: if it.consent.given { t.given_step } else { t.withdrawn_step },
            facts: facts(lang, &it.consent),
            by: format!("{}: {by}", t.recorded),
        }
    };
    history.steps.iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use tasuki_app::author::{AuthorKind, Byline};
    use tasuki_domain::content::{Consent, ConsentWay};
    use tasuki_kernel::EntryId;

    use super::*;

    /// 2026-11-21 14:32 in Japan.
    const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);

    fn step(consent: Consent, name: &str) -> Step {
        let byline = Byline {
            person: None,
            name: name.into(),
            profession: if name.is_empty() { String::new() } else { "nurse".into() },
            facility: if name.is_empty() { String::new() } else { "ステーション".into() },
            kind: AuthorKind::Post,
        };
        Step { entry: EntryId::from_bytes([1; 16]), consent, byline, at: NOW }
    }

    fn history(steps: Vec<Step>) -> History {
        History { seen: steps.len() as u64, steps }
    }

    fn states(history: &History) -> Vec<&'static str> {
        let of = (NotebookId::from_bytes([2; 16]), false);
        consent_lines(Lang::Ja, history, of, NOW).iter().map(|it| it.state).collect()
    }

    #[test]
    fn each_kind_is_told_as_it_stands_now() {
        let yes = |kind| Consent::plain(kind, true, NOW.plus_seconds(-60));
        let over = Consent { until: Some(NOW), ..yes(ConsentKind::Family) };
        let no = Consent::plain(ConsentKind::Disaster, false, NOW);
        let all = history(vec![
            step(over, "佐藤 美咲"),
            step(no, "佐藤 美咲"),
            step(yes(ConsentKind::Disaster), "佐藤 美咲"),
            step(yes(ConsentKind::TeamSharing), ""),
        ]);
        let unknown = "まだ聞いていません";
        assert_eq!(
            states(&all),
            ["同意あり", "期間が終わりました", unknown, "同意なし", unknown, unknown]
        );
        assert_eq!(states(&history(Vec::new())), [unknown; 6]);
    }

    #[test]
    fn who_said_it_is_told_where_it_was_recorded() {
        let plain = Consent::plain(ConsentKind::TeamSharing, true, NOW);
        let whole = Consent {
            way: Some(ConsentWay::Oral),
            proxy: "山口 一郎".into(),
            relation: "長男".into(),
            witness: "伊藤 由美".into(),
            until: Some(NOW.plus_seconds(86_400)),
            ..plain.clone()
        };
        assert_eq!(said_by(Lang::Ja, &whole), "代理: 山口 一郎（長男）");
        assert_eq!(said_by(Lang::En, &plain), "The patient");
        let labels =
            |it: &Consent| facts(Lang::Ja, it).into_iter().map(|it| it.label).collect::<Vec<_>>();
        assert_eq!(labels(&plain), ["いつから", "いつまで"], "the operator recorded no more");
        assert_eq!(labels(&whole).len(), 5);
        assert_eq!(last_day(Lang::Ja, &plain), "取り下げるまで");
        assert_eq!(last_day(Lang::Ja, &whole), "2026年11月22日(日)");
    }

    #[test]
    fn who_recorded_it_is_named_or_called_what_they_are() {
        let plain = Consent::plain(ConsentKind::Family, false, NOW);
        let all = history(vec![step(plain.clone(), "佐藤 美咲"), step(plain, "")]);
        let steps = consent_steps(Lang::Ja, &all, NOW);
        assert_eq!(steps[0].by, "記録した人: 佐藤 美咲 看護師 ステーション");
        assert!(steps[1].by.len() > "記録した人: ".len(), "{}", steps[1].by);
        assert!(steps.iter().all(|it| it.what == "同意なし（取り下げ・断り）"));
    }

    #[test]
    fn only_who_may_change_gets_the_way_to_the_form() {
        let plain = step(Consent::plain(ConsentKind::TeamSharing, true, NOW), "佐藤 美咲");
        let all = history(vec![plain]);
        let id = NotebookId::from_bytes([2; 16]);
        let ways = |may| {
            let lines = consent_lines(Lang::Ja, &all, (id, may), NOW);
            lines.into_iter().filter_map(|it| it.change).collect::<Vec<_>>()
        };
        assert!(ways(false).is_empty());
        assert_eq!(ways(true)[5], format!("/notebooks/{id}/consent/research"));
    }
}
