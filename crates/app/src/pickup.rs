//! 証明書の受け取り: a number and a code become the certificate of a device, once.
//!
//! Who knows both gets a device in somebody's name, so that a code is kept as passwords are, wrong
//! ones are counted for the pick-up and for the address, and nothing tells a number that there is
//! from one that there is not.

mod passkey;

use tasuki_domain::content::{Content, Device, DeviceKind, DeviceRevoked, Purpose, Touched};
use tasuki_domain::pickup::{CodeBytes, NumberBytes, code, number, read_code, read_number};
use tasuki_domain::system::System;
use tasuki_domain::{pickup as form, text};
use tasuki_kernel::{Code, DeviceId, PersonId, Problem, Result, Timestamp};
use tasuki_pki::{DeviceCertificate, DeviceRequest};
use tasuki_store::pickup::PickupRow;
use tasuki_store::{NewEntry, people, pickup, session};
use zeroize::Zeroizing;

use crate::access::{self, Record};
use crate::throttle::{WAIT_MOST, failure_key, until_over, waiting};
use crate::{App, hashing};

/// Seconds for which a pick-up can be used: a week.
const VALID: i64 = 7 * 86_400;
/// Wrong codes after which a pick-up is void.
const FAILURES: u64 = 5;
/// Wrong codes from one address after which it has to wait.
const ADDRESS_FAILURES: u64 = 50;
/// Seconds in which it can be picked up again, because the file did not arrive.
const AGAIN: i64 = 15 * 60;
/// Seconds for which a device's certificate is valid: a year.
const CERTIFICATE: i64 = 365 * 86_400;
/// Seconds by which a device's clock may be slow.
const SKEW: i64 = 300;

/// What is handed to the owner of the device, on a page or in a mail.
#[derive(Debug)]
pub struct Offer {
    /// The number, in groups.
    pub number: String,
    /// The code, in groups; kept nowhere.
    pub code: Zeroizing<String>,
    /// Until when it can be used.
    pub expires: Timestamp,
}

impl Offer {
    /// The offer as its owner sees it who picks it up at once.
    pub(crate) fn waiting(self, row: PickupRow) -> Waiting {
        Waiting { row, code: self.code }
    }
}

/// What somebody typed who comes for a certificate.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'a> {
    /// The number.
    pub number: &'a str,
    /// The code.
    pub code: &'a str,
    /// The address that it comes from, for throttling only.
    pub address: &'a str,
}

/// A pick-up whose code was right, and which can be used now.
#[derive(Debug)]
pub struct Waiting {
    /// The row as it was read.
    row: PickupRow,
    /// The code as it was given out.
    pub code: Zeroizing<String>,
}

impl Waiting {
    /// The number, in groups.
    pub fn number(&self) -> String {
        form::shown_number(&self.row.number)
    }

    pub(crate) fn plain_number(&self) -> &str {
        &self.row.number
    }

    /// The device's name.
    pub fn label(&self) -> &str {
        &self.row.label
    }

    /// What the device runs on, as far as it was known beforehand.
    pub const fn system(&self) -> System {
        self.row.system
    }

    /// Whether it was picked up already, and can only be picked up again.
    pub const fn is_used(&self) -> bool {
        self.row.device.is_some()
    }

    /// Until when it can be used.
    pub fn until(&self) -> Timestamp {
        let again = self.row.used.map(|used| used.plus_seconds(AGAIN));
        again.map_or(self.row.expires, |again| again.min(self.row.expires))
    }
}

/// A certificate on its way to its device.
#[derive(Debug)]
pub struct PickedUp {
    /// The device.
    pub device: DeviceId,
    /// Certificate and key.
    pub certificate: DeviceCertificate,
    /// The code, which is the import password of the file too.
    pub code: Zeroizing<String>,
}

/// Why a pick-up is void though its code may be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Void {
    /// Too many wrong codes.
    Locked,
    /// Its week is over.
    Expired,
    /// It was used, and the file has arrived since.
    Used,
}

impl Void {
    const ALL: [Self; 3] = [Self::Locked, Self::Expired, Self::Used];

    const fn said(self) -> &'static str {
        match self {
            Self::Locked => "locked: too many wrong codes for this number",
            Self::Expired => "expired: it was valid for a week",
            Self::Used => "used: the certificate was picked up",
        }
    }

    fn problem(self) -> Problem {
        Problem::new(Code::PickUpVoid, self.said())
    }

    /// Which of them a problem is about.
    pub fn of(problem: &Problem) -> Option<Self> {
        let void = problem.code == Code::PickUpVoid;
        Self::ALL.into_iter().find(|it| void && it.said() == problem.detail)
    }
}

fn refused() -> Problem {
    Problem::new(Code::PickUpRefused, "number or code is wrong")
}

impl App {
    /// A pick-up for a device of somebody: the row for whatever transaction stores it, and what to
    /// hand over. Nothing is stored here.
    ///
    /// # Errors
    /// `Invalid` when the label is longer than 60 characters.
    pub async fn new_pickup(
        &self,
        person: PersonId,
        label: &str,
        system: System,
    ) -> Result<(PickupRow, Offer)> {
        let label = text::accept_line("label", label, 60)?;
        let mut digits = NumberBytes::default();
        self.random.fill(&mut digits);
        let mut letters = Zeroizing::new(CodeBytes::default());
        self.random.fill(&mut *letters);
        let mut salt = [0; 16];
        self.random.fill(&mut salt);
        let (number, code) = (number(digits), Zeroizing::new(code(*letters)));
        let made = self.clock.now();
        let row = PickupRow {
            code: hashing::hashed(&code, salt).await?,
            person,
            label: if label.is_empty() { system.title().to_owned() } else { label },
            system,
            made,
            expires: made.plus_seconds(VALID),
            failures: 0,
            used: None,
            device: None,
            replaces: None,
            number,
        };
        let offer = Offer { number: form::shown_number(&row.number), code, expires: row.expires };
        Ok((row, offer))
    }

    /// Stores a pick-up together with the record of who made it.
    pub async fn keep_pickup(&self, record: Record, row: PickupRow) -> Result<()> {
        let access = self.access_entry(record).await?;
        self.store
            .write(self.region, vec![self.access_log], move |t| {
                pickup::insert(t, &row)?;
                access::append(t, &access)
            })
            .await
    }

    /// The pick-up of a number and its code.
    ///
    /// # Errors
    /// `PickUpRefused` when number and code do not fit together, whatever it was; `PickUpVoid` when
    /// it can no longer be used ([`Void::of`] says why); `Throttled` after too many failures.
    pub async fn waiting_pickup(&self, typed: Typed<'_>) -> Result<Waiting> {
        let (code, number) = (Zeroizing::new(read_code(typed.code)), read_number(typed.number));
        let now = self.clock.now();
        // What is no number has failures of its own, like a number that there is not.
        let number = number.unwrap_or_else(|| {
            typed.number.chars().filter(|it| it.is_alphanumeric()).take(40).collect()
        });
        let (row, failures) = self.failures_of(&number, typed.address, now).await?;
        if failures >= FAILURES {
            return Err(Void::Locked.problem());
        }
        let kept = row.as_ref().map(|row| row.code.clone());
        let right = hashing::is_right(&code, kept).await?;
        let Some(row) = row.filter(|_| right) else {
            self.count_wrong_code(number, typed.address).await?;
            return Err(refused());
        };
        check(&row, now)?;
        Ok(Waiting { row, code })
    }

    /// Issues the certificate that waits, and registers the device. Within a quarter of an hour it
    /// can be done again: the first certificate is revoked then.
    ///
    /// # Errors
    /// `Conflict` when somebody else was faster, and as [`App::waiting_pickup`].
    pub async fn pick_up(&self, waiting: Waiting, system: System) -> Result<PickedUp> {
        let row = waiting.row;
        let person = row.person;
        let found = self.store.read(move |conn| people::person(conn, person)).await?;
        if !found.is_some_and(|it| it.active) {
            return Err(refused());
        }
        let (device, certificate) = self.issue_certificate(&row.label)?;
        let mut contents = vec![Content::Device(Device {
            id: device,
            person,
            kind: DeviceKind::Certificate,
            fingerprint: *certificate.fingerprint.as_bytes(),
            label: row.label.clone(),
            not_after: certificate.not_after,
            serial: Some(certificate.serial.clone()),
            credential: None,
            system: Some(system),
        })];
        if let Some(id) = row.device {
            let reason = "受け取り直した".to_owned();
            contents.push(Content::DeviceRevoked(DeviceRevoked { id, reason }));
        }
        let entries = self.region_entries(contents).await?;
        let access = self.access_entry(picked_up(&row, Touched::PickUp, Some(device))).await?;
        self.store
            .write(self.region, vec![self.region_log, self.access_log], move |t| {
                let again = pickup::find(t.conn(), &row.number)?.ok_or_else(refused)?;
                if again.device != row.device || again.failures >= FAILURES {
                    return Err(Problem::new(Code::Conflict, "it was picked up just now"));
                }
                pickup::use_it(t, &row.number, device)?;
                for entry in &entries {
                    t.append(entry)?;
                }
                access::append(t, &access)
            })
            .await?;
        Ok(PickedUp { device, certificate, code: waiting.code })
    }

    /// The revocation of the older device that `device` replaces, if this is its first use.
    pub(crate) async fn replaced_by(&self, device: DeviceId) -> Result<Option<NewEntry>> {
        let older = self.store.read(move |conn| pickup::replaced_by(conn, device)).await?;
        let Some(id) = older else { return Ok(None) };
        let reason = "新しい証明書に替えた".to_owned();
        let revoked = Content::DeviceRevoked(DeviceRevoked { id, reason });
        Ok(self.region_entries(vec![revoked]).await?.pop())
    }

    /// A new key and its certificate, of a device that is not registered yet.
    fn issue_certificate(&self, label: &str) -> Result<(DeviceId, DeviceCertificate)> {
        let device = DeviceId::new(&*self.clock, &*self.random);
        let (now, authority) = (self.clock.now(), self.authority()?);
        let request = DeviceRequest {
            device,
            label,
            not_before: now.plus_seconds(-SKEW),
            not_after: now.plus_seconds(CERTIFICATE).min(authority.not_after()),
        };
        Ok((device, authority.issue_device(&request)?))
    }

    /// The pick-up of a number, and how many wrong codes were tried for it.
    async fn failures_of(
        &self,
        number: &str,
        address: &str,
        now: Timestamp,
    ) -> Result<(Option<PickupRow>, u64)> {
        let (of_number, of_address) = keys(number, address);
        let number = number.to_owned();
        let (row, failures, (count, last)) = self
            .store
            .read(move |conn| {
                let row = pickup::find(conn, &number)?;
                let unknown = session::failures(conn, of_number)?.0;
                let failures = row.as_ref().map_or(unknown, |row| row.failures);
                Ok((row, failures, session::failures(conn, of_address)?))
            })
            .await?;
        until_over(waiting(count, ADDRESS_FAILURES, last, now))?;
        Ok((row, failures))
    }

    /// Forgets pick-ups whose certificates have ended too.
    pub(crate) async fn forget_pickups(&self) -> Result<()> {
        let before = self.clock.now().plus_seconds(-CERTIFICATE - VALID);
        self.store.write(self.region, Vec::new(), move |t| pickup::forget(t, before)).await
    }

    async fn count_wrong_code(&self, number: String, address: &str) -> Result<()> {
        let (of_number, of_address) = keys(&number, address);
        let record = Record {
            person: None,
            session: None,
            device: None,
            notebook: None,
            room: None,
            touched: Touched::PickUpRefused,
            purpose: Purpose::Care,
            disclosure: None,
        };
        let access: NewEntry = self.access_entry(record).await?;
        let forget = self.clock.now().plus_seconds(-WAIT_MOST);
        self.store
            .write(self.region, vec![self.access_log], move |t| {
                pickup::add_failure(t, &number)?;
                session::add_failure(t, of_number, forget)?;
                session::add_failure(t, of_address, forget)?;
                access::append(t, &access)
            })
            .await
    }
}

/// Under what wrong codes are counted: for numbers that there are not, and for addresses.
fn keys(number: &str, address: &str) -> ([u8; 32], [u8; 32]) {
    (failure_key("pick-up", number), failure_key("pick-up address", address))
}

fn check(row: &PickupRow, now: Timestamp) -> Result<()> {
    if now >= row.expires {
        return Err(Void::Expired.problem());
    }
    match row.used {
        Some(used) if now >= used.plus_seconds(AGAIN) => Err(Void::Used.problem()),
        _ => Ok(()),
    }
}

fn picked_up(row: &PickupRow, touched: Touched, device: Option<DeviceId>) -> Record {
    Record {
        person: Some(row.person),
        session: None,
        device,
        notebook: None,
        room: None,
        touched,
        purpose: Purpose::Care,
        disclosure: None,
    }
}
