//! Load: many kept connections, each asking again as soon as it was answered, for a bounded time.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use futures::future::try_join_all;

use crate::http::{Connection, Door};
use crate::sample::Sample;

/// A connection with what it asks for, in turn.
pub struct Client {
    connection: Connection,
    requests: Vec<Vec<u8>>,
    next: usize,
}

impl Client {
    /// Connects.
    pub async fn new(door: &Door, requests: Vec<Vec<u8>>) -> Result<Self> {
        ensure!(!requests.is_empty(), "nothing to ask for");
        Ok(Self { connection: door.connect().await?, requests, next: 0 })
    }

    /// Asks for the next thing; anything but `status` is a failure of the whole run.
    async fn ask(&mut self, status: u16, sample: &mut Sample) -> Result<()> {
        let request = &self.requests[self.next % self.requests.len()];
        self.next += 1;
        let begun = Instant::now();
        let answer = self.connection.ask(request).await?;
        sample.took.push(begun.elapsed());
        sample.bytes += answer.body.len() as u64;
        let said = || String::from_utf8_lossy(&answer.body).into_owned();
        ensure!(answer.status == status, "{} instead of {status}: {}", answer.status, said());
        Ok(())
    }
}

/// All clients at once for so many seconds.
pub async fn run(clients: &mut [Client], status: u16, seconds: f64) -> Result<Sample> {
    let begun = Instant::now();
    let end = begun + Duration::from_secs_f64(seconds);
    let each = clients.iter_mut().map(|client| async move {
        let mut sample = Sample::default();
        while Instant::now() < end {
            client.ask(status, &mut sample).await?;
        }
        Ok::<_, anyhow::Error>(sample)
    });
    let mut all = Sample::default();
    for sample in try_join_all(each).await? {
        all.add(&sample);
    }
    all.length = begun.elapsed();
    Ok(all)
}

/// Each client once through all that it asks for.
pub async fn once(clients: &mut [Client], status: u16) -> Result<Sample> {
    let each = clients.iter_mut().map(|client| async move {
        let mut sample = Sample::default();
        for _ in 0..client.requests.len() {
            client.ask(status, &mut sample).await?;
        }
        Ok::<_, anyhow::Error>(sample)
    });
    let mut all = Sample::default();
    try_join_all(each).await?.iter().for_each(|it| all.add(it));
    Ok(all)
}
