//! What a person chose for the screens: ordinary state.

use tasuki_kernel::{PersonId, Result};

use crate::driver::Conn;
use crate::group::Transaction;
use crate::value::Row;

/// A person's choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    /// BCP 47 tag; none means what the browser asks for.
    pub lang: Option<String>,
    /// Size of text in percent.
    pub text_percent: u32,
    /// Minutes until the screen locks; none means what the region says.
    pub idle_minutes: Option<u32>,
    /// Order of the list of notebooks: `urgent`, `kana` or `recent`.
    pub notebook_order: String,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { lang: None, text_percent: 100, idle_minutes: None, notebook_order: "urgent".into() }
    }
}

const FIND: &str = "SELECT lang, text_percent, idle_minutes, notebook_order FROM preferences \
     WHERE person = $1";
const KEEP: &str = "INSERT INTO preferences \
     (person, lang, text_percent, idle_minutes, notebook_order) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (person) DO UPDATE SET lang = excluded.lang, \
     text_percent = excluded.text_percent, idle_minutes = excluded.idle_minutes, \
     notebook_order = excluded.notebook_order";

/// The choices of a person.
pub fn find(conn: &mut Conn, person: PersonId) -> Result<Preferences> {
    conn.first(FIND, &[person.into()])?.map_or_else(|| Ok(Preferences::default()), |it| row(&it, 0))
}

/// Choices whose columns begin at `first`.
pub(crate) fn row(row: &Row, first: usize) -> Result<Preferences> {
    let small = |n: i64| u32::try_from(n).unwrap_or_default();
    Ok(Preferences {
        lang: row.opt_text(first)?.map(str::to_owned),
        text_percent: small(row.int(first + 1)?),
        idle_minutes: row.opt_int(first + 2)?.map(small),
        notebook_order: row.text(first + 3)?.to_owned(),
    })
}

/// Keeps the choices of a person.
pub fn keep(t: &mut Transaction<'_>, person: PersonId, it: &Preferences) -> Result<()> {
    t.execute(
        KEEP,
        &[
            person.into(),
            it.lang.clone().into(),
            i64::from(it.text_percent).into(),
            it.idle_minutes.map(i64::from).into(),
            it.notebook_order.as_str().into(),
        ],
    )
    .map(drop)
}
