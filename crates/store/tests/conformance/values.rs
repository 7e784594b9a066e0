//! Values go in and come back as they were.

use tasuki_kernel::Code;
use tasuki_store::{Row, Store, Value};
use tasuki_testkit::sealed::new_region;
use tasuki_testkit::{block_on, on_both};

const TABLE: &str =
    "CREATE TABLE tried (id BIGINT NOT NULL PRIMARY KEY, n BIGINT, t TEXT, b BYTEA)";
const PUT: &str = "INSERT INTO tried (id, n, t, b) VALUES ($1, $2, $3, $4)";
const GET: &str = "SELECT n, t, b FROM tried ORDER BY id";

/// Puts rows into a table of the test's own and reads them back.
async fn there_and_back(store: &Store, rows: Vec<[Value; 3]>) -> Vec<Row> {
    let put = store.write(new_region(), Vec::new(), move |change| {
        change.conn().execute(TABLE, &[])?;
        for (id, [n, t, b]) in (0_i64..).zip(rows) {
            change.conn().execute(PUT, &[id.into(), n, t, b])?;
        }
        Ok(())
    });
    put.await.unwrap();
    store.read(|conn| conn.query(GET, &[])).await.unwrap()
}

#[test]
fn values_come_back_as_they_were() {
    on_both(|database| {
        let store = database.open();
        let rows = vec![
            [Value::Null, Value::Null, Value::Null],
            [i64::MIN.into(), "".into(), Value::Bytes(Vec::new())],
            [
                i64::MAX.into(),
                "渡邉\u{E0101} 山\u{E000} 👩‍⚕️ e\u{301}".into(),
                Value::Bytes(vec![0, 1, 255]),
            ],
            [
                0_i64.into(),
                "'); DROP TABLE tried; -- $1 ?1".into(),
                (0..=255).collect::<Vec<u8>>().into(),
            ],
            [(-1_i64).into(), "a\r\n\t\u{1}".into(), vec![0_u8; 100_000].into()],
        ];
        let back = block_on(there_and_back(&store, rows.clone()));
        let back: Vec<_> = back.iter().map(|row| row.values().to_vec()).collect();
        assert_eq!(back, rows);
    });
}

#[test]
fn parameters_are_bound_by_number() {
    const REVERSED: &str = "INSERT INTO tried (t, b, n, id) VALUES ($4, $3, $2, $1)";
    const REPEATED: &str = "UPDATE tried SET n = $2 + $2, b = $3 WHERE id = $1 AND n = $2 \
         AND EXISTS (SELECT 1 FROM tried AS other WHERE other.id = $1)";
    on_both(|database| {
        let store = database.open();
        let rows = block_on(async {
            there_and_back(&store, Vec::new()).await;
            let put = store.write(new_region(), Vec::new(), |change| {
                let values = [1_i64.into(), 7_i64.into(), vec![9_u8].into(), "四".into()];
                change.conn().execute(REVERSED, &values)?;
                let values = [1_i64.into(), 7_i64.into(), vec![8_u8].into()];
                change.conn().execute(REPEATED, &values)
            });
            assert_eq!(put.await.unwrap(), 1);
            store.read(|conn| conn.query(GET, &[])).await.unwrap()
        });
        let expected: [Value; 3] = [14_i64.into(), "四".into(), vec![8_u8].into()];
        assert_eq!(rows[0].values(), expected);
    });
}

#[test]
fn a_missing_parameter_is_a_fault_and_the_connection_works_on() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let sql = "SELECT id FROM logs WHERE id = $1 AND region = $2";
            let fault = store.read(|conn| conn.query(sql, &[]).map(drop)).await;
            assert!(fault.is_err());
            let kind =
                store.read(|conn| conn.query(sql, &["a".into(), "b".into()]).map(drop)).await;
            // SQLite compares anything with anything; PostgreSQL wants bytes.
            assert!(kind.is_ok() || kind.unwrap_err().code == Code::Internal);
            store.read(|conn| conn.query("SELECT id FROM logs", &[])).await.unwrap();
        });
    });
}

#[test]
fn the_order_of_bytes_is_the_order_of_ids() {
    on_both(|database| {
        let store = database.open();
        let rows = [vec![0x80, 0], vec![0x7f], vec![0xff], vec![], vec![0x80]];
        let ordered = block_on(async {
            let values = rows.map(|b| [Value::Null, Value::Null, b.into()]).to_vec();
            there_and_back(&store, values).await;
            store.read(|conn| conn.query("SELECT b FROM tried ORDER BY b", &[])).await.unwrap()
        });
        let ordered: Vec<_> = ordered.iter().map(|row| row.bytes(0).unwrap().to_vec()).collect();
        let expected: [&[u8]; 5] = [&[], &[0x7f], &[0x80], &[0x80, 0], &[0xff]];
        assert_eq!(ordered, expected);
    });
}
