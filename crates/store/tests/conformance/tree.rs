//! The region's Merkle tree, grown beside the append path.

use std::path::Path;

use tasuki_domain::room::RoomKind;
use tasuki_kernel::{Code, RegionId};
use tasuki_ledger::{Hash, Leaf, head, root_from_tiles, tile};
use tasuki_store::Store;
use tasuki_store::log::{self, StoredEntry};
use tasuki_store::tree::{self, Tiles, TreeState};
use tasuki_testkit::sealed::{TestLog, new_author, new_region};
use tasuki_testkit::{Database, block_on, on_both};

fn tiles_of(database: &Database, region: RegionId) -> Tiles {
    Tiles { region, objects: database.objects(), lock: database.folder().join("tree.lock") }
}

async fn some_logs(store: &Store, region: RegionId) -> [TestLog; 3] {
    let logs = [(); 3].map(|()| TestLog::of_room(region, RoomKind::Selected, None));
    for log in &logs {
        log.create(store).await.unwrap();
    }
    logs
}

/// Appends `posts` notes in one change.
async fn post(store: &Store, log: &TestLog, posts: usize) {
    let author = new_author(log.region);
    let new: Vec<_> = (0..posts).map(|_| log.sealed_note(author, "葉")).collect();
    let change = move |t: &mut tasuki_store::Transaction<'_>| {
        new.iter().try_for_each(|new| t.append(new).map(drop))
    };
    store.write(log.region, vec![log.id], change).await.unwrap();
}

/// The leaves as the bundles hold them, checked against every hash tile on the way.
fn leaves(database: &Database, tiles: &Tiles, state: TreeState) -> Vec<Leaf> {
    let source = files(&database.objects_folder().join(tiles.path("").trim_end_matches('/')));
    let mut leaves = Vec::new();
    let (root, findings) =
        tile::check_tiles(&source, state.size, &mut |_, leaf, _| leaves.push(*leaf)).unwrap();
    assert_eq!(findings, []);
    assert_eq!(root, state.root);
    assert_eq!(root_from_tiles(&source, state.size).unwrap(), state.root);
    leaves
}

/// Every file below a folder, by its path in it.
fn files(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    found
}

fn leaf(entry: &StoredEntry) -> Leaf {
    Leaf { log: entry.log, sequence: entry.sequence, head: head(&entry.header) }
}

/// The tree holds every entry of the logs once, those of one log in order.
async fn assert_holds_all(database: &Database, store: &Store, tiles: &Tiles, logs: &[TestLog]) {
    let region = tiles.region;
    let state = store.read(move |conn| tree::state(conn, region)).await.unwrap();
    let leaves = leaves(database, tiles, state);
    assert_eq!(leaves.len() as u64, state.size);
    assert_eq!(tasuki_ledger::tree::root_of(leaves.iter().map(Leaf::hash)), state.root);
    let mut known = 0;
    for log in logs {
        let own: Vec<_> = leaves.iter().filter(|leaf| leaf.log == log.id).copied().collect();
        let entries = log.entries(store).await.unwrap();
        assert_eq!(own, entries.iter().map(leaf).collect::<Vec<_>>());
        known += own.len();
        let id = log.id;
        let row = store.read(move |conn| log::find(conn, id)).await.unwrap().unwrap();
        assert_eq!(row.treed, row.sequence);
    }
    assert_eq!(known, leaves.len());
}

#[test]
fn the_tree_of_nothing_is_empty() {
    on_both(|database| {
        let store = database.open();
        let tiles = tiles_of(database, new_region());
        let state = block_on(tree::grow(&store, &tiles)).unwrap();
        assert_eq!(state, TreeState { size: 0, root: Hash::of(&[]) });
    });
}

#[test]
fn the_tree_grows_to_all_entries_and_stands_still_without_new_ones() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let tiles = tiles_of(database, new_region());
            let logs = some_logs(&store, tiles.region).await;
            let others = some_logs(&store, new_region()).await;
            post(&store, &others[0], 3).await;
            for posts in [1, 200, 60, 700] {
                post(&store, &logs[0], posts).await;
                post(&store, &logs[2], 2).await;
                let grown = tree::grow(&store, &tiles).await.unwrap();
                let before = files(&database.objects_folder());
                assert_eq!(tree::grow(&store, &tiles).await.unwrap(), grown);
                assert_eq!(files(&database.objects_folder()), before);
            }
            let grown = tree::grow(&store, &tiles).await.unwrap();
            assert_eq!(grown.size, 3 + 961 + 8);
            assert_holds_all(database, &store, &tiles, &logs).await;
        });
    });
}

/// More entries than one step takes.
#[test]
fn a_long_absence_is_caught_up_in_steps() {
    let database = Database::embedded();
    let store = database.open();
    block_on(async {
        let tiles = tiles_of(&database, new_region());
        let logs = some_logs(&store, tiles.region).await;
        for log in &logs {
            post(&store, log, 3_000).await;
        }
        let grown = tree::grow(&store, &tiles).await.unwrap();
        assert_eq!(grown.size, 9_003);
        assert_holds_all(&database, &store, &tiles, &logs).await;
    });
}

#[test]
fn two_nodes_that_grow_it_at_once_grow_one_tree() {
    on_both(|database| {
        let nodes = [database.open(), database.open()];
        block_on(async {
            let tiles = tiles_of(database, new_region());
            let logs = some_logs(&nodes[0], tiles.region).await;
            for _ in 0..5 {
                let (first, second, ..) = tokio::join!(
                    tree::grow(&nodes[0], &tiles),
                    tree::grow(&nodes[1], &tiles),
                    post(&nodes[0], &logs[0], 150),
                    post(&nodes[1], &logs[1], 150),
                );
                first.unwrap();
                second.unwrap();
            }
            tree::grow(&nodes[0], &tiles).await.unwrap();
            assert_holds_all(database, &nodes[1], &tiles, &logs).await;
        });
    });
}

/// Tiles were written and the process died before it said so: the next growing writes over them.
#[test]
fn a_growing_that_was_cut_off_is_done_again() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let tiles = tiles_of(database, new_region());
            let logs = some_logs(&store, tiles.region).await;
            post(&store, &logs[0], 40).await;
            tree::grow(&store, &tiles).await.unwrap();
            database.tamper("UPDATE trees SET size = 0");
            let root: String =
                Hash::of(&[]).as_bytes().iter().fold(String::new(), |s, b| s + &format!("{b:02x}"));
            database.tamper(&match database.engine() {
                tasuki_store::Engine::Sqlite(_) => format!("UPDATE trees SET root = x'{root}'"),
                tasuki_store::Engine::Postgres(_) => {
                    format!("UPDATE trees SET root = decode('{root}', 'hex')")
                }
            });
            database.tamper("UPDATE logs SET treed = 0");
            post(&store, &logs[1], 5).await;
            let grown = tree::grow(&store, &tiles).await.unwrap();
            assert_eq!(grown.size, 48);
            assert_holds_all(database, &store, &tiles, &logs).await;
        });
    });
}

#[test]
fn a_changed_tile_is_damage_and_nothing_is_built_on_it() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let tiles = tiles_of(database, new_region());
            let logs = some_logs(&store, tiles.region).await;
            post(&store, &logs[0], 5).await;
            let before = tree::grow(&store, &tiles).await.unwrap();
            let tile = database.objects_folder().join(tiles.path("tile/0/000.p/8"));
            let whole = std::fs::read(&tile).unwrap();

            let mut changed = whole.clone();
            changed[40] ^= 1;
            for wrong in [changed, whole[..32].to_vec()] {
                std::fs::write(&tile, wrong).unwrap();
                post(&store, &logs[0], 1).await;
                let refused = tree::grow(&store, &tiles).await.unwrap_err();
                assert_eq!(refused.code, Code::Damaged);
            }
            std::fs::remove_file(&tile).unwrap();
            assert_eq!(tree::grow(&store, &tiles).await.unwrap_err().code, Code::Damaged);
            let region = tiles.region;
            let state = store.read(move |conn| tree::state(conn, region)).await.unwrap();
            assert_eq!(state, before);

            std::fs::write(&tile, whole).unwrap();
            assert_eq!(tree::grow(&store, &tiles).await.unwrap().size, 10);
            assert_holds_all(database, &store, &tiles, &logs).await;
        });
    });
}
