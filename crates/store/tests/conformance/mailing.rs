//! The outbox at its edges, links from one device to another, and what the portal tells everybody.

use std::sync::Arc;

use tasuki_domain::content::{Content, Facility, Portal, Terms, TermsAccepted};
use tasuki_kernel::{
    Code, FacilityId, FixedClock, LetterId, PersonId, RegionId, Result, Timestamp,
};
use tasuki_store::handover::{self, HandoverRow};
use tasuki_store::letter::{self, LetterRow, NewLetter, State};
use tasuki_store::{Conn, Store, StoreOptions, Transaction, portal};
use tasuki_testkit::sealed::new_region;
use tasuki_testkit::{block_on, on_both};

use crate::bytes;
use crate::world::on_both_worlds;

const START: Timestamp = Timestamp::from_micros(1_790_000_000_000_000);
const ABOUT: [u8; 16] = [5; 16];

/// A region's outbox on a clock of its own.
struct Outbox {
    store: Store,
    clock: Arc<FixedClock>,
    region: RegionId,
}

fn at_an_outbox(test: impl Fn(&Outbox)) {
    on_both(|database| {
        let clock = Arc::new(FixedClock::new(START));
        let options = StoreOptions { clock: Arc::clone(&clock) as _, ..database.options() };
        test(&Outbox { store: Store::open(options).unwrap(), clock, region: new_region() });
    });
}

impl Outbox {
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

    /// Keeps a letter of a region that is due at a time.
    fn put(&self, region: RegionId, due: Timestamp) -> LetterId {
        let id = LetterId::from_bytes(bytes());
        let new = NewLetter {
            id,
            region,
            kind: "notice".into(),
            receiver: "nao@example.jp".into(),
            sealed: b"sealed".to_vec(),
            about: Some(ABOUT),
        };
        self.change(move |t| letter::insert_for(t, &new, due)).unwrap();
        id
    }

    /// Takes what is due, for five minutes.
    fn take(&self, region: RegionId) -> Vec<letter::Due> {
        let take = move |t: &mut Transaction<'_>| {
            let lease = t.now().plus_seconds(300);
            letter::take_due(t, region, lease)
        };
        self.change(take).unwrap()
    }

    fn of_state(&self, state: State, most: u32) -> Vec<LetterRow> {
        let region = self.region;
        self.ask(move |conn| letter::of_state(conn, region, state, most))
    }

    fn counts(&self, region: RegionId) -> [u64; 3] {
        self.ask(move |conn| letter::counts(conn, region))
    }
}

#[test]
fn twenty_letters_are_taken_at_a_time_and_those_that_waited_longest_first() {
    at_an_outbox(|outbox| {
        let region = outbox.region;
        let mut put: Vec<_> =
            (0..23).map(|late| outbox.put(region, START.plus_seconds(-late))).collect();
        let future = outbox.put(region, START.plus_seconds(1));
        put.reverse();
        let ids = |taken: Vec<letter::Due>| taken.iter().map(|it| it.id).collect::<Vec<_>>();
        assert_eq!(ids(outbox.take(region)), put[..20]);
        assert_eq!(ids(outbox.take(region)), put[20..]);
        assert_eq!(outbox.take(region), [], "the others are taken");
        let next = outbox.ask(move |conn| letter::next_due(conn, region));
        assert_eq!(next, Some(START.plus_seconds(1)));
        outbox.clock.advance(1);
        assert_eq!(ids(outbox.take(region)), [future]);
    });
}

#[test]
fn a_letter_that_was_tried_is_not_taken_back() {
    at_an_outbox(|outbox| {
        let (region, elsewhere) = (outbox.region, new_region());
        let tried = outbox.put(region, START);
        assert_eq!(outbox.take(region).len(), 1);
        let (untried, foreign) = (outbox.put(region, START), outbox.put(elsewhere, START));
        let about = |region| outbox.ask(move |conn| letter::about(conn, region, ABOUT));
        let ids = |rows: Vec<LetterRow>| rows.iter().map(|it| it.id).collect::<Vec<_>>();
        assert_eq!(ids(about(region)), [tried, untried]);
        outbox.change(move |t| letter::take_back(t, region, ABOUT)).unwrap();
        let left = about(region);
        assert_eq!((left.len(), left[0].id, left[0].attempts), (1, tried, 1));
        assert_eq!(ids(about(elsewhere)), [foreign], "another region's letter goes out");
    });
}

#[test]
fn the_letters_of_a_region_are_its_own() {
    at_an_outbox(|outbox| {
        let (region, elsewhere) = (outbox.region, new_region());
        let (own, foreign) = (outbox.put(region, START), outbox.put(elsewhere, START));
        assert_eq!(outbox.take(region).iter().map(|it| it.id).collect::<Vec<_>>(), [own]);
        assert_eq!((outbox.counts(region), outbox.counts(elsewhere)), ([1, 0, 0], [1, 0, 0]));
        let words = |region, id| outbox.ask(move |conn| letter::words(conn, region, id));
        let kept = ("nao@example.jp".to_owned(), b"sealed".to_vec(), START);
        assert_eq!(words(region, own), Some(kept));
        assert_eq!(words(region, foreign), None);
        outbox.change(move |t| letter::delivered(t, foreign)).unwrap();
        let sweep = move |t: &mut Transaction<'_>| letter::sweep(t, region, START.plus_seconds(1));
        outbox.change(sweep).unwrap();
        assert_eq!(outbox.counts(elsewhere), [0, 1, 0], "swept by its own region only");
        assert_eq!(outbox.counts(new_region()), [0, 0, 0]);
    });
}

#[test]
fn what_has_ended_stays_as_it_ended() {
    at_an_outbox(|outbox| {
        let region = outbox.region;
        let (arrived, refused) = (outbox.put(region, START), outbox.put(region, START));
        outbox
            .change(move |t| {
                letter::later(t, arrived, START.plus_seconds(9), "421 busy")?;
                letter::delivered(t, arrived)?;
                letter::given_up(t, refused, "550 no such user")
            })
            .unwrap();
        outbox.clock.advance(60);
        outbox
            .change(move |t| {
                letter::given_up(t, arrived, "too late")?;
                letter::later(t, arrived, START.plus_seconds(99), "too late")?;
                letter::delivered(t, refused)
            })
            .unwrap();
        let [delivered, given_up] =
            [State::Delivered, State::GivenUp].map(|state| outbox.of_state(state, 9));
        assert_eq!((delivered.len(), delivered[0].id), (1, arrived));
        assert_eq!((delivered[0].ended, delivered[0].trouble.as_str()), (Some(START), ""));
        assert_eq!((given_up.len(), given_up[0].id), (1, refused));
        assert_eq!(given_up[0].ended, Some(START));
        assert_eq!(given_up[0].trouble, "550 no such user");
        assert_eq!(outbox.ask(move |conn| letter::next_due(conn, region)), None);
        let words = outbox.ask(move |conn| letter::words(conn, region, refused));
        assert!(words.is_some(), "the desk may send it again");
    });
}

#[test]
fn letters_of_a_state_are_listed_newest_first_and_swept_by_when_they_ended() {
    at_an_outbox(|outbox| {
        let region = outbox.region;
        let ids = [0, 10, 20].map(|at| outbox.put(region, START.plus_seconds(at)));
        let listed =
            |state, most| outbox.of_state(state, most).iter().map(|it| it.id).collect::<Vec<_>>();
        assert_eq!(listed(State::Waiting, 9), [ids[2], ids[1], ids[0]]);
        assert_eq!(listed(State::Waiting, 1), [ids[2]]);
        let [first, second, _] = ids;
        outbox.change(move |t| letter::delivered(t, first)).unwrap();
        outbox.clock.advance(5);
        outbox.change(move |t| letter::given_up(t, second, "550")).unwrap();
        let sweep = |before: Timestamp| {
            outbox.change(move |t| letter::sweep(t, region, before)).unwrap();
            outbox.counts(region)
        };
        assert_eq!(sweep(START), [1, 1, 1], "not before that");
        assert_eq!(sweep(START.plus_seconds(5)), [1, 0, 1]);
        assert_eq!(sweep(START.plus_seconds(6)), [1, 0, 0]);
    });
}

#[test]
fn a_link_leaves_the_others_alone_and_its_token_serves_once() {
    at_an_outbox(|outbox| {
        let link = |token, number: &str| HandoverRow {
            token: [token; 32],
            number: number.into(),
            code: vec![token],
            expires: START.plus_seconds(60),
        };
        let (one, other, again) = (link(1, "111"), link(2, "222"), link(1, "333"));
        for new in [one.clone(), other.clone()] {
            outbox.change(move |t| handover::insert(t, &new)).unwrap();
        }
        let refused = outbox.change(move |t| handover::insert(t, &again));
        assert_eq!(refused.unwrap_err().code, Code::Conflict, "a token that is in use");
        let found = |token| outbox.ask(move |conn| handover::find(conn, [token; 32], START));
        assert_eq!(found(1), Some(one), "what was there stays");
        assert!(!outbox.change(|t| handover::take(t, [3; 32])).unwrap(), "nobody's");
        assert!(outbox.change(|t| handover::take(t, [1; 32])).unwrap());
        assert_eq!((found(1), found(2)), (None, Some(other)));
    });
}

#[test]
fn every_word_of_the_portal_comes_back_in_its_place_and_in_its_region() {
    on_both_worlds(|world| {
        block_on(async {
            let said = Portal {
                palette: "green".into(),
                municipality: "141097".into(),
                about: "みなと市の連絡帳です。\nどなたも読めます。".into(),
                joining: "参加するには".into(),
                privacy: "個人情報の扱い".into(),
                desk: "みなと市在宅医療相談室".into(),
                phone: "045-000-0000".into(),
                mail: "desk@example.jp".into(),
                hours: "平日9時から17時".into(),
            };
            world.say(&world.own, Content::Portal(said.clone())).await;
            let told = |region| world.read(move |conn| portal::portal(conn, region));
            assert_eq!(told(world.region).await, said);
            assert_eq!(told(new_region()).await, Portal::default());
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn terms_said_again_replace_their_version_and_were_accepted_when_they_were_first() {
    on_both_worlds(|world| {
        block_on(async {
            let (region, person) = (world.region, PersonId::from_bytes(bytes()));
            for (version, text) in [(2, "第2版"), (1, "誤り"), (1, "第1版")] {
                let terms = Terms { region, version, text: text.into(), from: START };
                world.say(&world.own, Content::Terms(terms)).await;
            }
            let all = world.read(move |conn| portal::terms(conn, region)).await;
            let texts: Vec<_> = all.iter().map(|it| it.text.as_str()).collect();
            assert_eq!(texts, ["第2版", "第1版"]);
            let elsewhere = new_region();
            assert_eq!(world.read(move |conn| portal::terms(conn, elsewhere)).await, []);

            let accepted = || world.read(move |conn| portal::accepted(conn, person));
            assert_eq!(accepted().await, None);
            let accepts = |version| Content::TermsAccepted(TermsAccepted { person, version });
            let first = world.say(&world.own, accepts(2)).await;
            for version in [2, 1] {
                world.say(&world.own, accepts(version)).await;
                assert_eq!(accepted().await, Some((2, first.received)));
            }
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn the_portal_lists_who_takes_part_by_place_and_kind() {
    on_both_worlds(|world| {
        block_on(async {
            for (place, kind, active) in [
                (Some("141097"), "pharmacy", true),
                (Some("141011"), "pharmacy", true),
                (None, "pharmacy", true),
                (Some("141097"), "clinic", true),
                (Some("141011"), "clinic", false),
            ] {
                let facility = Facility {
                    id: FacilityId::from_bytes(bytes()),
                    kind: kind.into(),
                    name: "みなと".into(),
                    active,
                    municipality: place.map(Into::into),
                };
                world.say(&world.own, Content::Facility(facility)).await;
            }
            let region = world.region;
            let all = world.read(move |conn| portal::taking_part(conn, region)).await;
            let told: Vec<_> =
                all.iter().map(|it| (it.municipality.as_deref(), it.kind.as_str())).collect();
            assert_eq!(
                told,
                [
                    (None, "pharmacy"),
                    (Some("141011"), "pharmacy"),
                    (Some("141097"), "clinic"),
                    (Some("141097"), "pharmacy"),
                ]
            );
            let elsewhere = new_region();
            let none = world.read(move |conn| portal::taking_part(conn, elsewhere)).await;
            assert_eq!(none, []);
        });
    });
}
