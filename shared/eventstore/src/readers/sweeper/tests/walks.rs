//! Who waits for whom while a list is walked, and when it is walked again.

use futures_util::FutureExt as _;

use super::*;

#[tokio::test]
async fn readers_that_catch_up_wait_for_a_herd_to_pass() {
    let (store, progress) = (Store::default(), Progress::default());
    let (mut pass, mut ahead) = (pass_with(Until(0)), Ahead::of(&progress));
    let mut sweep = async |ahead: &mut Ahead<'_>| {
        // The first of them fails.
        pass.sweep(&Always(SWEEP_MAX + 1), &store, ahead, then()).await.ok();
    };
    sweep(&mut ahead).await;
    assert!(progress.after_sweeps().now_or_never().is_none(), "between two batches");
    sweep(&mut ahead).await;
    ahead.let_go();
    assert!(progress.after_sweeps().now_or_never().is_some());
}

#[tokio::test(start_paused = true)]
async fn readers_come_to_their_turn_however_long_a_list_is() {
    let (store, progress) = (Store::default(), Progress::default());
    let turns = async {
        let mut turns = Vec::new();
        for _ in 0..2 {
            tokio::time::sleep(Duration::from_millis(1)).await;
            let begun = Instant::now();
            drop(progress.after_sweeps().await);
            turns.push(begun.elapsed().as_secs());
        }
        turns
    };
    let endless = async {
        let (mut pass, mut ahead) = (pass_with(Until(0)), Ahead::of(&progress));
        loop {
            pass.sweep(&Always(SWEEP_MAX), &store, &mut ahead, then()).await.ok();
            tokio::time::sleep(Duration::from_secs(1)).await;
            pass.begin_anew();
        }
    };
    tokio::select! {
        turns = turns => assert_eq!(turns, [9, 9], "of ten seconds the first moments had passed"),
        () = endless => {}
    }
}

/// A list without work that counts how often it is read.
struct Counted(Arc<AtomicU32>);

impl Sweeper for Counted {
    type Order = usize;
    const NAME: &'static str = "counted";
    const PROJECTION: &'static str = "list";
    const BY_TIME: bool = false;

    fn due<'a>(
        &'a self,
        _now: Timestamp,
        _after: Option<&'a DueWork<usize>>,
        _n_max: usize,
    ) -> BoxFuture<'a, Result<Vec<DueWork<usize>>, Failure>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { Ok(Vec::new()) })
    }
}

#[tokio::test(start_paused = true)]
async fn a_list_that_time_does_not_change_is_read_again_when_its_projection_has_moved() {
    let (n_read, progress) = (Arc::new(AtomicU32::new(0)), Progress::default());
    progress.register(Counted::PROJECTION, ReaderKind::Projection, Partition(0), Seq(0));
    let (_stop, stopped) = watch::channel(false);
    let (store, sweeper) = (Arc::new(Store::default()), Counted(Arc::clone(&n_read)));
    let sweeping =
        run_sweeper(sweeper, Until(0), store, ten_seconds_after(), progress.clone(), stopped);
    let looked_at = async {
        let n_read_within = async |secs| {
            tokio::time::sleep(Duration::from_secs(secs)).await;
            n_read.swap(0, Ordering::Relaxed)
        };
        assert_eq!(n_read_within(10).await, 1);
        assert_eq!(n_read_within(10).await, 0);
        assert_eq!(n_read_within(60).await, 1, "it may have been made anew");
        progress.advance(Counted::PROJECTION, Partition(0), Seq(1));
        assert_eq!(n_read_within(10).await, 1);
    };
    tokio::select! {
        () = looked_at => {}
        () = sweeping => {}
    }
}
