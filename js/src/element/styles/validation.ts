/** What a text comes to: its correction, line by line. */

import { css } from "./css.ts";

export const validation = css`
  .validation {
    display: grid;
    gap: 2rem;
  }

  .validation[hidden] {
    display: none;
  }

  .validation > section {
    min-width: 0;
  }

  .validation > section > .heading {
    margin-bottom: 0.6rem;
  }

  .validation .readings p {
    max-width: 72ch;
  }

  .correction ul {
    display: grid;
    gap: 0.4rem;
    max-width: 72ch;
    margin-top: 0.4rem;
    padding-left: 1.4rem;
    overflow-wrap: anywhere;
  }

  .correction > div + p,
  .correction > p + div {
    margin-top: 0.75rem;
  }

  .diff {
    --tone: var(--ink);
  }

  .diff-removed {
    --tone: var(--failed);
  }

  .diff-added {
    --tone: var(--passed);
  }

  .diff,
  .diff .sign {
    color: var(--tone);
  }

  .diff .sign {
    font-weight: 700;
  }

  .raw-line:has(.diff-removed) {
    box-shadow: inset 0.25rem 0 0 var(--failed);
  }

  .raw-line:has(.diff-added) {
    box-shadow: inset 0.25rem 0 0 var(--passed);
  }
`;
