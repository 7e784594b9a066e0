//! What was needed for a moment goes back to the system.

use std::fs;
use std::thread;

use tasuki_testkit::server::Server;

use crate::phone::Phone;
use crate::region::{NURSE, Region};

/// Bytes that a hash takes.
const HASH: u64 = 19 * 1024 * 1024;
/// How many sign in at once.
const CROWD: usize = 12;

/// Memory that the server has written to and that nobody shares (proc(5)).
fn written(server: &Server) -> u64 {
    let path = format!("/proc/{}/smaps_rollup", server.process());
    let text = fs::read_to_string(path).expect("what the system says of its memory");
    let line = text.lines().find_map(|it| it.strip_prefix("Private_Dirty:"));
    let kilobytes = line.and_then(|it| it.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.expect("a line with kilobytes") * 1024
}

#[test]
fn those_who_signed_in_at_once_leave_no_memory_of_their_passwords() {
    let region = Region::embedded();
    let server = region.start();
    region.nurse(&server);
    let before = written(&server);
    let devices: Vec<_> = (0..CROWD).map(|_| region.device(&server)).collect();
    thread::scope(|all| {
        for device in devices {
            all.spawn(|| Phone::sign_in(device, NURSE, &region.room));
        }
    });
    let left = written(&server).saturating_sub(before);
    assert!(left < HASH, "{left} bytes more than before");
}
