//! Who manages a notebook: offered by one facility, taken on by another.

use tasuki_app::team::State;
use tasuki_domain::content::Answer;
use tasuki_kernel::{Code, FacilityId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::Region;

use crate::enter;
use crate::teams::facility_of;

#[test]
fn the_managing_role_needs_the_word_of_both_sides() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let room = enter(&region, &people.nurse, region.rooms.team).await;
        let [station, clinic] =
            [&people.nurse, &people.doctor].map(|who| facility_of(&region, who));
        let (station, clinic) = (station.await, clinic.await);
        let outside = FacilityId::from_bytes([9; 16]);
        for nowhere in [station, outside] {
            let refused = room.offer_managing(nowhere, "").await.unwrap_err();
            assert_eq!((refused.code, refused.field), (Code::Invalid, Some("to")));
        }
        let offer = room.offer_managing(clinic, "担当が変わります。").await.unwrap();
        let again = room.offer_managing(clinic, "").await.unwrap_err();
        assert_eq!((again.code, again.field), (Code::Conflict, Some("to")));
        let mine = room.answer_managing(offer, Answer::Accepted, "").await.unwrap_err();
        assert_eq!(mine.code, Code::NotAllowed, "one side alone");

        let doctor = enter(&region, &people.doctor, region.rooms.team).await;
        let team = doctor.team().await.unwrap();
        assert!(team.offers[0].may_answer);
        assert_eq!(team.offers[0].message, "担当が変わります。");
        let refused = doctor.answer_managing(offer, Answer::Withdrawn, "").await.unwrap_err();
        assert_eq!(refused.code, Code::NotAllowed);
        let silent = doctor.answer_managing(offer, Answer::Declined, "").await.unwrap_err();
        assert_eq!(silent.field, Some("reason"));
        doctor.answer_managing(offer, Answer::Accepted, "").await.unwrap();
        doctor.answer_managing(offer, Answer::Accepted, "").await.unwrap();
        let taken_back = room.answer_managing(offer, Answer::Withdrawn, "").await.unwrap_err();
        assert_eq!(taken_back.code, Code::Conflict, "the other was faster");

        let doctor = enter(&region, &people.doctor, region.rooms.team).await;
        assert!(doctor.may_manage());
        assert_eq!(doctor.team().await.unwrap().managing.0, clinic);
        let nurse = enter(&region, &people.nurse, region.rooms.team).await;
        assert!(!nurse.may_manage() && !nurse.may_close());
    });
}

#[test]
fn an_offer_is_declined_or_taken_back_and_nothing_moves() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let room = enter(&region, &people.nurse, region.rooms.team).await;
        let doctor = enter(&region, &people.doctor, region.rooms.team).await;
        let clinic = facility_of(&region, &people.doctor).await;
        let first = room.offer_managing(clinic, "").await.unwrap();
        doctor.answer_managing(first, Answer::Declined, "今は受けられません。").await.unwrap();
        let second = room.offer_managing(clinic, "").await.unwrap();
        room.answer_managing(second, Answer::Withdrawn, "").await.unwrap();
        let late = doctor.answer_managing(second, Answer::Accepted, "").await.unwrap_err();
        assert_eq!(late.code, Code::Conflict);
        let nurse = enter(&region, &people.nurse, region.rooms.team).await;
        assert!(nurse.may_manage());
        let states: Vec<State> =
            nurse.team().await.unwrap().offers.iter().map(|it| it.state).collect();
        assert_eq!(states, [Answer::Withdrawn, Answer::Declined].map(State::Answered));
    });
}
