//! SMTP TLS Reporting (RFC 8460): the record that asks for reports, and the reports.

pub mod file;
pub mod record;
pub mod report;
pub mod standing;
pub mod summary;
