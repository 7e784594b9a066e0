//! 職員の一括登録: everybody in a table joins the staff, some in one transaction and then the next.
//!
//! Who comes of which line follows from the page on which the button stood, so that a second press,
//! or one after a process died half-way, enters those who are not there yet and nobody twice.

use sha2::{Digest, Sha256};
use tasuki_domain::content::Touched;
use tasuki_domain::staff::sheet::{self, Line, Unreadable};
use tasuki_domain::staff::{Checked, Encoding};
use tasuki_domain::system::System;
use tasuki_kernel::{ApplicationId, Code, PersonId, Problem, Result};
use tasuki_store::application::{self, Taken};
use tasuki_store::people;

use super::House;
use super::hiring::Newcomer;
use crate::access;
use crate::blocking::blocking;

/// People that one transaction enters: others who write wait for a moment only.
const TOGETHER: usize = 20;

/// One look at a file, and what becomes of it.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Made by the page; the same for every press on it.
    pub token: String,
    /// For whom the file names no device.
    pub system: System,
}

/// A table that was looked over.
#[derive(Debug, Clone)]
pub struct Candidates {
    /// How its characters are written.
    pub encoding: Encoding,
    /// The file as text, to be mended and looked over again.
    pub text: String,
    /// Headings of columns that are not used.
    pub ignored: Vec<String>,
    /// Everybody in it.
    pub people: Vec<Candidate>,
}

/// Somebody in a table.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The line.
    pub line: Line,
    /// What somebody else has already.
    pub taken: Taken,
    /// An account has the same name and reading: perhaps the same person.
    pub known: bool,
    /// Entered by an earlier press on the same page.
    pub here: bool,
}

impl Candidate {
    /// Whether nothing stands against entering this person.
    pub fn is_good(&self) -> bool {
        self.line.checked.is_some() && self.taken == Taken::default()
    }
}

/// What became of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Added {
    /// How many were entered now.
    pub people: usize,
    /// Lines whose login name or address somebody else took at the last moment.
    pub late: Vec<usize>,
}

impl House {
    /// Looks a table over. Nothing is entered.
    pub async fn look_over(
        &self,
        file: Vec<u8>,
        batch: &Batch,
    ) -> Result<Result<Candidates, Unreadable>> {
        let (app, region, system) = (&self.app, self.app.region, batch.system);
        let read = match blocking(move || sheet::read(&file, system)).await? {
            Ok(read) => read,
            Err(why) => return Ok(Err(why)),
        };
        let nobody = ApplicationId::new(&*app.clock, &*app.random);
        let lines = read.lines.into_iter().map(|line| {
            let person = line.checked.as_ref().map(|it| self.person_of(batch, &it.login));
            (line, person)
        });
        let lines: Vec<_> = lines.collect();
        let looked = app.store.read(move |conn| {
            let mut people = Vec::with_capacity(lines.len());
            for (line, person) in lines {
                let (mut taken, mut known, mut here) = (Taken::default(), false, false);
                if let (Some(it), Some(person)) = (&line.checked, person) {
                    here = people::person(conn, person)?.is_some();
                    if !here {
                        let asked = (nobody, &*it.login, it.mail.as_str());
                        taken = application::taken(conn, region, asked)?;
                        known = !people::named(conn, region, &it.name)?.is_empty();
                    }
                }
                people.push(Candidate { line, taken, known, here });
            }
            Ok(people)
        });
        let people = looked.await?;
        Ok(Ok(Candidates {
            encoding: read.encoding,
            text: read.text,
            ignored: read.ignored,
            people,
        }))
    }

    /// Enters everybody who is good and not here yet, each as [`House::add`] does. It goes on when
    /// whoever asked goes away.
    pub async fn add_all(&self, found: &Candidates, batch: &Batch, lang: &str) -> Result<Added> {
        let good = found.people.iter().filter(|it| it.is_good() && !it.here);
        let good = good.filter_map(|it| Some((it.line.number, it.line.checked.clone()?))).collect();
        let (house, batch, lang) = (self.clone(), batch.clone(), lang.to_owned());
        let work = tokio::spawn(async move { house.enter_all(good, &batch, &lang).await });
        work.await.map_err(|_| Problem::new(Code::Internal, "entering people ended in a panic"))?
    }

    async fn enter_all(
        &self,
        people: Vec<(usize, Checked)>,
        batch: &Batch,
        lang: &str,
    ) -> Result<Added> {
        let (welcoming, mut added) = (self.welcoming(lang).await?, Added::default());
        let mut people = people.into_iter().peekable();
        while people.peek().is_some() {
            let mut some = Vec::with_capacity(TOGETHER);
            for (number, it) in people.by_ref().take(TOGETHER) {
                let person = self.person_of(batch, &it.login);
                some.push((number, self.newcomer(person, it, &welcoming).await?));
            }
            let (entered, late) = self.enter_some(some).await?;
            added.people += entered;
            added.late.extend(late);
            self.app.written.notify_one();
        }
        Ok(added)
    }

    /// Some people in one transaction: how many are new, and whose name or address is taken.
    async fn enter_some(&self, people: Vec<(usize, Newcomer)>) -> Result<(usize, Vec<usize>)> {
        let (app, region) = (&self.app, self.app.region);
        let nobody = ApplicationId::new(&*app.clock, &*app.random);
        let mut ready = Vec::with_capacity(people.len());
        for (number, it) in people {
            let entries = app.region_entries(it.contents()).await?;
            ready.push((number, it, entries));
        }
        let record = app.access_entry(self.record(Touched::Joining)).await?;
        app.store
            .write(region, vec![app.region_log, app.access_log], move |t| {
                let (mut entered, mut late) = (0, Vec::new());
                for (number, it, entries) in &ready {
                    if people::person(t.conn(), it.row.post.person)?.is_some() {
                        continue;
                    }
                    match it.refuse_taken(t, region, nobody) {
                        Err(problem) if problem.field.is_some() => {
                            late.push(*number);
                            continue;
                        }
                        outcome => outcome?,
                    }
                    it.receive(t)?;
                    for entry in entries {
                        t.append(entry)?;
                    }
                    entered += 1;
                }
                access::append(t, &record)?;
                Ok((entered, late))
            })
            .await
    }

    /// Who comes of a login name in this batch of this manager; nobody who is there otherwise.
    fn person_of(&self, batch: &Batch, login: &str) -> PersonId {
        let mut hash = Sha256::new();
        hash.update(b"tasuki/staff-sheet\x01");
        hash.update(self.facility.as_bytes());
        hash.update(self.session.person.id.as_bytes());
        hash.update(Sha256::digest(batch.token.as_bytes()));
        hash.update(login.as_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        PersonId::from_bytes(id)
    }
}
