use super::*;
use sim_disk::{SimDisk, Word};

/// Writes on a disk until its power is cut, `n_rounds` times, and checks what is left each time.
async fn survive(word: Word, seed: u64, n_rounds: u64) -> Result<(), String> {
    let dir = tempfile::tempdir().unwrap();
    let mut random = Random(seed);
    let mut disk = SimDisk::default();
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    for round in 0..n_rounds {
        disk.set_word(word);
        disk.cut_after(random.below(120));
        if let Ok((log, _)) = SegmentLog::open(dir.path(), on(&disk)) {
            let acknowledged = Arc::clone(&acknowledged);
            let note = move |ids: &[EventId]| acknowledged.lock().unwrap().extend_from_slice(ids);
            write_until_it_fails(Arc::new(log), u128::from(seed << 32 | round), note).await;
        }
        disk = disk.after_power_cut(&mut random);
        let (log, _) =
            SegmentLog::open(dir.path(), on(&disk)).map_err(|error| error.to_string())?;
        let acknowledged = acknowledged.lock().unwrap().clone();
        check(&log, &acknowledged).await?;
    }
    let n_acknowledged = acknowledged.lock().unwrap().len();
    assert!(n_acknowledged > 20, "{n_acknowledged} events are no test");
    Ok(())
}

fn on(disk: &SimDisk) -> Options {
    Options { disk: Arc::new(disk.clone()), ..small_segments() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_at_any_moment_loses_nothing_acknowledged() {
    for seed in 1..=4 {
        survive(Word::Kept, seed, 10).await.unwrap();
    }
}

/// The test above is worth something only if it notices a disk, or an engine, that skips a sync.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_that_is_missing_or_late_is_noticed() {
    for word in [Word::NoSync, Word::LateSync, Word::NoDirSync] {
        let mut noticed = false;
        for seed in 1..=8 {
            noticed = noticed || survive(word, seed, 10).await.is_err();
        }
        assert!(noticed, "{word:?}");
    }
}
