//! CPU time of repeated runs.

use std::time::Duration;

use cpu_time::ProcessTime;

/// CPU time of `times` runs.
pub(crate) fn time(times: u32, run: &mut dyn FnMut()) -> Duration {
    let start = ProcessTime::now();
    for _ in 0..times {
        run();
    }
    start.elapsed()
}

/// How many runs take at least `long_enough`.
pub(crate) fn runs_for(long_enough: Duration, run: &mut dyn FnMut()) -> u32 {
    let mut times = 1;
    while time(times, run) < long_enough && times < 1 << 24 {
        times *= 2;
    }
    times
}

/// Seconds of the fastest of several samples: a neighbour on the machine can only make a run slower.
pub(crate) fn fastest(samples: u32, run: &mut dyn FnMut()) -> f64 {
    let times = runs_for(Duration::from_millis(1), run);
    (0..samples).map(|_| time(times, run).as_secs_f64() / f64::from(times)).fold(f64::INFINITY, f64::min)
}

/// The middle of a list; 0 of an empty one.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
