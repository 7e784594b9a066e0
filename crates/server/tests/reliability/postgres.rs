//! Two servers on one PostgreSQL, which stops in the middle and comes back.

use std::collections::HashSet;
use std::thread;
use std::time::Duration;

use tasuki_testkit::PATIENCE;
use tasuki_testkit::client::Answer;
use tasuki_testkit::postgres::Cluster;
use tasuki_testkit::server::Server;

use crate::crowd::{Crowd, Ending, Sent, WRITERS, check_shown};
use crate::phone::{Phone, body_of, new_entry, text};
use crate::region::Region;

/// What everybody is told while the database is away.
fn is_told_to_wait(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert_eq!(text(&body_of(answer), "code"), "unavailable");
    thread::sleep(Duration::from_millis(5));
}

struct Nodes {
    servers: [Server; 2],
    phones: [Phone; 2],
}

fn nodes(region: &Region, other: &Region) -> Nodes {
    let servers = [region.start(), other.start()];
    let phone = region.nurse(&servers[0]);
    let beside = other.signed_in_before(&servers[1], &phone);
    Nodes { servers, phones: [phone, beside] }
}

/// Many write through both nodes while the database stops and comes back.
fn write_through_a_crash(cluster: &Cluster, phones: &[Phone; 2]) -> Vec<Sent> {
    let crowd = Crowd::default();
    thread::scope(|scope| {
        let writer = |n: usize| {
            let (crowd, mut phone) = (&crowd, phones[n % 2].another());
            scope.spawn(move || crowd.insist(&mut phone, &format!("{n}人目"), is_told_to_wait))
        };
        let writers: Vec<_> = (0..WRITERS).map(writer).collect();
        let ending = Ending(&crowd);
        for _ in 0..2 {
            crowd.wait_for_more(3 * WRITERS);
            cluster.stop_immediate();
            for phone in phones {
                everybody_is_told(phone.another());
            }
            cluster.start();
        }
        crowd.wait_for_more(3 * WRITERS);
        drop(ending);
        writers.into_iter().flat_map(|it| it.join().expect("a writer")).collect()
    })
}

fn everybody_is_told(mut phone: Phone) {
    is_told_to_wait(&phone.get(&phone.in_room("entries")).expect("an answer"));
    is_told_to_wait(&phone.post(new_entry(), "間").expect("an answer"));
    assert_eq!(phone.get("/readyz").expect("an answer").status, 503);
    assert_eq!(phone.get("/healthz").expect("an answer").status, 200);
}

#[test]
fn nothing_acknowledged_is_lost_or_doubled_when_postgresql_crashes() {
    let cluster = Cluster::new();
    let region = Region::on_postgres(&cluster.fresh_database());
    let other = region.another_node();
    let mut it = nodes(&region, &other);
    let sent = write_through_a_crash(&cluster, &it.phones);
    for phone in &mut it.phones {
        let timeline = phone.timeline();
        check_shown(&timeline, &sent);
    }
    let told: Vec<_> = sent.iter().filter_map(|it| it.acknowledged.as_ref()).collect();
    let places: HashSet<_> = told.iter().map(|it| it.1["sequence"].as_u64()).collect();
    assert_eq!(places.len(), told.len(), "each has a place of its own");
    for server in it.servers {
        assert!(server.stop().success());
    }
    region.verify();
}

#[test]
fn what_is_posted_through_one_server_is_shown_at_once_by_the_other() {
    let region = Region::on_postgres(&Cluster::shared().fresh_database());
    let other = region.another_node();
    let Nodes { servers, phones: [mut here, there] } = nodes(&region, &other);
    let mut stream = there.follow();
    for number in 0..3 {
        let entry = new_entry();
        let posted = here.post(entry, &format!("{number}番目")).expect("an answer");
        assert_eq!(posted.status, 201, "{}", posted.text());
        let begun = std::time::Instant::now();
        loop {
            let event = stream.wait().expect("the stream goes on");
            assert_eq!(event.name, "entry", "{}", event.data);
            if event.data.contains(&entry.to_string()) {
                break;
            }
            assert!(begun.elapsed() < PATIENCE, "it does not arrive");
        }
    }
    drop(servers);
}
