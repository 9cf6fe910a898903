/** What it means, in sentences. */

import { css } from "./css.ts";

export const findings = css`
  .findings {
    display: grid;
    gap: 1.25rem;
    list-style: none;
  }

  .finding {
    max-width: 66ch;
    padding-left: 0.9rem;
    border-left: 3px solid var(--line);
    overflow-wrap: anywhere;
  }

  .finding > p + p {
    margin-top: 0.4rem;
  }

  .finding-error {
    --tone: var(--failed);
    border-color: var(--failed);
  }

  .finding-warning {
    --tone: var(--warned);
    border-color: var(--warned);
  }

  /* Three rows with their names in a column of their own: what was seen, what follows, what to do. */
  .finding > p {
    display: grid;
    grid-template-columns: 6.25rem minmax(0, 1fr);
    align-items: baseline;
  }

  .finding-label {
    display: flex;
    gap: 0.3rem;
    align-items: baseline;
    color: var(--ink-soft);
    font-size: var(--s-1);
    font-weight: 600;
    white-space: nowrap;
  }

  .finding-saw {
    font-weight: 600;
  }

  .finding-saw .finding-label {
    color: var(--tone);
  }

  .finding-fix .finding-label {
    color: var(--accent);
  }

  .finding-label .glyph {
    flex: none;
    align-self: center;
    width: 1.1rem;
    height: 1.1rem;
  }

  .finding > .finding-notes {
    display: flex;
    padding-left: 6.25rem;
  }

  .finding-notes {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
    color: var(--ink-soft);
    font-size: var(--s-1);
  }
`;
