//! Channels of notices: of the region, and of associations, which keep to themselves.

use tasuki_kernel::{Code, FacilityId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, notice};

use crate::notices::{count, fields, list, refused};

#[test]
fn an_associations_notice_is_its_members_alone() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let id = region.association(&["misaki"]).await;
        let [nurse, desk, doctor] = [&people.nurse, &people.desk, &people.doctor];
        for who in [desk, doctor, &region.manager().await] {
            let session = region.as_now(who).await;
            assert_eq!(region.app.channel(&session, id).await.err().unwrap().code, Code::NotFound);
        }
        let writer = region.app.channel(&region.as_now(nurse).await, id).await.unwrap();
        let everybody = writer.preview(&notice("会員へ").typed).await.unwrap().1;
        assert_eq!((everybody.facilities.len(), everybody.people), (1, 5));
        let sent = writer.send(notice("会員へ")).await.unwrap();
        assert_eq!(list(&region, &people.helper).await, ["会員へ"]);
        for who in [desk, doctor, &people.relative] {
            assert!(list(&region, who).await.is_empty());
            assert_eq!(refused(&region, who, sent).await, Code::NotFound, "{}", who.login);
        }
        assert!(region.app.sent_notices(&region.as_now(desk).await).await.unwrap().is_empty());
        // Whoever is not named any more writes no more, and a facility that left reads no more.
        let clinic = region.app.posts_of(doctor.person).await.unwrap()[0].facility;
        region.desk().await.set_channel_members(id, &[clinic], &[]).await.unwrap();
        let session = region.as_now(nurse).await;
        assert!(region.app.channel(&session, id).await.is_err());
        assert_eq!(refused(&region, &people.helper, sent).await, Code::NotFound);
        assert_eq!(list(&region, doctor).await, ["会員へ"], "who joins reads what was sent");
        assert_eq!(count(&region, doctor).await, 0, "and is not asked why not before");
    });
}

#[test]
fn channels_have_one_name_each_and_members_who_exist() {
    block_on(async {
        let region = Region::new().await;
        let (desk, first) = (region.desk().await, region.channel().await.row().id);
        assert_eq!(region.channel().await.row().id, first, "the same sent twice is one");
        for (id, name, association) in [
            (None, "高齢福祉課", true),
            (Some(first), "別の名前", false),
            (None, "高齢福祉課", false),
        ] {
            let taken = desk.open_channel(id, name, association).await.unwrap_err();
            assert_eq!((taken.code, taken.field), (Code::Conflict, Some("name")));
        }
        assert_eq!(desk.open_channel(None, "", false).await.unwrap_err().field, Some("name"));
        let none = desk.channel_members(first).await.unwrap_err();
        assert_eq!(none.code, Code::NotFound, "the region's channel has no members");
        let id = region.association(&[]).await;
        let nowhere = [FacilityId::from_bytes([9; 16])];
        let logins = ["nobody".to_owned(), "musuko".to_owned()];
        let wrong = desk.set_channel_members(id, &nowhere, &logins).await.unwrap_err();
        assert_eq!(fields(&wrong), [Some("facilities"), Some("writers"), Some("writers")]);
        let members = desk.channel_members(id).await.unwrap();
        assert_eq!(members.facilities.iter().filter(|it| it.1).count(), 1, "nothing was kept");
    });
}
