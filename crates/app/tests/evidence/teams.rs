//! What a team decides is evidence: views of it are compared, and made anew from entries.

use std::sync::Arc;

use tasuki_app::region::NewPerson;
use tasuki_app::team::{Asking, Whom};
use tasuki_domain::content::{Answer, ClosedFor, PersonKind};
use tasuki_domain::name::Name;
use tasuki_kernel::FacilityId;
use tasuki_testkit::{Database, block_on, on_both};

use crate::fixture::{Fixture, slugs};

/// Somebody of another facility is asked, joins, takes the notebook over and closes it.
async fn passes_to_another(it: &Fixture) -> FacilityId {
    let (app, kind) = (&it.app, PersonKind::Staff);
    let station = app.add_facility("home_nursing", "つき訪問看護").await.unwrap();
    let name = Name::new("月", "見", "つき", "み").unwrap();
    let new = NewPerson { kind, login: "tsuki".into(), name, portrait: None };
    let person = app.add_person(new).await.unwrap();
    let post = app.add_post(person, station, "nurse", false).await.unwrap();
    let room = it.enter(&it.doctor).await;
    let whom = Whom::Post(post);
    let asking =
        Asking { facility: station, whom, message: "山田さんをお願いします。".into() };
    let invitation = room.invite(asking, "ja").await.unwrap();
    let session = Arc::new(app.receiver("tsuki").await.unwrap());
    app.inbox(&session).accept(invitation, Vec::new()).await.unwrap();
    let offer = room.offer_managing(station, "担当が変わります。").await.unwrap();
    let theirs = || app.room(&session, it.room);
    theirs().await.unwrap().answer_managing(offer, Answer::Accepted, "").await.unwrap();
    theirs().await.unwrap().close(ClosedFor::CareEnded, None, "元気になりました。").await.unwrap();
    station
}

#[test]
fn who_manages_and_what_is_closed_follows_from_entries_alone() {
    on_both(|database: &Database| {
        block_on(async {
            let it = Fixture::new(database).await;
            let station = passes_to_another(&it).await;
            let report = it.verified_with_keys().await;
            assert!(report.is_clean(), "{report}");
            for tampered in [
                "UPDATE notebooks SET closed_at = NULL, closed_for = NULL, closed_sequence = NULL",
                "UPDATE notebooks SET managing_facility = patient",
                "UPDATE invitations SET answer = NULL, answered_by = NULL, answered_at = NULL",
                "DELETE FROM managing_offers",
            ] {
                database.tamper(tampered);
                assert_eq!(slugs(&it.verified_with_keys().await), ["view-differs"], "{tampered}");
                it.app.rebuild().await.unwrap();
                let report = it.verified_with_keys().await;
                assert!(report.is_clean(), "{report}");
            }
            let notebooks = it.app.notebooks().await.unwrap();
            let row = notebooks.iter().find(|row| row.id == it.notebook).unwrap();
            assert_eq!(row.managing_facility, station);
            assert_eq!(row.closed.map(|it| it.why), Some(ClosedFor::CareEnded));
        });
    });
}
