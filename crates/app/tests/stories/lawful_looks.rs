//! 法にもとづく開示 of what is shut already: a closed notebook, one without consent, and what the
//! auditor sees of it.

use tasuki_app::access_list::Asked;
use tasuki_app::disclosure::{DisclosureState, Target};
use tasuki_app::room::Room;
use tasuki_app::team::{Asking, Whom};
use tasuki_app::timeline::May;
use tasuki_domain::content::{ClosedFor, Purpose};
use tasuki_domain::disclosure::Typed;
use tasuki_kernel::{Code, DisclosureId, RoomId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, Somebody, lawful_request, note};

use crate::teams::facility_of;
use crate::text;

const DAY: i64 = 86_400;

/// Somebody in a room, as they are now.
pub(crate) async fn stand(region: &Region, who: &Somebody, room: RoomId) -> Room {
    region.app.room(&region.as_now(who).await, room).await.expect("they may enter")
}

/// What somebody reads in a room now; none for whom there is no such room.
pub(crate) async fn reads(region: &Region, who: &Somebody, room: RoomId) -> Option<Vec<String>> {
    let room = region.app.room(&region.as_now(who).await, room).await.ok()?;
    let items = room.page(None).await.unwrap().items;
    Some(items.iter().map(|it| text(it).to_owned()).filter(|it| !it.is_empty()).collect())
}

/// Asked for by one person of the desk, approved by the other.
pub(crate) async fn opened(region: &Region, of: Target, typed: &Typed) -> DisclosureId {
    let id = DisclosureId::new(region.app.clock(), region.app.random());
    region.second_desk().await.ask_disclosure(id, of, typed).await.unwrap();
    region.desk().await.answer_disclosure(id, true, "").await.unwrap();
    id
}

async fn by_law(region: &Region) -> DisclosureId {
    opened(region, Target::Notebook(region.notebook), &lawful_request()).await
}

/// Whether somebody of the team finds looks by law in its records.
async fn finds_looks_by_law(region: &Region, who: &Somebody) -> bool {
    let session = region.as_now(who).await;
    let looked = region.app.who_looked(&session, region.notebook, Asked::default()).await;
    looked.unwrap().1.stays.iter().any(|it| it.purpose == Purpose::Disclosure)
}

#[test]
fn a_closed_notebook_opens_to_the_two_to_look_at_and_nothing_else() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        region.write(&people.nurse, team, note("最後の訪問")).await;
        let nurse = stand(&region, &people.nurse, team).await;
        nurse.close(ClosedFor::CareEnded, None, "").await.unwrap();
        by_law(&region).await;
        assert_eq!(reads(&region, &people.desk, team).await.unwrap(), ["最後の訪問"]);
        let desk = stand(&region, &people.desk, team).await;
        assert!(desk.closed().is_some_and(|it| it.why == ClosedFor::CareEnded));
        let closing = desk.closing().await.unwrap().expect("it is closed");
        assert_eq!(closing.by.name, people.nurse.name);
        assert!(!desk.may_close() && !desk.may_invite() && !desk.may_manage());
        assert_eq!(desk.reopen("開けたい").await.unwrap_err().code, Code::NotAllowed);
        let again = desk.close(ClosedFor::Duplicate, None, "").await.unwrap_err();
        assert_eq!(again.code, Code::NotAllowed);
        // That it is closed is no reason to be told: the two write nothing in an open one either.
        assert_eq!(desk.writable().unwrap_err().code, Code::NotFound);
        let items = desk.page(None).await.unwrap().items;
        assert!(items.iter().all(|it| it.may == May::default()));
        let facility = facility_of(&region, &people.outsider).await;
        let whom = Whom::Post(people.outsider.post.unwrap());
        let asking = Asking { facility, whom, message: String::new() };
        assert_eq!(desk.invite(asking, "ja").await.unwrap_err().code, Code::NotFound);
    });
}

#[test]
fn a_notebook_that_opens_again_under_a_disclosure_goes_on_for_its_team() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let nurse = stand(&region, &people.nurse, team).await;
        nurse.close(ClosedFor::MovedAway, None, "").await.unwrap();
        by_law(&region).await;
        assert!(finds_looks_by_law(&region, &people.helper).await, "a closed one keeps records");
        stand(&region, &people.nurse, team).await.reopen("戻られました。").await.unwrap();
        region.write(&people.helper, team, note("また伺います")).await;
        assert_eq!(reads(&region, &people.desk, team).await.unwrap(), ["また伺います"]);
        let desk = stand(&region, &people.desk, team).await;
        assert_eq!(desk.writable().unwrap_err().code, Code::NotFound);
        region.clock.advance(7 * DAY);
        assert!(reads(&region, &people.desk, team).await.is_none());
        assert!(reads(&region, &people.helper, team).await.is_some());
    });
}

#[test]
fn what_withdrawn_consent_shut_opens_by_law_to_the_two_alone() {
    block_on(async {
        let region = Region::new().await;
        let (people, rooms) = (&region.people, region.rooms);
        region.write(&people.nurse, rooms.team, note("同意があったころ")).await;
        region.app.set_consent(region.notebook, false).await.unwrap();
        by_law(&region).await;
        let second = region.second().await;
        for who in [&people.desk, &second] {
            let read = reads(&region, who, rooms.team).await;
            assert_eq!(read.unwrap(), ["同意があったころ"], "{}", who.login);
            // What the patient agreed to is kept by its keepers, not opened along with it.
            let consents = region.consents(who).await.err().unwrap();
            assert_eq!(consents.code, Code::NotFound, "{}", who.login);
        }
        for who in [&people.nurse, &people.doctor, &people.helper, &people.outsider] {
            assert!(reads(&region, who, rooms.team).await.is_none(), "{}", who.login);
        }
        assert!(reads(&region, &people.relative, rooms.family).await.is_none());
        // Once they may read again, those concerned find who looked meanwhile.
        region.app.set_consent(region.notebook, true).await.unwrap();
        assert!(finds_looks_by_law(&region, &people.nurse).await);
    });
}

#[test]
fn an_ended_disclosure_leaves_a_notebook_without_consent_shut_to_everybody() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let id = by_law(&region).await;
        region.app.set_consent(region.notebook, false).await.unwrap();
        assert!(reads(&region, &people.desk, team).await.is_some(), "the law needs no consent");
        let desk = region.desk().await;
        desk.end_disclosure(id).await.unwrap();
        let second = region.second().await;
        for who in [&people.desk, &second, &people.nurse, &people.doctor] {
            assert!(reads(&region, who, team).await.is_none(), "{}", who.login);
        }
        let case = desk.disclosure(id).await.unwrap();
        assert_eq!(case.listed.row.state, DisclosureState::Ended);
        assert!(case.rooms.is_empty() && !case.may_answer);
        assert_eq!(case.listed.managed_by, "訪問看護ステーションあさがお");
    });
}

#[test]
fn the_auditor_sees_the_looks_that_the_law_keeps_from_the_team() {
    block_on(async {
        let region = Region::new().await;
        let (people, rooms) = (&region.people, region.rooms);
        let (kind, untold) = ("court".into(), "刑事訴訟法197条5項".into());
        let silent = Typed { kind, telling: "untold".into(), untold, ..lawful_request() };
        let id = opened(&region, Target::Notebook(region.notebook), &silent).await;
        reads(&region, &people.desk, rooms.team).await.unwrap();
        reads(&region, &people.relative, rooms.family).await.unwrap();
        assert!(!finds_looks_by_law(&region, &people.nurse).await);

        let auditor = region.as_now(&region.auditor().await).await;
        let audit = region.app.audit(&auditor).unwrap();
        let now = region.app.clock().now();
        let looks = audit.looks([now.plus_seconds(-DAY), now.plus_seconds(DAY)]).await.unwrap();
        let lawful = looks
            .iter()
            .find(|it| it.purpose == Purpose::Disclosure && it.person == Some(people.desk.person));
        let lawful = lawful.expect("the desk's look");
        assert_eq!(lawful.notebook, Some(region.notebook));
        assert_eq!(lawful.who, people.desk.name);
        // Whose name would tell of a patient has none here.
        let son = looks.iter().find(|it| it.person == Some(people.relative.person));
        assert_eq!(son.expect("the son's look").who, "");
        assert!(looks.iter().all(|it| !it.who.contains("山口")));
        let listed = audit.disclosures().await.unwrap();
        assert_eq!(listed.len(), 1);
        assert!(listed[0].row.id == id && !listed[0].row.told);
        assert_eq!(listed[0].answered_by.as_deref(), Some(people.desk.name));
    });
}
