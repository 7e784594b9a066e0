//! The team, its invitations and offers, and what is said of a closed notebook.

use jiff::civil::Date;
use tasuki_app::author::Byline;
use tasuki_app::closing::{Closed, Closing};
use tasuki_app::room::Room;
use tasuki_app::team::{Asked, Invited, Mate, Offered, State, Team};
use tasuki_domain::content::Answer;
use tasuki_domain::day::Day;
use tasuki_kernel::{NotebookId, Timestamp};

use super::{Sight, facility_kind, profession_name};
use crate::pages::{
    AskedView, CandidateView, Fact, FoundView, InvitedView, MateView, OfferView, StateView,
};
use crate::show::{self, moment};
use crate::texts::Lang;

/// A day with its year.
fn day(lang: Lang, at: Timestamp) -> String {
    show::day_long(show::date_of(at), lang)
}

fn date(it: Day) -> Option<Date> {
    Date::new(it.year, i8::try_from(it.month).ok()?, i8::try_from(it.day).ok()?).ok()
}

/// Name and profession, as one says who did something.
fn who(lang: Lang, it: &Byline) -> String {
    let profession = profession_name(lang, &it.profession);
    match (profession.is_empty(), lang) {
        (true, _) => it.name.clone(),
        (false, Lang::Ja) => format!("{}（{profession}）", it.name),
        (false, Lang::En) => format!("{} ({profession})", it.name),
    }
}

/// Since when and why a notebook is closed, in one line; empty while it is open.
pub fn closed(lang: Lang, room: &Room) -> String {
    room.closed().map(|it| closed_line(lang, &it)).unwrap_or_default()
}

/// The same of what is known of a closed one.
pub fn closed_line(lang: Lang, it: &Closed) -> String {
    let (t, day) = (&lang.texts().team, day(lang, it.at));
    let why = t.why_closed(it.why);
    match lang {
        Lang::Ja => format!("{}（{day}、{why}）", t.closed),
        Lang::En => format!("{} ({day}, {why})", t.closed),
    }
}

/// How a notebook was closed, fact by fact.
pub fn closing(lang: Lang, it: &Closing) -> Vec<Fact> {
    let t = &lang.texts().team;
    let on = it.on.and_then(date).map(|it| show::day_long(it, lang)).unwrap_or_default();
    let facts = [
        (t.why, t.why_closed(it.why).to_owned()),
        (t.on, on),
        (t.closed_at, day(lang, it.at)),
        (t.closed_by, who(lang, &it.by)),
        (t.remark, it.remark.clone()),
    ];
    said(facts)
}

/// Those facts of which something is known.
fn said(facts: impl IntoIterator<Item = (&'static str, String)>) -> Vec<Fact> {
    let known = facts.into_iter().filter(|(_, value)| !value.is_empty());
    known.map(|(label, value)| Fact { label: label.to_owned(), value }).collect()
}

fn state(lang: Lang, it: State) -> StateView {
    let t = &lang.texts().team;
    let (label, tone) = match it {
        State::Pending => (t.pending, "look"),
        State::Answered(Answer::Accepted) => (t.answer(Answer::Accepted), "good"),
        State::Answered(other) => (t.answer(other), "soft"),
        State::Expired => (t.expired, "soft"),
    };
    StateView { label: label.to_owned(), tone }
}

/// The members, with whom the reader may take out.
pub fn mates(sight: &Sight, team: &Team, room: &Room) -> Vec<MateView> {
    let path = room.notebook().map(|it| format!("/notebooks/{}/team", it.id)).unwrap_or_default();
    let doctor = room.notebook().and_then(|it| it.attending);
    let may = room.may_manage();
    team.mates.iter().map(|it| mate(sight, it, (&path, may), doctor == it.member.post)).collect()
}

fn mate(sight: &Sight, it: &Mate, (path, may): (&str, bool), doctor: bool) -> MateView {
    let (lang, byline) = (sight.lang, &it.member.byline);
    let you = it.member.person == sight.me;
    let doctor = doctor && it.member.post.is_some();
    MateView {
        name: byline.name.clone(),
        profession: profession_name(lang, &byline.profession),
        facility: byline.facility.clone(),
        portrait: Some(format!("/people/{}/portrait", it.member.person)),
        role: if doctor { lang.texts().patient.attending.to_owned() } else { String::new() },
        since: day(lang, it.since),
        you,
        out: (may && !you).then(|| format!("{path}/members/{}", it.member.person)),
    }
}

/// The invitations, with those that the reader may take back.
pub fn invitations(
    sight: &Sight,
    team: &Team,
    (notebook, may): (NotebookId, bool),
) -> Vec<InvitedView> {
    let view = |it: &Invited| {
        let (lang, t) = (sight.lang, &sight.lang.texts().team);
        let profession = profession_name(lang, &it.profession);
        let pending = it.state == State::Pending;
        let url = format!("/notebooks/{notebook}/team/invitations/{}/withdraw", it.id);
        InvitedView {
            who: it.who.as_ref().map_or_else(|| t.some_of.of(profession), |it| who(lang, it)),
            facility: it.facility.clone(),
            state: state(lang, it.state),
            by: it.by.name.clone(),
            at: moment(it.at, sight.now, lang),
            then: match it.answered {
                Some(at) => t.answered.of(day(lang, at)),
                None => t.until.of(day(lang, it.until)),
            },
            reason: it.reason.clone(),
            withdraw: (may && pending).then_some(url),
        }
    };
    team.invitations.iter().map(view).collect()
}

/// The offers of the managing role, with those that the reader has something to do with.
pub fn offers(sight: &Sight, team: &Team, (notebook, may): (NotebookId, bool)) -> Vec<OfferView> {
    let view = |it: &Offered| OfferView {
        to: it.to.clone(),
        state: state(sight.lang, it.state),
        by: it.by.name.clone(),
        at: moment(it.at, sight.now, sight.lang),
        url: (it.state == State::Pending && (may || it.may_answer))
            .then(|| format!("/notebooks/{notebook}/team/managing/{}", it.id)),
    };
    team.offers.iter().map(view).collect()
}

/// An offer, fact by fact.
pub fn offer(lang: Lang, it: &Offered) -> Vec<Fact> {
    let t = &lang.texts().team;
    said([
        (t.offer_from, format!("{}　{}", who(lang, &it.by), it.by.facility)),
        (t.offer_to, it.to.clone()),
        (t.said, it.message.clone()),
        (t.offer_state, state(lang, it.state).label),
    ])
}

/// Facilities and people that can be asked.
pub fn found(lang: Lang, path: &str, all: &[tasuki_app::team::Found]) -> Vec<FoundView> {
    let view = |it: &tasuki_app::team::Found| {
        let url = format!("{path}/invite?facility={}", it.facility);
        let person = |post: &tasuki_app::team::Candidate| CandidateView {
            url: format!("{url}&whom={}", post.id),
            name: post.name.full(),
            profession: profession_name(lang, &post.profession),
        };
        FoundView {
            name: it.name.clone(),
            kind: facility_kind(lang, &it.kind),
            people: it.people.iter().map(person).collect(),
            url,
        }
    };
    all.iter().map(view).collect()
}

fn age(sight_lang: Lang, it: &Asked, now: Timestamp) -> String {
    let birth = date(Day::from(it.birth));
    birth.map(|born| show::age(born, now, sight_lang)).unwrap_or_default()
}

fn whom(lang: Lang, it: &Asked) -> String {
    let t = &lang.texts().team;
    let what = format!("{} {}", it.facility, profession_name(lang, &it.profession));
    if it.named { t.to_you.to_owned() } else { t.to_facility.of(what.trim()) }
}

/// An invitation in the list of whoever is asked.
pub fn asked_row(lang: Lang, now: Timestamp, it: &Asked) -> AskedView {
    AskedView {
        url: format!("/invitations/{}", it.id),
        patient: it.patient.full(),
        kana: it.patient.kana(),
        age: age(lang, it, now),
        by: format!("{}　{}", who(lang, &it.by), it.by.facility),
        whom: whom(lang, it),
        until: lang.texts().team.until.of(day(lang, it.until)),
    }
}

/// The same, fact by fact.
pub fn asked(lang: Lang, now: Timestamp, it: &Asked) -> Vec<Fact> {
    let t = &lang.texts().team;
    said([
        (t.patient, format!("{}（{}）", it.patient.full(), it.patient.kana())),
        (t.age, age(lang, it, now)),
        (t.inviter, format!("{}　{}", who(lang, &it.by), it.by.facility)),
        (t.asked, whom(lang, it)),
        (t.said, it.message.clone()),
    ])
}

/// What consent covers, in sentences.
pub fn consent(lang: Lang, team: &Team) -> Vec<String> {
    let (t, Some(it)) = (&lang.texts().team, team.consent) else { return Vec::new() };
    let mut lines = vec![t.consent_holds.of(day(lang, it.from))];
    // The last instant is no part of it.
    lines.extend(it.until.map(|at| t.consent_until.of(day(lang, at.plus_seconds(-1)))));
    lines
}

#[cfg(test)]
#[path = "team_tests.rs"]
mod tests;
