//! The register of patients: who has something in common with whom, and where consents stand.

use tasuki_domain::content::{Consent, ConsentKind, Content, Facility, NotebookOpened};
use tasuki_domain::likeness::{Likeness, LikenessKind};
use tasuki_domain::patient::Patient;
use tasuki_domain::room::RoomKind;
use tasuki_kernel::{FacilityId, NotebookId, RegionId, Timestamp};
use tasuki_store::likeness::{self, Alike};
use tasuki_testkit::block_on;
use tasuki_testkit::sealed::TestLog;

use crate::bytes;
use crate::world::{World, on_both_worlds};

fn mark(kind: LikenessKind, n: u8) -> Likeness {
    Likeness { kind, mark: [n; 16] }
}

/// A facility that manages notebooks.
async fn facility(world: &World, name: &str) -> FacilityId {
    let id = FacilityId::from_bytes(bytes());
    let (kind, name) = ("clinic".into(), name.to_owned());
    let facility = Facility { id, kind, name, active: true, municipality: None };
    world.say(&world.own, Content::Facility(facility)).await;
    id
}

/// A notebook of a patient with these marks.
async fn notebook(
    world: &World,
    managing: FacilityId,
    marks: &[Likeness],
) -> (NotebookId, TestLog) {
    let id = NotebookId::from_bytes(bytes());
    let team = TestLog::of_room(world.region, RoomKind::Team, Some(id));
    let opened = NotebookOpened {
        notebook: id,
        patient: world.patient().id,
        team_room: team.room.unwrap(),
        managing_facility: managing,
        vault: team.vault,
    };
    world.say(&world.own, Content::NotebookOpened(opened)).await;
    world.create(&team).await;
    basics(world, &team, marks).await;
    (id, team)
}

async fn basics(world: &World, team: &TestLog, marks: &[Likeness]) {
    let patient = Patient { likenesses: marks.to_vec(), ..world.patient() };
    world.say(team, Content::Patient(Box::new(patient))).await;
}

async fn alike(world: &World, region: RegionId, marks: &[Likeness]) -> Vec<Alike> {
    let marks = marks.to_vec();
    world.read(move |conn| likeness::alike(conn, region, &marks)).await
}

#[test]
fn who_has_a_mark_is_found_with_who_manages() {
    on_both_worlds(|world| {
        block_on(async {
            let clinic = facility(world, "港の見える診療所").await;
            let marks = [mark(LikenessKind::NameBirth, 1), mark(LikenessKind::Name, 2)];
            let (one, team) = notebook(world, clinic, &marks).await;
            let (other, _) = notebook(world, clinic, &marks[1..]).await;
            let found = alike(world, world.region, &marks).await;
            let told: Vec<_> = found.iter().map(|it| (it.notebook, it.kind)).collect();
            assert_eq!(
                told,
                [
                    (one, LikenessKind::NameBirth),
                    (one, LikenessKind::Name),
                    (other, LikenessKind::Name)
                ]
            );
            assert_eq!(found[0].managing, (clinic, "港の見える診療所".to_owned()));
            assert_eq!(found[0].team_room, team.room.unwrap());
            // The same bytes of another kind, and another region, are nobody.
            let other_kind = [mark(LikenessKind::BirthAddress, 1)];
            assert_eq!(alike(world, world.region, &other_kind).await, []);
            assert_eq!(alike(world, RegionId::from_bytes(bytes()), &marks).await, []);
            assert_eq!(alike(world, world.region, &[]).await, []);
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn new_basics_take_the_place_of_the_old_marks() {
    on_both_worlds(|world| {
        block_on(async {
            let clinic = facility(world, "診療所").await;
            let (old, new) = (mark(LikenessKind::NameBirth, 3), mark(LikenessKind::NameBirth, 4));
            let address = mark(LikenessKind::NameAddress, 5);
            let (_, team) = notebook(world, clinic, &[old, address]).await;
            basics(world, &team, &[new]).await;
            let found = |it| async move { alike(world, world.region, &[it]).await.len() };
            assert_eq!([found(old).await, found(address).await, found(new).await], [0, 0, 1]);
            basics(world, &team, &[]).await;
            assert_eq!(found(new).await, 0);
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn consents_stand_where_they_were_said_one_after_the_other() {
    on_both_worlds(|world| {
        block_on(async {
            let id = world.notebook;
            let places = || world.read(move |conn| likeness::consents(conn, id));
            assert_eq!(places().await, []);
            let at = Timestamp::from_micros;
            let mut told = Vec::new();
            for (kind, given) in [
                (ConsentKind::TeamSharing, true),
                (ConsentKind::Family, false),
                (ConsentKind::TeamSharing, false),
            ] {
                let content = Content::Consent(Consent::plain(kind, given, at(5)));
                let placed = world.say(&world.team, content).await;
                told.push((world.team.id, placed.sequence));
            }
            assert_eq!(places().await, told);
            let other = NotebookId::from_bytes(bytes());
            assert_eq!(world.read(move |conn| likeness::consents(conn, other)).await, []);
            world.assert_rebuilt_alike().await;
        });
    });
}
