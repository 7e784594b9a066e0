//! Rows as they lie in a backup: CBOR, in parts of a bounded size, each sealed to the region's
//! key and the recovery key.

use std::path::PathBuf;

use minicbor::data::Type;
use minicbor::{Decoder, Encoder};
use tasuki_kernel::Result;
use tasuki_ledger::Hash;
use tasuki_ledger::recipient::{self, Recipient};
use tasuki_store::dump::{self, TABLES, Table};
use tasuki_store::{Conn, Value, object};

use super::broken;
use super::manifest::Part;
use crate::durable;

/// Bytes of rows in a part before it is sealed, about.
const PART: usize = 4 * 1024 * 1024;

/// Writes the rows of a snapshot.
pub(super) struct Sealer {
    folder: PathBuf,
    recipients: Vec<Recipient>,
    plain: Vec<u8>,
    parts: Vec<Part>,
    objects: Vec<String>,
    rows: u64,
}

impl Sealer {
    pub(super) const fn new(folder: PathBuf, recipients: Vec<Recipient>) -> Self {
        Self {
            folder,
            recipients,
            plain: Vec::new(),
            parts: Vec::new(),
            objects: Vec::new(),
            rows: 0,
        }
    }

    /// All tables; returns the parts, the paths of attachments, and how many rows there are.
    pub(super) fn write_all(mut self, conn: &mut Conn) -> Result<(Vec<Part>, Vec<String>, u64)> {
        for table in TABLES {
            if table.name == "entries" {
                self.entries(conn, table)?;
                continue;
            }
            for row in dump::rows(conn, table)? {
                if table.name == "attachments" {
                    let name = Hash::from_bytes(row.array(1)?);
                    self.objects.push(object::attachment_path(&name));
                }
                self.add(table, row.values())?;
            }
        }
        self.seal()?;
        Ok((self.parts, self.objects, self.rows))
    }

    fn entries(&mut self, conn: &mut Conn, table: &Table) -> Result<()> {
        let mut last: Option<(Vec<u8>, i64)> = None;
        loop {
            let after = last.as_ref().map(|(log, sequence)| (log.as_slice(), *sequence));
            let page = dump::entry_page(conn, after)?;
            let Some(end) = page.last() else { return Ok(()) };
            last = Some((end.bytes(0)?.to_vec(), end.int(1)?));
            for row in &page {
                self.add(table, row.values())?;
            }
        }
    }

    fn add(&mut self, table: &Table, values: &[Value]) -> Result<()> {
        encode(&mut self.plain, table.name, values);
        self.rows += 1;
        if self.plain.len() >= PART { self.seal() } else { Ok(()) }
    }

    fn seal(&mut self) -> Result<()> {
        if self.plain.is_empty() {
            return Ok(());
        }
        let sealed = recipient::seal_to(&self.recipients, &self.plain).map_err(broken)?;
        self.plain.clear();
        let name = format!("rows-{:04}.age", self.parts.len() + 1);
        durable::write(&self.folder.join(&name), &sealed)?;
        self.parts.push(Part { name, sha256: Hash::of(&sealed).to_string() });
        Ok(())
    }
}

/// One row: an array of the table's name and the values.
fn encode(out: &mut Vec<u8>, table: &str, values: &[Value]) {
    let mut e = Encoder::new(out);
    let written = (|| {
        e.array(values.len() as u64 + 1)?.str(table)?;
        for value in values {
            match value {
                Value::Null => e.null()?,
                Value::Int(n) => e.i64(*n)?,
                Value::Text(text) => e.str(text)?,
                Value::Bytes(bytes) => e.bytes(bytes)?,
            };
        }
        Ok::<_, minicbor::encode::Error<std::convert::Infallible>>(())
    })();
    written.expect("writing to memory does not fail");
}

/// A row as it was read back.
pub(super) type Found = (&'static Table, Vec<Value>);

/// The rows of an opened part.
pub(super) fn decode(plain: &[u8]) -> Result<Vec<Found>> {
    let mut d = Decoder::new(plain);
    let mut rows = Vec::new();
    while d.position() < plain.len() {
        rows.push(decode_row(&mut d).map_err(broken)?);
    }
    Ok(rows)
}

fn decode_row(d: &mut Decoder<'_>) -> std::result::Result<Found, String> {
    let said = |e: minicbor::decode::Error| e.to_string();
    let length = d.array().map_err(said)?.ok_or("a row without a length")?;
    let name = d.str().map_err(said)?;
    let table = dump::table(name).ok_or_else(|| format!("a table {name} that is not known"))?;
    // An earlier version wrote rows without the columns that came later; those are the last ones.
    let given = usize::try_from(length).unwrap_or(usize::MAX).saturating_sub(1);
    if !(table.key..=table.columns.len()).contains(&given) {
        return Err(format!("a row of {name} of {length} parts"));
    }
    let mut values = Vec::with_capacity(table.columns.len());
    for _ in 0..given {
        values.push(match d.datatype().map_err(said)? {
            Type::Null => d.null().map(|()| Value::Null).map_err(said)?,
            Type::String => Value::Text(d.str().map_err(said)?.to_owned()),
            Type::Bytes => Value::Bytes(d.bytes().map_err(said)?.to_vec()),
            _ => Value::Int(d.i64().map_err(said)?),
        });
    }
    values.resize(table.columns.len(), Value::Null);
    Ok((table, values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back() {
        let table = dump::table("members").unwrap();
        let values = vec![
            Value::Bytes(vec![1; 16]),
            Value::Bytes(vec![2; 16]),
            Value::Null,
            Value::Int(-5),
            Value::Int(i64::MAX),
            Value::Null,
        ];
        let mut plain = Vec::new();
        encode(&mut plain, table.name, &values);
        encode(&mut plain, table.name, &values);
        let rows = decode(&plain).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].0.name, &rows[0].1), ("members", &values));
    }

    /// A device as it was backed up before serial number and system were kept.
    #[test]
    fn a_row_without_the_columns_that_came_later_is_read() {
        let table = dump::table("devices").unwrap();
        let mut values = vec![Value::Int(1); 8];
        let mut plain = Vec::new();
        encode(&mut plain, table.name, &values);
        values.resize(table.columns.len(), Value::Null);
        assert_eq!(decode(&plain).unwrap()[0].1, values);
        let mut longer = Vec::new();
        encode(&mut longer, table.name, &vec![Value::Int(1); table.columns.len() + 1]);
        assert!(decode(&longer).is_err());
        let mut without_key = Vec::new();
        encode(&mut without_key, table.name, &[]);
        assert!(decode(&without_key).is_err());
    }

    #[test]
    fn other_bytes_are_refused() {
        for bytes in [&b"\x81"[..], b"\x82\x63abc\x01", b"\xff", b"\x9f\xff"] {
            assert!(decode(bytes).is_err(), "{bytes:?}");
        }
    }
}
