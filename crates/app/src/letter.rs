//! 送信箱: letters to people who have no page open. They are kept in the transaction that gives
//! reason for them, go out afterwards, and are tried again while a mail server is away.
//!
//! A letter holds no word about a patient and no secret but a one-time code that expires. Its
//! words are sealed while it waits and forgotten when it was delivered.

mod notice;
mod staff;
mod words;

use std::future::Future;
use std::time::Duration;

use tasuki_domain::mail_address::MailAddress;
use tasuki_kernel::{Code, LetterId, Problem, Result, Timestamp};
use tasuki_store::letter::{self, Due, NewLetter};

use crate::App;

pub(crate) use notice::{NoticeNote, notice_letter};
pub(crate) use staff::{
    Addressee, disclosed, facility_ended, invited, password_reset, review_due, staff_pickup,
    welcome, withdrawal_returned,
};
pub use tasuki_store::letter::{LetterRow, State as LetterState};
pub(crate) use words::{
    About, PickupNote, Sender, approved, day, login_name, pickup, received, returned, sender,
};

/// Where the doors of this region are, as letters name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// The staff's listener: `https://host:port`.
    pub staff: String,
    /// The portal's listener.
    pub portal: String,
}

/// What a letter is for. The name is what the outbox shows and the log says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LetterKind {
    /// 申請を受け付けた.
    Received,
    /// 差し戻し.
    Returned,
    /// 承認.
    Approved,
    /// 証明書の受け取り番号.
    Pickup,
    /// ログインID.
    LoginName,
    /// 職員の登録, with the link for the first password.
    Welcome,
    /// 証明書の受け取り番号, for staff.
    StaffPickup,
    /// パスワードの決め直し.
    PasswordReset,
    /// 法にもとづく開示, to those concerned.
    Disclosed,
    /// 招待が届いた.
    Invitation,
    /// 至急のお知らせ has come.
    UrgentNotice,
    /// お知らせ that nobody of the facility has opened yet.
    NoticeReminder,
    /// 利用廃止 of the facility.
    FacilityEnded,
    /// 利用廃止申請の差し戻し.
    WithdrawalReturned,
    /// 権限の棚卸し is due.
    ReviewDue,
}

impl LetterKind {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Received,
        Self::Returned,
        Self::Approved,
        Self::Pickup,
        Self::LoginName,
        Self::Welcome,
        Self::StaffPickup,
        Self::PasswordReset,
        Self::Disclosed,
        Self::Invitation,
        Self::UrgentNotice,
        Self::NoticeReminder,
        Self::FacilityEnded,
        Self::WithdrawalReturned,
        Self::ReviewDue,
    ];

    /// Whether a letter of this name is about an application; else it is about a person or a
    /// notice.
    pub fn is_of_application(name: &str) -> bool {
        let before =
            [Self::Received, Self::Returned, Self::Approved, Self::Pickup, Self::LoginName];
        before.iter().any(|it| it.name() == name)
    }

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Pickup => "pickup",
            Self::LoginName => "login-name",
            Self::Welcome => "welcome",
            Self::StaffPickup => "staff-pickup",
            Self::PasswordReset => "password-reset",
            Self::Disclosed => "disclosed",
            Self::Invitation => "invitation",
            Self::UrgentNotice => "urgent-notice",
            Self::NoticeReminder => "notice-reminder",
            Self::FacilityEnded => "facility-ended",
            Self::WithdrawalReturned => "withdrawal-returned",
            Self::ReviewDue => "review-due",
        }
    }
}

/// A letter to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it is for.
    pub kind: LetterKind,
    /// To whom.
    pub receiver: MailAddress,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub words: String,
    /// The application or person that it is about.
    pub about: [u8; 16],
}

/// A letter on its way, as a [`Postman`] takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The letter; a second delivery of the same bears the same id.
    pub id: LetterId,
    /// The address.
    pub receiver: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub words: String,
    /// When it was written.
    pub written: Timestamp,
    /// The name beside the sender's address: the region.
    pub sender: String,
    /// Where answers go: the desk.
    pub reply_to: Option<String>,
}

/// Why a mail did not go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undelivered {
    /// The server is away or busy: it is tried again.
    Later(String),
    /// The server says that it will never take it.
    Never(String),
}

/// Whoever brings mails to a mail server.
pub trait Postman: Send + Sync {
    /// Hands one mail over. Good means that the server has taken charge of it (RFC 5321 section
    /// 6.1).
    fn hand_over(&self, mail: &Mail) -> impl Future<Output = Result<(), Undelivered>> + Send;
}

/// Seconds in which a process that took a letter must have handed it over.
const LEASE: i64 = 300;
/// Seconds after which a letter is given up: three days.
const PATIENCE: i64 = 3 * 86_400;
/// Days that delivered and given up letters stay in the list.
const KEPT_DAYS: i64 = 90;
/// Letters are looked for at least this often: another process may have written one.
const LOOK: Duration = Duration::from_secs(15);

/// Seconds until the next attempt, after so many: soon at first, within ten minutes through the
/// first hours, so that a server that was away for an hour is noticed when it is back.
const fn pause(attempts: u32) -> i64 {
    match attempts {
        0 => 15,
        1 => 60,
        2 => 120,
        3 => 300,
        4..=20 => 600,
        _ => 3600,
    }
}

impl App {
    /// Says where the doors are; the first time counts.
    pub fn use_addresses(&self, addresses: Addresses) {
        // A second server in one process is a test of ours, and has the same doors.
        let _ = self.addresses.set(addresses);
    }

    /// Where the doors are; of a process that has none, nowhere.
    pub fn addresses(&self) -> Addresses {
        let nowhere = || Addresses { staff: String::new(), portal: String::new() };
        self.addresses.get().cloned().unwrap_or_else(nowhere)
    }

    /// Seals a letter, to be kept in the transaction that gives reason for it.
    pub(crate) fn sealed_letter(&self, letter: &Letter) -> NewLetter {
        let id = LetterId::new(&*self.clock, &*self.random);
        let plain = format!("{}\n{}", letter.subject, letter.words);
        NewLetter {
            id,
            region: self.region,
            kind: letter.kind.name().into(),
            receiver: letter.receiver.as_str().into(),
            sealed: self.state.seal(&*self.random, &purpose(&id), plain.as_bytes()),
            about: Some(letter.about),
        }
    }

    /// Subject and words of a letter.
    fn unsealed_letter(&self, id: LetterId, sealed: &[u8]) -> Result<(String, String)> {
        let damaged = || Problem::new(Code::Damaged, format!("the words of letter {id}"));
        let plain = self.state.open(&purpose(&id), sealed).ok_or_else(damaged)?;
        let text = std::str::from_utf8(&plain).map_err(|_| damaged())?;
        let (subject, words) = text.split_once('\n').ok_or_else(damaged)?;
        Ok((subject.to_owned(), words.to_owned()))
    }

    /// Hands over what is due, and answers how long nothing is due from then on. A letter may go
    /// out twice when a process dies at the wrong moment, and never not at all.
    pub async fn deliver(&self, postman: &impl Postman) -> Result<Duration> {
        let (region, now) = (self.region, self.clock.now());
        let lease = now.plus_seconds(LEASE);
        let due = self
            .store
            .write(region, Vec::new(), move |t| {
                letter::sweep(t, region, now.plus_seconds(-KEPT_DAYS * 86_400))?;
                letter::take_due(t, region, lease)
            })
            .await?;
        for it in due {
            self.deliver_one(postman, it).await?;
        }
        let next = self.store.read(move |conn| letter::next_due(conn, region)).await?;
        let seconds = next.map(|at| at.seconds_since(self.clock.now()).max(1));
        let until = seconds.and_then(|it| u64::try_from(it).ok()).map(Duration::from_secs);
        Ok(until.unwrap_or(LOOK).min(LOOK))
    }

    /// Waits until something may be due: a letter was written here, or `most` has passed.
    pub async fn letter_or(&self, most: Duration) {
        let written = self.written.notified();
        let _ = tokio::time::timeout(most, written).await;
    }

    async fn deliver_one(&self, postman: &impl Postman, due: Due) -> Result<()> {
        let (subject, words) = self.unsealed_letter(due.id, &due.sealed)?;
        let region = self.region;
        let (settings, portal) = (self.settings().await?, self.portal_texts().await?);
        let mail = Mail {
            id: due.id,
            receiver: due.receiver,
            subject,
            words,
            written: due.written,
            sender: settings.name,
            reply_to: Some(portal.mail).filter(|it| !it.is_empty()),
        };
        let outcome = postman.hand_over(&mail).await;
        let now = self.clock.now();
        let too_old = now.seconds_since(due.written) >= PATIENCE;
        self.store
            .write(region, Vec::new(), move |t| match outcome {
                Ok(()) => letter::delivered(t, due.id),
                Err(Undelivered::Never(why)) => letter::given_up(t, due.id, &short(&why)),
                Err(Undelivered::Later(why)) if too_old => {
                    letter::given_up(t, due.id, &short(&why))
                }
                Err(Undelivered::Later(why)) => {
                    let next = now.plus_seconds(pause(due.attempts));
                    letter::later(t, due.id, next, &short(&why))
                }
            })
            .await
    }
}

/// What a letter's words are sealed for.
fn purpose(id: &LetterId) -> [&[u8]; 2] {
    [b"tasuki/letter\x01", id.as_bytes()]
}

/// What a mail server said, as much of it as fits a line of a list.
fn short(why: &str) -> String {
    why.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_without_a_server_is_bridged_by_attempts_not_far_apart() {
        let mut at = 0;
        let times: Vec<i64> = (0..12)
            .map(|attempt| {
                at += pause(attempt);
                at
            })
            .collect();
        assert!(times.iter().any(|it| (3600..4200).contains(it)), "{times:?}");
        assert!(times.windows(2).all(|it| it[1] - it[0] <= 600));
    }

    #[test]
    fn what_a_server_says_is_one_line() {
        assert_eq!(short("550 5.1.1\r\nno such user"), "550 5.1.1  no such user");
        assert_eq!(short(&"あ".repeat(400)).chars().count(), 300);
    }

    #[test]
    fn names_are_unique() {
        let names: std::collections::HashSet<_> =
            LetterKind::ALL.iter().map(|it| it.name()).collect();
        assert_eq!(names.len(), LetterKind::ALL.len());
        let about = LetterKind::ALL.iter().filter(|it| LetterKind::is_of_application(it.name()));
        assert_eq!(about.count(), 5, "the others are about a person or a notice");
    }
}
