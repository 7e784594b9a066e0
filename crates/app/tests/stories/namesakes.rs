//! Two patients of the same name: told to whoever could take one for the other, and to nobody who
//! does not know them both.

use tasuki_app::region::NewNotebook;
use tasuki_domain::name::Name;
use tasuki_domain::patient::Patient;
use tasuki_kernel::{PatientId, RoomId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, Somebody};

use crate::enter;

async fn first(region: &Region) -> Patient {
    let room = enter(region, &region.people.nurse, region.rooms.team).await;
    room.patient().await.unwrap().expect("basics")
}

/// A further patient, whose team is the helper.
async fn another(region: &Region, name: Name) -> RoomId {
    let nurse = enter(region, &region.people.nurse, region.rooms.team).await;
    let new = NewNotebook {
        patient: Patient {
            id: PatientId::new(region.app.clock(), region.app.random()),
            name,
            attending_doctor: None,
            ..first(region).await
        },
        managing_facility: nurse.notebook().expect("a notebook").managing_facility,
        team: vec![region.people.helper.post.expect("staff")],
        consent_from: region.app.clock().now(),
    };
    region.app.open_notebook(new).await.unwrap().1
}

async fn warned(region: &Region, who: &Somebody, room: RoomId) -> bool {
    let room = enter(region, who, room).await;
    let patient = room.patient().await.unwrap().expect("basics");
    room.namesake(&patient).await.unwrap()
}

#[test]
fn whoever_has_both_is_warned_and_nobody_else_learns_of_the_other() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        assert!(!warned(&region, &people.helper, team).await);
        let other = another(&region, first(&region).await.name).await;
        assert!(warned(&region, &people.helper, team).await);
        assert!(warned(&region, &people.helper, other).await);
        assert!(!warned(&region, &people.nurse, team).await, "the other is not hers");
        region.app.set_member(other, people.nurse.post.expect("staff"), false).await.unwrap();
        assert!(warned(&region, &people.nurse, team).await);
        region.app.set_member(other, people.nurse.post.expect("staff"), true).await.unwrap();
        assert!(!warned(&region, &people.nurse, team).await, "no more hers");
    });
}

#[test]
fn the_same_sound_is_enough_and_the_same_patient_is_nobody_else() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        // The nurse is in three rooms of this one patient.
        assert!(!warned(&region, &people.nurse, region.rooms.selected).await);
        let sound = Name::new("山愚痴", "花", "ヤマグチ", "ハナ").unwrap();
        another(&region, sound).await;
        assert!(warned(&region, &people.helper, team).await);
    });
}
