//! Values on their way to and from SQL: the four types that both engines share.

use tasuki_kernel::{Code, Problem, Result, Timestamp};

/// A parameter or a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// NULL.
    Null,
    /// BIGINT.
    Int(i64),
    /// TEXT.
    Text(String),
    /// BYTEA, BLOB.
    Bytes(Vec<u8>),
}

/// One row of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub(crate) Vec<Value>);

/// A column that is not of the type that it must be.
pub(crate) fn surprise(column: usize, expected: &str, found: &str) -> Problem {
    Problem::new(Code::Damaged, format!("column {column}: expected {expected}, found {found}"))
}

/// A column of exactly `N` bytes.
pub(crate) fn sized<const N: usize>(column: usize, bytes: &[u8]) -> Result<[u8; N]> {
    bytes
        .try_into()
        .map_err(|_| Problem::new(Code::Damaged, format!("column {column} is not {N} bytes")))
}

/// Counts out of rows of a code, from 1 on, and how many there are of it.
pub(crate) fn counted<const N: usize>(rows: &[Row]) -> Result<[u64; N]> {
    let mut counts = [0; N];
    for row in rows {
        let at = usize::try_from(row.int(0)? - 1).ok();
        if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
            *count = row.count(1)?;
        }
    }
    Ok(counts)
}

const fn kind(found: Option<&Value>) -> &'static str {
    match found {
        None => "no column",
        Some(Value::Null) => "NULL",
        Some(Value::Int(_)) => "a number",
        Some(Value::Text(_)) => "text",
        Some(Value::Bytes(_)) => "bytes",
    }
}

impl Row {
    /// Every column, in order.
    pub fn values(&self) -> &[Value] {
        &self.0
    }

    /// A number.
    pub fn int(&self, column: usize) -> Result<i64> {
        match self.0.get(column) {
            Some(Value::Int(n)) => Ok(*n),
            other => Err(surprise(column, "a number", kind(other))),
        }
    }

    /// A number or NULL.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            _ => self.int(column).map(Some),
        }
    }

    /// 0 or 1.
    pub fn truth(&self, column: usize) -> Result<bool> {
        Ok(self.int(column)? != 0)
    }

    /// A sequence number or count.
    pub fn count(&self, column: usize) -> Result<u64> {
        u64::try_from(self.int(column)?)
            .map_err(|_| Problem::new(Code::Damaged, format!("column {column} is negative")))
    }

    /// An instant.
    pub fn at(&self, column: usize) -> Result<Timestamp> {
        self.int(column).map(Timestamp::from_micros)
    }

    /// An instant or NULL.
    pub fn opt_at(&self, column: usize) -> Result<Option<Timestamp>> {
        Ok(self.opt_int(column)?.map(Timestamp::from_micros))
    }

    /// Text.
    pub fn text(&self, column: usize) -> Result<&str> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Ok(text),
            other => Err(surprise(column, "text", kind(other))),
        }
    }

    /// Text or NULL.
    pub fn opt_text(&self, column: usize) -> Result<Option<&str>> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            _ => self.text(column).map(Some),
        }
    }

    /// Bytes.
    pub fn bytes(&self, column: usize) -> Result<&[u8]> {
        match self.0.get(column) {
            Some(Value::Bytes(bytes)) => Ok(bytes),
            other => Err(surprise(column, "bytes", kind(other))),
        }
    }

    /// Bytes, taken out of the row.
    pub(crate) fn take_bytes(&mut self, column: usize) -> Result<Vec<u8>> {
        match self.0.get_mut(column) {
            Some(Value::Bytes(bytes)) => Ok(std::mem::take(bytes)),
            other => Err(surprise(column, "bytes", kind(other.as_deref()))),
        }
    }

    /// Bytes or NULL, taken out of the row.
    pub(crate) fn take_opt_bytes(&mut self, column: usize) -> Result<Option<Vec<u8>>> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            _ => self.take_bytes(column).map(Some),
        }
    }

    /// Bytes or NULL.
    pub fn opt_bytes(&self, column: usize) -> Result<Option<&[u8]>> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            _ => self.bytes(column).map(Some),
        }
    }

    /// Exactly `N` bytes.
    pub fn array<const N: usize>(&self, column: usize) -> Result<[u8; N]> {
        sized(column, self.bytes(column)?)
    }

    /// An identifier.
    pub fn id<T: From16>(&self, column: usize) -> Result<T> {
        self.array(column).map(T::from_16)
    }

    /// An identifier or NULL.
    pub fn opt_id<T: From16>(&self, column: usize) -> Result<Option<T>> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            _ => self.id(column).map(Some),
        }
    }
}

/// Whatever is 16 bytes in a column.
pub trait From16 {
    /// From the column's bytes.
    fn from_16(bytes: [u8; 16]) -> Self;
}

macro_rules! ids {
    ($($name:ident)*) => {$(
        impl From16 for tasuki_kernel::$name {
            fn from_16(bytes: [u8; 16]) -> Self {
                Self::from_bytes(bytes)
            }
        }
        impl From<tasuki_kernel::$name> for Value {
            fn from(id: tasuki_kernel::$name) -> Self {
                Self::Bytes(id.as_bytes().to_vec())
            }
        }
    )*};
}

ids!(RegionId NodeId FacilityId PersonId PostId DeviceId SessionId PatientId NotebookId RoomId
     LogId EntryId RecordId UploadId VaultId ApplicationId LetterId DisclosureId InvitationId OfferId WithdrawalId);

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}

impl From<u64> for Value {
    /// Counts and sequence numbers; none reaches 2⁶³.
    fn from(n: u64) -> Self {
        Self::Int(n as i64)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Int(i64::from(truth))
    }
}

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Int(at.as_micros())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(bytes: [u8; N]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::RoomId;

    use super::*;

    #[test]
    fn a_column_of_another_type_is_damage_not_a_panic() {
        let row = Row(vec![Value::Null, Value::Int(-1), Value::Bytes(vec![1; 16])]);
        assert_eq!(row.int(0).unwrap_err().code, Code::Damaged);
        assert_eq!(row.count(1).unwrap_err().code, Code::Damaged);
        assert_eq!(row.text(2).unwrap_err().code, Code::Damaged);
        assert_eq!(row.array::<32>(2).unwrap_err().code, Code::Damaged);
        assert_eq!(row.int(9).unwrap_err().code, Code::Damaged);
        assert_eq!(row.opt_int(0).unwrap(), None);
        assert_eq!(row.opt_id::<RoomId>(0).unwrap(), None);
        assert_eq!(row.id::<RoomId>(2).unwrap(), RoomId::from_bytes([1; 16]));
    }

    #[test]
    fn options_become_null() {
        assert_eq!(Value::from(None::<i64>), Value::Null);
        assert_eq!(Value::from(Some(true)), Value::Int(1));
    }
}
