//! Counters that only grow, and challenges that are answered once.

use tasuki_kernel::{Code, DeviceId, Result, Timestamp};
use tasuki_store::{Store, Transaction, passkey};
use tasuki_testkit::sealed::new_region;
use tasuki_testkit::{block_on, on_both};

use crate::bytes;

async fn write<T: Send + 'static>(
    store: &Store,
    change: impl FnOnce(&mut Transaction<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    store.write(new_region(), Vec::new(), change).await
}

#[test]
fn a_counter_only_grows_unless_there_is_none() {
    on_both(|database| {
        let (store, other) = (database.open(), database.open());
        block_on(async {
            let (one, two) = (DeviceId::from_bytes(bytes()), DeviceId::from_bytes(bytes()));
            let steps = [(1, true), (5, true), (5, false), (4, false), (0, false), (6, true)];
            for (at, (counter, grows)) in steps.into_iter().enumerate() {
                let store = if at % 2 == 0 { &store } else { &other };
                let counted = write(store, move |t| passkey::count(t, one, counter)).await;
                assert_eq!(counted, Ok(grows), "{counter}");
            }
            let most = write(&store, move |t| passkey::count(t, one, u32::MAX)).await;
            assert_eq!(most, Ok(true));
            for _ in 0..3 {
                let counted = write(&store, move |t| passkey::count(t, two, 0)).await;
                assert_eq!(counted, Ok(true), "it does not count");
            }
            assert_eq!(write(&store, move |t| passkey::count(t, two, 1)).await, Ok(true));
            assert_eq!(write(&store, move |t| passkey::count(t, two, 0)).await, Ok(false));
        });
    });
}

#[test]
fn a_challenge_is_answered_once_whichever_process_is_asked() {
    on_both(|database| {
        let (store, other) = (database.open(), database.open());
        block_on(async {
            let long_ago = Timestamp::from_micros(1);
            let answer = |challenge| {
                move |t: &mut Transaction<'_>| passkey::answer(t, [challenge; 32], long_ago)
            };
            assert_eq!(write(&store, answer(1)).await, Ok(()));
            assert_eq!(write(&other, answer(2)).await, Ok(()));
            for (store, challenge) in [(&store, 1), (&other, 1), (&store, 2)] {
                let again = write(store, answer(challenge)).await;
                assert_eq!(again.unwrap_err().code, Code::Conflict);
            }
            // What is refused undoes the change that it is part of.
            let device = DeviceId::from_bytes(bytes());
            let both = move |t: &mut Transaction<'_>| {
                passkey::count(t, device, 9)?;
                passkey::answer(t, [1; 32], long_ago)
            };
            assert_eq!(write(&store, both).await.unwrap_err().code, Code::Conflict);
            assert_eq!(write(&store, move |t| passkey::count(t, device, 9)).await, Ok(true));
            // Forgotten when it would have run out.
            let later = move |t: &mut Transaction<'_>| {
                let now = t.now();
                passkey::answer(t, [3; 32], now.plus_seconds(60))
            };
            assert_eq!(write(&store, later).await, Ok(()));
            assert_eq!(write(&store, answer(1)).await, Ok(()));
        });
    });
}
