//! 権限の棚卸し: once a quarter everybody's rights are looked at and confirmed as they stand.

use tasuki_app::house::{Due, House, Review};
use tasuki_domain::content::DeviceKind;
use tasuki_domain::quarter::Quarter;
use tasuki_kernel::{Code, PostId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, newcomer};

const DAY: i64 = 86_400;

fn posts(review: &Review) -> Vec<PostId> {
    review.people.iter().map(|it| it.colleague.row.post.id).collect()
}

async fn confirm(house: &House) {
    let review = house.review().await.unwrap();
    house.confirm_review(&review.list, &posts(&review)).await.unwrap();
}

#[test]
fn the_list_holds_every_right_of_everybody_and_no_patient() {
    block_on(async {
        let region = Region::new().await;
        let (house, nurse) = (region.house().await, &region.people.nurse);
        let review = house.review().await.unwrap();
        let of = |id| review.people.iter().find(|it| it.colleague.row.post.id == id).unwrap();
        let it = of(nurse.post.unwrap());
        assert_eq!((it.rooms, it.colleague.row.post.manager), (3, false));
        assert_eq!(it.colleague.devices.len(), 1);
        let manager = of(region.manager().await.post.unwrap());
        assert_eq!((manager.rooms, manager.colleague.row.post.manager), (0, true));
        assert!(review.people.iter().all(|it| it.colleague.row.post.facility == house.facility()));
        // A code for a day ends by itself and is nothing to look at.
        house.substitute(nurse.post.unwrap()).await.unwrap();
        let after = house.review().await.unwrap();
        assert_eq!(after.list, review.list);
        let kinds: Vec<_> = after.people.iter().flat_map(|it| &it.colleague.devices).collect();
        assert!(kinds.iter().all(|it| it.0.kind != DeviceKind::Substitute));
    });
}

#[test]
fn it_is_confirmed_once_a_quarter_and_kept() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        let review = house.review().await.unwrap();
        assert_eq!((review.due, review.history.len()), (Due::Due, 0));
        let all = posts(&review);
        let some = house.confirm_review(&review.list, &all[1..]).await.unwrap_err();
        assert_eq!((some.code, some.field), (Code::Invalid, Some("go-on")));
        house.confirm_review(&review.list, &all).await.unwrap();
        house.confirm_review(&review.list, &all).await.unwrap();
        let after = house.review().await.unwrap();
        assert_eq!((after.due, after.history.len()), (Due::Done, 1), "pressed twice");
        let kept = &after.history[0];
        assert_eq!(kept.quarter, review.quarter.code());
        assert_eq!((kept.people, kept.by.as_str()), (all.len() as u64, "森田 節子"));
        assert_eq!(house.review_due().await.unwrap(), Due::Done);

        region.clock.advance(93 * DAY);
        assert_eq!(house.review_due().await.unwrap(), Due::Due);
        confirm(&house).await;
        region.clock.advance(190 * DAY);
        assert_eq!(house.review_due().await.unwrap(), Due::Overdue);
        confirm(&house).await;
        assert_eq!(house.review().await.unwrap().history.len(), 3);
    });
}

#[test]
fn a_list_that_changed_since_it_was_shown_is_not_confirmed() {
    block_on(async {
        let region = Region::new().await;
        let (house, nurse) = (region.house().await, region.people.nurse.post.unwrap());
        let refused = |seen: Review| {
            let house = house.clone();
            async move {
                let told = house.confirm_review(&seen.list, &posts(&seen)).await.unwrap_err();
                assert_eq!((told.code, told.field), (Code::Conflict, None));
            }
        };
        let seen = house.review().await.unwrap();
        house.change(nurse, "public_health_nurse", false).await.unwrap();
        refused(seen).await;
        let seen = house.review().await.unwrap();
        house.add(&newcomer("haruka"), "ja").await.unwrap();
        refused(seen).await;
        let seen = house.review().await.unwrap();
        let device = house.colleague(nurse).await.unwrap().devices[0].0.id;
        house.revoke(nurse, device).await.unwrap();
        refused(seen).await;
        let seen = house.review().await.unwrap();
        region.app.set_member(region.rooms.selected, nurse, true).await.unwrap();
        refused(seen).await;
        // That somebody works changes nothing.
        let seen = house.review().await.unwrap();
        region.sign_in(&region.manager().await).await;
        house.confirm_review(&seen.list, &posts(&seen)).await.unwrap();
    });
}

#[test]
fn the_desk_sees_who_is_done_and_managers_are_told_once() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        let manager = house.add(&newcomer("haruka"), "ja").await.unwrap();
        house.change(manager, "nurse", true).await.unwrap();
        region.mails().await;
        assert_eq!(region.app.remind_of_reviews().await.unwrap(), 0, "everybody is new");
        region.clock.advance(93 * DAY);
        let told = region.app.remind_of_reviews().await.unwrap();
        assert!(told >= 2, "station and clinic: {told}");
        assert_eq!(region.app.remind_of_reviews().await.unwrap(), 0, "once");
        let mails = region.mails().await;
        assert_eq!(mails.len(), 1, "who has an address: {mails:?}");
        assert!(mails[0].words.contains("/facility/review"), "{}", mails[0].words);
        confirm(&house).await;
        let (quarter, rows) = region.desk().await.reviews().await.unwrap();
        let own = rows.iter().find(|it| it.0.id == house.facility()).unwrap();
        assert_eq!((own.1, own.0.last.as_ref().unwrap().quarter), (Due::Done, quarter.code()));
        assert!(own.0.people >= 3);
        assert!(rows.iter().any(|it| it.1 == Due::Overdue && it.0.last.is_none()), "the clinic");
        region.clock.advance(93 * DAY);
        assert!(region.app.remind_of_reviews().await.unwrap() >= 2, "the next quarter");
    });
}

#[test]
fn the_last_day_of_a_quarter_and_the_first_of_the_next_are_two_reviews() {
    block_on(async {
        let region = Region::new().await;
        let house = region.house().await;
        let quarter = house.review().await.unwrap().quarter;
        let now = region.app.clock().now();
        let mut days = 0;
        while Quarter::of(now.plus_seconds(days * DAY)) == quarter {
            days += 1;
        }
        region.clock.advance((days - 1) * DAY);
        assert_eq!(house.review().await.unwrap().quarter, quarter);
        confirm(&house).await;
        assert_eq!(house.review_due().await.unwrap(), Due::Done);
        region.clock.advance(DAY);
        let next = house.review().await.unwrap();
        assert_eq!((next.due, next.quarter.before()), (Due::Due, quarter));
        confirm(&house).await;
        let kept: Vec<_> = house.review().await.unwrap().history;
        let quarters: Vec<_> = kept.iter().map(|it| it.quarter).collect();
        assert_eq!(quarters, [next.quarter.code(), quarter.code()]);
    });
}

#[test]
fn two_who_confirm_at_once_make_one_review() {
    block_on(async {
        let region = Region::new().await;
        let (house, other) = (region.house().await, region.house().await);
        let seen = house.review().await.unwrap();
        let all = posts(&seen);
        let (one, two) = tokio::join!(
            house.confirm_review(&seen.list, &all),
            other.confirm_review(&seen.list, &all),
        );
        assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
        assert_eq!(house.review().await.unwrap().history.len(), 1);
    });
}

#[test]
fn a_facility_that_is_gone_is_not_asked_any_more() {
    block_on(async {
        let region = Region::new().await;
        let gone = region.another_house("sakura").await;
        let at = gone.facility();
        let listed = || async {
            let (_, rows) = region.desk().await.reviews().await.unwrap();
            rows.iter().any(|it| it.0.id == at)
        };
        assert!(listed().await);
        gone.withdraw("closing", "ja").await.unwrap();
        let id = gone.ending().await.unwrap().last.unwrap().id;
        region.desk().await.approve_withdrawal(id).await.unwrap();
        assert!(!listed().await);
    });
}
