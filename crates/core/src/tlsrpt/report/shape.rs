//! The objects of a report and their members (RFC 8460 §4.4).

/// A member that means something here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Member {
    OrganizationName,
    DateRange,
    StartDatetime,
    EndDatetime,
    ContactInfo,
    ReportId,
    Policies,
    Policy,
    PolicyType,
    PolicyString,
    PolicyDomain,
    MxHost,
    Summary,
    Successful,
    Failed,
    FailureDetails,
    ResultType,
    SendingMtaIp,
    ReceivingMxHostname,
    ReceivingMxHelo,
    ReceivingIp,
    FailedSessions,
    AdditionalInformation,
    FailureReasonCode,
}

/// What is made of a report without the member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing: it is optional, or senders in use leave it out.
    Optional,
    /// A notice.
    Expected,
    /// A notice, and it is taken for 0.
    ExpectedCount,
    /// An error.
    Required,
}

/// A member of an object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) member: Member,
    pub(super) need: Need,
}

/// An object of the format.
#[derive(Debug)]
pub(super) struct Shape {
    /// Its members, at most eight.
    pub(super) fields: &'static [Field],
    /// Whether it says nothing without any of them.
    pub(super) needs_any: bool,
    /// RFC 8460 §4.4 names values by placeholders, which some readers and writers take for the members' names.
    placeholders: &'static [(&'static str, Member)],
}

impl Shape {
    /// A member by its name, its number, and whether it goes by its placeholder.
    pub(super) fn find(&self, name: &str) -> Option<(usize, &'static Field, bool)> {
        let mut fields = self.fields.iter().enumerate();
        if let Some((index, field)) = fields.find(|(_, field)| field.name == name) {
            return Some((index, field, false));
        }
        let (_, meant) = self.placeholders.iter().find(|(placeholder, _)| *placeholder == name)?;
        let (index, field) = self.fields.iter().enumerate().find(|(_, field)| field.member == *meant)?;
        Some((index, field, true))
    }
}

const fn field(name: &'static str, member: Member, need: Need) -> Field {
    Field { name, member, need }
}

pub(super) static REPORT: Shape = Shape {
    fields: &[
        field("organization-name", Member::OrganizationName, Need::Expected),
        field("date-range", Member::DateRange, Need::Expected),
        field("contact-info", Member::ContactInfo, Need::Expected),
        field("report-id", Member::ReportId, Need::Expected),
        field("policies", Member::Policies, Need::Required),
    ],
    needs_any: false,
    placeholders: &[("email-address", Member::ContactInfo)],
};

pub(super) static DATE_RANGE: Shape = Shape {
    fields: &[
        field("start-datetime", Member::StartDatetime, Need::Expected),
        field("end-datetime", Member::EndDatetime, Need::Expected),
    ],
    needs_any: false,
    placeholders: &[],
};

pub(super) static POLICY_RESULT: Shape = Shape {
    fields: &[
        field("policy", Member::Policy, Need::Required),
        field("summary", Member::Summary, Need::Required),
        field("failure-details", Member::FailureDetails, Need::Optional),
    ],
    needs_any: false,
    placeholders: &[],
};

pub(super) static POLICY: Shape = Shape {
    fields: &[
        field("policy-type", Member::PolicyType, Need::Expected),
        field("policy-string", Member::PolicyString, Need::Optional),
        field("policy-domain", Member::PolicyDomain, Need::Expected),
        field("mx-host", Member::MxHost, Need::Optional),
    ],
    needs_any: false,
    placeholders: &[("mx-host-pattern", Member::MxHost)],
};

pub(super) static SUMMARY: Shape = Shape {
    fields: &[
        field("total-successful-session-count", Member::Successful, Need::ExpectedCount),
        field("total-failure-session-count", Member::Failed, Need::ExpectedCount),
    ],
    needs_any: true,
    placeholders: &[],
};

/// What is missing of addresses and hosts tells something: a session that got no policy never reached one.
pub(super) static FAILURE: Shape = Shape {
    fields: &[
        field("result-type", Member::ResultType, Need::Expected),
        field("sending-mta-ip", Member::SendingMtaIp, Need::Optional),
        field("receiving-mx-hostname", Member::ReceivingMxHostname, Need::Optional),
        field("receiving-mx-helo", Member::ReceivingMxHelo, Need::Optional),
        field("receiving-ip", Member::ReceivingIp, Need::Optional),
        field("failed-session-count", Member::FailedSessions, Need::ExpectedCount),
        field("additional-information", Member::AdditionalInformation, Need::Optional),
        field("failure-reason-code", Member::FailureReasonCode, Need::Optional),
    ],
    needs_any: false,
    placeholders: &[("ip-address", Member::SendingMtaIp), ("additional-info-uri", Member::AdditionalInformation)],
};
