//! 法にもとづく開示: the register, who may look now, and 特別便 without readers.

use tasuki_domain::content::{
    Content, DisclosureAnswered, DisclosureAsked, DisclosureEnded, DisclosureKind, DisclosureTold,
    Membership,
};
use tasuki_kernel::{DisclosureId, NotebookId, PersonId, Timestamp};
use tasuki_store::disclosure::{self, State};
use tasuki_testkit::block_on;

use crate::bytes;
use crate::world::on_both_worlds;

/// Somebody asks for all of a notebook, for two days, and those concerned are not told.
pub(crate) fn asks(id: DisclosureId, notebook: NotebookId, by: PersonId) -> Content {
    Content::DisclosureAsked(Box::new(DisclosureAsked {
        id,
        kind: DisclosureKind::Court,
        notebook,
        log: None,
        reason: "文書提出命令".into(),
        basis: "第12号".into(),
        receiver: "裁判所".into(),
        untold: "刑事訴訟法197条5項".into(),
        days: 2,
        by,
    }))
}

#[test]
fn a_disclosure_holds_for_two_persons_until_its_days_are_over() {
    on_both_worlds(|world| {
        block_on(async {
            let (one, other) = (PersonId::from_bytes(bytes()), PersonId::from_bytes(bytes()));
            let (id, notebook, region) =
                (DisclosureId::from_bytes(bytes()), world.notebook, world.region);
            let holding = async |person, at| {
                let found = world.read(move |conn| disclosure::holding(conn, notebook, person, at));
                found.await.map(|it| it.id)
            };
            let find = async || world.read(move |conn| disclosure::find(conn, region, id)).await;
            let asked = world.say(&world.own, asks(id, notebook, one)).await;
            let row = find().await.unwrap();
            assert_eq!((row.state, row.told, row.days), (State::Waiting, false, 2));
            assert_eq!((row.asked_sequence, row.until), (asked.sequence, None));
            assert_eq!(holding(one, asked.received).await, None);
            let yes = DisclosureAnswered { id, approved: true, reason: String::new(), by: other };
            let at = world.say(&world.own, Content::DisclosureAnswered(yes)).await.received;
            let last = at.plus_seconds(2 * 86_400);
            assert_eq!(find().await.unwrap().until, Some(last));
            for person in [one, other] {
                assert_eq!(holding(person, last.plus_seconds(-1)).await, Some(id));
                assert_eq!(holding(person, last).await, None);
            }
            assert_eq!(holding(PersonId::from_bytes(bytes()), at).await, None);
            let untold = async || world.read(move |conn| disclosure::untold(conn, notebook)).await;
            assert_eq!(untold().await.iter().map(|it| it.id).collect::<Vec<_>>(), [id]);
            let told = Content::DisclosureTold(DisclosureTold { id, by: one });
            world.say(&world.own, told).await;
            assert_eq!(untold().await, []);
            let ended = Content::DisclosureEnded(DisclosureEnded { id, by: one });
            world.say(&world.own, ended).await;
            assert_eq!(find().await.unwrap().state, State::Ended);
            assert_eq!(holding(one, at).await, None);
            let newest = world.read(move |conn| disclosure::newest(conn, region, 1)).await;
            assert_eq!(newest.len(), 1);
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn a_delivery_is_orphaned_when_its_last_reader_leaves() {
    on_both_worlds(|world| {
        block_on(async {
            world.fill_every_view().await;
            let region = world.region;
            let late = Timestamp::from_micros(i64::MAX - 1);
            let orphans = async |at| {
                world.read(move |conn| disclosure::orphans(conn, region, at, 10)).await.len()
            };
            // The addressee of the world's delivery has no account that could sign in for ever.
            let person = PersonId::from_bytes(bytes());
            let delivery = world.team.delivery(vec![person]);
            world.create(&delivery).await;
            let before = orphans(late).await;
            let membership = |until| {
                Content::Membership(Membership {
                    room: world.team.room.unwrap(),
                    person,
                    post: None,
                    from: Timestamp::from_micros(1),
                    until,
                    history_from: None,
                    reason: None,
                })
            };
            let account = tasuki_domain::content::Person {
                id: person,
                kind: tasuki_domain::content::PersonKind::Staff,
                login: "reader".into(),
                name: tasuki_domain::name::Name::new("佐藤", "美咲", "サトウ", "ミサキ").unwrap(),
                active: true,
                portrait: None,
                mail: None,
            };
            world.say(&world.own, Content::Person(account)).await;
            world.say(&world.team, membership(None)).await;
            assert_eq!(orphans(late).await, before - 1, "somebody can read it");
            world.say(&world.team, membership(Some(Timestamp::from_micros(9)))).await;
            assert_eq!(orphans(Timestamp::from_micros(8)).await, before - 1);
            assert_eq!(orphans(Timestamp::from_micros(9)).await, before);
            world.assert_rebuilt_alike().await;
        });
    });
}
