//! 職員の一括登録: a table of people who join the staff, as a spreadsheet program wrote it. Each line
//! stands for itself: what is broken in one is said with its number, and harms no other.

use std::collections::HashMap;

use tasuki_kernel::Problem;

use super::column::Column;
use super::lines::{BROKEN, Encoding, lines};
use super::{Checked, Typed};
use crate::application;
use crate::system::System;

/// People that one file may have.
pub const MOST: usize = 1000;

/// A table that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// How its characters are written.
    pub encoding: Encoding,
    /// The file as text, to be mended and read again.
    pub text: String,
    /// Every line that is not empty, below the headings.
    pub lines: Vec<Line>,
    /// Headings of columns that are not used.
    pub ignored: Vec<String>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file; the headings have the first.
    pub number: usize,
    /// What it says, as far as it can be read.
    pub typed: Typed,
    /// The login name was made of the mail address.
    pub proposed: bool,
    /// The person, when every field is good.
    pub checked: Option<Checked>,
    /// All that is wrong.
    pub flaws: Vec<Flaw>,
    /// An earlier line with the same name and reading: two people, or one twice.
    pub namesake: Option<usize>,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// A field is not good.
    Field(Problem),
    /// `login` or `mail` stands in an earlier line too.
    Again(&'static str, usize),
    /// Its bytes are no text.
    NotText,
    /// It holds a character that nobody can see or type.
    Control,
    /// A quotation mark is not closed in this line.
    Quote,
    /// It has more cells than there are headings.
    Cells,
}

/// Why a file is no table of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// There is nobody in it.
    Empty,
    /// These columns are missing.
    Missing(Vec<Column>),
    /// This column is there twice.
    Twice(Column),
    /// It has so many people, which is more than [`MOST`].
    TooMany(usize),
}

/// Reads a table. Who has no system of their own in it gets `system`.
///
/// # Errors
/// [`Unreadable`] when there is no line to speak of.
pub fn read(bytes: &[u8], system: System) -> Result<Sheet, Unreadable> {
    let (encoding, lines) = lines(bytes, |first| columns(first).1.iter().flatten().count());
    let mut rest = lines.iter().zip(1..).filter(|(it, _)| !it.trim().is_empty());
    let (headings, _) = rest.next().ok_or(Unreadable::Empty)?;
    let (delimiter, columns) = columns(headings);
    whole(&columns)?;
    let names = cells(headings, delimiter).unwrap_or_default();
    let unused =
        names.into_iter().zip(&columns).filter(|(name, it)| it.is_none() && !name.is_empty());
    let ignored = unused.map(|(name, _)| name).collect();
    let rest: Vec<_> = rest.filter(|(it, _)| !is_blank(it, delimiter)).collect();
    match rest.len() {
        0 => return Err(Unreadable::Empty),
        many if many > MOST => return Err(Unreadable::TooMany(many)),
        _ => {}
    }
    let mut read: Vec<_> = rest
        .into_iter()
        .map(|(text, number)| one(number, text, ((delimiter, &columns), system)))
        .collect();
    propose(&mut read);
    for line in read.iter_mut().filter(|it| it.flaws.iter().all(of_a_field)) {
        check(line);
    }
    compare(&mut read);
    Ok(Sheet { encoding, text: lines.join("\n"), lines: read, ignored })
}

const fn of_a_field(flaw: &Flaw) -> bool {
    matches!(flaw, Flaw::Field(_))
}

fn required() -> impl Iterator<Item = Column> {
    Column::ALL.into_iter().filter(|it| it.required())
}

/// What parts the cells, and which column each is; none for one that is not used.
fn columns(headings: &str) -> (char, Vec<Option<Column>>) {
    let known = |delimiter| -> Vec<_> {
        let names = cells(headings, delimiter).unwrap_or_default();
        names.iter().map(|it| Column::find(it)).collect()
    };
    let all = [',', '\t', ';'].map(|it| (it, known(it)));
    let most = |it: &(char, Vec<Option<Column>>)| it.1.iter().flatten().count();
    // The first of those that are as good: a comma.
    all.into_iter().rev().max_by_key(most).unwrap_or((',', Vec::new()))
}

fn whole(columns: &[Option<Column>]) -> Result<(), Unreadable> {
    let missing: Vec<_> = required().filter(|it| !columns.contains(&Some(*it))).collect();
    if !missing.is_empty() {
        return Err(Unreadable::Missing(missing));
    }
    let often = |column: &Column| columns.iter().filter(|it| **it == Some(*column)).count() > 1;
    Column::ALL.into_iter().find(often).map_or(Ok(()), |it| Err(Unreadable::Twice(it)))
}

/// A line with nothing in its cells, as spreadsheets leave them at the end.
fn is_blank(line: &str, delimiter: char) -> bool {
    line.chars().all(|c| c == delimiter || c == '"' || c.is_whitespace())
}

/// The cells of a line; none when a quotation mark is not closed in it.
fn cells(line: &str, delimiter: char) -> Option<Vec<String>> {
    let (mut all, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        if quoted && c == '"' && letters.peek() == Some(&'"') {
            letters.next();
            cell.push('"');
        } else if c == '"' && (quoted || cell.is_empty()) {
            quoted = !quoted;
        } else if c == delimiter && !quoted {
            all.push(std::mem::take(&mut cell).trim().to_owned());
        } else {
            cell.push(c);
        }
    }
    all.push(cell.trim().to_owned());
    (!quoted).then_some(all)
}

/// A line before its fields are checked.
fn one(
    number: usize,
    text: &str,
    ((delimiter, columns), system): ((char, &[Option<Column>]), System),
) -> Line {
    let typed = Typed { system: system.name().into(), ..Typed::default() };
    let (proposed, checked, namesake) = (false, None, None);
    let mut line = Line { number, typed, proposed, checked, flaws: Vec::new(), namesake };
    let unseen = |c: char| c.is_control() && c != '\t';
    let found = if text.contains(BROKEN) {
        Err(Flaw::NotText)
    } else if text.contains(unseen) {
        Err(Flaw::Control)
    } else {
        cells(text, delimiter).ok_or(Flaw::Quote)
    };
    match found {
        Err(flaw) => line.flaws.push(flaw),
        Ok(found) => {
            let filled = found.iter().zip(columns).filter_map(|(cell, it)| Some((cell, (*it)?)));
            for (cell, column) in filled {
                if let Err(field) = column.fill(&mut line.typed, cell) {
                    let wrong = Problem::invalid(field, "cell: neither yes nor no");
                    line.flaws.push(Flaw::Field(wrong));
                }
            }
            if found.iter().skip(columns.len()).any(|it| !it.is_empty()) {
                line.flaws.push(Flaw::Cells);
            }
        }
    }
    line
}

/// Who has no login name gets the local part of the mail address, as long as nobody else has it.
fn propose(lines: &mut [Line]) {
    let own = |line: &Line| application::login(&line.typed.login).ok();
    let mut taken: Vec<String> = lines.iter().filter_map(own).collect();
    for line in lines.iter_mut().filter(|it| it.typed.login.is_empty()) {
        let local = line.typed.mail.split('@').next().unwrap_or_default();
        let fitting = application::login(local).ok().filter(|it| !taken.contains(it));
        if let Some(login) = fitting {
            taken.push(login.clone());
            line.typed.login = login;
            line.proposed = true;
        }
    }
}

fn check(line: &mut Line) {
    let named = |field| match field {
        "profession" => Some("cell: no such profession"),
        "system" => Some("cell: no such system"),
        _ => None,
    };
    match line.typed.check() {
        Ok(checked) if line.flaws.is_empty() => line.checked = Some(checked),
        Ok(_) => {}
        Err(problems) => line.flaws.extend(problems.into_iter().map(|it| {
            let detail = it.field.and_then(named).map(Into::into);
            Flaw::Field(Problem { detail: detail.unwrap_or(it.detail), ..it })
        })),
    }
}

/// What stands in two lines: a login name or an address is wrong in the second, a name may be
/// somebody else's.
fn compare(lines: &mut [Line]) {
    let (mut logins, mut mails, mut names) = (HashMap::new(), HashMap::new(), HashMap::new());
    for line in lines {
        let Some(it) = &line.checked else { continue };
        let (number, mail) = (line.number, it.mail.as_str().to_owned());
        let name = (it.name.full(), it.name.kana());
        let login = *logins.entry(it.login.clone()).or_insert(number);
        let mail = *mails.entry(mail).or_insert(number);
        let name = *names.entry(name).or_insert(number);
        let again = [("login", login), ("mail", mail)].into_iter().filter(|it| it.1 != number);
        line.flaws.extend(again.map(|(field, earlier)| Flaw::Again(field, earlier)));
        line.namesake = Some(name).filter(|it| *it != number);
        if !line.flaws.is_empty() {
            line.checked = None;
        }
    }
}

#[cfg(test)]
mod tests;
