//! `tasuki demo`: a region of invented people, played through the real use cases with a clock
//! that runs through the last year, then served with the real one.

mod desk;
mod folder;
mod notices;
mod pictures;
mod player;

use std::io::{IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result};
use tasuki_app::region::NewRegion;
use tasuki_app::{App, second_factor};
use tasuki_demo::Demo;
use tasuki_kernel::{Clock, FixedClock, SystemClock, Timestamp};
use tasuki_ledger::Identity;

use crate::cli;
use crate::config::Config;
use crate::postman::MailConfig;
use crate::{folder_lock, listeners, logging, region_key};
use desk::DeskPlayer;
use folder::Found;
use notices::NoticePlayer;
use player::Player;

/// The seed of everything invented.
const SEED: u64 = 20_261_121;

/// Runs the demo region: makes it in an empty folder, goes on with an existing one.
pub async fn run(config: Config, flags: &cli::Demo) -> Result<()> {
    let listen = SocketAddr::from(([127, 0, 0, 1], flags.port));
    let config = Config { listen, ..config };
    logging::begin(&config)?;
    region_key::private_folder(&config.data)?;
    let _held = folder_lock::take(&config.data)?;
    let found = folder::look(&config)?;
    if found == Found::Interrupted {
        eprintln!(
            "The making of the demo region in {} was interrupted before its end.\n\
             Nothing in it is real: what is there is removed, and it is made anew.",
            config.data.display()
        );
        folder::clear(&config)?;
    }
    if found != Found::Whole {
        let begun = Instant::now();
        eprintln!(
            "making the demo region in {} …\n\
             Invented people write a year of notes, through the same code as real ones. This is \
             done once.",
            config.data.display()
        );
        folder::begin(&config)?;
        make(&config, &config.folder().region_key(), flags.patients).await?;
        folder::closed(&config).await;
        folder::finish(&config)?;
        eprintln!("the demo region is complete after {:.1} s", begun.elapsed().as_secs_f32());
    }
    let app = App::open(config.options(true), region_key::load(&config)?).await?;
    let config = with_mail_in_a_folder(config);
    eprintln!(
        "The certificate is the region's own: the browser will ask once whether to go on.\n\
         Its authority lies in {}. Mails go to nobody: read them in {}.",
        config.data.join("tls/authority.pem").display(),
        config.data.join("mail").display()
    );
    listeners::serve(&config, Arc::new(app), true).await
}

/// Nothing that a demo writes goes to anybody: mails lie in a folder, to be read.
fn with_mail_in_a_folder(config: Config) -> Config {
    let mail = config.mail.clone().unwrap_or_else(|| MailConfig {
        from: "tasuki@minato.example".into(),
        folder: Some(config.data.join("mail")),
        server: None,
        port: None,
        security: None,
        user: None,
        password_file: None,
    });
    Config { mail: Some(mail), ..config }
}

async fn make(config: &Config, key: &Path, patients: usize) -> Result<()> {
    let today = SystemClock.now();
    let demo = Demo::new(SEED, today, patients);
    let begin = demo.steps.first().map_or(today, |step| step.at).plus_seconds(-86_400);
    let clock = Arc::new(FixedClock::new(begin));
    let identity = Identity::generate();
    let recovery = Identity::generate();
    region_key::write(key, &identity, None)?;
    // Of a demo region everybody may have it; of a real one it lies on paper elsewhere.
    region_key::write(&config.data.join("recovery.key"), &recovery, None)?;
    let mut options = config.options(false);
    options.clock = clock.clone();
    // Nobody is told that a step is kept: everything is synced once, before it counts as made.
    options.synced = false;
    let new = NewRegion {
        name: demo.region.name.into(),
        notebook_name: demo.region.notebook_name.into(),
        categories: tasuki_demo::CATEGORIES.iter().map(|it| (*it).to_owned()).collect(),
        idle_minutes: 60,
    };
    let app = App::create(options, identity, recovery.recipient(), new).await.context(
        "the region cannot be made: when a database is named, it must hold no region yet",
    )?;
    let app = Arc::new(app);
    let usual = second_factor::USUAL.into_iter().chain([second_factor::DEMO]);
    app.allow_second_factors(usual.map(Into::into).collect()).await?;
    app.use_addresses(config.addresses(config.listen.port()));
    let mut desk = DeskPlayer::enter(&app, &clock, today).await?;
    let mut notices = NoticePlayer::enter(&app, &clock, today).await?;
    let mut player = Player::new(app, clock, pictures::draw(&demo));
    player.enter(&demo, begin).await?;
    let mut shown = Progress::new(demo.steps.len());
    for (done, step) in demo.steps.iter().enumerate() {
        desk.play_until(step.at).await?;
        notices.play_until(step.at).await?;
        player.play(step).await.with_context(|| format!("step at {}", step.at))?;
        shown.at(done + 1, step.at);
    }
    desk.play_until(today).await?;
    notices.play_until(today).await?;
    player.leave().await
}

/// How far it is, on the terminal: one line that changes, or four lines in a file.
struct Progress {
    all: usize,
    /// Parts of a hundred that were shown.
    shown: usize,
    terminal: bool,
}

impl Progress {
    fn new(all: usize) -> Self {
        Self { all: all.max(1), shown: 0, terminal: std::io::stderr().is_terminal() }
    }

    fn at(&mut self, done: usize, day: Timestamp) {
        let (part, step) = (done * 100 / self.all, if self.terminal { 1 } else { 25 });
        if part < self.shown + step {
            return;
        }
        self.shown = part - part % step;
        let (begin, end) = if self.terminal { ("\r", "") } else { ("", "\n") };
        let end = if part == 100 { "\n" } else { end };
        eprint!("{begin}{}{end}", written(part, done, day));
        drop(std::io::stderr().flush());
    }
}

/// One line of the progress: how much, and up to which day the year is written.
fn written(part: usize, done: usize, day: Timestamp) -> String {
    let day = day.to_string();
    format!("{part:>3} %  {done} things done in the notebooks, up to {}", &day[..10])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_says_how_much_and_up_to_which_day() {
        let day = Timestamp::from_micros(1_795_239_120_000_000);
        assert_eq!(
            written(5, 600, day),
            "  5 %  600 things done in the notebooks, up to 2026-11-21"
        );
    }

    #[test]
    fn a_file_gets_four_lines_and_the_last_is_the_end() {
        let mut shown = Progress { all: 200, shown: 0, terminal: false };
        let mut lines = Vec::new();
        for done in 1..=200 {
            let before = shown.shown;
            shown.at(done, Timestamp::default());
            if shown.shown != before {
                lines.push(shown.shown);
            }
        }
        assert_eq!(lines, [25, 50, 75, 100]);
    }
}
