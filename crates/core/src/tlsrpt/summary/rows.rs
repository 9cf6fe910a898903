//! The rows of all lists in one table, under one bound.
//!
//! Every list belongs to a row: the failures to a domain, the days of a failure to that failure. A row of reports that give no name,
//! or beyond the bound, is the one without a name of its list, so whatever is added to the rows of a list adds up to the same as the
//! row it belongs to.

use std::collections::HashMap;
use std::num::Saturating;

use super::Sessions;
use super::texts::{TextId, Texts};

/// The most rows of all lists together.
pub const MAX_ROWS: usize = 200_000;
/// The most text that the rows have, in bytes: names, and policies with their lines.
pub const MAX_ROW_TEXT: usize = 24 << 20;

/// The lists. Rows of `Domains` belong to [`Rows::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum List {
    Domains,
    /// Of a domain.
    Days,
    Senders,
    Policies,
    Failures,
    /// Of a policy.
    Appliers,
    /// Of a failure.
    FailureDays,
    MxHosts,
    ReceivingIps,
    FailureSenders,
    SendingIps,
    Reasons,
    Information,
}

impl List {
    /// What one of its rows takes of the bound: itself, and those without a name that may come below it, which must be there when the
    /// bound is reached.
    fn rows(self) -> usize {
        match self {
            Self::Domains => 13,
            Self::Failures => 8,
            Self::Policies => 2,
            _ => 1,
        }
    }
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct RowId(u32);

/// A row: what it is, and what was counted in it.
#[derive(Clone, Debug)]
pub(super) struct Row {
    of: RowId,
    list: List,
    name: Option<TextId>,
    pub(super) sessions: Sessions,
    pub(super) reports: usize,
    /// The first and the last day, as days since 1970-01-01.
    pub(super) days: Option<(i64, i64)>,
    /// The report that was counted last, so that several policies of one report count as one.
    last_report: Option<usize>,
}

/// The report that is being counted: its number, and its day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occasion {
    pub(super) report: usize,
    pub(super) day: Option<i64>,
}

/// All rows.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    texts: Texts,
    rows: Vec<Row>,
    places: HashMap<(RowId, List, Option<TextId>), RowId>,
    taken_rows: Saturating<usize>,
    taken_text: Saturating<usize>,
    pub(super) is_full: bool,
}

impl Default for Rows {
    fn default() -> Self {
        let mut rows = Self {
            texts: Texts::default(),
            rows: Vec::new(),
            places: HashMap::new(),
            taken_rows: Saturating(List::Domains.rows()),
            taken_text: Saturating(0),
            is_full: false,
        };
        rows.put(Self::ALL, List::Domains, None);
        rows
    }
}

impl Rows {
    /// The row of everything. Its list and name mean nothing.
    pub(super) const ALL: RowId = RowId(0);

    /// The row of that name, or the one without a name where the bound is reached.
    pub(super) fn row(&mut self, of: RowId, list: List, name: Option<&str>) -> RowId {
        let Some(name) = name else { return self.place(of, list, None) };
        if let Some(found) = self.texts.find(name).and_then(|text| self.places.get(&(of, list, Some(text)))) {
            return *found;
        }
        let rows = self.taken_rows + Saturating(list.rows());
        if rows.0 > MAX_ROWS || !self.take_text(name.len()) {
            self.is_full = true;
            return self.place(of, list, None);
        }
        self.taken_rows = rows;
        let text = self.texts.keep(name);
        self.place(of, list, Some(text))
    }

    /// Whether there is room for that much text more; it is then taken.
    pub(super) fn take_text(&mut self, bytes: usize) -> bool {
        let taken = self.taken_text + Saturating(bytes);
        if taken.0 > MAX_ROW_TEXT {
            self.is_full = true;
            return false;
        }
        self.taken_text = taken;
        true
    }

    /// Counts sessions in a row.
    pub(super) fn count(&mut self, row: RowId, occasion: Occasion, sessions: Sessions) {
        let Some(row) = usize::try_from(row.0).ok().and_then(|at| self.rows.get_mut(at)) else { return };
        row.sessions = row.sessions.plus(sessions);
        if row.last_report != Some(occasion.report) {
            row.last_report = Some(occasion.report);
            row.reports = row.reports.saturating_add(1);
            row.days = match (row.days, occasion.day) {
                (Some((first, last)), Some(day)) => Some((first.min(day), last.max(day))),
                (days, day) => days.or(day.map(|day| (day, day))),
            };
        }
    }

    /// Whether a row has a name.
    pub(super) fn has_name(&self, row: RowId) -> bool {
        usize::try_from(row.0).ok().and_then(|at| self.rows.get(at)).is_some_and(|row| row.name.is_some())
    }

    /// The row of everything.
    pub(super) fn all(&self) -> Option<&Row> {
        self.rows.first()
    }

    /// The rows with their numbers, those of a list together, in no order of their own.
    pub(super) fn by_list(&self) -> Lists<'_> {
        let mut sorted: Vec<(RowId, &Row)> = (0..).map(RowId).zip(&self.rows).skip(1).collect();
        sorted.sort_unstable_by_key(|(id, row)| (row.of, row.list, *id));
        Lists { texts: &self.texts, sorted }
    }

    fn place(&mut self, of: RowId, list: List, name: Option<TextId>) -> RowId {
        match self.places.get(&(of, list, name)) {
            Some(found) => *found,
            None => {
                let id = self.put(of, list, name);
                self.places.insert((of, list, name), id);
                id
            }
        }
    }

    fn put(&mut self, of: RowId, list: List, name: Option<TextId>) -> RowId {
        let id = RowId(u32::try_from(self.rows.len()).unwrap_or(u32::MAX));
        let (sessions, reports) = (Sessions::default(), 0);
        self.rows.push(Row { of, list, name, sessions, reports, days: None, last_report: None });
        id
    }

    /// How many there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How much text they have.
    #[cfg(test)]
    pub(super) fn text(&self) -> usize {
        self.taken_text.0
    }
}

/// The rows, list by list.
pub(super) struct Lists<'a> {
    texts: &'a Texts,
    sorted: Vec<(RowId, &'a Row)>,
}

impl<'a> Lists<'a> {
    /// The rows of a list.
    pub(super) fn of(&self, of: RowId, list: List) -> &[(RowId, &'a Row)] {
        let start = self.sorted.partition_point(|(_, row)| (row.of, row.list) < (of, list));
        let rest = self.sorted.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|(_, row)| (row.of, row.list) == (of, list))).unwrap_or_default()
    }

    /// The name of a row.
    pub(super) fn name(&self, row: &Row) -> Option<String> {
        row.name.map(|name| self.texts.get(name).to_owned())
    }
}
