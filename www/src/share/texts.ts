/** A report as text. A file of its own, which is loaded when somebody asks for one. */

export { reportAsMarkdown, reportAsText } from "../../../js/src/remote.ts";
