/** What `--help` says, for each command. */

export const COMMANDS = ["check", "validate", "explain", "replay", "report"] as const;
export type Command = (typeof COMMANDS)[number];

export const isCommand = (word: string | undefined): word is Command => COMMANDS.some((command) => command === word);

const EXIT_CODES = `Exit codes
  0    fine
  1    findings at or above --fail-on, or not what --require asks for
  2    could not tell: wrong arguments, an unreadable file, an answer that did not come
  Of several, 1 wins over 2, and 2 over 0. Ctrl-C ends with 130.`;

const OUTPUT = `Output
  --json                   the report as JSON; several domains or a list: JSON Lines
  --sarif                  findings as SARIF 2.1.0
  --junit                  JUnit XML, a suite for each domain
  --output FILE            writes that to FILE, and the text to standard output`;

const GATE = `What fails the run
  --fail-on LEVEL          error (default), warning, or never
  --require MODE           enforce, or testing for at least testing; without it a domain that
                           does not use MTA-STS is no error
  --baseline FILE          says what has changed since FILE was written; findings that were
                           there already fail no run. New ones do, and these changes: another
                           policy under the same id, a weaker mode other than none, a record
                           that is gone without mode none before it
  --write-baseline FILE    writes what was found, for a later --baseline; may be the same file.
                           With --baseline, a domain that fails the run keeps its former entry,
                           so that it fails until that is mended or accepted
  --accept                 writes what was found of domains that fail, too`;

export const GENERAL = `Checks the MTA-STS of mail domains (RFC 8461) and explains each finding.

Usage
  mta-sts [check] DOMAIN...     what a domain publishes, what senders make of it, how to fix it
  mta-sts validate FILE         a policy file or TXT record before it is published
  mta-sts explain TEXT          a result type of a TLS report, or a line of a bounce
  mta-sts replay FILE           the report of a recorded check
  mta-sts report FILE...        what the TLS reports say that senders mailed

Examples
  mta-sts example.com
  mta-sts check --fail-on warning --json example.com
  mta-sts validate mta-sts.txt --mx mail.example.com
  mta-sts explain "sts-policy-fetch-error"
  mta-sts report ~/Downloads/*.json.gz

Options
  -h, --help               help; after a command, all about it
  -V, --version            the version

${EXIT_CODES}`;

export const HELP: Record<Command, string> = {
  check: `Checks the MTA-STS of domains over the network.

Usage
  mta-sts [check] [OPTION]... DOMAIN...
  mta-sts [check] [OPTION]... - <LIST

A list has one domain on each line; “#” begins a comment. A line that is no domain is reported
with its number, and the rest is checked. Results come in the order given.

Examples
  mta-sts example.com
  mta-sts example.com example.net --fail-on warning
  mta-sts --list domains.txt --sarif --output mta-sts.sarif
  mta-sts --baseline mta-sts.json --write-baseline mta-sts.json --list domains.txt

Checking
  --list FILE              checks the domains of a list
  --concurrency N          so many at a time, 1 to 64 (default 8)
  --helper URL             a helper fetches the policy file, in place of this program
  --resolver NAME          cloudflare, google, quad9, mullvad, the URL of a DoH server that answers
                           in JSON, wire: and the URL of one that does not, or helper for the one of
                           --helper, if it offers that; may be repeated: each is asked when those
                           before it could not answer
  --timeout SECONDS        the longest wait for one answer
  --previous FILE          a policy that was served before, which senders may still hold
  --previous-served-until DATE
                           its last day, such as 2026-03-31; without it, until now
  --brief, --full          a line for each domain (default for several), or the whole report
  --senders                how each of eight senders reads the policy, also where they agree

${GATE}

${OUTPUT}

${EXIT_CODES}`,

  validate: `Validates a policy file, or the text of an MTA-STS or TLSRPT record. Sends nothing.

Usage
  mta-sts validate [OPTION]... FILE
  mta-sts validate [OPTION]... - <FILE

A text of one line with a version such as “v=STSv1” is taken for a record, all else for a policy.

Examples
  mta-sts validate .well-known/mta-sts.txt
  mta-sts validate mta-sts.txt --mx mail.example.com --mx backup.example.com --senders
  dig +short TXT _mta-sts.example.com | grep -i v= | tr -d '"' | mta-sts validate -

Options
  --policy, --record       takes it for a policy, or for a record, whatever it looks like
  --mx HOST                a mail server of the domain; fails if no pattern allows it, save in
                           mode none, which matches nothing; may be repeated
  --senders                how each of eight senders reads the policy
  --fail-on LEVEL          error (default), warning, or never

Output
  --json                   what was found as JSON
  --sarif                  as SARIF 2.1.0, with line and column
  --output FILE            writes that to FILE, and the text to standard output

${EXIT_CODES}`,

  explain: `Explains a result type of a TLS report, a line of a bounce or of a log. Sends nothing.

Usage
  mta-sts explain TEXT
  mta-sts explain - <FILE

Examples
  mta-sts explain certificate-host-mismatch
  mta-sts explain "5.7.1 MTA-STS policy failure"

Options
  --json                   the explanations as JSON

Exit codes
  0    explained
  2    nothing in the text is known`,

  replay: `Prints the report of a recorded check, as of the time of its recording. Sends nothing.

Usage
  mta-sts replay [OPTION]... FILE
  mta-sts replay [OPTION]... - <FILE

Example
  mta-sts replay check.json --sarif

Options
  --senders                how each of eight senders reads the policy, also where they agree

${GATE}

${OUTPUT}

${EXIT_CODES}`,

  report: `Sums up TLS reports (RFC 8460), which senders mail to whoever asks for them. Sends nothing, unless
--check is given.

Usage
  mta-sts report [OPTION]... FILE...
  mta-sts report [OPTION]... - <FILE

A file is a report as JSON or compressed, a message with one, or a zip archive of them; what it
is, its content tells. Of a folder all files are read, also those of folders in it, in the order
of their names; hidden ones and those without a report are left out. A folder of mail will do.
A report that comes twice counts once.

Examples
  mta-sts report ~/Downloads/*.json.gz
  mta-sts report ~/Mail/tls-reports --check
  mta-sts report reports.zip --csv failures >failures.csv

Options
  --check                  also checks each domain now, over the network, and says which failures
                           are still there and which policies senders still hold
  --helper URL, --resolver NAME, --timeout SECONDS
                           as for check

Output
  --json                   the summary as JSON
  --csv TABLE              a table as CSV: sessions, failures or documents
  --output FILE            writes that to FILE, and the text to standard output

Exit codes
  0    no session failed
  1    sessions failed
  2    could not tell: wrong arguments, a file that cannot be read as a report, no report at all,
       a domain of --check that could not be checked
  Of several, 1 wins over 2, and 2 over 0. Ctrl-C ends with 130.`,
};
