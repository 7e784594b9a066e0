//! Channels, notices, and who opened them.

use tasuki_domain::content::{
    ChannelMembers, ChannelOpened, Content, Facility, Notice, NoticeOpened, NoticeReminded,
    NoticeWithdrawn, Person, PersonKind, Post,
};
use tasuki_domain::name::Name;
use tasuki_domain::room::RoomKind;
use tasuki_kernel::{EntryId, FacilityId, LetterId, PersonId, PostId, RecordId, RoomId, Timestamp};
use tasuki_store::notice::{self, NoticeRow, Wanted};
use tasuki_store::{addressee, letter};
use tasuki_testkit::block_on;
use tasuki_testkit::sealed::{TestLog, new_author};

use crate::bytes;
use crate::world::{World, on_both_worlds};

const END: Timestamp = Timestamp::from_micros(i64::MAX);

fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

fn notice_to(facilities: Vec<FacilityId>, by: PersonId) -> Notice {
    Notice {
        title: "休日当番".into(),
        text: String::new(),
        attachments: Vec::new(),
        kinds: vec!["pharmacy".into(), "clinic".into()],
        professions: vec!["pharmacist".into()],
        from: None,
        until: None,
        confirm: true,
        facilities,
        by,
    }
}

fn facility(id: FacilityId, name: &str, active: bool) -> Content {
    let (kind, name) = ("pharmacy".into(), name.to_owned());
    Content::Facility(Facility { id, kind, name, active, municipality: None })
}

fn person(id: PersonId, login: &str) -> Content {
    Content::Person(Person {
        id,
        kind: PersonKind::Staff,
        login: login.into(),
        name: Name::new("薬師", login, "やくし", "てすと").unwrap(),
        active: true,
        portrait: None,
        mail: Some(format!("{login}@example.jp")),
    })
}

fn post(person: PersonId, facility: FacilityId, manager: bool) -> Content {
    let (id, profession) = (PostId::from_bytes(bytes()), "pharmacist".into());
    Content::Post(Post { id, person, facility, profession, manager, from: at(1), until: None })
}

/// A channel of an association with one notice that one of two facilities has opened.
pub(crate) struct Stage {
    pub log: TestLog,
    pub channel: RoomId,
    pub facilities: [FacilityId; 2],
    pub people: [PersonId; 2],
    pub notice: EntryId,
}

impl Stage {
    pub(crate) async fn set(world: &World) -> Self {
        let log = TestLog::of_room(world.region, RoomKind::Notices, None);
        let channel = log.room.unwrap();
        let facilities = [(); 2].map(|()| FacilityId::from_bytes(bytes()));
        let people = [(); 2].map(|()| PersonId::from_bytes(bytes()));
        let by = people[0];
        let name = "薬剤師会".to_owned();
        let opened = ChannelOpened { channel, name, association: true, vault: log.vault, by };
        let members =
            ChannelMembers { channel, facilities: facilities.into(), writers: vec![by], by };
        for content in [
            facility(facilities[0], "みなと薬局", true),
            facility(facilities[1], "さくら薬局", true),
            person(people[0], "kusuri"),
            person(people[1], "ringo"),
            post(people[0], facilities[0], true),
            post(people[1], facilities[1], false),
            Content::ChannelOpened(opened),
            Content::ChannelMembers(members),
        ] {
            world.say(&world.own, content).await;
        }
        world.create(&log).await;
        let it = notice_to(facilities.into(), by);
        let notice = EntryId::from_bytes(bytes());
        let record = RecordId::from_bytes(*notice.as_bytes());
        let new = log.entry(new_author(world.region), Content::Notice(Box::new(it)));
        world.append(&log, new.id(notice).about(record).seal()).await;
        let stage = Self { log, channel, facilities, people, notice };
        stage.open(world, 0, false).await;
        stage
    }

    async fn open(&self, world: &World, who: usize, confirmed: bool) {
        let (facility, person) = (self.facilities[who], self.people[who]);
        let opened = NoticeOpened { notice: self.notice, facility, person, confirmed };
        world.say(&self.log, Content::NoticeOpened(opened)).await;
    }

    async fn row(&self, world: &World, who: usize) -> NoticeRow {
        let (region, person, id) = (world.region, self.people[who], self.notice);
        world.read(move |conn| notice::find(conn, (region, person), id)).await.unwrap().0
    }
}

#[test]
fn a_notice_stands_with_whom_it_is_for_and_who_opened_it() {
    on_both_worlds(|world| {
        block_on(async {
            let stage = Stage::set(world).await;
            let (region, id, [mine, other]) = (world.region, stage.notice, stage.people);
            let row = stage.row(world, 0).await;
            assert_eq!(row.facts.target.kinds, ["pharmacy", "clinic"]);
            assert_eq!(
                (row.channel, row.confirm, row.facts.shown),
                (stage.channel, true, row.sent)
            );
            assert!(row.mine[0].is_some() && row.mine[1].is_none());
            assert_eq!(stage.row(world, 1).await.mine, [None, None]);
            stage.open(world, 0, true).await;
            let confirmed = stage.row(world, 0).await;
            assert_eq!(confirmed.mine[0], row.mine[0], "the first time stays");
            assert!(confirmed.mine[1].is_some());
            let place = (stage.facilities[0], mine);
            let by = world.read(move |conn| notice::opened_by(conn, id, place)).await;
            assert_eq!(by, Some(true));

            let count =
                |who| world.read(move |conn| notice::unopened(conn, (region, who), [at(0), END]));
            assert_eq!(count(mine).await, []);
            assert_eq!(count(other).await.len(), 1);
            let shares = world.read(move |conn| notice::shares(conn, region, [at(0), END])).await;
            assert_eq!(shares[&id], [2, 1]);
            let table = world.read(move |conn| addressee::addressed(conn, id)).await;
            let names: Vec<_> =
                table.iter().map(|it| (it.name.as_str(), it.opened.is_some())).collect();
            assert_eq!(names, [("さくら薬局", false), ("みなと薬局", true)]);
            assert_eq!(table[1].opened.as_ref().unwrap().0, "薬師 kusuri");
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn lists_go_back_in_time_and_keep_what_has_ended_apart() {
    on_both_worlds(|world| {
        block_on(async {
            let stage = Stage::set(world).await;
            let (region, person) = (world.region, stage.people[1]);
            let by = stage.people[0];
            for (from, until) in [(Some(END), None), (Some(at(5)), Some(at(9)))] {
                let it = Notice { from, until, ..notice_to(Vec::new(), by) };
                world.say(&stage.log, Content::Notice(Box::new(it))).await;
            }
            let list = |shown, ends| {
                let before = (shown, EntryId::from_bytes([0; 16]));
                let wanted = Wanted { region, person, before, ends };
                world.read(move |conn| notice::listed(conn, &wanted, 10))
            };
            let now = at(1_000);
            assert_eq!(list(END, [now, END]).await.len(), 1, "what is to come is not there yet");
            let ended = list(END, [at(0), now]).await;
            assert_eq!((ended.len(), ended[0].0.until), (1, Some(at(9))));
            assert_eq!(list(at(5), [at(0), END]).await, []);
            let unopened =
                world.read(move |conn| notice::unopened(conn, (region, person), [at(0), now]));
            assert_eq!(unopened.await, [], "not addressed, or not out");
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn reminding_and_taking_back_leave_their_marks_in_their_own_channel_only() {
    on_both_worlds(|world| {
        block_on(async {
            let stage = Stage::set(world).await;
            let (notice, by) = (stage.notice, stage.people[0]);
            let reminded = NoticeReminded { notice, facilities: stage.facilities.into(), by };
            let withdrawn = NoticeWithdrawn { notice, reason: "日付".into(), by };
            let other = TestLog::of_room(world.region, RoomKind::Notices, None);
            world.create(&other).await;
            for log in [&other, &stage.log] {
                let before = stage.row(world, 0).await;
                assert_eq!((before.reminders, before.facts.withdrawn), (0, None));
                world.say(log, Content::NoticeReminded(reminded.clone())).await;
                world.say(log, Content::NoticeWithdrawn(withdrawn.clone())).await;
            }
            let after = stage.row(world, 0).await;
            assert!(after.reminded.is_some() && after.reminders == 1);
            assert_eq!((after.facts.withdrawn.is_some(), after.withdrawn_at), (true, Some(5)));
            world.say(&stage.log, Content::NoticeWithdrawn(withdrawn)).await;
            assert_eq!(stage.row(world, 0).await.withdrawn_at, Some(5), "the first one counts");
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn a_channel_has_the_members_that_were_named_last() {
    on_both_worlds(|world| {
        block_on(async {
            let stage = Stage::set(world).await;
            let (region, channel, [first, second]) = (world.region, stage.channel, stage.people);
            let all = |person| world.read(move |conn| notice::channels(conn, region, person));
            let row = all(first).await.remove(0);
            assert_eq!((row.id, row.log, row.vault), (channel, stage.log.id, stage.log.vault));
            assert_eq!((row.counts, row.writer, row.association), ([2, 1], true, true));
            assert!(!all(second).await[0].writer);
            let posts = world.read(move |conn| notice::reader_posts(conn, second, at(1)));
            assert_eq!(posts.await[0].facility, stage.facilities[1]);
            let of = |person| world.read(move |conn| notice::memberships(conn, person));
            assert_eq!(of(second).await, [(channel, stage.facilities[1])]);

            let now = at(1);
            let reach = world.read(move |conn| addressee::reachable(conn, region, (channel, now)));
            let reach = reach.await;
            assert_eq!(reach.iter().filter(|it| it.member && it.held.is_some()).count(), 2);
            let managers = world.read(move |conn| addressee::managers(conn, region, now)).await;
            assert_eq!((managers.len(), managers[0].person), (1, first));
            assert_eq!(managers[0].mail.as_deref(), Some("kusuri@example.jp"));

            let facilities = vec![stage.facilities[0]];
            let members = ChannelMembers { channel, facilities, writers: vec![second], by: first };
            world.say(&world.own, Content::ChannelMembers(members)).await;
            assert_eq!(of(second).await, []);
            assert!(all(second).await[0].writer && !all(first).await[0].writer);
            let named = world.read(move |conn| notice::members(conn, channel)).await;
            assert_eq!(named, (vec![stage.facilities[0]], vec!["ringo".to_owned()]));
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn letters_for_later_are_taken_back_while_nobody_has_tried_them() {
    on_both_worlds(|world| {
        block_on(async {
            let (region, about) = (world.region, [7; 16]);
            let (id, due) = (LetterId::from_bytes(bytes()), at(i64::MAX - 1));
            let new = letter::NewLetter {
                id,
                region,
                kind: "notice".into(),
                receiver: "a@example.jp".into(),
                sealed: vec![1],
                about: Some(about),
            };
            let lease = END;
            let write = world.store.write(region, Vec::new(), move |t| {
                letter::insert_for(t, &new, due)?;
                assert!(letter::take_due(t, region, lease)?.is_empty(), "its time has not come");
                letter::take_back(t, region, [8; 16])
            });
            write.await.unwrap();
            let there = world.read(move |conn| letter::about(conn, region, about)).await;
            assert_eq!((there.len(), there[0].next, there[0].written), (1, due, due));
            let back =
                move |t: &mut tasuki_store::Transaction<'_>| letter::take_back(t, region, about);
            world.store.write(region, Vec::new(), back).await.unwrap();
            let gone = world.read(move |conn| letter::about(conn, region, about)).await;
            assert_eq!(gone, []);
        });
    });
}
