/** What changes with room, motion, forced colours and paper. Its rules come last. */

import { css } from "./css.ts";

export const media = css`
  @container (min-width: 55rem) {
    .station-body {
      grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr);
    }
  }

  @container (max-width: 27.5rem) {
    .station {
      grid-template-columns: 1.75rem minmax(0, 1fr);
      gap: 0 0.6rem;
    }

    .station-mark {
      width: 1.75rem;
      height: 1.75rem;
    }

    .station:not(:last-child)::before {
      left: 0.81rem;
    }

    .verdict {
      grid-template-columns: 1fr;
    }

    .finding > p {
      display: block;
    }

    .finding > .finding-notes {
      padding-left: 0;
    }

    .copyable {
      grid-template-columns: minmax(0, 1fr);
      justify-items: start;
    }

    .copyable .raw {
      margin-bottom: 0;
    }

    .verdict-sentence {
      font-size: var(--s1);
    }

    .facts > div {
      grid-template-columns: minmax(0, 1fr);
    }

    .facts dt {
      grid-row: auto;
    }

    .facts dd {
      grid-column: 1;
    }
  }

  @media (prefers-reduced-motion: no-preference) {
    .station-mark .glyph {
      animation: arrive 150ms ease-out;
    }

    @keyframes arrive {
      from {
        opacity: 0;
        transform: scale(0.7);
      }
    }
  }

  @media (forced-colors: active) {
    .verdict,
    .do-first,
    .finding {
      border-color: CanvasText;
    }

    mark {
      outline: 1px solid Mark;
    }

    .days-left .left {
      fill: CanvasText;
    }

    /* The browser forces no colour on what is drawn in SVG. */
    .timeline svg {
      --ink: CanvasText;
      --ink-soft: CanvasText;
      --line: CanvasText;
      --accent: CanvasText;
      --sunk: Canvas;
    }

    .timeline .band {
      --tone: CanvasText;
    }
  }

  @media print {
    /* The picture stands there already. */
    .timeline-table {
      display: none;
    }

    .view {
      --paper: #fff;
      --sheet: #fff;
      --sunk: #fff;
      --ink: #000;
      --ink-soft: #333;
      color-scheme: only light;
    }

    /* It was drawn for the screen; paper is narrower. */
    .timeline svg {
      max-width: 100%;
      height: auto;
    }

    .progress,
    .copy,
    summary::after {
      display: none !important;
    }

    /* Three in a row, and no taller than they have to be: what may not break leaves half a page empty. */
    .cards {
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
      gap: 0.75rem;
    }

    .card {
      grid-template-columns: minmax(0, 1fr);
      align-content: start;
      padding: 0.6rem 0.75rem;
    }

    .card-mark .glyph {
      width: 1.6rem;
      height: 1.6rem;
    }

    /* Nobody can open anything on paper. */
    details::details-content {
      content-visibility: visible;
      block-size: auto;
    }

    h1,
    h2,
    h3,
    h4,
    h5,
    h6 {
      break-after: avoid;
    }

    .verdict,
    .card,
    .finding,
    .timeline svg,
    tr {
      break-inside: avoid;
    }

    .raw-line {
      width: auto;
    }

    .raw-line code,
    td,
    td code {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
  }
`;
