//! What every kind of entry leaves in the views, and that rebuilding gives the same.

mod people;

use tasuki_domain::content::{
    Access, Confirmation, Consent, ConsentKind, Content, Destroyed, KeyChange, Membership,
    Misfiled, Purpose, RecipientKind, Release, ReleaseTo, Withdrawal,
};
use tasuki_domain::patient::Patient;
use tasuki_domain::room::RoomKind;
use tasuki_kernel::{EntryId, PersonId, RecordId, Timestamp};
use tasuki_store::access::{self, AccessPlace, OfNotebook};
use tasuki_store::{notebook, shelf};
use tasuki_testkit::block_on;
use tasuki_testkit::sealed::{TestLog, new_author, note};

use crate::bytes;
use crate::world::on_both_worlds;

#[test]
fn a_notebook_its_rooms_and_its_patient() {
    on_both_worlds(|world| {
        block_on(async {
            let (id, room) = (world.notebook, world.team.room.unwrap());
            let row = world.read(move |conn| notebook::find(conn, id)).await.unwrap();
            assert_eq!((row.region, row.team_room, row.vault), (world.region, room, world.vault));
            assert_eq!((row.basics, row.attending, row.destroyed), (None, None, None));
            let all = world.read({
                let region = world.region;
                move |conn| notebook::all(conn, region)
            });
            assert_eq!(all.await, [row]);
            let rooms = world.read(move |conn| notebook::rooms_of(conn, id)).await;
            let kinds: Vec<_> = rooms.iter().map(|room| (room.kind, room.main_log)).collect();
            let expected = [(RoomKind::Team, world.team.id), (RoomKind::Family, world.family.id)];
            assert_eq!(kinds, expected);

            for deputy in [None, Some(world.nurse)] {
                let patient = Patient { deputy_doctor: deputy, ..world.patient() };
                let placed = world.say(&world.team, Content::Patient(Box::new(patient))).await;
                let row = world.read(move |conn| notebook::find(conn, id)).await.unwrap();
                assert_eq!(row.basics, Some((world.team.id, placed.sequence)));
                assert_eq!((row.attending, row.deputy), (Some(world.doctor), deputy));
            }
            world.assert_rebuilt_alike().await;
        });
    });
}

/// Nobody can open the logs of a destroyed notebook: what was computed from them goes too, and a
/// rebuilding, which cannot read them, gives the same.
#[test]
fn a_notebook_whose_keys_were_destroyed() {
    on_both_worlds(|world| {
        block_on(async {
            let reason = String::from("保存期間の満了");
            let id = world.notebook;
            let whole =
                Destroyed { notebook: Some(id), log: None, entry: None, reason: reason.clone() };
            let one = Destroyed {
                notebook: None,
                log: Some(world.team.id),
                entry: Some(EntryId::from_bytes(bytes())),
                reason,
            };
            world.fill_every_view().await;
            world.say(&world.own, Content::Destroyed(one)).await;
            let row = world.read(move |conn| notebook::find(conn, id)).await.unwrap();
            assert!(row.destroyed.is_none() && row.basics.is_some());

            let placed = world.say(&world.own, Content::Destroyed(whole)).await;
            let row = world.read(move |conn| notebook::find(conn, id)).await.unwrap();
            assert_eq!(row.destroyed, Some(placed.received));
            assert_eq!((row.basics, row.attending, row.deputy), (None, None, None));
            assert_eq!(world.read(move |conn| notebook::rooms_of(conn, id)).await, []);
            world.assert_rebuilt_alike_without_rooms().await;
        });
    });
}

#[test]
fn every_view_is_made_by_entries() {
    on_both_worlds(|world| {
        block_on(async {
            world.fill_every_view().await;
            for (name, rows) in world.views().await {
                assert!(!rows.is_empty(), "no entry of this test makes a row of {name}");
            }
            world.assert_rebuilt_alike().await;
        });
    });
}

fn joins(log: &TestLog, person: PersonId, until: Option<Timestamp>) -> Membership {
    let from = Timestamp::from_micros(1);
    Membership {
        room: log.room.unwrap(),
        person,
        post: None,
        from,
        until,
        history_from: Some(from),
        reason: None,
    }
}

#[test]
fn members_join_and_leave() {
    on_both_worlds(|world| {
        block_on(async {
            let (room, person) = (world.team.room.unwrap(), PersonId::from_bytes(bytes()));
            let member = || world.read(move |conn| notebook::member(conn, room, person));
            assert_eq!(member().await, None);
            let left = Some(Timestamp::from_micros(9));
            for until in [None, left] {
                let says = Content::Membership(joins(&world.team, person, until));
                world.say(&world.team, says).await;
                let facts = member().await.unwrap().facts;
                assert_eq!((facts.until, facts.post), (until, None));
                assert_eq!(facts.history_from, Some(Timestamp::from_micros(1)));
            }
            let says = Content::Membership(joins(&world.family, person, None));
            world.say(&world.family, says).await;
            let members = world.read(move |conn| notebook::members(conn, room)).await;
            assert_eq!(members.len(), 1);
            let rooms = world.read(move |conn| shelf::rooms(conn, person)).await;
            let kinds: Vec<_> = rooms.iter().map(|it| it.room.kind).collect();
            assert_eq!(kinds, [RoomKind::Team, RoomKind::Family]);
            let id = world.notebook;
            let notebook = world.read(move |conn| notebook::find(conn, id)).await;
            assert!(rooms.iter().all(|it| it.notebook == notebook
                && it.consent.is_none()
                && it.family_consent.is_none()));
            let logs = world.read(move |conn| shelf::logs(conn, person)).await;
            assert_eq!(logs.len(), 2);
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn the_audience_of_a_delivery() {
    on_both_worlds(|world| {
        block_on(async {
            let persons = vec![PersonId::from_bytes(bytes()), PersonId::from_bytes(bytes())];
            let delivery = world.team.delivery(persons.clone());
            world.create(&delivery).await;
            let (log, main) = (delivery.id, world.team.id);
            assert_eq!(world.read(move |conn| notebook::audience(conn, log)).await, persons);
            assert_eq!(world.read(move |conn| notebook::audience(conn, main)).await, []);
            // The room still has its one main log.
            let room = world.team.room.unwrap();
            let row = world.read(move |conn| notebook::room(conn, room)).await.unwrap();
            assert_eq!(row.main_log, main);
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn corrections_withdrawals_and_misfilings_are_amendments() {
    on_both_worlds(|world| {
        block_on(async {
            let log = &world.team;
            let first = log.sealed_note(new_author(world.region), "前");
            let record = first.record;
            world.append(log, first.clone()).await;
            for content in [
                note("後"),
                Content::Withdrawal(Withdrawal { reason: "誤り".into() }),
                Content::Misfiled(Misfiled { reason: "別の方".into() }),
            ] {
                let new = log.entry(first.author, content).correcting(&first).seal();
                world.append(log, new).await;
            }
            let id = log.id;
            let found = world.read(move |conn| notebook::amendments(conn, id, record)).await;
            assert_eq!(found.iter().map(|it| it.1).collect::<Vec<_>>(), [1, 2, 3]);
            let other = RecordId::from_bytes(bytes());
            assert_eq!(world.read(move |conn| notebook::amendments(conn, id, other)).await, []);
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn confirmations_count_once_an_author() {
    on_both_worlds(|world| {
        block_on(async {
            let log = &world.team;
            let of = EntryId::from_bytes(bytes());
            let (one, two) = (new_author(world.region), new_author(world.region));
            let mut first = Vec::new();
            for author in [one, two, one] {
                let new = log.entry(author, Content::Confirmation(Confirmation { of })).seal();
                first.push((author, world.append(log, new).await.received));
            }
            let id = log.id;
            let found = world.read(move |conn| notebook::confirmations(conn, id, of)).await;
            assert_eq!(found, first[..2]);
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn a_release_holds_until_the_next() {
    on_both_worlds(|world| {
        block_on(async {
            let (id, record) = (world.team.id, RecordId::from_bytes(bytes()));
            let released = || world.read(move |conn| notebook::released(conn, id, record));
            assert_eq!(released().await, []);
            let steps =
                [vec![ReleaseTo::Care, ReleaseTo::Family], vec![ReleaseTo::LifeSupport], vec![]];
            for to in steps {
                let says = Content::Release(Release { record, to: to.clone() });
                world.say(&world.team, says).await;
                assert_eq!(released().await, to);
            }
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn consent_holds_from_its_beginning_to_its_end() {
    on_both_worlds(|world| {
        block_on(async {
            let at = Timestamp::from_micros;
            let id = world.notebook;
            let holds = |now| async move {
                let said = world
                    .read(move |conn| notebook::consent(conn, id, ConsentKind::TeamSharing))
                    .await;
                said.is_some_and(|it| it.holds(at(now)))
            };
            assert!(!holds(50).await);
            let consent = |kind, given, until| {
                Content::Consent(Consent { until, ..Consent::plain(kind, given, at(10)) })
            };
            for kind in [
                ConsentKind::Family,
                ConsentKind::PartnerRegions,
                ConsentKind::Disaster,
                ConsentKind::Emergency,
                ConsentKind::Research,
            ] {
                world.say(&world.team, consent(kind, true, None)).await;
            }
            assert!(!holds(50).await);
            let team = ConsentKind::TeamSharing;
            world.say(&world.team, consent(team, true, Some(at(40)))).await;
            assert_eq!([holds(9).await, holds(10).await, holds(39).await], [false, true, true]);
            assert!(!holds(40).await);
            world.say(&world.team, consent(team, true, None)).await;
            assert!(holds(40).await);
            world.say(&world.team, consent(team, false, None)).await;
            assert!(!holds(40).await);
            world.assert_rebuilt_alike().await;
        });
    });
}

/// Kinds that only tell: they leave no row but their own.
#[test]
fn notes_and_keys_leave_the_views_alone() {
    on_both_worlds(|world| {
        block_on(async {
            let before = world.views().await;
            let key = KeyChange { kind: RecipientKind::Recovery, recipient: "age1…".into() };
            world.say(&world.own, Content::KeyChange(key)).await;
            world.say(&world.team, note("いつもどおり")).await;
            assert_eq!(world.views().await, before);
            world.assert_rebuilt_alike().await;
        });
    });
}

/// Where access records stand is found by notebook and by person, newest first.
#[test]
fn access_records_are_found_by_notebook_and_by_person() {
    on_both_worlds(|world| {
        block_on(async {
            let (one, other) = (PersonId::from_bytes(bytes()), PersonId::from_bytes(bytes()));
            let looked = |person, notebook| {
                Content::Access(Access {
                    person,
                    session: None,
                    device: None,
                    notebook,
                    room: None,
                    touched: Vec::new(),
                    purpose: Purpose::Care,
                    disclosure: None,
                })
            };
            let notebook = world.notebook;
            let mut placed = Vec::new();
            for person in [Some(one), Some(other), None, Some(one)] {
                placed.push(world.say(&world.team, looked(person, Some(notebook))).await.sequence);
            }
            world.say(&world.team, looked(Some(one), None)).await;
            let end = AccessPlace {
                received: Timestamp::from_micros(i64::MAX),
                log: world.team.id,
                sequence: 0,
            };
            let of = move |person, before| OfNotebook {
                notebook,
                person,
                from: Timestamp::default(),
                before,
            };
            let asked = of(None, end);
            let all = world.read(move |conn| access::of_notebook(conn, &asked, 10)).await;
            let mut found: Vec<u64> = all.iter().map(|it| it.sequence).collect();
            found.reverse();
            assert_eq!(found, placed);
            let asked = of(None, all[1]);
            let rest = world.read(move |conn| access::of_notebook(conn, &asked, 10)).await;
            assert_eq!(rest, all[2..]);
            let asked = of(Some(one), end);
            let ones = world.read(move |conn| access::of_notebook(conn, &asked, 10)).await;
            assert_eq!(ones.len(), 2);
            let mut people = vec![one, other];
            people.sort_unstable();
            assert_eq!(world.read(move |conn| access::people(conn, notebook)).await, people);
            let ever = [Timestamp::default(), end.received];
            let theirs = world.read(move |conn| access::by_person(conn, one, ever, 10)).await;
            assert_eq!(theirs.len(), 3, "with and without a notebook");
            world.assert_rebuilt_alike().await;
        });
    });
}
