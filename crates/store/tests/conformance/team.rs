//! Invitations, the managing role and closing, as their entries leave them in the views.

use tasuki_domain::content::{
    Answer, ClosedFor, Content, Invitation, InvitationAnswered, ManagingAnswered, ManagingMoved,
    ManagingOffered, NotebookClosed,
};
use tasuki_kernel::{FacilityId, InvitationId, OfferId, PersonId, PostId, Timestamp};
use tasuki_store::team::{self, State};
use tasuki_store::{notebook, people, staff};
use tasuki_testkit::block_on;
use tasuki_testkit::sealed::new_author;

use crate::bytes;
use crate::staff as staff_of;
use crate::world::on_both_worlds;

const NOW: Timestamp = Timestamp::from_micros(1_000);
const END: Timestamp = Timestamp::from_micros(2_000);

fn invitation(facility: FacilityId, named: Option<(PersonId, PostId)>) -> Invitation {
    Invitation {
        id: InvitationId::from_bytes(bytes()),
        facility,
        person: named.map(|it| it.0),
        post: named.map(|it| it.1),
        profession: "nurse".into(),
        message: "お願いします。".into(),
        until: END,
    }
}

fn answered(id: InvitationId, answer: Answer) -> Content {
    let reason = String::new();
    Content::InvitationAnswered(InvitationAnswered {
        invitation: id,
        answer,
        reason,
        posts: vec![],
    })
}

/// One of each that makes a row.
pub(crate) fn asks(facility: FacilityId) -> Vec<Content> {
    let offer = OfferId::from_bytes(bytes());
    let message = String::new();
    vec![
        Content::Invitation(invitation(facility, None)),
        Content::ManagingOffered(ManagingOffered { offer, to: facility, message }),
    ]
}

fn somebody() -> (PersonId, PostId) {
    (PersonId::from_bytes(bytes()), PostId::from_bytes(bytes()))
}

#[test]
fn an_invitation_stands_until_the_first_answer() {
    on_both_worlds(|world| {
        block_on(async {
            let (facility, named) = (FacilityId::from_bytes(bytes()), somebody());
            let said = invitation(facility, Some(named));
            let id = said.id;
            let placed = world.say(&world.team, Content::Invitation(said)).await;
            let row =
                || async { world.read(move |conn| team::invitation(conn, id)).await.unwrap() };
            let first = row().await;
            assert_eq!((first.notebook, first.facility), (world.notebook, facility));
            assert_eq!((first.place, first.named), ((world.team.id, placed.sequence), Some(named)));
            assert_eq!((first.at, first.until, first.answered), (placed.received, END, None));
            assert_eq!(first.state(NOW), State::Pending);
            assert_eq!(first.state(END), State::Expired);

            let declines = world.say(&world.team, answered(id, Answer::Declined)).await;
            world.say(&world.team, answered(id, Answer::Accepted)).await;
            let row = row().await;
            assert_eq!(row.state(END), State::Answered(Answer::Declined), "what came first counts");
            assert_eq!(row.answered.unwrap().at, declines.received);
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn open_invitations_are_found_by_whom_they_ask() {
    on_both_worlds(|world| {
        block_on(async {
            let (facility, named) = (FacilityId::from_bytes(bytes()), somebody());
            let to_person = invitation(facility, Some(named));
            let to_facility = invitation(facility, None);
            let taken_back = invitation(facility, None);
            let ids = [to_person.id, to_facility.id, taken_back.id];
            for it in [to_person.clone(), to_facility, taken_back] {
                world.say(&world.team, Content::Invitation(it)).await;
            }
            world.say(&world.team, answered(ids[2], Answer::Withdrawn)).await;
            let open = async |at: Timestamp, person: PersonId| {
                let by_name = world.read(move |conn| team::open_to_person(conn, person, at)).await;
                let of_all =
                    world.read(move |conn| team::open_to_facility(conn, facility, at)).await;
                [by_name, of_all].map(|rows| rows.iter().map(|it| it.id).collect::<Vec<_>>())
            };
            assert_eq!(open(NOW, named.0).await, [vec![ids[0]], vec![ids[1]]]);
            assert_eq!(open(END, named.0).await, [vec![], vec![]], "over");
            // Said again, it passes to a successor; the words stay where they are.
            let heir = somebody();
            let again =
                Invitation { person: Some(heir.0), post: Some(heir.1), until: NOW, ..to_person };
            world.say(&world.team, Content::Invitation(again)).await;
            assert_eq!(open(NOW, named.0).await[0], vec![]);
            assert_eq!(open(NOW, heir.0).await[0], vec![ids[0]]);
            let notebook = world.notebook;
            let all = world.read(move |conn| team::invitations_of(conn, notebook)).await;
            assert_eq!(all.len(), 3);
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn the_managing_role_moves_when_the_regions_log_says_so() {
    on_both_worlds(|world| {
        block_on(async {
            let (offer, to) = (OfferId::from_bytes(bytes()), FacilityId::from_bytes(bytes()));
            let (id, message) = (world.notebook, "交代します。".to_owned());
            let offers = ManagingOffered { offer, to, message };
            let placed = world.say(&world.team, Content::ManagingOffered(offers)).await;
            let row = world.read(move |conn| team::offer(conn, offer)).await.unwrap();
            assert_eq!((row.notebook, row.to, row.at), (id, to, placed.received));
            assert_eq!((row.place, row.answered), ((world.team.id, placed.sequence), None));
            for answer in [Answer::Accepted, Answer::Withdrawn] {
                let says = ManagingAnswered { offer, answer, reason: String::new() };
                world.say(&world.team, Content::ManagingAnswered(says)).await;
            }
            let all = world.read(move |conn| team::offers_of(conn, id)).await;
            assert_eq!(all[0].answered.unwrap().answer, Answer::Accepted);
            let managing = async || {
                world.read(move |conn| notebook::find(conn, id)).await.unwrap().managing_facility
            };
            let from = managing().await;
            let moved = ManagingMoved { notebook: id, from, to, offer };
            world.say(&world.own, Content::ManagingMoved(moved)).await;
            assert_eq!(managing().await, to);
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn a_notebook_is_closed_and_opened_again() {
    on_both_worlds(|world| {
        block_on(async {
            let id = world.notebook;
            let says = |closed| {
                Content::NotebookClosed(NotebookClosed { closed, on: None, remark: String::new() })
            };
            let closed = async || {
                let is = world.read(move |conn| notebook::is_closed(conn, id)).await;
                let row = world.read(move |conn| notebook::find(conn, id)).await.unwrap();
                assert_eq!(row.closed.is_some(), is);
                row.closed
            };
            assert_eq!(closed().await, None);
            let placed = world.say(&world.team, says(Some(ClosedFor::Died))).await;
            let stands = closed().await.unwrap();
            assert_eq!((stands.why, stands.at), (ClosedFor::Died, placed.received));
            assert_eq!(stands.sequence, placed.sequence);
            world.assert_rebuilt_alike().await;
            world.say(&world.team, says(None)).await;
            assert_eq!(closed().await, None);
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn the_directory_names_who_can_be_asked() {
    on_both_worlds(|world| {
        block_on(async {
            let facility = staff_of::facility(world).await;
            let mut posts = Vec::new();
            for (active, until) in [(true, None), (false, None), (true, Some(1_000))] {
                let it = staff_of::somebody(world, "もり", active).await;
                staff_of::post(world, &it, facility, (false, until)).await;
                posts.push(it.post);
            }
            let region = world.region;
            let all = world.read(move |conn| team::directory(conn, region, NOW)).await;
            let found: Vec<_> = all.iter().map(|(it, _)| (it.facility, it.id)).collect();
            assert_eq!(found, [(facility, posts[0])]);
            let name = world.read(move |conn| people::facility_name(conn, facility)).await;
            assert_eq!(name.as_deref(), Some(all[0].0.facility_name.as_str()));
            let nobody = FacilityId::from_bytes(bytes());
            assert_eq!(world.read(move |conn| people::facility_name(conn, nobody)).await, None);
        });
    });
}

#[test]
fn attending_doctors_are_counted_while_the_notebook_is_open() {
    on_both_worlds(|world| {
        block_on(async {
            let doctor = world.doctor;
            let attends = async || world.read(move |conn| staff::attends(conn, doctor)).await;
            assert_eq!(attends().await, 0);
            let author = new_author(world.region);
            let basics = Content::Patient(Box::new(world.patient()));
            world.append(&world.team, world.team.entry(author, basics).seal()).await;
            assert_eq!(attends().await, 1);
            let (closed, remark) = (Some(ClosedFor::CareEnded), String::new());
            let says = NotebookClosed { closed, on: None, remark };
            world.say(&world.team, Content::NotebookClosed(says)).await;
            assert_eq!(attends().await, 0);
        });
    });
}
