//! 同姓同名: whether somebody else among the reader's own patients is called the same.

use tasuki_domain::content::Content;
use tasuki_domain::fold::fold;
use tasuki_domain::name::Name;
use tasuki_domain::patient::Patient;
use tasuki_domain::policy::{Action, Subject, decide};
use tasuki_kernel::Result;
use tasuki_store::Conn;
use tasuki_store::notebook::NotebookRow;

use crate::room::Room;
use crate::{App, actor};

/// Written or read aloud, one could be taken for the other.
pub fn alike(one: &Name, other: &Name) -> bool {
    one.full() == other.full() || fold(&one.kana()) == fold(&other.kana())
}

impl Room {
    /// Whether another patient whose notebook this reader may open has the same name, by letters
    /// or by sound. Nothing is told of patients of others.
    pub async fn namesake(&self, patient: &Patient) -> Result<bool> {
        let (room, name) = (self.clone(), patient.name.clone());
        self.app.store.read(move |conn| room.has_namesake(conn, &name)).await
    }

    pub(crate) fn has_namesake(&self, conn: &mut Conn, name: &Name) -> Result<bool> {
        let Some(own) = &self.place.notebook else { return Ok(false) };
        for shelved in self.known.shelf(conn, self.session.person.id)?.iter() {
            let facts = actor::shelved_facts(&self.actor, shelved, self.now);
            let Some(notebook) = &shelved.notebook else { continue };
            let readable =
                || decide(&self.actor, Action::Read, Subject::Room(&facts), self.now).allowed();
            if notebook.patient != own.patient
                && notebook.destroyed.is_none()
                && readable()
                && self.app.name_of(conn, notebook)?.is_some_and(|it| alike(&it, name))
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl App {
    /// The name of a notebook's patient, without a question to the store where it was opened before:
    /// it is compared on every page of a notebook, and never shown from here.
    fn name_of(&self, conn: &mut Conn, row: &NotebookRow) -> Result<Option<Name>> {
        let known = row.basics.and_then(|(log, sequence)| self.bodies.get(log, sequence));
        if let Some(Content::Patient(patient)) = known.as_ref().and_then(|it| it.content.as_ref()) {
            return Ok(Some(patient.name.clone()));
        }
        Ok(self.basics(conn, row)?.map(|it| it.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_or_sound_are_enough() {
        let name = |parts: [&str; 4]| Name::new(parts[0], parts[1], parts[2], parts[3]).unwrap();
        let one = name(["山口", "和子", "やまぐち", "かずこ"]);
        assert!(alike(&one, &name(["山口", "和子", "やまぐち", "わこ"])));
        assert!(alike(&one, &name(["山口", "一子", "ヤマグチ", "カズコ"])));
        assert!(!alike(&one, &name(["山口", "良子", "やまぐち", "よしこ"])));
    }
}
