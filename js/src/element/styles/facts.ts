/** What else is known of a step: facts, chains, certificates, lines to copy, and what was asked of whom. */

import { css } from "./css.ts";

export const facts = css`
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

  /* What is to be copied is seen whole. */
  .copyable .raw-line {
    width: auto;
  }

  .copyable .raw-line code {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
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
`;
