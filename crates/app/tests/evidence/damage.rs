//! Whatever is changed, deleted, swapped or cut off behind the program's back is named.

use tasuki_testkit::{Database, block_on, on_both};

use crate::fixture::Fixture;

#[test]
fn what_was_written_is_clean_with_and_without_keys() {
    on_both(|database: &Database| {
        block_on(async {
            let it = Fixture::new(database).await;
            let report = it.verified().await;
            assert!(report.is_clean(), "{report}");
            assert_eq!((report.tree_size, report.opened, report.rows), (0, 0, 0));
            it.app.checkpoint().await.unwrap();
            let report = it.verified_with_keys().await;
            assert!(report.is_clean(), "{report}");
            assert_eq!(report.opened, report.entries);
            assert_eq!((report.attachments, report.destroyed), (2, 0));
            assert!(report.rows > 20 && report.bytes > 50_000, "{report}");
        });
    });
}
