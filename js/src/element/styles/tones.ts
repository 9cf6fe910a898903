/** The look of a status: its shape and its colour. */

import { css } from "./css.ts";

export const tones = css`
  .glyph {
    display: block;
    width: 1.5rem;
    height: 1.5rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .glyph-pending,
  .glyph-skipped {
    stroke-dasharray: 3 3;
  }

  [data-look="passed"],
  [data-status="passed"] {
    --tone: var(--passed);
  }

  [data-look="warned"],
  [data-status="warned"] {
    --tone: var(--warned);
  }

  [data-look="failed"],
  [data-status="failed"] {
    --tone: var(--failed);
  }

  [data-look="inconclusive"],
  [data-status="inconclusive"] {
    --tone: var(--unknown);
  }

  .is-supposed [data-look],
  .is-supposed .band {
    --tone: var(--unknown);
  }
`;
