//! Whom a notice reaches when people come, leave, and work in two places; many of them at once.

use std::sync::Arc;

use tasuki_app::attachment::Size;
use tasuki_app::notice::NoticeDraft;
use tasuki_domain::notice::Typed;
use tasuki_kernel::{Code, FacilityId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, notice};

use crate::notices::{count, list, refused};

const DAY: i64 = 86_400;

async fn clinic(region: &Region) -> FacilityId {
    region.app.posts_of(region.people.doctor.person).await.unwrap()[0].facility
}

#[test]
fn whoever_leaves_reads_nothing_more_and_what_they_opened_stays() {
    block_on(async {
        let region = Region::new().await;
        let (channel, nurse) = (region.channel().await, &region.people.nurse);
        let id = region.notify("退職の前に").await;
        region.open(nurse, id).await.unwrap();
        let session = region.session(nurse).await;
        region.house().await.leave(nurse.post.unwrap(), None).await.unwrap();
        // Also in a session that was looked up before.
        let late = region.app.open_notice(&session, id).await;
        assert_eq!(late.err().unwrap().code, Code::NotFound);
        let picture = region.app.notice_picture(&session, (id, 0), Size::Full).await;
        assert_eq!(picture.err().unwrap().code, Code::NotFound);
        assert_eq!(refused(&region, nurse, id).await, Code::NotFound);
        assert!(list(&region, nurse).await.is_empty());
        let station = region.house().await.facility();
        let lines = channel.reach(id).await.unwrap();
        let line = lines.iter().find(|it| it.facility == station).unwrap();
        assert_eq!(line.openers[0].0, "佐藤 美咲");
    });
}

#[test]
fn somebody_with_two_posts_opens_it_in_both_facilities_and_is_one_person() {
    block_on(async {
        let region = Region::new().await;
        let (channel, nurse) = (region.channel().await, &region.people.nurse);
        let there = clinic(&region).await;
        region.app.add_post(nurse.person, there, "nurse", false).await.unwrap();
        let reached = channel.preview(&notice("両方").typed).await.unwrap().1;
        assert_eq!((reached.facilities.len(), reached.people), (2, 6));
        let id = region.notify("両方").await;
        assert_eq!(count(&region, nurse).await, 1);
        let before = region.entries_in_rooms();
        let one = region.open(nurse, id).await.unwrap();
        assert_eq!((region.entries_in_rooms(), one.openers.len()), (before + 2, 2));
        assert_eq!(count(&region, nurse).await, 0);
        let lines = channel.reach(id).await.unwrap();
        assert!(lines.iter().all(|it| it.openers.len() == 1), "{lines:?}");
        // A third post that begins later is one more place, once.
        let new = region.app.add_facility("pharmacy", "あたらしい薬局").await.unwrap();
        region.app.add_post(nurse.person, new, "pharmacist", false).await.unwrap();
        for _ in 0..2 {
            region.open(nurse, id).await.unwrap();
        }
        assert_eq!(region.entries_in_rooms(), before + 3);
        let addressed = channel.reach(id).await.unwrap().len();
        assert_eq!(addressed, 2, "it was not addressed to who joined later");
    });
}

#[test]
fn who_joins_later_may_read_what_was_sent_and_is_not_asked_to() {
    block_on(async {
        let region = Region::new().await;
        let id = region.notify("前から").await;
        region.clock.advance(DAY);
        let (post, _) = region.colleague("new").await;
        let person = region.house().await.colleague(post).await.unwrap().row.post.person;
        let session = Arc::new(region.app.receiver("new").await.unwrap());
        assert_eq!(session.person.id, person);
        assert_eq!(region.app.unopened_notices(&session).await.unwrap(), 0);
        let page = region.app.notices(&session, tasuki_app::notice::Asked::default()).await;
        assert_eq!(page.unwrap().shown.len(), 1);
        assert!(region.app.open_notice(&session, id).await.unwrap().reached);
        region.notify("これから").await;
        assert_eq!(region.app.unopened_notices(&session).await.unwrap(), 1);
    });
}

#[test]
fn a_clerk_writes_for_an_association_only_when_named() {
    block_on(async {
        let region = Region::new().await;
        let desk = &region.people.desk;
        let id = region.association(&["jimukyoku"]).await;
        let channel = region.app.channel(&region.as_now(desk).await, id).await.unwrap();
        let sent = channel.send(notice("事務局が代わりに")).await.unwrap();
        assert!(region.open(desk, sent).await.unwrap().writer);
        assert_eq!(list(&region, &region.people.nurse).await, ["事務局が代わりに"]);
        region.association(&[]).await;
        assert_eq!(refused(&region, desk, sent).await, Code::NotFound);
        let gone = region.app.channel_of(&region.as_now(desk).await, sent).await;
        assert_eq!(gone.err().unwrap().code, Code::NotFound);
    });
}

#[test]
fn an_account_of_family_named_as_writer_is_refused() {
    block_on(async {
        let region = Region::new().await;
        let id = region.association(&["misaki"]).await;
        let desk = region.desk().await;
        let wrong = desk.set_channel_members(id, &[], &["musuko".to_owned()]).await.unwrap_err();
        assert_eq!((wrong.len(), wrong[0].field), (1, Some("writers")));
        assert_eq!(desk.channel_members(id).await.unwrap().writers, ["misaki"], "as before");
    });
}

#[test]
fn hundreds_of_facilities_are_reached_counted_and_listed() {
    block_on(async {
        let region = Region::new().await;
        let channel = region.channel().await;
        for number in 0..60 {
            let name = format!("薬局 {number:03}");
            region.app.add_facility("pharmacy", &name).await.unwrap();
        }
        let typed = Typed { kinds: vec!["pharmacy".into()], ..notice("薬局へ").typed };
        let (_, reached) = channel.preview(&typed).await.unwrap();
        assert_eq!((reached.facilities.len(), reached.people), (60, 0), "paper reaches them");
        let draft = NoticeDraft { typed: typed.clone(), ..NoticeDraft::default() };
        let id = channel.send(draft).await.unwrap();
        let lines = channel.reach(id).await.unwrap();
        assert_eq!(lines.len(), 60);
        assert!(lines.is_sorted_by(|a, b| a.name < b.name) && lines[0].managers.is_empty());
        let only = Typed { professions: vec!["pharmacist".into()], ..typed };
        let nobody = channel.preview(&only).await.unwrap_err();
        assert_eq!(nobody[0].field, Some("kinds"), "no pharmacist works anywhere");
        let desk = region.as_now(&region.people.desk).await;
        let sent = region.app.sent_notices(&desk).await.unwrap();
        assert_eq!(sent[0].1, [60, 0]);
    });
}
