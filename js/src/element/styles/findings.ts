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

  .finding-saw {
    display: flex;
    gap: 0.5rem;
    font-weight: 600;
  }

  .finding-saw .glyph {
    flex: none;
    width: 1.25rem;
    height: 1.25rem;
    margin-top: 0.12rem;
    color: var(--tone);
  }

  .finding-fix::before {
    content: "→ ";
    color: var(--accent);
    font-weight: 700;
  }

  .finding-notes {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
    color: var(--ink-soft);
    font-size: var(--s-1);
  }
`;
