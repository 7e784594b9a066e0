//! F2: my notebooks, 40 with unread counts, as a share of the rate of an empty answer.

use anyhow::Result;

use crate::line::Line;
use crate::load::{once, run};
use crate::run::Run;
use crate::sample::{Sample, median, ratio};
use crate::served::{Served, Settings};
use crate::timeline::{CONNECTIONS, same};

/// Takes F2.
pub async fn take(run_: &mut Run) -> Result<()> {
    let region = run_.region().await?;
    let served = Served::start(&run_.program, &region, &Settings::default())?;
    let guest = served.sign_in(&[region.busy()]).await?;
    let guests: Vec<_> = std::iter::repeat_n(guest[0].clone(), CONNECTIONS).collect();
    let mut listed = same(&guests, "/api/v1/notebooks").await?;
    let mut empty = same(&guests, "/healthz").await?;
    once(&mut listed, 200).await?;
    let (mut rates, mut bare, mut took) = (Vec::new(), Vec::new(), Sample::default());
    for _ in 0..run_.rounds {
        bare.push(run(&mut empty, 200, run_.seconds).await?.rate());
        let sample = run(&mut listed, 200, run_.seconds).await?;
        rates.push(sample.rate());
        took.add(&sample);
    }
    run_.say(Line::bare("F2", "empty c=32", median(&bare)).unit("/s"));
    run_.say(Line::bare("F2", "notebooks c=32", median(&rates)).unit("/s"));
    run_.say(Line::least("F2", "notebooks/empty", ratio(&rates, &bare), 0.6));
    run_.say(Line::bare("F2", "notebooks p50", took.percentile(50.0)).unit("ms"));
    run_.say(Line::most("F2", "notebooks p99", took.percentile(99.0), 3.0).unit("ms"));
    Ok(())
}
