/** The timeline: bands told apart without colour. */

import { css } from "./css.ts";

export const timeline = css`
  .timeline {
    margin: 1.75rem 0 0;
  }

  .timeline-picture {
    overflow: hidden;
  }

  .timeline svg {
    display: block;
    font: 13px var(--sans);
  }

  .timeline text {
    fill: var(--ink);
  }

  .timeline .mark-date {
    fill: var(--ink-soft);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }

  .timeline .row-title {
    font-weight: 600;
  }

  .timeline .mark-now {
    stroke: var(--accent);
    stroke-width: 2;
  }

  .timeline .mark-end {
    stroke: var(--line);
    stroke-dasharray: 3 3;
  }

  .band {
    --tone: var(--ink-soft);
  }

  .band rect {
    fill: var(--sunk);
    stroke: var(--tone);
    stroke-width: 1.5;
  }

  .band-protected {
    --tone: var(--passed);
  }

  .band-protected rect {
    stroke-width: 3;
  }

  .band-unprotected,
  .band-reported-only {
    --tone: var(--warned);
  }

  .band-unprotected rect {
    stroke-dasharray: 6 4;
  }

  .band-reported-only rect {
    stroke-dasharray: 2 3;
  }

  .band-mail-waits {
    --tone: var(--failed);
  }

  .band-mail-waits rect {
    stroke-width: 3;
    stroke-dasharray: 10 3;
  }

  .band-not-known {
    --tone: var(--unknown);
  }

  .band-not-known rect {
    stroke-dasharray: 1 4;
  }
`;
