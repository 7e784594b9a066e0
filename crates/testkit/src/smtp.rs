//! A mail server that a test starts on this machine: it speaks SMTP (RFC 5321) over a real socket,
//! keeps what it takes, and refuses what it was told to refuse.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// A letter whose attempt a killed process had begun is tried again when its lease of 300 seconds
/// has ended, and one that was refused after 60.
const LONGEST: Duration = Duration::from_secs(400);

/// What the server answers to the receiver's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Takes everything.
    Takes,
    /// Refuses for now.
    Busy,
    /// Knows no such mailbox.
    NoSuchUser,
    /// Hangs up.
    HangsUp,
}

/// A mail that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// `MAIL FROM`.
    pub from: String,
    /// `RCPT TO`.
    pub to: String,
    /// Header and body, lines ended by `\n`.
    pub text: String,
}

/// The server.
pub struct MailServer {
    port: u16,
    mails: Receiver<Arrived>,
}

impl MailServer {
    /// A server in a mood, on a port of its own, until the test ends.
    ///
    /// # Panics
    /// When this machine gives it no port.
    pub fn in_mood(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (sender, mails) = channel();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that goes away in the middle has said nothing.
                drop(converse(stream, mood, &sender));
            }
        });
        Self { port, mails }
    }

    /// Where it listens on 127.0.0.1.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The next mail that arrives.
    ///
    /// # Panics
    /// When none does for a long time.
    pub fn next(&self) -> Arrived {
        self.mails.recv_timeout(LONGEST).expect("a mail")
    }

    /// What has arrived and was not asked for yet.
    pub fn rest(&self) -> Vec<Arrived> {
        self.mails.try_iter().collect()
    }
}

fn converse(mut stream: TcpStream, mood: Mood, mails: &Sender<Arrived>) -> std::io::Result<()> {
    if mood == Mood::HangsUp {
        return Ok(());
    }
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let mut say = |line: &str| stream.write_all(format!("{line}\r\n").as_bytes());
    say("220 mail.example ESMTP")?;
    let (mut from, mut to) = (String::new(), String::new());
    while let Some(line) = lines.next().transpose()? {
        let word = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match word.as_str() {
            "EHLO" => say("250-mail.example\r\n250 8BITMIME")?,
            "MAIL" => {
                from = inside(&line);
                say("250 ok")?;
            }
            "RCPT" => {
                to = inside(&line);
                say(match mood {
                    Mood::Busy => "451 4.3.0 try again later",
                    Mood::NoSuchUser => "550 5.1.1 no such user",
                    _ => "250 ok",
                })?;
            }
            "DATA" => {
                say("354 go on")?;
                let mut text = String::new();
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    text.push('\n');
                }
                let mail = Arrived { from: from.clone(), to: to.clone(), text };
                // Nobody listens any more when the test is over.
                drop(mails.send(mail));
                say("250 taken")?;
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 ok")?,
        }
    }
    Ok(())
}

/// What stands between the angle brackets.
fn inside(line: &str) -> String {
    let (_, rest) = line.split_once('<').unwrap_or_default();
    rest.split('>').next().unwrap_or_default().to_owned()
}
