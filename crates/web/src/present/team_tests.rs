//! What the pages of a team tell, and to whom they offer what.

use tasuki_app::author::AuthorKind;
use tasuki_app::room::Member;
use tasuki_app::team::{Candidate, Found};
use tasuki_domain::content::ClosedFor;
use tasuki_domain::name::Name;
use tasuki_domain::patient::Birth;
use tasuki_kernel::{FacilityId, InvitationId, OfferId, PersonId, PostId, RoomId};

use super::*;

/// 2026-11-21 14:32 in Japan, a Saturday.
const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);
const ME: PersonId = PersonId::from_bytes([1; 16]);
const OTHER: PersonId = PersonId::from_bytes([2; 16]);
const NOTEBOOK: NotebookId = NotebookId::from_bytes([3; 16]);
const LATER: Timestamp = Timestamp::from_micros(1_795_239_120_000_000 + 7 * 86_400_000_000);

fn byline(name: &str, profession: &str) -> Byline {
    Byline {
        person: Some(OTHER),
        name: name.into(),
        profession: profession.into(),
        facility: "みどり診療所".into(),
        kind: AuthorKind::Post,
    }
}

const fn sight(lang: Lang) -> Sight {
    Sight { lang, room: RoomId::from_bytes([4; 16]), now: NOW, me: ME }
}

fn somebody(person: PersonId) -> Mate {
    let post = Some(PostId::from_bytes([5; 16]));
    let member = Member { person, post, byline: byline("佐藤 美咲", "nurse") };
    Mate { member, facility: None, since: NOW }
}

fn invited(state: State) -> Invited {
    Invited {
        id: InvitationId::from_bytes([6; 16]),
        who: None,
        facility: "あおば薬局".into(),
        profession: "pharmacist".into(),
        by: byline("佐藤 美咲", "nurse"),
        at: NOW,
        until: LATER,
        state,
        answered: None,
        reason: String::new(),
    }
}

fn offered(state: State, may_answer: bool) -> Offered {
    Offered {
        id: OfferId::from_bytes([7; 16]),
        to: "あおば薬局".into(),
        by: byline("佐藤 美咲", "nurse"),
        at: NOW,
        message: String::new(),
        state,
        may_answer,
    }
}

fn team(invitations: Vec<Invited>, offers: Vec<Offered>) -> Team {
    let managing = (FacilityId::from_bytes([8; 16]), "みどり診療所".to_owned());
    Team { mates: Vec::new(), invitations, offers, managing, vacant: [false; 2], consent: None }
}

fn letter() -> Asked {
    Asked {
        id: InvitationId::from_bytes([6; 16]),
        patient: Name::new("山口", "ハナ", "やまぐち", "はな").unwrap(),
        birth: Birth { year: 1942, month: 3, day: 2 },
        by: byline("佐藤 美咲", "nurse"),
        facility: "あおば薬局".into(),
        profession: "pharmacist".into(),
        named: false,
        message: String::new(),
        at: NOW,
        until: LATER,
        candidates: Vec::new(),
    }
}

fn labels(facts: &[Fact]) -> Vec<&str> {
    facts.iter().map(|it| it.label.as_str()).collect()
}

#[test]
fn who_did_it_is_named_with_the_profession_where_there_is_one() {
    let nurse = byline("佐藤 美咲", "nurse");
    assert_eq!(who(Lang::Ja, &nurse), "佐藤 美咲（看護師）");
    assert_eq!(who(Lang::En, &nurse), "佐藤 美咲 (nurse)");
    for lang in Lang::ALL {
        assert_eq!(who(lang, &byline("山口 太郎", "")), "山口 太郎", "no empty brackets");
    }
}

#[test]
fn a_closed_notebook_says_since_when_and_why_in_one_line() {
    let closed = Closed { at: NOW, why: ClosedFor::MovedAway, sequence: 9 };
    let line = closed_line(Lang::Ja, &closed);
    assert_eq!(line, "閉じた連絡帳（2026年11月21日(土)、転居した）");
    let line = closed_line(Lang::En, &closed);
    assert_eq!(line, "Closed notebook (Sat 21 Nov 2026, moved away)");
}

#[test]
fn how_it_was_closed_leaves_out_what_nobody_said() {
    let by = byline("佐藤 美咲", "nurse");
    let on = Some(Day { year: 2026, month: 11, day: 20 });
    let plain = Closing { at: NOW, why: ClosedFor::CareEnded, on: None, remark: String::new(), by };
    let told = closing(Lang::Ja, &plain);
    assert_eq!(labels(&told), ["閉じる理由", "閉じた日", "閉じた人"]);
    let whole =
        Closing { why: ClosedFor::Died, on, remark: "ご家族へ連絡済み".into(), ..plain };
    let told = closing(Lang::Ja, &whole);
    assert_eq!(labels(&told), ["閉じる理由", "その日", "閉じた日", "閉じた人", "申し送り"]);
    assert_eq!(told[1].value, "2026年11月20日(金)");
    assert_eq!(told[4].value, "ご家族へ連絡済み");
}

#[test]
fn a_day_that_does_not_exist_is_left_out_and_breaks_nothing() {
    for (month, day) in [(2, 30), (13, 1), (0, 1), (11, 0), (200, 200)] {
        assert_eq!(date(Day { year: 2026, month, day }), None, "{month}-{day}");
    }
    let by = byline("佐藤 美咲", "nurse");
    let on = Some(Day { year: 2026, month: 2, day: 30 });
    let it = Closing { at: NOW, why: ClosedFor::Died, on, remark: String::new(), by };
    assert!(!labels(&closing(Lang::Ja, &it)).contains(&"その日"));
    let unborn = Asked { birth: Birth { year: 1942, month: 2, day: 31 }, ..letter() };
    assert_eq!(asked_row(Lang::Ja, NOW, &unborn).age, "");
    assert!(!labels(&asked(Lang::Ja, NOW, &unborn)).contains(&"年齢"));
}

#[test]
fn every_state_has_words_and_only_what_waits_calls_for_a_look() {
    let all = [
        State::Pending,
        State::Answered(Answer::Accepted),
        State::Answered(Answer::Declined),
        State::Answered(Answer::Withdrawn),
        State::Expired,
    ];
    for lang in Lang::ALL {
        let shown = all.map(|it| state(lang, it));
        assert_eq!(shown.each_ref().map(|it| it.tone), ["look", "good", "soft", "soft", "soft"]);
        let words: std::collections::HashSet<_> = shown.iter().map(|it| &it.label).collect();
        assert_eq!(words.len(), 5, "no two read alike");
    }
}

#[test]
fn only_who_manages_takes_others_out_and_nobody_themselves() {
    let (sight, path) = (sight(Lang::Ja), "/notebooks/1/team");
    let out = |person, may| mate(&sight, &somebody(person), (path, may), false).out;
    assert_eq!(out(OTHER, true), Some(format!("{path}/members/{OTHER}")));
    assert_eq!([out(OTHER, false), out(ME, true), out(ME, false)], [None, None, None]);
    assert!(mate(&sight, &somebody(ME), (path, true), false).you);
}

#[test]
fn a_vacant_place_makes_no_doctor_of_a_relative() {
    let sight = sight(Lang::Ja);
    let role = |it: &Mate, doctor| mate(&sight, it, ("", false), doctor).role;
    assert!(!role(&somebody(OTHER), true).is_empty());
    assert_eq!(role(&somebody(OTHER), false), "");
    let mut relative = somebody(OTHER);
    relative.member.post = None;
    assert_eq!(role(&relative, true), "", "neither has a post: that makes them no pair");
}

#[test]
fn an_invitation_is_taken_back_only_while_it_waits_and_by_whom_may() {
    let over = [State::Expired, State::Answered(Answer::Declined)];
    let all = std::iter::once(State::Pending).chain(over).map(invited).collect();
    let team = team(all, Vec::new());
    let ways = |may| {
        let shown = invitations(&sight(Lang::Ja), &team, (NOTEBOOK, may));
        shown.into_iter().map(|it| it.withdraw).collect::<Vec<_>>()
    };
    let id = InvitationId::from_bytes([6; 16]);
    let url = format!("/notebooks/{NOTEBOOK}/team/invitations/{id}/withdraw");
    assert_eq!(ways(true), [Some(url), None, None]);
    assert_eq!(ways(false), [None, None, None]);
}

#[test]
fn an_invitation_tells_its_end_until_the_answer_came() {
    let answered = Invited {
        answered: Some(NOW),
        who: Some(byline("小林 健太", "pharmacist")),
        reason: "人手が足りません".into(),
        ..invited(State::Answered(Answer::Declined))
    };
    let team = team(vec![invited(State::Pending), answered], Vec::new());
    let shown = invitations(&sight(Lang::Ja), &team, (NOTEBOOK, false));
    assert_eq!(shown[0].who, "薬剤師（人は施設が決めます）");
    assert_eq!(shown[0].then, "2026年11月28日(土)まで");
    assert_eq!(shown[1].who, "小林 健太（薬剤師）");
    assert_eq!(shown[1].then, "返事 2026年11月21日(土)");
    assert_eq!((shown[0].reason.as_str(), shown[1].reason.as_str()), ("", "人手が足りません"));
}

#[test]
fn an_offer_leads_on_only_for_whom_there_is_something_to_do() {
    let way = |state, may, may_answer| {
        let team = team(Vec::new(), vec![offered(state, may_answer)]);
        offers(&sight(Lang::Ja), &team, (NOTEBOOK, may)).remove(0).url
    };
    assert!(way(State::Pending, true, false).is_some(), "who offered takes it back");
    assert!(way(State::Pending, false, true).is_some(), "who is asked answers");
    assert_eq!(way(State::Pending, false, false), None);
    assert_eq!(way(State::Expired, true, true), None);
    assert_eq!(way(State::Answered(Answer::Accepted), true, true), None);
}

#[test]
fn an_offer_without_a_word_has_no_empty_line() {
    let plain = offered(State::Pending, true);
    assert_eq!(labels(&offer(Lang::Ja, &plain)), ["頼んだ人", "頼まれた施設", "いま"]);
    let said = Offered { message: "引きつぎをお願いします".into(), ..plain };
    let told = offer(Lang::Ja, &said);
    assert_eq!(told[0].value, "佐藤 美咲（看護師）　みどり診療所");
    assert_eq!((told.len(), told[2].value.as_str()), (4, "引きつぎをお願いします"));
}

#[test]
fn what_is_found_leads_to_the_facility_or_to_one_of_its_people() {
    let facility = FacilityId::from_bytes([9; 16]);
    let post = Candidate {
        id: PostId::from_bytes([5; 16]),
        person: OTHER,
        name: Name::new("小林", "健太", "", "").unwrap(),
        facility,
        facility_name: "あおば薬局".into(),
        profession: "pharmacist".into(),
        manager: false,
        from: NOW,
        until: None,
    };
    let (kind, whom) = ("pharmacy".to_owned(), post.id);
    let all = [Found { facility, name: "あおば薬局".into(), kind, people: vec![post] }];
    let shown = found(Lang::Ja, "/notebooks/1/team", &all);
    let url = format!("/notebooks/1/team/invite?facility={facility}");
    assert_eq!((shown[0].url.as_str(), shown[0].kind.as_str()), (url.as_str(), "薬局"));
    assert_eq!(shown[0].people[0].url, format!("{url}&whom={whom}"));
    assert_eq!(shown[0].people[0].profession, "薬剤師");
}

#[test]
fn who_is_asked_reads_for_whom_the_invitation_is() {
    let row = asked_row(Lang::Ja, NOW, &letter());
    assert_eq!(row.whom, "あおば薬局 薬剤師への招待");
    assert_eq!((row.patient.as_str(), row.kana.as_str()), ("山口 ハナ", "やまぐち はな"));
    assert_eq!((row.age.as_str(), row.until.as_str()), ("84歳", "2026年11月28日(土)まで"));
    let named = Asked { named: true, ..letter() };
    assert_eq!(asked_row(Lang::Ja, NOW, &named).whom, "あなたへの招待");
    assert_eq!(asked_row(Lang::En, NOW, &named).whom, "For you");
    let anybody = Asked { profession: String::new(), ..letter() };
    assert_eq!(asked_row(Lang::Ja, NOW, &anybody).whom, "あおば薬局への招待");
}

#[test]
fn before_the_answer_no_more_is_told_than_who_and_why() {
    let told = asked(Lang::Ja, NOW, &letter());
    assert_eq!(labels(&told), ["患者さん", "年齢", "招待した人", "招待された相手"]);
    let said = Asked { message: "お薬のことで".into(), ..letter() };
    let told = asked(Lang::Ja, NOW, &said);
    assert_eq!(told.last().map(|it| it.value.as_str()), Some("お薬のことで"));
    let values: String = told.iter().map(|it| it.value.as_str()).collect();
    assert!(!values.contains("1942") && !values.contains("昭和"), "the age, not the birthday");
}

#[test]
fn without_consent_nothing_is_said_to_be_covered() {
    for lang in Lang::ALL {
        assert!(consent(lang, &team(Vec::new(), Vec::new())).is_empty());
    }
}
