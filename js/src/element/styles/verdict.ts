/** The verdict, what to do first, and how long the check runs. */

import { css } from "./css.ts";

export const verdict = css`
  .top {
    display: grid;
    gap: 1.25rem;
  }

  .verdict {
    --tone: var(--ink-soft);
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.9rem 1.1rem;
    padding: 1.25rem clamp(1rem, 3cqi, 1.75rem);
    border: 1px solid var(--line);
    border-left: 0.5rem solid var(--tone);
    background: var(--sheet);
  }

  .verdict-mark {
    color: var(--tone);
  }

  .verdict-mark .glyph {
    width: 2.75rem;
    height: 2.75rem;
  }

  .verdict-word {
    color: var(--tone);
    font-weight: 700;
  }

  .verdict-sentence {
    margin-top: 0.15rem;
    max-width: 62ch;
    font: var(--s2) / 1.32 var(--serif);
    overflow-wrap: anywhere;
  }

  .verdict-sentence code {
    font-size: 0.82em;
  }

  .do-first {
    padding: 0.25rem clamp(1rem, 3cqi, 1.75rem);
    border-left: 0.5rem solid var(--accent);
  }

  .do-first .heading {
    font-size: var(--s1);
  }

  .do-first p {
    margin-top: 0.25rem;
    max-width: 72ch;
    overflow-wrap: anywhere;
  }

  .progress {
    display: flex;
    gap: 1rem;
    align-items: center;
    min-height: 2.2rem;
    margin-top: 1rem;
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }

  .progress:first-child {
    margin-top: 0;
  }

  .progress.is-error {
    color: var(--failed);
    font-weight: 600;
  }
`;
