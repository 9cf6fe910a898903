//! A closed loop: each connection asks anew as soon as it is answered.

use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::task::JoinSet;

use crate::client::{Client, Request, source};
use crate::latency::Measured;

/// Connection `n` of `connections` asks URL `n`, beginning again after the last: so several servers or domains take part.
pub(crate) async fn run(connections: u32, limit: Duration, urls: &[String]) -> Result<Value, String> {
    let requests = urls.iter().map(|url| Request::new(url)).collect::<Result<Vec<_>, _>>()?;
    let mut tasks = JoinSet::new();
    let mut clients = Vec::new();
    for (number, request) in (0..connections).zip(requests.iter().cycle()) {
        let client = Client::connect(source(0, number), request.server).await.map_err(|error| error.to_string())?;
        clients.push((number, request.clone(), client));
    }
    let start = Instant::now();
    for (number, request, client) in clients {
        tasks.spawn(ask_again(number, request, client, start + limit));
    }
    let mut measured = Measured::default();
    while let Some(one) = tasks.join_next().await {
        measured.merge(one.map_err(|error| error.to_string())?);
    }
    Ok(measured.report(limit))
}

async fn ask_again(number: u32, request: Request, mut client: Client, end: Instant) -> Measured {
    let mut measured = Measured::default();
    let mut is_open = true;
    while Instant::now() < end {
        if !is_open {
            match Client::connect(source(0, number), request.server).await {
                Ok(another) => client = another,
                Err(error) => {
                    measured.seen(error.kind());
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            }
        }
        let asked = Instant::now();
        let answer = tokio::time::timeout_at(end.into(), client.ask(&request)).await;
        is_open = matches!(&answer, Ok(Ok(answer)) if !answer.closes);
        match answer {
            // Who is told to come back later does: asking on would measure refusals.
            Ok(Ok(answer)) if matches!(answer.status, 429 | 503) => {
                measured.seen(answer.status);
                let pause = answer.retry_after.unwrap_or(Duration::from_millis(100));
                tokio::time::sleep_until((Instant::now() + pause).min(end).into()).await;
            }
            Ok(Ok(answer)) => measured.answered(answer.status, asked),
            Ok(Err(error)) => measured.seen(error.kind()),
            Err(_) => break,
        }
    }
    measured
}
