/** Makes the calls of a transcript through the modules' JavaScript glue: the same code in Node and in a page. */

const bytes = (hex) =>
  Uint8Array.from({ length: hex.length / 2 }, (_, at) => parseInt(hex.slice(2 * at, 2 * at + 2), 16));

/** The JSON of what a call gives; `reports` is the glue of the module that reads reports. */
export function result(glue, reports, { call, input }) {
  switch (call) {
    case "validatePolicy":
    case "validateRecord":
      return JSON.stringify(glue[call](bytes(input)));
    case "matchMx":
      return JSON.stringify(glue.matchMx(input.patterns, input.host));
    case "replay":
      return JSON.stringify(glue.replay(JSON.stringify(input)));
    case "readReport":
      return JSON.stringify(reports.readReport("", bytes(input)));
    case "readReports": {
      const book = new reports.ReportBook();
      input.forEach((file, number) => book.add(String(number), bytes(file)));
      return JSON.stringify(book.summary());
    }
    default:
      throw new Error(`the transcript has an unknown call: ${call}`);
  }
}
