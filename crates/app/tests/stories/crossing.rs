//! Where several things wait at once: invitations, offers of the managing role, a notebook that is
//! closed, consent that is withdrawn, somebody who leaves; and the register through all of it.

use std::sync::Arc;

use tasuki_app::registering::{Found, Registered};
use tasuki_app::team::{Asking, Inbox, State, Whom};
use tasuki_domain::content::{Answer, ClosedFor};
use tasuki_kernel::{Code, FacilityId, InvitationId, OfferId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, note, registration};

use crate::lawful_looks::{reads, stand};
use crate::teams::facility_of;

const DAY: i64 = 86_400;

fn asking(facility: FacilityId, whom: Whom) -> Asking {
    Asking { facility, whom, message: "お願いします。".into() }
}

/// The outsider was asked into the team, and the clinic to manage the notebook.
async fn two_that_wait(region: &Region) -> (InvitationId, OfferId) {
    let outsider = &region.people.outsider;
    let clinic = facility_of(region, outsider).await;
    let nurse = stand(region, &region.people.nurse, region.rooms.team).await;
    let whom = Whom::Post(outsider.post.unwrap());
    let asked = nurse.invite(asking(clinic, whom), "ja").await.unwrap();
    (asked, nurse.offer_managing(clinic, "").await.unwrap())
}

async fn close(region: &Region) {
    let room = stand(region, &region.people.care_manager, region.rooms.team).await;
    room.close(ClosedFor::CareEnded, None, "").await.unwrap();
}

async fn reopen(region: &Region) {
    let room = stand(region, &region.people.care_manager, region.rooms.team).await;
    room.reopen("支援が続きます。").await.unwrap();
}

async fn inbox(region: &Region, login: &str) -> Inbox {
    region.app.inbox(&Arc::new(region.app.receiver(login).await.unwrap()))
}

#[test]
fn what_waits_in_a_closed_notebook_is_answered_when_it_is_open_again() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let (asked, offer) = two_that_wait(&region).await;
        close(&region).await;
        let doctor = stand(&region, &people.doctor, team).await;
        let nurse = stand(&region, &people.nurse, team).await;
        let shown = doctor.team().await.unwrap();
        assert_eq!((shown.offers[0].state, shown.offers[0].may_answer), (State::Pending, false));
        let outsider = inbox(&region, people.outsider.login).await;
        for refused in [
            doctor.answer_managing(offer, Answer::Accepted, "").await.unwrap_err(),
            doctor.answer_managing(offer, Answer::Declined, "今は無理です。").await.unwrap_err(),
            nurse.answer_managing(offer, Answer::Withdrawn, "").await.unwrap_err(),
            outsider.decline(asked, "人手が足りません。").await.unwrap_err(),
            outsider.one(asked).await.unwrap_err(),
        ] {
            assert_eq!(refused.code, Code::NotebookClosed, "{refused}");
        }
        reopen(&region).await;
        let doctor = stand(&region, &people.doctor, team).await;
        doctor.answer_managing(offer, Answer::Accepted, "").await.unwrap();
        outsider.accept(asked, Vec::new()).await.unwrap();
        assert!(reads(&region, &people.outsider, team).await.is_some());
        // The word that closes it is the other facility's now.
        let nurse = stand(&region, &people.nurse, team).await;
        let refused = nurse.close(ClosedFor::CareEnded, None, "").await.unwrap_err();
        assert_eq!(refused.code, Code::NotAllowed);
        let outsider = stand(&region, &people.outsider, team).await;
        outsider.close(ClosedFor::CareEnded, None, "").await.unwrap();
    });
}

#[test]
fn an_invitation_of_the_facility_that_managed_before_still_holds() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let (asked, offer) = two_that_wait(&region).await;
        let doctor = stand(&region, &people.doctor, team).await;
        doctor.answer_managing(offer, Answer::Accepted, "").await.unwrap();
        let nurse = stand(&region, &people.nurse, team).await;
        let refused = nurse.withdraw_invitation(asked).await.unwrap_err();
        assert_eq!(refused.code, Code::NotAllowed, "who asked builds the team no more");
        let outsider = inbox(&region, people.outsider.login).await;
        assert_eq!(outsider.one(asked).await.unwrap().by.name, people.nurse.name);
        let doctor = stand(&region, &people.doctor, team).await;
        doctor.withdraw_invitation(asked).await.unwrap();
        let late = outsider.accept(asked, Vec::new()).await.unwrap_err();
        assert_eq!(late.code, Code::NotFound);
    });
}

#[test]
fn who_stood_inside_when_consent_ended_changes_nothing_more_in_the_team() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let (asked, offer) = two_that_wait(&region).await;
        let doctor = stand(&region, &people.doctor, team).await;
        let nurse = stand(&region, &people.nurse, team).await;
        let outsider = inbox(&region, people.outsider.login).await;
        region.app.set_consent(region.notebook, false).await.unwrap();
        let clinic = facility_of(&region, &people.outsider).await;
        let nurses = asking(clinic, Whom::Profession("nurse".into()));
        for refused in [
            nurse.invite(nurses, "ja").await.unwrap_err(),
            nurse.withdraw_invitation(asked).await.unwrap_err(),
            nurse.answer_managing(offer, Answer::Withdrawn, "").await.unwrap_err(),
            doctor.answer_managing(offer, Answer::Accepted, "").await.unwrap_err(),
        ] {
            assert_eq!((refused.code, refused.field), (Code::Conflict, None), "{refused}");
        }
        assert_eq!(outsider.count().await.unwrap(), 0);
        assert!(outsider.all().await.unwrap().is_empty(), "no name of a patient");
        for refused in [
            outsider.accept(asked, Vec::new()).await.unwrap_err(),
            outsider.decline(asked, "見送ります。").await.unwrap_err(),
        ] {
            assert_eq!(refused.code, Code::NotFound);
        }
        region.app.set_consent(region.notebook, true).await.unwrap();
        let nurse = stand(&region, &people.nurse, team).await;
        let shown = nurse.team().await.unwrap();
        assert_eq!(shown.offers[0].state, State::Pending, "nothing moved meanwhile");
        assert_eq!(shown.invitations.len(), 1);
        assert_eq!(shown.invitations[0].state, State::Pending);
        outsider.accept(asked, Vec::new()).await.unwrap();
    });
}

#[test]
fn an_invitation_grows_old_while_there_is_no_consent() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let (asked, _) = two_that_wait(&region).await;
        region.app.set_consent(region.notebook, false).await.unwrap();
        region.clock.advance(30 * DAY);
        region.app.set_consent(region.notebook, true).await.unwrap();
        let outsider = inbox(&region, people.outsider.login).await;
        assert_eq!(outsider.count().await.unwrap(), 0);
        let late = outsider.accept(asked, Vec::new()).await.unwrap_err();
        assert_eq!(late.code, Code::NotFound);
        let nurse = stand(&region, &people.nurse, region.rooms.team).await;
        assert_eq!(nurse.team().await.unwrap().invitations[0].state, State::Expired);
    });
}

#[test]
fn what_was_asked_of_a_leaver_passes_on_in_a_closed_notebook_and_waits_there() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let house = region.house().await;
        let (leaver, _) = region.colleague("haruka").await;
        let (heir, _) = region.colleague("natsuko").await;
        let doctor = stand(&region, &people.doctor, team).await;
        let asks = asking(house.facility(), Whom::Post(leaver));
        let asked = doctor.invite(asks, "ja").await.unwrap();
        close(&region).await;
        assert_eq!(house.leave(leaver, Some(heir)).await.unwrap().passed_on, 1);
        let natsuko = inbox(&region, "natsuko").await;
        assert_eq!(natsuko.count().await.unwrap(), 0, "nothing to answer while it is closed");
        let refused = natsuko.accept(asked, Vec::new()).await.unwrap_err();
        assert_eq!(refused.code, Code::NotebookClosed);
        reopen(&region).await;
        let one = natsuko.one(asked).await.unwrap();
        assert_eq!((one.named, one.message.as_str()), (true, "お願いします。"));
        assert_eq!(one.by.name, people.doctor.name, "still by whom it was sent");
        natsuko.accept(asked, Vec::new()).await.unwrap();
        let session = Arc::new(region.app.receiver("natsuko").await.unwrap());
        assert!(region.app.room(&session, team).await.is_ok());
    });
}

#[test]
fn a_successor_is_told_nothing_of_a_patient_who_does_not_agree() {
    block_on(async {
        let region = Region::new().await;
        let (people, house) = (&region.people, region.house().await);
        let (leaver, _) = region.colleague("haruka").await;
        let (heir, _) = region.colleague("natsuko").await;
        let doctor = stand(&region, &people.doctor, region.rooms.team).await;
        let asks = asking(house.facility(), Whom::Post(leaver));
        let asked = doctor.invite(asks, "ja").await.unwrap();
        region.app.set_consent(region.notebook, false).await.unwrap();
        assert_eq!(house.leave(leaver, Some(heir)).await.unwrap().passed_on, 1);
        let natsuko = inbox(&region, "natsuko").await;
        assert!(natsuko.all().await.unwrap().is_empty());
        assert_eq!(natsuko.one(asked).await.unwrap_err().code, Code::NotFound);
        region.app.set_consent(region.notebook, true).await.unwrap();
        assert_eq!(natsuko.one(asked).await.unwrap().patient.full(), "山口 ハナ");
    });
}

#[test]
fn a_successor_who_is_in_the_team_is_not_asked_into_it() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let house = region.house().await;
        let (leaver, _) = region.colleague("haruka").await;
        let doctor = stand(&region, &people.doctor, team).await;
        let asks = asking(house.facility(), Whom::Post(leaver));
        let asked = doctor.invite(asks, "ja").await.unwrap();
        let left = house.leave(leaver, people.helper.post).await.unwrap();
        assert_eq!((left.rooms, left.passed_on), (0, 0));
        let shown = stand(&region, &people.nurse, team).await.team().await.unwrap();
        assert_eq!(shown.invitations[0].id, asked);
        assert_eq!(shown.invitations[0].state, State::Answered(Answer::Declined));
        assert_eq!(shown.invitations[0].reason, "退職した");
        let helper = inbox(&region, people.helper.login).await;
        assert_eq!(helper.count().await.unwrap(), 0);
    });
}

#[test]
fn the_register_knows_who_is_in_a_notebook_that_is_shut() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, doctor) = (&region.people.nurse, &region.people.doctor);
        let typed = registration("わたなべ", "昭和17年3月4日");
        let id = region.register(nurse, &typed).await.unwrap();
        let facility = "訪問看護ステーションあさがお".to_owned();
        let known = Found { same: vec![Registered { facility, room: None }], namesakes: 0 };
        let patient = region.checked(&typed).patient;
        let room = region.app.team_room(&region.as_now(nurse).await, id).await.unwrap();
        let team = room.id();
        region.write(nurse, team, note("閉じる前")).await;
        room.close(ClosedFor::CareEnded, None, "").await.unwrap();
        let there = region.registrar(doctor).await.unwrap();
        assert_eq!(there.search(&patient).await.unwrap(), known, "who manages it, nothing else");
        let refused = region.register(doctor, &typed).await.unwrap_err();
        assert_eq!((refused.code, refused.field), (Code::Conflict, Some("another")));
        let own = region.registrar(nurse).await.unwrap();
        let found = own.search(&patient).await.unwrap();
        assert_eq!(found.same[0].room, Some(team), "a member is led to the closed one");
        // Without consent it stays in the register, and leads nobody in.
        region.app.set_consent(id, false).await.unwrap();
        assert_eq!(own.search(&patient).await.unwrap(), known);
        assert_eq!(there.search(&patient).await.unwrap(), known);
        let refused = region.register(doctor, &typed).await.unwrap_err();
        assert_eq!(refused.field, Some("another"));
    });
}
