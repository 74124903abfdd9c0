//! A line for each piece of work that is timed: the fastest round and the median.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Does it so many times and prints how long that took.
pub fn report<T>(what: &str, runs: usize, mut work: impl FnMut() -> T) {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let (fastest, median) = (times[0], times[runs / 2]);
    println!("{what:<44} {:>9.3} ms {:>9.3} ms", millis(fastest), millis(median));
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
