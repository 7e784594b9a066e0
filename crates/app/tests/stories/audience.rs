//! Who is told before writing that they will see it: exactly those who then do.

use tasuki_app::compose::Draft;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, note};

use crate::enter;

#[test]
fn whoever_is_named_as_seeing_sees_it_and_nobody_else() {
    block_on(async {
        let region = Region::new().await;
        let people = region.people.clone();
        let everybody = [&people.nurse, &people.doctor, &people.care_manager, &people.helper];
        for writer in everybody {
            let room = enter(&region, writer, region.rooms.team).await;
            for told in room.seen_by().await.unwrap() {
                let sensitivity = told.sensitivity;
                let draft = Draft { sensitivity, ..note("記録") };
                let id = region.write(writer, region.rooms.team, draft).await;
                let (mut sees, mut not) = (Vec::new(), Vec::new());
                for reader in everybody.iter().filter(|it| it.person != writer.person) {
                    let theirs = enter(&region, reader, region.rooms.team).await;
                    let list = if theirs.entry(id).await.is_ok() { &mut sees } else { &mut not };
                    list.push(reader.person);
                }
                let people = |members: &[tasuki_app::room::Member]| {
                    let mut ids: Vec<_> = members.iter().map(|it| it.person).collect();
                    ids.sort_unstable();
                    ids
                };
                sees.sort_unstable();
                not.sort_unstable();
                assert_eq!(people(&told.seeing), sees, "{} {sensitivity:?}", writer.login);
                assert_eq!(people(&told.not_seeing), not, "{} {sensitivity:?}", writer.login);
            }
        }
    });
}

#[test]
fn a_delivery_that_would_not_arrive_is_refused_by_name() {
    block_on(async {
        let region = Region::new().await;
        let people = region.people.clone();
        let to = |who: &tasuki_testkit::region::Somebody| Draft {
            deliver_to: vec![people.doctor.person, who.person],
            ..note("内密に")
        };
        let team = region.rooms.team;
        let refused = |draft| region.try_write(&people.nurse, team, draft);
        let high = Draft { sensitivity: Sensitivity::High, ..to(&people.helper) };
        let problem = refused(high).await.unwrap_err();
        assert_eq!((problem.code, problem.field), (Code::Invalid, Some("deliver_to")));
        assert_eq!(problem.detail, format!("unseen: {}", people.helper.name));
        region.write(&people.nurse, team, to(&people.helper)).await;
        // She leaves while it is written.
        region.clock.advance(60);
        let post = people.helper.post.unwrap();
        region.app.set_member(team, post, true).await.unwrap();
        region.clock.advance(60);
        let problem = refused(to(&people.helper)).await.unwrap_err();
        assert_eq!(problem.detail, format!("left: {}", people.helper.name));
        // Who never was a member is not named.
        let problem = refused(to(&people.outsider)).await.unwrap_err();
        assert_eq!(problem.detail, "not a member of this room");
    });
}
