//! Ordinary state: what changes without being said.

use std::sync::Arc;

use tasuki_domain::system::System;
use tasuki_kernel::{
    Code, DeviceId, FixedClock, LogId, NodeId, PersonId, RegionId, Result, SessionId, Timestamp,
    VaultId,
};
use tasuki_store::handover::{self, HandoverRow};
use tasuki_store::installation::{self, Installation};
use tasuki_store::notebook::{self, Mark};
use tasuki_store::pickup::{self, PickupRow};
use tasuki_store::preference::{self, Preferences};
use tasuki_store::{Conn, Store, StoreOptions, Transaction, opening, session};
use tasuki_testkit::sealed::new_region;
use tasuki_testkit::{block_on, on_both};

use crate::bytes;

const START: Timestamp = Timestamp::from_micros(1_790_000_000_000_000);

/// A store on a clock of its own, with words for one change and one question.
struct Desk {
    store: Store,
    clock: Arc<FixedClock>,
    region: RegionId,
}

impl Desk {
    fn change<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Transaction<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        block_on(self.store.write(self.region, Vec::new(), change))
    }

    fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> T {
        block_on(self.store.read(question)).unwrap()
    }
}

fn at_a_desk(test: impl Fn(&Desk)) {
    on_both(|database| {
        let clock = Arc::new(FixedClock::new(START));
        let options = StoreOptions { clock: Arc::clone(&clock) as _, ..database.options() };
        test(&Desk { store: Store::open(options).unwrap(), clock, region: new_region() });
    });
}

#[test]
fn a_password_is_replaced_and_makes_links_void() {
    at_a_desk(|desk| {
        let (person, other) = (PersonId::from_bytes(bytes()), PersonId::from_bytes(bytes()));
        assert_eq!(desk.ask(move |conn| session::password(conn, person)), None);
        let expires = START.plus_seconds(60);
        desk.change(move |t| {
            session::add_activation(t, [1; 32], person, expires)?;
            session::add_activation(t, [2; 32], other, expires)
        })
        .unwrap();
        let whose = |token, now| desk.ask(move |conn| session::activation(conn, token, now));
        assert_eq!(whose([1; 32], START), Some(person));
        assert_eq!(whose([1; 32], expires), None);
        assert_eq!(whose([3; 32], START), None);

        for hash in ["$argon2id$one", "$argon2id$two"] {
            desk.change(move |t| session::set_password(t, person, hash)).unwrap();
            let kept = desk.ask(move |conn| session::password(conn, person));
            assert_eq!(kept.as_deref(), Some(hash));
        }
        assert_eq!(whose([1; 32], START), None);
        assert_eq!(whose([2; 32], START), Some(other));
    });
}

#[test]
fn a_session_is_seen_locked_and_ended() {
    at_a_desk(|desk| {
        let (id, person) = (SessionId::from_bytes(bytes()), PersonId::from_bytes(bytes()));
        let device = DeviceId::from_bytes(bytes());
        desk.change(move |t| session::begin(t, id, [7; 32], person, device)).unwrap();
        let again = desk.change(move |t| {
            session::begin(t, SessionId::from_bytes(bytes()), [7; 32], person, device)
        });
        assert_eq!(again.unwrap_err().code, Code::Conflict);

        let (begun, chosen) = desk.ask(|conn| session::by_token(conn, [7; 32])).unwrap();
        assert_eq!(chosen, preference::Preferences::default());
        assert_eq!((begun.id, begun.person, begun.device), (id, person, device));
        assert_eq!((begun.started, begun.seen, begun.ended), (START, START, None));
        assert!(!begun.locked);
        assert_eq!(desk.ask(|conn| session::by_token(conn, [8; 32])), None);

        desk.clock.advance(60);
        desk.change(move |t| session::seen(t, id, true)).unwrap();
        let small = preference::Preferences {
            lang: Some("en".into()),
            text_percent: 130,
            idle_minutes: Some(5),
            notebook_order: "kana".into(),
        };
        let kept = small.clone();
        desk.change(move |t| preference::keep(t, person, &kept)).unwrap();
        let (seen, chosen) = desk.ask(move |conn| session::by_id(conn, id)).unwrap();
        assert_eq!(chosen, small);
        assert_eq!((seen.seen, seen.locked), (START.plus_seconds(60), true));
        assert_eq!(desk.ask(move |conn| session::open_of(conn, person)), [seen]);

        for _ in 0..2 {
            desk.clock.advance(60);
            desk.change(move |t| session::end(t, id)).unwrap();
        }
        let (ended, _) = desk.ask(move |conn| session::by_id(conn, id)).unwrap();
        assert_eq!(ended.ended, Some(START.plus_seconds(120)));
        assert_eq!(desk.ask(move |conn| session::open_of(conn, person)), []);
    });
}

#[test]
fn failures_are_counted_until_they_are_old() {
    at_a_desk(|desk| {
        let count = || desk.ask(|conn| session::failures(conn, [5; 32])).0;
        let fail = |forget_before| {
            desk.change(move |t| session::add_failure(t, [5; 32], forget_before)).unwrap();
        };
        assert_eq!(count(), 0);
        for expected in 1..=3 {
            fail(START);
            assert_eq!(count(), expected);
        }
        desk.clock.advance(900);
        fail(START.plus_seconds(1));
        assert_eq!(count(), 1);
        let last = desk.ask(|conn| session::failures(conn, [5; 32])).1;
        assert_eq!(last, START.plus_seconds(900));
        desk.change(|t| session::forgive(t, [5; 32])).unwrap();
        assert_eq!(count(), 0);
    });
}

#[test]
fn a_mark_moves_forward_only() {
    at_a_desk(|desk| {
        let (person, log) = (PersonId::from_bytes(bytes()), LogId::from_bytes(bytes()));
        let read = || desk.ask(move |conn| notebook::mark(conn, person, log));
        let set = |mark| {
            desk.change(move |t| notebook::set_mark(t, person, log, mark)).unwrap();
        };
        assert_eq!(read(), Mark::default());
        let near = Mark { sequence: 3, read: [1, 1, 0] };
        let far = Mark { sequence: 9, read: [4, 2, 1] };
        for (mark, stands) in [(near, near), (far, far), (near, far), (far, far)] {
            set(mark);
            assert_eq!(read(), stands);
        }
        let other = PersonId::from_bytes(bytes());
        desk.change(move |t| notebook::set_mark(t, other, log, near)).unwrap();
        let readers = desk.ask(move |conn| notebook::readers(conn, log));
        assert_eq!(readers, [(person, 9), (other, 3)]);
    });
}

#[test]
fn the_first_opening_of_an_entry_keeps_its_time() {
    at_a_desk(|desk| {
        let log = LogId::from_bytes(bytes());
        let (one, other) = (PersonId::from_bytes(bytes()), PersonId::from_bytes(bytes()));
        for (person, sequence, seconds) in
            [(one, 3, 10), (one, 9, 20), (other, 5, 15), (one, 9, 30)]
        {
            let at = START.plus_seconds(seconds);
            desk.change(move |t| opening::note(t, (log, person), sequence, at)).unwrap();
        }
        let first = |sequence| {
            let rows = desk.ask(move |conn| opening::first(conn, log, sequence));
            rows.into_iter().map(|(who, at)| (who, at.seconds_since(START))).collect::<Vec<_>>()
        };
        assert_eq!(first(1), [(one, 10), (other, 15)]);
        assert_eq!(first(4), [(one, 20), (other, 15)]);
        assert_eq!(first(6), [(one, 20)]);
        assert_eq!(first(10), []);
    });
}

#[test]
fn regions_and_nodes_are_entered_once() {
    at_a_desk(|desk| {
        let it = Installation {
            region: desk.region,
            region_log: LogId::from_bytes(bytes()),
            vault: VaultId::from_bytes(bytes()),
        };
        assert_eq!(desk.ask(installation::all), []);
        desk.change(move |t| installation::insert(t, &it)).unwrap();
        let again = desk.change(move |t| installation::insert(t, &it)).unwrap_err();
        assert_eq!(again.code, Code::Conflict);
        assert_eq!(desk.ask(installation::all), [it]);

        let (node, log, region) =
            (NodeId::from_bytes(bytes()), LogId::from_bytes(bytes()), desk.region);
        let access = |region| desk.ask(move |conn| installation::access_log(conn, node, region));
        assert_eq!(access(region), None);
        desk.change(move |t| installation::insert_node(t, node, region, log)).unwrap();
        assert_eq!(access(region), Some(log));
        assert_eq!(access(new_region()), None);
        assert_eq!(desk.ask(move |conn| installation::settings(conn, region)), None);
    });
}

#[test]
fn what_a_person_chose_is_kept_and_changed() {
    on_both(|database| {
        let store = database.open();
        let (one, other) = (PersonId::from_bytes(bytes()), PersonId::from_bytes(bytes()));
        let ask =
            |person| block_on(store.read(move |conn| preference::find(conn, person))).unwrap();
        assert_eq!(ask(one), Preferences::default());
        let mut chosen = Preferences {
            lang: Some("en".into()),
            text_percent: 130,
            idle_minutes: Some(5),
            notebook_order: "kana".into(),
        };
        for order in ["kana", "recent"] {
            chosen.notebook_order = order.into();
            let kept = chosen.clone();
            let change = move |t: &mut Transaction<'_>| preference::keep(t, one, &kept);
            block_on(store.write(new_region(), Vec::new(), change)).unwrap();
            assert_eq!(ask(one), chosen);
        }
        assert_eq!(ask(other), Preferences::default(), "nobody else's");
        chosen.lang = None;
        chosen.idle_minutes = None;
        let kept = chosen.clone();
        let change = move |t: &mut Transaction<'_>| preference::keep(t, one, &kept);
        block_on(store.write(new_region(), Vec::new(), change)).unwrap();
        assert_eq!(ask(one), chosen, "open choices are open again");
    });
}

fn waiting_pickup(number: &str, replaces: Option<DeviceId>) -> PickupRow {
    PickupRow {
        number: number.into(),
        code: "$argon2id$".into(),
        person: PersonId::from_bytes(bytes()),
        label: "電話".into(),
        system: System::Android,
        made: START,
        expires: START.plus_seconds(60),
        failures: 0,
        used: None,
        device: None,
        replaces,
    }
}

#[test]
fn a_pickup_counts_failures_and_keeps_the_time_of_its_first_use() {
    at_a_desk(|desk| {
        let row = waiting_pickup("123456789", None);
        let of = |number| desk.ask(move |conn| pickup::find(conn, number));
        for (kept, code) in [(row.clone(), None), (row.clone(), Some(Code::Conflict))] {
            let done = desk.change(move |t| pickup::insert(t, &kept));
            assert_eq!(done.err().map(|it| it.code), code, "a number stands for one");
        }
        assert_eq!((of("123456789").as_ref(), of("987654321")), (Some(&row), None));
        for _ in 0..3 {
            desk.change(|t| pickup::add_failure(t, "123456789")).unwrap();
        }
        assert_eq!(of("123456789").unwrap().failures, 3);
        for number in 0..2 {
            desk.clock.advance(10);
            let device = DeviceId::from_bytes([number; 16]);
            desk.change(move |t| pickup::use_it(t, "123456789", device)).unwrap();
            let used = of("123456789").unwrap();
            assert_eq!((used.used, used.device), (Some(START.plus_seconds(10)), Some(device)));
        }
    });
}

#[test]
fn what_replaces_an_older_device_says_so_once() {
    at_a_desk(|desk| {
        let (older, newer) = (DeviceId::from_bytes(bytes()), DeviceId::from_bytes(bytes()));
        let (plain, renewal) = (waiting_pickup("1", None), waiting_pickup("2", Some(older)));
        let other = DeviceId::from_bytes(bytes());
        desk.change(move |t| {
            pickup::insert(t, &plain)?;
            pickup::insert(t, &renewal)?;
            pickup::use_it(t, "1", other)?;
            pickup::use_it(t, "2", newer)
        })
        .unwrap();
        let replaced = |device| desk.ask(move |conn| pickup::replaced_by(conn, device));
        assert_eq!((replaced(newer), replaced(other)), (Some(older), None));
        desk.change(move |t| pickup::replacement_done(t, newer)).unwrap();
        assert_eq!(replaced(newer), None);

        desk.change(|t| pickup::forget(t, START.plus_seconds(60))).unwrap();
        assert!(desk.ask(|conn| pickup::find(conn, "1")).is_some());
        desk.change(|t| pickup::forget(t, START.plus_seconds(61))).unwrap();
        assert_eq!(desk.ask(|conn| pickup::find(conn, "1")), None);
    });
}

#[test]
fn a_link_is_taken_once_and_leads_nowhere_after_its_time() {
    at_a_desk(|desk| {
        let link = |token| HandoverRow {
            token: [token; 32],
            number: "123456789".into(),
            code: vec![1, 2, 3],
            expires: START.plus_seconds(60),
        };
        desk.change(move |t| handover::insert(t, &link(1))).unwrap();
        let of = |now| desk.ask(move |conn| handover::find(conn, [1; 32], now));
        assert_eq!(of(START), Some(link(1)));
        assert_eq!(of(START.plus_seconds(60)), None);
        assert!(desk.change(|t| handover::take(t, [1; 32])).unwrap());
        assert!(!desk.change(|t| handover::take(t, [1; 32])).unwrap());
        assert_eq!(of(START), None);
        // A later one takes away what has expired.
        desk.change(move |t| handover::insert(t, &link(2))).unwrap();
        desk.clock.advance(60);
        desk.change(move |t| handover::insert(t, &link(3))).unwrap();
        let left = desk.ask(|conn| handover::find(conn, [2; 32], START));
        assert_eq!(left, None);
    });
}
