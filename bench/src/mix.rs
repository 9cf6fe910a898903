//! An open loop: requests come at their times, however long the ones before take, each over a connection of its own.

use std::time::{Duration, Instant};

use serde_json::{Map, Value};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::client::{Client, GROUPS, Request, source};
use crate::latency::Measured;

/// Longer than the helper lets anybody wait.
const PATIENCE: Duration = Duration::from_secs(35);

/// Requests of one kind.
struct Stream {
    name: String,
    per_second: u32,
    /// How many addresses they come from in turns.
    clients: u32,
    /// Asked in turns.
    requests: Vec<Request>,
}

impl Stream {
    /// `NAME=RATE/CLIENTS@URL`; `{A..B}` in the URL stands for each of the numbers from A to B - 1.
    fn parse(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once('=')?;
        let (numbers, url) = rest.split_once('@')?;
        let (per_second, clients) = numbers.split_once('/')?;
        let urls = match url.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
            None => vec![url.to_owned()],
            Some((before, (range, after))) => {
                let (first, end) = range.split_once("..")?;
                let numbers = first.parse::<u32>().ok()?..end.parse().ok()?;
                numbers.map(|number| format!("{before}{number}{after}")).collect()
            }
        };
        Some(Self {
            name: name.to_owned(),
            per_second: per_second.parse().ok().filter(|&rate| rate > 0)?,
            clients: clients.parse().ok()?,
            requests: urls.iter().map(|url| Request::new(url)).collect::<Result<_, _>>().ok()?,
        })
    }
}

/// What each stream got to see, by name.
pub(crate) async fn run(limit: Duration, streams: &[String]) -> Result<Value, String> {
    let mut tasks = JoinSet::new();
    for (group, text) in (1..GROUPS).rev().zip(streams) {
        let stream = Stream::parse(text).ok_or_else(|| format!("“{text}” is no NAME=RATE/CLIENTS@URL."))?;
        tasks.spawn(flow(group, stream, limit));
    }
    if tasks.len() < streams.len() {
        return Err(format!("There are addresses for {} streams only.", tasks.len()));
    }
    let mut reports = Map::new();
    while let Some(flowed) = tasks.join_next().await {
        let (name, report) = flowed.map_err(|error| error.to_string())?;
        reports.insert(name, report);
    }
    Ok(Value::Object(reports))
}

async fn flow(group: u8, stream: Stream, limit: Duration) -> (String, Value) {
    let mut ticks = interval(Duration::from_secs(1) / stream.per_second);
    // What a busy machine made late is still asked, and its wait counts from the time when it was due.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let end = Instant::now() + limit;
    let mut asked = JoinSet::new();
    let mut measured = Measured::default();
    for (client, request) in (0..stream.clients).cycle().zip(stream.requests.iter().cycle()) {
        let due = ticks.tick().await.into_std();
        if due >= end {
            break;
        }
        asked.spawn(ask(group, client, request.clone(), due));
        while let Some(Ok(one)) = asked.try_join_next() {
            measured.merge(one);
        }
    }
    while let Some(Ok(one)) = asked.join_next().await {
        measured.merge(one);
    }
    (stream.name, measured.report(limit))
}

/// Only 200 and 404 are timed: a refusal is quick.
async fn ask(group: u8, client: u32, request: Request, due: Instant) -> Measured {
    let mut measured = Measured::default();
    let answer =
        timeout(PATIENCE, async { Client::connect(source(group, client), request.server).await?.ask(&request).await });
    match answer.await {
        Ok(Ok(answer)) if matches!(answer.status, 200 | 404) => measured.answered(answer.status, due),
        Ok(Ok(answer)) => measured.seen(answer.status),
        Ok(Err(error)) => measured.seen(error.kind()),
        Err(_) => measured.seen("no answer"),
    }
    measured
}
