//! What a row of the timeline tells, and what it keeps to itself.

use tasuki_app::author::AuthorKind;
use tasuki_app::timeline::{May, Readership};
use tasuki_domain::content::Membership;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::{LogId, RecordId};

use super::super::seen_by;
use super::*;

/// 2026-11-21 14:32 in Japan.
const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);
const ME: PersonId = PersonId::from_bytes([1; 16]);
const ROOM: RoomId = RoomId::from_bytes([4; 16]);
const SIGHT: Sight = Sight { lang: Lang::Ja, room: ROOM, now: NOW, me: ME };

fn byline(person: u8, name: &str) -> Byline {
    Byline {
        person: Some(PersonId::from_bytes([person; 16])),
        name: name.into(),
        profession: "nurse".into(),
        facility: "みどり訪問看護".into(),
        kind: AuthorKind::Post,
    }
}

fn version(text: &str, reason: &str) -> Version {
    Version {
        text: text.into(),
        vitals: Vec::new(),
        attachments: Vec::new(),
        byline: byline(2, "佐藤 美咲"),
        at: NOW,
        reason: reason.into(),
    }
}

fn words(text: &str) -> Note {
    Note { text: text.into(), ..Note::default() }
}

const ALL: May = May { confirm: true, answer: true, amend: true };

fn item(matter: Matter) -> Item {
    Item {
        entry: EntryId::from_bytes([6; 16]),
        record: RecordId::from_bytes([7; 16]),
        place: (LogId::from_bytes([8; 16]), 41),
        byline: byline(2, "佐藤 美咲"),
        received: NOW,
        claimed: None,
        importance: Importance::Normal,
        sensitivity: Sensitivity::Low,
        happened: None,
        matter,
        readings: Vec::new(),
        addressees: Vec::new(),
        confirmations: Vec::new(),
        readers: Vec::new(),
        answered: None,
        unread: true,
        mine: true,
        may: ALL,
    }
}

fn note(text: &str) -> Item {
    item(Matter::Note { note: words(text), before: Vec::new(), corrected: None })
}

fn sentence(lang: Lang, item: &Item) -> (String, bool) {
    let Row::Quiet(line) = row(&Sight { lang, ..SIGHT }, item) else { panic!("a quiet line") };
    (line.sentence, line.unread)
}

#[test]
fn what_stands_can_be_answered_confirmed_and_corrected_by_whom_may() {
    let shown = entry_view(&SIGHT, &note("食事は全量"));
    let url = format!("/rooms/{ROOM}/entries/{}", EntryId::from_bytes([6; 16]));
    assert_eq!(shown.confirm_url, Some(format!("{url}/confirm")));
    assert_eq!(shown.reply_url, Some(format!("{url}/reply")));
    assert_eq!(shown.correct_url, Some(format!("{url}/correct")));
    let others =
        Item {
            mine: false, may: May { answer: true, ..May::default() }, ..note("食事は全量")
        };
    let shown = entry_view(&SIGHT, &others);
    assert_eq!((shown.confirm_url, shown.correct_url), (None, None));
    assert!(shown.reply_url.is_some());
    let closed = Item { may: May::default(), ..note("全量") };
    let shown = entry_view(&SIGHT, &closed);
    assert_eq!((shown.confirm_url, shown.reply_url, shown.correct_url), (None, None, None));
}

#[test]
fn what_no_longer_stands_offers_nothing_to_do() {
    let by = version("", "別の日のことでした");
    let gone = [
        Matter::Withdrawn { note: words("昼も全量"), by: by.clone() },
        Matter::Misfiled { note: words("昼も全量"), by },
        Matter::Destroyed,
    ];
    for matter in gone {
        let shown = entry_view(&SIGHT, &item(matter));
        assert!(!matches!(shown.standing, Standing::Stands));
        let ways = [shown.confirm_url, shown.reply_url, shown.correct_url];
        assert!(ways.iter().all(Option::is_none), "{ways:?}");
    }
}

#[test]
fn of_a_destroyed_entry_no_word_is_left() {
    let shown = entry_view(&SIGHT, &item(Matter::Destroyed));
    assert_eq!((shown.text.as_str(), shown.category.as_str()), ("", ""));
    assert!(shown.photos.is_empty() && shown.files.is_empty() && shown.tags.is_empty());
    assert!(matches!(shown.standing, Standing::Destroyed { .. }));
    assert_eq!(quoted(ROOM, &item(Matter::Destroyed)).excerpt, "");
}

#[test]
fn an_answer_quotes_nothing_that_was_withdrawn() {
    let withdrawn = Matter::Withdrawn { note: words("昼も全量"), by: version("", "誤り") };
    assert_eq!(quoted(ROOM, &item(withdrawn)).excerpt, "");
    assert_eq!(quoted(ROOM, &note("昼も\n全量")).excerpt, "昼も 全量", "on one line");
    assert_eq!(quoted(ROOM, &note(&"あ".repeat(61))).excerpt, "あ".repeat(60));
}

#[test]
fn who_withdrew_it_and_why_is_told_with_the_old_words() {
    let by = version("", "別の日のことでした");
    let shown = entry_view(&SIGHT, &item(Matter::Withdrawn { note: words("昼も全量"), by }));
    let Standing::Withdrawn { who, why, .. } = &shown.standing else { panic!("withdrawn") };
    assert_eq!((who.as_str(), why.as_str()), ("佐藤 美咲", "別の日のことでした"));
    assert_eq!(shown.text, "昼も全量");
}

#[test]
fn a_special_delivery_names_everybody_but_the_reader() {
    assert_eq!(entry_view(&SIGHT, &note("全員へ")).delivery, None);
    let addressees = vec![byline(1, "田中 恵子"), byline(3, "小林 健太")];
    let to_both = Item { addressees, ..note("二人へ") };
    assert_eq!(entry_view(&SIGHT, &to_both).delivery, Some(vec!["小林".to_owned()]));
    let to_me = Item { addressees: vec![byline(1, "田中 恵子")], ..note("あなたへ") };
    assert_eq!(entry_view(&SIGHT, &to_me).delivery, Some(Vec::new()), "still a delivery");
}

#[test]
fn the_reader_stands_among_those_who_confirmed_as_themself() {
    let confirmations = vec![(byline(1, "田中 恵子"), NOW), (byline(3, "小林 健太"), NOW)];
    let shown = entry_view(&SIGHT, &Item { confirmations, ..note("確認を") });
    let you: Vec<bool> = shown.confirmed.iter().map(|it| it.you).collect();
    assert_eq!(you, [true, false]);
    assert_eq!(shown.confirmed[1].short(), "小林（看）");
}

#[test]
fn a_clock_is_told_of_when_it_is_ten_minutes_off_either_way() {
    for (seconds, told) in [(0, false), (599, false), (600, true), (-599, false), (-600, true)] {
        let claimed = Some(NOW.plus_seconds(seconds));
        let own = entry_view(&SIGHT, &Item { claimed, ..note("記録") });
        assert_eq!((own.written.is_some(), own.clock_off), (told, told), "{seconds}");
        let other = entry_view(&SIGHT, &Item { claimed, mine: false, ..note("記録") });
        assert_eq!((other.written.is_some(), other.clock_off), (told, false), "{seconds}");
        let measured = entry_view(&SIGHT, &Item { happened: claimed, ..note("記録") }).measured;
        assert_eq!(measured.is_some(), told, "{seconds}");
    }
}

#[test]
fn each_correction_stands_between_its_own_two_wordings() {
    let before = vec![version("水分100mL", ""), version("水分200mL", "写しまちがい")];
    let corrected = Some(version("水分250mL", "計りなおし"));
    let twice = item(Matter::Note { note: words("水分250mL"), before, corrected });
    let shown = entry_view(&SIGHT, &twice).corrections;
    let steps: Vec<_> = shown
        .iter()
        .map(|it| (it.change.old.as_str(), it.change.new.as_str(), it.why.as_str()))
        .collect();
    let expected = [("100mL", "200mL", "写しまちがい"), ("200mL", "250mL", "計りなおし")];
    assert_eq!(steps, expected);
    assert!(shown.iter().all(CorrectionView::words_changed));
    assert!(entry_view(&SIGHT, &note("水分250mL")).corrections.is_empty());
}

#[test]
fn what_stands_now_is_told_by_whoever_said_it_last() {
    let corrected = Version { byline: byline(3, "小林 健太"), ..version("水分250mL", "") };
    let before = vec![version("水分200mL", "")];
    let (note_now, corrected) = (words("水分250mL"), Some(corrected));
    let twice = item(Matter::Note { note: note_now, before, corrected });
    assert_eq!(newer(&SIGHT, &twice).map(|it| it.who).as_deref(), Some("小林 健太"));
    assert_eq!(newer(&SIGHT, &note("水分")).map(|it| it.who).as_deref(), Some("佐藤 美咲"));
    assert!(newer(&SIGHT, &item(Matter::Destroyed)).is_none());
}

#[test]
fn who_came_and_went_is_one_quiet_line_that_is_never_unread() {
    let change = |until, reason: Option<&str>| Matter::Membership {
        change: Membership {
            room: ROOM,
            person: ME,
            post: None,
            from: NOW,
            until,
            history_from: None,
            reason: reason.map(str::to_owned),
        },
        who: byline(3, "小林 健太"),
    };
    let joined = item(change(None, None));
    let left = item(change(Some(NOW), None));
    let out = item(change(Some(NOW), Some("退職")));
    let ja = |it: &Item| sentence(Lang::Ja, it);
    assert_eq!(ja(&joined), ("小林 健太さん（看護師）がメンバーになりました".into(), false));
    assert_eq!(ja(&left), ("小林 健太さん（看護師）がメンバーから外れました".into(), false));
    assert!(ja(&out).0.ends_with("（理由: 退職）"));
    let en = |it: &Item| sentence(Lang::En, it).0;
    assert_eq!(en(&joined), "小林 健太 (nurse) became a member");
    assert!(en(&left).ends_with("is no longer a member"));
    assert!(en(&out).ends_with("was taken out of the team (退職)"));
}

#[test]
fn a_correction_at_its_own_place_is_quiet_and_can_be_unread() {
    let matter = Matter::Amendment { of: EntryId::from_bytes([9; 16]) };
    let (line, unread) = sentence(Lang::Ja, &item(matter.clone()));
    assert!(unread && line.starts_with("佐藤 美咲さん"), "{line}");
    assert!(!sentence(Lang::En, &Item { unread: false, ..item(matter) }).1);
}

#[test]
fn ordinary_entries_bear_no_mark_and_guarded_ones_do() {
    let mark = |lang, sensitivity| {
        let guarded = Item { sensitivity, ..note("記録") };
        entry_view(&Sight { lang, ..SIGHT }, &guarded).sensitivity
    };
    for lang in Lang::ALL {
        assert_eq!(mark(lang, Sensitivity::Low), "");
    }
    assert_eq!(mark(Lang::Ja, Sensitivity::Middle), "専門職まで");
    assert_eq!(mark(Lang::En, Sensitivity::High), "Medical");
}

#[test]
fn a_verifier_gets_ids_and_never_the_number_of_an_entry() {
    let told = evidence(Lang::En, &note("記録"));
    let values: Vec<&str> = told.iter().map(|it| it.value.as_str()).collect();
    let (entry, log) = (EntryId::from_bytes([6; 16]), LogId::from_bytes([8; 16]));
    assert_eq!(values[1..], [entry.to_string(), log.to_string()]);
    assert!(!values.contains(&"41"), "gaps would tell of what others may not see");
}

#[test]
fn who_has_not_opened_it_is_told_to_its_author_alone() {
    let confirmations = vec![(byline(3, "小林 健太"), NOW)];
    let shown = Item { confirmations, ..note("確認を") };
    let for_others = seen_by(&SIGHT, &shown, None);
    assert_eq!(for_others.confirmed.len(), 1);
    assert!(for_others.opened.is_empty() && for_others.unopened.is_empty());
    let opened = vec![(byline(3, "小林 健太"), None), (byline(1, "田中 恵子"), Some(NOW))];
    let readership = Readership { opened, unopened: vec![byline(5, "伊藤 由美")] };
    let for_author = seen_by(&SIGHT, &shown, Some(&readership));
    let times: Vec<&str> = for_author.opened.iter().map(|it| it.at.as_str()).collect();
    assert_eq!(times, ["", "2026年11月21日(土) 14:32"], "before times were kept: none");
    let missing = &for_author.unopened[0];
    assert_eq!((missing.name.as_str(), missing.iso.as_str()), ("伊藤 由美", ""));
}
