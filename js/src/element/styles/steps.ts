/** The steps as stations on their rail. */

import { css } from "./css.ts";

export const steps = css`
  .path {
    margin-top: 2.5rem;
  }

  .stations {
    margin-top: 0.75rem;
    list-style: none;
  }

  .station {
    --tone: var(--ink-soft);
    position: relative;
    display: grid;
    grid-template-columns: 2.25rem minmax(0, 1fr);
    gap: 0 1rem;
  }

  /* The rail: from this station's mark to the next one's. */
  .station:not(:last-child)::before {
    content: "";
    position: absolute;
    top: 2.6rem;
    bottom: -0.6rem;
    left: 1.06rem;
    width: 2px;
    background: var(--line);
  }

  .station-mark {
    z-index: 1;
    display: grid;
    place-items: center;
    width: 2.25rem;
    height: 2.25rem;
    margin-top: 0.55rem;
    background: var(--paper);
    color: var(--tone);
  }

  .station-mark .glyph {
    width: 1.75rem;
    height: 1.75rem;
  }

  .station-head {
    display: flex;
    flex-wrap: wrap;
    gap: 0.15rem 0.9rem;
    align-items: baseline;
  }

  .station-number {
    margin-right: 0.25rem;
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }

  .station-word {
    color: var(--tone);
    font-weight: 700;
  }

  .station-time {
    color: var(--ink-soft);
    font-size: var(--s-1);
    font-variant-numeric: tabular-nums;
  }

  .station-summary {
    display: block;
    color: var(--ink-soft);
    overflow-wrap: anywhere;
  }

  .station-waits {
    display: block;
    color: var(--ink-soft);
    font-style: italic;
    overflow-wrap: anywhere;
  }

  .station-body {
    display: grid;
    gap: 1.5rem 2.5rem;
    padding: 0.5rem 0 1.75rem;
  }

  .station-body > section {
    min-width: 0;
  }
`;
