/** What we saw, raw. */

import { css } from "./css.ts";

export const evidence = css`
  .raw,
  .table {
    overflow-x: auto;
    margin-bottom: 0.75rem;
    border: 1px solid var(--line);
    border-radius: 3px;
    background: var(--sunk);
  }

  .raw {
    padding: 0.5rem 0;
    counter-reset: line;
  }

  .raw-line {
    width: max-content;
    min-width: 100%;
    padding: 0 0.75rem;
    min-height: 1.45em;
  }

  .raw-line code {
    font-size: calc(0.9 * var(--s0));
    white-space: pre;
    overflow-wrap: normal;
    unicode-bidi: isolate;
  }

  .is-numbered .raw-line::before {
    counter-increment: line;
    content: counter(line);
    display: inline-block;
    width: 2.2ch;
    margin-right: 1.2ch;
    color: var(--ink-soft);
    font: calc(0.9 * var(--s0)) / 1.45 var(--mono);
    text-align: right;
  }

  .raw-line:has(.is-marked) {
    box-shadow: inset 0.25rem 0 0 var(--failed);
  }

  mark {
    background: var(--mark);
    color: var(--on-mark);
    text-decoration: underline wavy var(--failed);
    text-decoration-skip-ink: none;
    text-underline-offset: 0.2em;
  }

  /* A place without width: there something is missing. */
  mark:empty {
    padding: 0 0.15ch;
    border-left: 2px solid var(--failed);
  }

  /* What is written out, told apart from the same letters in the text. */
  .escape {
    border: 1px solid currentColor;
    border-radius: 3px;
    padding: 0 0.15ch;
    font-size: 0.85em;
  }

  /* A letter beyond ASCII may look like one within. */
  .foreign {
    border-bottom: 2px dotted currentColor;
  }

  .txt-nearly,
  .txt-other {
    color: var(--ink-soft);
  }

  .raw small {
    color: var(--ink-soft);
    font: var(--s-1) / 1.4 var(--sans);
  }

  .facts {
    display: grid;
    gap: 0.4rem;
    font-size: calc(0.92 * var(--s0));
  }

  .facts > div {
    display: grid;
    grid-template-columns: minmax(6.5rem, 9rem) minmax(0, 1fr);
    gap: 0 0.75rem;
  }

  .facts dt {
    color: var(--ink-soft);
    grid-row: 1 / span 40;
  }

  .facts dd {
    grid-column: 2;
    overflow-wrap: anywhere;
  }

  .chain,
  .certificates {
    display: grid;
    gap: 0.4rem;
    list-style: none;
  }

  .chain li + li,
  .certificates li + li {
    padding-left: 0.75rem;
    border-left: 2px solid var(--line);
  }

  .days-left {
    display: inline-block;
    width: 5rem;
    height: 0.5rem;
    margin-right: 0.6rem;
  }

  .days-left .whole {
    fill: var(--line);
  }

  .days-left .left {
    fill: var(--ink-soft);
  }

  .ended {
    color: var(--failed);
    font-weight: 600;
  }

  .look-yourself {
    margin-top: 0.75rem;
    border-bottom: 0;
  }

  .look-yourself p {
    max-width: 66ch;
    margin-bottom: 0.5rem;
  }

  .copyable {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.5rem;
    align-items: start;
  }

  .copy {
    padding: 0.3rem 0.6rem;
    font-size: var(--s-1);
  }

  .copies {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  .copies:empty {
    display: none;
  }

  .asked {
    margin-top: 1.5rem;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: calc(0.92 * var(--s0));
  }

  th,
  td {
    padding: 0.4rem 0.75rem;
    text-align: left;
    vertical-align: top;
  }

  th[scope="col"] {
    color: var(--ink-soft);
    font-weight: 600;
  }

  td,
  th[scope="row"] {
    border-top: 1px solid var(--line);
  }

  th[scope="row"] {
    font-weight: inherit;
  }

  td code {
    white-space: nowrap;
    overflow-wrap: normal;
  }

  td.number {
    font-variant-numeric: tabular-nums;
  }

  .no-match {
    color: var(--failed);
    font-weight: 600;
  }

  .table .role,
  .table .addresses {
    display: block;
  }
`;
