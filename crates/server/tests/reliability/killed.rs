//! The process is killed while many write.

use std::thread;

use crate::crowd::{Crowd, Ending, Sent, WRITERS, check_shown, shown};
use crate::phone::{Phone, body_of};
use crate::region::Region;

/// How often the server is killed.
const ROUNDS: usize = 5;

/// Many write until the server is killed under them.
fn write_until_killed(region: &Region, session: Option<&Phone>) -> (Phone, Vec<Sent>) {
    let server = region.start();
    let phone = match session {
        Some(phone) => phone.at(server.port()),
        None => region.nurse(&server),
    };
    let crowd = Crowd::default();
    let sent = thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|n| {
                let (crowd, mut phone) = (&crowd, phone.another());
                scope.spawn(move || crowd.write(&mut phone, &format!("{n}人目")))
            })
            .collect();
        let ending = Ending(&crowd);
        crowd.wait_for_more(3 * WRITERS);
        server.kill();
        drop(ending);
        writers.into_iter().flat_map(|it| it.join().expect("a writer")).collect::<Vec<_>>()
    });
    assert!(sent.iter().any(|it| it.acknowledged.is_none()), "nobody was cut off");
    (phone, sent)
}

/// What is sent again is answered as it was, and written only where it is not there.
fn send_again(phone: &mut Phone, sent: &mut [Sent]) {
    let there = shown(&phone.timeline(), sent);
    for (sent, there) in sent.iter_mut().zip(there) {
        let answer = phone.post(sent.entry, &sent.text).expect("the server answers");
        assert_eq!(answer.status, if there == 1 { 200 } else { 201 }, "{}", answer.text());
        let place = body_of(&answer);
        if let Some((_, before)) = &sent.acknowledged {
            assert_eq!(place, *before, "the same place as it was told then");
        }
        let again = phone.post(sent.entry, &sent.text).expect("the server answers");
        assert_eq!((again.status, body_of(&again)), (200, place), "once more");
        Crowd::default().note(sent, &answer);
    }
}

#[test]
fn nothing_acknowledged_is_lost_or_doubled_when_the_process_is_killed() {
    let region = Region::embedded();
    let (mut session, mut all) = (None::<Phone>, Vec::new());
    for _ in 0..ROUNDS {
        let (phone, mut sent) = write_until_killed(&region, session.as_ref());
        let server = region.start();
        let mut phone = phone.at(server.port());
        let timeline = phone.timeline();
        check_shown(&timeline, &sent);
        check_shown(&timeline, &all);
        send_again(&mut phone, &mut sent);
        all.extend(sent);
        session = Some(phone);
        server.kill();
    }
    let server = region.start();
    let mut phone = session.expect("there was a round").at(server.port());
    let timeline = phone.timeline();
    check_shown(&timeline, &all);
    let notes = timeline.iter().filter(|it| it["kind"] == "note").count();
    assert_eq!(notes, all.len(), "and nothing else is there");
    assert!(server.stop().success());
    region.verify();
}
