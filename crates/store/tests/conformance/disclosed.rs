//! 法にもとづく開示 at its edges: the widest counts, a no holds for nobody, and nothing is said
//! twice; and what stands in the registers of another region.

use tasuki_domain::content::{Content, DisclosureAnswered, DisclosureAsked, DisclosureKind};
use tasuki_kernel::{DisclosureId, LogId, NotebookId, PersonId, Timestamp};
use tasuki_store::disclosure::{self, State};
use tasuki_testkit::block_on;
use tasuki_testkit::sealed::{new_author, new_region};

use crate::bytes;
use crate::world::{World, on_both_worlds};

const END: Timestamp = Timestamp::from_micros(i64::MAX);

/// The two who ask and answer.
struct Two {
    asks: PersonId,
    answers: PersonId,
}

impl Two {
    fn new() -> Self {
        let [asks, answers] = [(); 2].map(|()| PersonId::from_bytes(bytes()));
        Self { asks, answers }
    }

    /// Asks for a notebook or one log of it, for some days; nobody is kept from knowing.
    async fn ask(&self, world: &World, log: Option<LogId>, days: u8) -> DisclosureId {
        let id = DisclosureId::from_bytes(bytes());
        self.ask_as(world, id, (DisclosureKind::Request, log, days)).await;
        id
    }

    async fn ask_as(
        &self,
        world: &World,
        id: DisclosureId,
        (kind, log, days): (DisclosureKind, Option<LogId>, u8),
    ) {
        let asked = DisclosureAsked {
            id,
            kind,
            notebook: world.notebook,
            log,
            reason: "本人の求め".into(),
            basis: "第3号".into(),
            receiver: "山口ハナ".into(),
            untold: String::new(),
            days,
            by: self.asks,
        };
        world.say(&world.own, Content::DisclosureAsked(Box::new(asked))).await;
    }

    async fn answer(&self, world: &World, id: DisclosureId, approved: bool) -> Timestamp {
        let (reason, by) = (String::new(), self.answers);
        let answered = DisclosureAnswered { id, approved, reason, by };
        world.say(&world.own, Content::DisclosureAnswered(answered)).await.received
    }
}

async fn holding(
    world: &World,
    notebook: NotebookId,
    (person, now): (PersonId, Timestamp),
) -> Option<DisclosureId> {
    let found = world.read(move |conn| disclosure::holding(conn, notebook, person, now)).await;
    found.map(|it| it.id)
}

#[test]
fn the_whole_notebook_goes_before_one_log_of_it_and_the_longer_before_the_shorter() {
    on_both_worlds(|world| {
        block_on(async {
            let (two, notebook) = (Two::new(), world.notebook);
            let log = Some(world.team.id);
            let narrow_long = two.ask(world, log, 9).await;
            let narrow_short = two.ask(world, log, 5).await;
            let wide = two.ask(world, None, 2).await;
            let mut last = Timestamp::from_micros(0);
            for id in [narrow_long, narrow_short, wide] {
                last = two.answer(world, id, true).await;
            }
            let at = |days: i64| (two.answers, last.plus_seconds(days * 86_400));
            assert_eq!(holding(world, notebook, at(1)).await, Some(wide));
            assert_eq!(holding(world, notebook, at(2)).await, Some(narrow_long));
            assert_eq!(holding(world, notebook, at(9)).await, None);
            let other = NotebookId::from_bytes(bytes());
            assert_eq!(holding(world, other, at(1)).await, None, "of another notebook");
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn what_the_second_person_refused_opens_nothing_for_either() {
    on_both_worlds(|world| {
        block_on(async {
            let (two, region) = (Two::new(), world.region);
            let id = two.ask(world, None, 30).await;
            let at = two.answer(world, id, false).await;
            let row = world.read(move |conn| disclosure::find(conn, region, id)).await.unwrap();
            assert_eq!((row.state, row.until), (State::Refused, None));
            assert_eq!((row.answered_by, row.answered_at), (Some(two.answers), Some(at)));
            assert!(!row.holds(at) && row.told);
            for person in [two.asks, two.answers] {
                assert!(row.is_by(person));
                assert_eq!(holding(world, world.notebook, (person, at)).await, None);
            }
            assert!(!row.is_by(PersonId::from_bytes(bytes())));
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn what_is_asked_again_under_its_number_stays_as_it_was_asked_first() {
    on_both_worlds(|world| {
        block_on(async {
            let (two, region) = (Two::new(), world.region);
            let id = two.ask(world, None, 2).await;
            let find = || world.read(move |conn| disclosure::find(conn, region, id));
            let first = find().await;
            two.ask_as(world, id, (DisclosureKind::Court, Some(world.team.id), 30)).await;
            assert_eq!(find().await, first);
            assert_eq!(first.unwrap().kind, DisclosureKind::Request);
            let elsewhere = new_region();
            let found = world.read(move |conn| disclosure::find(conn, elsewhere, id)).await;
            assert_eq!(found, None);
        });
    });
}

#[test]
fn the_register_of_a_region_goes_back_in_time_as_far_as_asked() {
    on_both_worlds(|world| {
        block_on(async {
            let (two, region) = (Two::new(), world.region);
            let mut asked = Vec::new();
            for days in [1, 2, 3] {
                asked.push(two.ask(world, None, days).await);
            }
            asked.reverse();
            let newest = async |region, most| {
                let rows = world.read(move |conn| disclosure::newest(conn, region, most)).await;
                rows.iter().map(|it| it.id).collect::<Vec<_>>()
            };
            assert_eq!(newest(region, 9).await, asked);
            assert_eq!(newest(region, 2).await, asked[..2]);
            assert_eq!(newest(new_region(), 9).await, []);
            let notebook = world.notebook;
            let untold = world.read(move |conn| disclosure::untold(conn, notebook)).await;
            assert_eq!(untold, [], "those concerned are told of each");
        });
    });
}

#[test]
fn deliveries_without_readers_are_told_newest_first_to_their_own_region() {
    on_both_worlds(|world| {
        block_on(async {
            let mut logs = Vec::new();
            for _ in 0..2 {
                let delivery = world.team.delivery(vec![PersonId::from_bytes(bytes())]);
                world.create(&delivery).await;
                logs.push(delivery);
            }
            let author = new_author(world.region);
            let note = world.append(&logs[0], logs[0].sealed_note(author, "特別便")).await;
            let orphans =
                |region, most| world.read(move |conn| disclosure::orphans(conn, region, END, most));
            let all = orphans(world.region, 9).await;
            let told: Vec<_> = all.iter().map(|it| (it.log, it.entries)).collect();
            assert_eq!(told, [(logs[0].id, 2), (logs[1].id, 1)], "by the last entry of each");
            assert_eq!((all[0].notebook, all[0].last), (world.notebook, note.received));
            assert_eq!(orphans(world.region, 1).await, all[..1]);
            assert_eq!(orphans(new_region(), 9).await, []);
        });
    });
}
