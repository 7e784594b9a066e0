//! What the patient agrees to: kept by the managing facility and the attending doctor, seen by the
//! team while it may share, and withdrawn at once.

use tasuki_app::consent::Change;
use tasuki_app::live::Turn;
use tasuki_domain::consent::Typed;
use tasuki_domain::content::ConsentKind::{Disaster, Family, Research, TeamSharing};
use tasuki_kernel::{Code, EntryId};
use tasuki_testkit::region::{Region, Somebody, consent_typed, note};
use tasuki_testkit::{PATIENCE, block_on};

use crate::enter;

fn by_self() -> Typed {
    Typed { consenter: "self".into(), ..Typed::default() }
}

async fn withdraw(region: &Region, kind: tasuki_domain::content::ConsentKind) {
    let consents = region.consents(&region.people.nurse).await.unwrap();
    let change = region.consent_change(&consents, kind).await;
    consents.withdraw(Change { typed: by_self(), ..change }).await.unwrap();
}

#[test]
fn each_change_is_kept_with_who_recorded_it() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, doctor) = (&region.people.nurse, &region.people.doctor);
        region.consent_on_paper().await;
        region.clock.advance(60);
        let consents = region.consents(doctor).await.unwrap();
        let change = region.consent_change(&consents, Disaster).await;
        let typed = Typed { reason: "転居するため".into(), ..by_self() };
        consents.withdraw(Change { typed, ..change }).await.unwrap();
        let history = region.consents(nurse).await.unwrap().history().await.unwrap();
        let told: Vec<_> = history
            .steps
            .iter()
            .map(|it| (it.consent.kind, it.consent.given, it.byline.name.as_str()))
            .collect();
        assert_eq!(told[0], (Disaster, false, doctor.name));
        assert_eq!(told[1], (Disaster, true, nurse.name));
        assert_eq!(history.steps[0].consent.reason, "転居するため");
        assert_eq!(told[2], (TeamSharing, true, ""), "entered by the operator");
        assert_eq!(history.newest(Disaster).unwrap().at, region.app.clock().now());
        assert!(history.newest(Research).is_none());
    });
}

#[test]
fn without_consent_only_its_keepers_see_it_and_give_it_again() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        withdraw(&region, TeamSharing).await;
        for (who, keeps) in [
            (&people.nurse, true),
            (&people.care_manager, true),
            (&people.doctor, true),
            (&people.outsider, false),
            (&people.leaver, false),
            (&people.relative, false),
            (&people.desk, false),
        ] {
            let session = region.session(who).await;
            let entered = region.app.room(&session, region.rooms.team).await;
            assert_eq!(entered.err().unwrap().code, Code::NotFound, "{}", who.login);
            let consents = region.consents(who).await;
            assert_eq!(consents.is_ok(), keeps, "{}", who.login);
            let closed = region.app.closed_notebooks(&session).await.unwrap();
            let listed = closed.iter().any(|it| it.notebook == region.notebook);
            assert_eq!(listed, keeps, "{}", who.login);
            if let Ok(it) = consents {
                assert!(it.may_change() && !it.may_enter());
                assert_eq!(it.patient().await.unwrap().name.full(), "山口 ハナ");
            }
        }
        let consents = region.consents(&people.doctor).await.unwrap();
        let change = region.consent_change(&consents, TeamSharing).await;
        consents.give(change).await.unwrap();
        let session = region.session(&people.helper).await;
        assert!(region.app.room(&session, region.rooms.team).await.is_ok());
        assert!(region.app.closed_notebooks(&session).await.unwrap().is_empty());
    });
}

#[test]
fn a_period_that_is_over_shuts_the_notebook_by_itself() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, consents) =
            (&region.people.nurse, region.consents(&region.people.nurse).await.unwrap());
        let change = region.consent_change(&consents, TeamSharing).await;
        let typed = Typed { until: "2026-11-22".into(), ..consent_typed() };
        consents.give(Change { typed, ..change }).await.unwrap();
        let session = region.session(nurse).await;
        let enter = || region.app.room(&session, region.rooms.team);
        assert!(enter().await.is_ok());
        // It began at 14:32 of the day before the last one.
        region.clock.advance(86_400 + 9 * 3600);
        assert!(enter().await.is_ok(), "the last day is a whole day");
        region.clock.advance(3600);
        assert_eq!(enter().await.err().unwrap().code, Code::NotFound);
        let consents = region.consents(nurse).await.unwrap();
        assert!(!consents.may_enter() && consents.may_change());
    });
}

#[test]
fn family_is_shut_out_alone() {
    block_on(async {
        let region = Region::new().await;
        let (son, nurse) = (&region.people.relative, &region.people.nurse);
        let (son, nurse) = (region.session(son).await, region.session(nurse).await);
        let family = region.rooms.family;
        assert!(region.app.room(&son, family).await.is_ok(), "nothing was said against it");
        withdraw(&region, Family).await;
        assert_eq!(region.app.room(&son, family).await.err().unwrap().code, Code::NotFound);
        assert!(region.app.room(&nurse, family).await.is_ok());
        assert!(region.app.my_notebooks(&son).await.unwrap().cards.is_empty());
        let consents = region.consents(&region.people.nurse).await.unwrap();
        let change = region.consent_change(&consents, Family).await;
        consents.give(change).await.unwrap();
        assert!(region.app.room(&son, family).await.is_ok());
    });
}

#[test]
fn pressed_twice_it_is_one_and_of_two_people_one_is_told() {
    block_on(async {
        let region = Region::new().await;
        let consents = region.consents(&region.people.nurse).await.unwrap();
        let change = region.consent_change(&consents, Disaster).await;
        let colleague = region.consents(&region.people.doctor).await.unwrap();
        let late = Change {
            entry: EntryId::new(region.app.clock(), region.app.random()),
            ..change.clone()
        };
        consents.give(change.clone()).await.unwrap();
        consents.give(change.clone()).await.unwrap();
        assert_eq!(consents.history().await.unwrap().seen, 2);
        let told = colleague.give(late).await.unwrap_err();
        assert_eq!((told[0].code, told[0].field), (Code::Conflict, None));
        // The same form with other words is another form.
        let typed = Typed { said: "R8.11.19".into(), ..consent_typed() };
        let told = consents.give(Change { typed, ..change }).await.unwrap_err();
        assert_eq!(told[0].code, Code::EntryIdTaken);
        let history = consents.history().await.unwrap();
        assert_eq!(history.seen, 2);

        let change = region.consent_change(&consents, Disaster).await;
        let withdrawal = Change { typed: by_self(), ..change };
        consents.withdraw(withdrawal.clone()).await.unwrap();
        region.clock.advance(5);
        let again = region.consents(&region.people.nurse).await.unwrap();
        again.withdraw(withdrawal).await.unwrap();
        assert_eq!(again.history().await.unwrap().seen, 3);
    });
}

#[test]
fn what_is_wrong_is_refused_and_nothing_is_kept() {
    block_on(async {
        let region = Region::new().await;
        let consents = region.consents(&region.people.nurse).await.unwrap();
        let change = region.consent_change(&consents, TeamSharing).await;
        for (typed, field) in [
            (Typed { said: "1941-01-01".into(), ..consent_typed() }, "said"),
            (Typed { said: "2026-11-22".into(), ..consent_typed() }, "said"),
            (Typed { until: "2026-11-01".into(), ..consent_typed() }, "last_day"),
            (Typed { way: "oral".into(), ..consent_typed() }, "witness"),
        ] {
            let told = consents.give(Change { typed, ..change.clone() }).await.unwrap_err();
            assert_eq!(told[0].field, Some(field));
        }
        let paper = tasuki_app::attachment::Upload {
            bytes: b"no picture".to_vec(),
            ..tasuki_app::attachment::Upload::default()
        };
        for paper in [paper, tasuki_testkit::region::pdf()] {
            let change = Change { papers: vec![paper], ..change.clone() };
            let told = consents.give(change).await.unwrap_err();
            assert_eq!((told[0].code, told[0].field), (Code::FileRefused, Some("paper")));
        }
        assert_eq!(consents.history().await.unwrap().seen, 1);
        let helper = region.consents(&region.people.helper).await;
        assert!(helper.unwrap().may_change(), "of the managing facility");
    });
}

#[test]
fn the_team_of_another_facility_reads_and_does_not_change() {
    block_on(async {
        let region = Region::new().await;
        // The other notebook is managed by the station; the outsider is of the clinic.
        let outsider = &region.people.outsider;
        let session = region.session(outsider).await;
        let room = region.app.room(&session, region.rooms.other).await.unwrap();
        let notebook = room.notebook().unwrap().id;
        let consents = region.app.consents(&session, notebook).await.unwrap();
        assert!(!consents.may_change() && consents.may_enter());
        let change = region.consent_change(&consents, TeamSharing).await;
        let told = consents.withdraw(Change { typed: by_self(), ..change }).await.unwrap_err();
        assert_eq!(told[0].code, Code::NotAllowed);
        region.app.set_consent(notebook, false).await.unwrap();
        let refused = region.app.consents(&session, notebook).await.err().unwrap();
        assert_eq!(refused.code, Code::NotFound);
    });
}

/// The next turn of somebody who looks on, which must be the last.
async fn ended(turns: &mut tokio::sync::mpsc::Receiver<Turn>) -> Code {
    loop {
        match tokio::time::timeout(PATIENCE, turns.recv()).await.expect("nothing was told") {
            Some(Turn::News(..)) => {}
            Some(Turn::End(problem)) => return problem.code,
            None => panic!("it ended without a word"),
        }
    }
}

#[test]
fn open_streams_end_when_consent_does() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let look_on = async |who: &Somebody, room| {
            let room = enter(&region, who, room).await;
            room.look_on(who.shown(), None).await.unwrap()
        };
        // Withdrawn for family: the son is out, the nurse reads on.
        let mut son = look_on(&people.relative, region.rooms.family).await;
        let mut nurse = look_on(&people.nurse, region.rooms.family).await;
        withdraw(&region, Family).await;
        region.write(&people.nurse, region.rooms.family, note("ご家族へ")).await;
        assert_eq!(ended(&mut son).await, Code::NotFound);
        let told = tokio::time::timeout(PATIENCE, nurse.recv()).await.expect("nothing was told");
        assert!(matches!(told, Some(Turn::News(..))));

        // Over at midnight, without anybody doing anything: nine minutes from now.
        region.clock.advance(9 * 3600 + 19 * 60);
        let consents = region.consents(&people.nurse).await.unwrap();
        let change = region.consent_change(&consents, TeamSharing).await;
        let typed = Typed { until: "R8.11.21".into(), ..consent_typed() };
        consents.give(Change { typed, ..change }).await.unwrap();
        let mut doctor = look_on(&people.doctor, region.rooms.team).await;
        region.clock.advance(10 * 60);
        assert_eq!(ended(&mut doctor).await, Code::NotFound, "not for being idle");
    });
}
