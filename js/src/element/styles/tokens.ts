/**
 * Paper and ink, one accent. Every colour pair that carries text has a contrast of at least 4.5 to 1 in both themes.
 *
 * They stand on an element inside the shadow tree, where no rule of the page reaches; what the page may set are the
 * `--mta-sts-…` properties. Which of the two colours counts is said by the `color-scheme` around the element.
 */

import { css } from "./css.ts";

export const tokens = css`
  .view {
    --paper: var(--mta-sts-paper, light-dark(#faf7f0, #15171b));
    --sheet: var(--mta-sts-sheet, light-dark(#fffdf8, #1b1e23));
    --sunk: var(--mta-sts-sunk, light-dark(#f2eee3, #101216));
    --ink: var(--mta-sts-ink, light-dark(#1d1c1a, #ece8df));
    --ink-soft: var(--mta-sts-ink-soft, light-dark(#55524b, #b4afa4));
    --line: var(--mta-sts-line, light-dark(#d8d2c4, #373b42));
    --accent: var(--mta-sts-accent, light-dark(#0b4f6c, #8fcbe6));
    --passed: var(--mta-sts-passed, light-dark(#1c6137, #7fd19b));
    --warned: var(--mta-sts-warned, light-dark(#7d5200, #f0bf62));
    --failed: var(--mta-sts-failed, light-dark(#a11b1b, #ff9a8f));
    --unknown: var(--mta-sts-unknown, light-dark(#5a4789, #c3b1f5));
    --mark: var(--mta-sts-mark, light-dark(#ffe08a, #6b5310));
    --on-mark: var(--mta-sts-on-mark, light-dark(#1d1c1a, #fff3d0));

    --serif: var(
      --mta-sts-serif,
      "Iowan Old Style",
      "Palatino Linotype",
      Palatino,
      "Book Antiqua",
      Charter,
      Georgia,
      serif
    );
    --sans: var(
      --mta-sts-sans,
      system-ui,
      -apple-system,
      "Segoe UI",
      Roboto,
      "Noto Sans",
      "Liberation Sans",
      sans-serif
    );
    --mono: var(
      --mta-sts-mono,
      ui-monospace,
      "SF Mono",
      "Cascadia Mono",
      Menlo,
      Consolas,
      "DejaVu Sans Mono",
      "Liberation Mono",
      monospace
    );

    /* The tone of what has no status. */
    --tone: var(--ink-soft);

    /* A scale of 1.2. */
    --s0: var(--mta-sts-size, 1rem);
    --s-1: calc(var(--s0) * 0.833);
    --s1: calc(var(--s0) * 1.2);
    --s2: calc(var(--s0) * 1.44);
  }
`;
