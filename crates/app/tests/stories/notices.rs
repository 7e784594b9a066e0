//! お知らせ: the desk sends, staff opens, the desk sees it; associations keep to themselves.

use tasuki_app::attachment::Size;
use tasuki_app::notice::{Asked, NoticeDraft};
use tasuki_domain::notice::Typed;
use tasuki_kernel::{Code, EntryId, Problem};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, Somebody, letter, notice, pdf};

const DAY: i64 = 86_400;

async fn titles(region: &Region, who: &Somebody, asked: Asked) -> Vec<String> {
    let page = region.app.notices(&region.as_now(who).await, asked).await.unwrap();
    page.shown.into_iter().map(|it| it.notice.title).collect()
}

pub(crate) async fn list(region: &Region, who: &Somebody) -> Vec<String> {
    titles(region, who, Asked::default()).await
}

pub(crate) async fn count(region: &Region, who: &Somebody) -> u32 {
    region.app.unopened_notices(&region.session(who).await).await.unwrap()
}

pub(crate) async fn refused(region: &Region, who: &Somebody, id: EntryId) -> Code {
    region.open(who, id).await.unwrap_err().code
}

fn only(kinds: &[&str], professions: &[&str], title: &str) -> NoticeDraft {
    let codes = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect();
    let typed = notice(title).typed;
    let typed = Typed { kinds: codes(kinds), professions: codes(professions), ..typed };
    NoticeDraft { typed, ..NoticeDraft::default() }
}

pub(crate) fn fields(problems: &[Problem]) -> Vec<Option<&'static str>> {
    problems.iter().map(|it| it.field).collect()
}

#[test]
fn a_notice_goes_to_whom_it_is_for_and_to_nobody_else() {
    block_on(async {
        let region = Region::new().await;
        let (channel, people) = (region.channel().await, &region.people);
        let clinics = channel.send(only(&["clinic"], &[], "診療所へ")).await.unwrap();
        region.clock.advance(1);
        let nurses = channel.send(only(&[], &["nurse"], "看護師へ")).await.unwrap();
        assert_eq!(list(&region, &people.doctor).await, ["診療所へ"]);
        assert_eq!(list(&region, &people.nurse).await, ["看護師へ"]);
        assert_eq!(list(&region, &people.outsider).await, ["看護師へ", "診療所へ"]);
        for who in [&people.helper, &people.relative, &people.desk] {
            assert!(list(&region, who).await.is_empty(), "{}", who.login);
        }
        assert_eq!(count(&region, &people.outsider).await, 2);
        assert_eq!(
            (count(&region, &people.relative).await, count(&region, &people.desk).await),
            (0, 0)
        );
        for (who, id) in [
            (&people.nurse, clinics),
            (&people.doctor, nurses),
            (&people.relative, clinics),
            (&people.relative, nurses),
            (&people.nurse, EntryId::from_bytes([9; 16])),
        ] {
            assert_eq!(refused(&region, who, id).await, Code::NotFound, "{}", who.login);
            let session = region.as_now(who).await;
            let confirmed = region.app.confirm_notice(&session, id).await;
            assert_eq!(confirmed.unwrap_err().code, Code::NotFound);
            let picture = region.app.notice_picture(&session, (id, 0), Size::Full).await;
            assert_eq!(picture.unwrap_err().code, Code::NotFound);
            let sends = region.app.channel_of(&session, id).await;
            assert_eq!(sends.err().unwrap().code, Code::NotFound);
        }
        // A channel is a room without members: no timeline leads into it.
        let session = region.session(&people.nurse).await;
        let entered = region.app.room(&session, channel.row().id).await;
        assert_eq!(entered.err().unwrap().code, Code::NotFound);
    });
}

#[test]
fn opening_is_noted_once_for_each_person_and_shown_by_facility() {
    block_on(async {
        let region = Region::new().await;
        let (channel, people) = (region.channel().await, &region.people);
        let id = region.notify("年末年始").await;
        assert_eq!(count(&region, &people.nurse).await, 1);
        let one = region.open(&people.nurse, id).await.unwrap();
        assert!(one.reached && !one.writer && one.shown.row.mine[0].is_some());
        assert_eq!(one.openers[0].name, "佐藤 美咲");
        let before = region.entries_in_rooms();
        region.open(&people.nurse, id).await.unwrap();
        assert_eq!((region.entries_in_rooms(), count(&region, &people.nurse).await), (before, 0));
        region.clock.advance(60);
        region.open(&people.helper, id).await.unwrap();
        let lines = channel.reach(id).await.unwrap();
        let opened: Vec<_> = lines.iter().map(|it| it.openers.len()).collect();
        assert_eq!((lines[0].name.as_str(), opened), ("港の見える診療所", vec![0, 2]));
        assert_eq!(lines[1].openers[0].0, "佐藤 美咲", "the first one stands first");
        let session = region.as_now(&people.helper).await;
        for _ in 0..2 {
            region.app.confirm_notice(&session, id).await.unwrap();
        }
        assert_eq!(region.entries_in_rooms(), before + 2);
        let lines = channel.reach(id).await.unwrap();
        assert!(lines[1].openers[1].2.is_some() && lines[1].openers[0].2.is_none());
        let sent = region.app.sent_notices(&region.as_now(&people.desk).await).await.unwrap();
        assert_eq!(sent[0].1, [2, 1]);
        // The desk has looked at it, and that is no opening.
        assert!(region.open(&people.desk, id).await.unwrap().writer);
        assert_eq!(region.entries_in_rooms(), before + 2);
    });
}

#[test]
fn files_come_along_and_are_kept_safe() {
    block_on(async {
        let region = Region::new().await;
        let (channel, nurse) = (region.channel().await, &region.people.nurse);
        let id = region.notify("当番表").await;
        let session = region.as_now(nurse).await;
        let app = &region.app;
        let found = app.notice_document(&session, (id, 1)).await.unwrap();
        assert_eq!(found.bytes, pdf().bytes);
        assert!(
            app.notice_page(&session, (id, 1), 0).await.unwrap().jpeg.starts_with(&[0xff, 0xd8])
        );
        let small = app.notice_picture(&session, (id, 1), Size::Thumbnail).await;
        assert!(small.unwrap().bytes.starts_with(&[0xff, 0xd8]));
        assert!(app.notice_picture(&session, (id, 0), Size::Full).await.is_ok());
        for (number, page) in [(1, 99), (0, 0), (2, 0)] {
            let none = app.notice_page(&session, (id, number), page).await;
            assert_eq!(none.unwrap_err().code, Code::NotFound, "{number} {page}");
        }
        let macros = NoticeDraft { files: vec![letter(true)], ..notice("様式") };
        let wrong = channel.send(macros).await.unwrap_err();
        assert_eq!((wrong[0].code, wrong[0].field), (Code::FileRefused, Some("photos")));
        let silent = NoticeDraft {
            typed: Typed { text: String::new(), ..notice("題だけ").typed },
            ..NoticeDraft::default()
        };
        assert_eq!(fields(&channel.send(silent).await.unwrap_err()), [Some("photos")]);
    });
}

#[test]
fn what_is_sent_for_later_is_nowhere_until_then_and_what_ends_can_still_be_read() {
    block_on(async {
        let region = Region::new().await;
        let (channel, nurse) = (region.channel().await, &region.people.nurse);
        let now = region.app.clock().now();
        let (from, until) = (Some(now.plus_seconds(DAY)), Some(now.plus_seconds(2 * DAY)));
        let typed = Typed { from, until, ..notice("明日から").typed };
        let draft = NoticeDraft { typed, ..NoticeDraft::default() };
        let id = channel.send(draft).await.unwrap();
        assert_eq!((list(&region, nurse).await.len(), count(&region, nurse).await), (0, 0));
        assert_eq!(refused(&region, nurse, id).await, Code::NotFound);
        assert!(region.open(&region.people.desk, id).await.is_ok(), "who wrote it sees it");
        let early = channel.remind(id).await.unwrap_err();
        assert_eq!((early.code, early.field), (Code::Conflict, Some("remind")));
        region.clock.advance(DAY);
        assert_eq!((list(&region, nurse).await.len(), count(&region, nurse).await), (1, 1));
        region.clock.advance(DAY);
        assert_eq!((list(&region, nurse).await.len(), count(&region, nurse).await), (0, 0));
        let ended = Asked { ended: true, ..Asked::default() };
        assert_eq!(titles(&region, nurse, ended).await, ["明日から"]);
        assert!(region.open(nurse, id).await.is_ok());
        let over = Typed { until: Some(now), from: Some(now), ..notice("昨日まで").typed };
        let wrong = channel.send(NoticeDraft { typed: over, ..NoticeDraft::default() }).await;
        assert_eq!(fields(&wrong.unwrap_err()), [Some("until")]);
    });
}

#[test]
fn the_same_sent_twice_is_one_and_another_under_its_id_is_refused() {
    block_on(async {
        let region = Region::new().await;
        let channel = region.channel().await;
        let entry = Some(region.app.new_entry_id());
        let until = Some(region.app.clock().now().plus_seconds(60));
        let typed = Typed { until, ..notice("一度だけ").typed };
        let draft = NoticeDraft { entry, typed, files: vec![pdf()] };
        let first = channel.send(draft.clone()).await.unwrap();
        // Also when it has ended meanwhile.
        region.clock.advance(120);
        assert_eq!(channel.send(draft.clone()).await.unwrap(), first);
        let other = NoticeDraft { typed: notice("別のこと").typed, ..draft.clone() };
        assert_eq!(channel.send(other).await.unwrap_err()[0].code, Code::EntryIdTaken);
        let without = NoticeDraft { files: Vec::new(), ..draft.clone() };
        assert_eq!(channel.send(without).await.unwrap_err()[0].code, Code::EntryIdTaken);
        // Nor in another channel, whoever writes there.
        let id = region.association(&["kenji"]).await;
        let doctor = region.as_now(&region.people.doctor).await;
        let theirs = region.app.channel(&doctor, id).await.unwrap();
        let before = region.entries_in_rooms();
        assert_eq!(theirs.send(draft).await.unwrap_err()[0].code, Code::EntryIdTaken);
        assert_eq!(region.entries_in_rooms(), before);
    });
}

#[test]
fn two_presses_at_once_are_one_notice_and_two_clerks_at_once_are_told() {
    block_on(async {
        let region = Region::new().await;
        let channel = region.channel().await;
        let id = region.app.new_entry_id();
        let draft = NoticeDraft { entry: Some(id), ..notice("同時に") };
        let sends = [draft.clone(), draft.clone(), draft].map(|it| channel.send(it));
        let [one, two, three] = sends;
        let (one, two, three) = tokio::join!(one, two, three);
        assert_eq!([one.unwrap(), two.unwrap(), three.unwrap()], [id; 3]);
        assert_eq!(list(&region, &region.people.nurse).await, ["同時に"]);
        manager_with_mail(&region).await;
        let (one, two) = tokio::join!(channel.remind(id), channel.remind(id));
        assert_eq!([&one, &two].iter().filter(|it| it.is_ok()).count(), 1);
        let told = one.err().or(two.err()).unwrap();
        assert_eq!((told.code, told.field), (Code::Conflict, Some("remind")));
        let (one, two) = tokio::join!(channel.withdraw(id, "一"), channel.withdraw(id, "二"));
        assert!(one.is_ok() != two.is_ok());
        let reason = region.open(&region.people.nurse, id).await.unwrap().reason;
        assert_eq!(reason, if one.is_ok() { "一" } else { "二" });
    });
}

#[test]
fn a_notice_that_was_taken_back_stays_visible_as_such() {
    block_on(async {
        let region = Region::new().await;
        let (channel, people) = (region.channel().await, &region.people);
        let id = region.notify("日付ちがい").await;
        region.open(&people.nurse, id).await.unwrap();
        assert_eq!(channel.withdraw(id, " ").await.unwrap_err().field, Some("reason"));
        channel.withdraw(id, "日付をまちがえました").await.unwrap();
        let twice = channel.withdraw(id, "もう一度").await.unwrap_err();
        assert_eq!(twice.code, Code::Conflict);
        assert_eq!(count(&region, &people.doctor).await, 0, "it calls nobody any more");
        let one = region.open(&people.doctor, id).await.unwrap();
        assert_eq!(one.reason, "日付をまちがえました");
        assert!(one.shown.row.facts.withdrawn.is_some() && one.shown.row.mine[0].is_none());
        let session = region.as_now(&people.doctor).await;
        let late = region.app.confirm_notice(&session, id).await.unwrap_err();
        assert_eq!(late.code, Code::Conflict);
        // One that was not out yet is gone for its readers, and its letters with it.
        let from = Some(region.app.clock().now().plus_seconds(DAY));
        let typed = Typed { from, importance: "urgent".into(), ..notice("予約").typed };
        manager_with_mail(&region).await;
        region.mails().await;
        let later = NoticeDraft { typed, ..NoticeDraft::default() };
        let later = channel.send(later).await.unwrap();
        assert_eq!(channel.letters_about(later).await.unwrap().len(), 1);
        channel.withdraw(later, "出すのをやめた").await.unwrap();
        region.clock.advance(2 * DAY);
        assert_eq!(refused(&region, &people.nurse, later).await, Code::NotFound);
        assert_eq!(list(&region, &people.nurse).await, ["日付ちがい"]);
        assert!(region.mails().await.is_empty());
    });
}

/// Somebody with an address who manages the station.
async fn manager_with_mail(region: &Region) {
    let (post, _) = region.colleague("chief").await;
    region.house().await.change(post, "nurse", true).await.unwrap();
}

#[test]
fn reminders_go_once_a_day_to_managers_and_say_nothing_of_the_notice() {
    block_on(async {
        let region = Region::new().await;
        let channel = region.channel().await;
        let id = region.notify("ひみつの件名").await;
        let nobody = channel.remind(id).await.unwrap_err();
        assert_eq!((nobody.code, nobody.field), (Code::Invalid, Some("remind")));
        manager_with_mail(&region).await;
        region.mails().await;
        let done = channel.remind(id).await.unwrap();
        assert_eq!((done.letters, done.without), (1, 1), "the clinic has no manager");
        let mails = region.mails().await;
        assert_eq!((mails.len(), mails[0].receiver.as_str()), (1, "chief@asagao.example.jp"));
        let words = format!("{} {}", mails[0].subject, mails[0].words);
        assert!(words.contains("高齢福祉課") && words.contains(&format!("/notices/{id}")));
        assert!(!words.contains("ひみつ"), "{words}");
        let again = channel.remind(id).await.unwrap_err();
        assert_eq!((again.code, again.field), (Code::Conflict, Some("remind")));
        region.clock.advance(DAY);
        assert_eq!(channel.remind(id).await.unwrap().letters, 1);
        region.open(&region.people.nurse, id).await.unwrap();
        region.clock.advance(DAY);
        let opened = channel.remind(id).await.unwrap_err();
        assert_eq!(opened.field, Some("remind"), "the station has opened it");
        let letters = channel.letters_about(id).await.unwrap();
        assert_eq!(letters.len(), 2);
    });
}

#[test]
fn an_urgent_notice_is_told_by_mail_when_it_comes_out() {
    block_on(async {
        let region = Region::new().await;
        let channel = region.channel().await;
        manager_with_mail(&region).await;
        region.mails().await;
        let urgent = |title: &str, from| {
            let typed = Typed { importance: "urgent".into(), from, ..notice(title).typed };
            NoticeDraft { typed, ..NoticeDraft::default() }
        };
        channel.send(urgent("すぐ", None)).await.unwrap();
        let mails = region.mails().await;
        assert!(mails.len() == 1 && mails[0].subject.contains("至急"), "{mails:?}");
        let later = region.app.clock().now().plus_seconds(DAY);
        channel.send(urgent("あとで", Some(later))).await.unwrap();
        assert!(region.mails().await.is_empty());
        region.clock.advance(DAY);
        assert_eq!(region.mails().await.len(), 1);
        // Where none of those managers is addressed, nobody is written to.
        let draft = urgent("診療所だけ", None);
        let typed = Typed { kinds: vec!["clinic".into()], ..draft.typed };
        channel.send(NoticeDraft { typed, ..NoticeDraft::default() }).await.unwrap();
        assert!(region.mails().await.is_empty());
    });
}

#[test]
fn a_page_holds_thirty_and_leads_on_without_a_gap() {
    block_on(async {
        let region = Region::new().await;
        let (channel, nurse) = (region.channel().await, &region.people.nurse);
        for n in 0..65 {
            let kinds: &[&str] = if n % 2 == 0 { &["clinic"] } else { &[] };
            channel.send(only(kinds, &[], &format!("第{n}号"))).await.unwrap();
            region.clock.advance(1);
        }
        let session = region.as_now(nurse).await;
        let (mut all, mut asked) = (Vec::new(), Asked::default());
        loop {
            let page = region.app.notices(&session, asked).await.unwrap();
            assert!(page.shown.len() <= 30);
            all.extend(page.shown.into_iter().map(|it| it.notice.title));
            asked.before = page.older;
            if asked.before.is_none() {
                break;
            }
        }
        let expected: Vec<_> =
            (0..65).rev().filter(|n| n % 2 == 1).map(|n| format!("第{n}号")).collect();
        assert_eq!(all, expected);
        let channel = Some(tasuki_kernel::RoomId::from_bytes([1; 16]));
        let elsewhere = titles(&region, nurse, Asked { channel, ..Asked::default() }).await;
        assert!(elsewhere.is_empty());
    });
}
