/** What senders do: cards and readings. */

import { css } from "./css.ts";

export const senders = css`
  .senders {
    margin-top: 2.5rem;
  }

  .senders-sentence {
    max-width: 66ch;
    margin-top: 0.5rem;
    font: var(--s1) / 1.4 var(--serif);
    overflow-wrap: anywhere;
  }

  .senders-body > section,
  .senders-body > details {
    margin-top: 1.5rem;
  }

  .cards {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr));
    gap: 1rem;
    margin-top: 1.25rem;
    list-style: none;
  }

  .card {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 0.9rem;
    padding: 1rem 1.1rem;
    border: 1px solid var(--line);
    background: var(--sheet);
  }

  .card-mark {
    color: var(--tone, var(--ink-soft));
  }

  .card-mark .glyph {
    width: 2.4rem;
    height: 2.4rem;
    stroke-width: 1.6;
  }

  .card-body {
    display: grid;
    gap: 0.4rem;
    align-content: start;
    overflow-wrap: anywhere;
  }

  .card-span {
    color: var(--ink-soft);
    font-size: var(--s-1);
    font-variant-numeric: tabular-nums;
  }

  .fate-word {
    color: var(--tone, var(--ink-soft));
    font-weight: 700;
  }

  .card ul {
    display: grid;
    gap: 0.4rem;
    padding-left: 1.1rem;
    font-size: calc(0.92 * var(--s0));
  }

  .card details,
  .timeline details,
  .moments {
    border-bottom: 0;
  }

  .card summary,
  .timeline summary,
  .moments summary,
  .look-yourself summary,
  .asked summary {
    padding: 0.4rem 2rem 0.4rem 0;
    color: var(--accent);
  }

  .card summary::after,
  .timeline summary::after,
  .moments summary::after,
  .look-yourself summary::after,
  .asked summary::after {
    top: 0.7rem;
  }

  .first-steps ol,
  .differs ul {
    display: grid;
    gap: 0.4rem;
    max-width: 72ch;
    margin-top: 0.5rem;
    padding-left: 1.4rem;
    overflow-wrap: anywhere;
  }

  .readings .table {
    margin-top: 0.75rem;
  }

  .readings .version,
  .readings strong {
    display: block;
  }

  .readings strong {
    white-space: nowrap;
  }

  .readings td:nth-child(2) {
    color: var(--tone, var(--ink));
    font-weight: 600;
  }

  .reading-word {
    display: flex;
    gap: 0.4rem;
  }

  .reading-word .glyph {
    flex: none;
    width: 1.2rem;
    height: 1.2rem;
  }

  .readings td:last-child {
    min-width: 16rem;
  }

  .recalled {
    max-width: 66ch;
    margin-top: 0.5rem;
    color: var(--ink-soft);
  }
`;
