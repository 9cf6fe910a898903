/** The ground: the element's own box, and what text, headings, links, buttons and folds look like everywhere in it. */

import { css } from "./css.ts";

export const base = css`
  :host {
    display: block;
    position: relative;
    container-type: inline-size;
    /* Its width is never that of its content: where a row of boxes asks for one, better narrow than nothing. */
    contain-intrinsic-inline-size: 16rem;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  [hidden] {
    display: none !important;
  }

  /* Centred text, capitals or a letter-spacing of the page would come in by inheritance. */
  .view {
    all: initial;
    display: block;
    box-sizing: border-box;
    padding: var(--mta-sts-padding, 1rem);
    background: var(--paper);
    color: var(--ink);
    font: var(--s0) / 1.5 var(--sans);
    color-scheme: inherit;
    visibility: inherit;
    pointer-events: inherit;
  }

  p,
  ol,
  ul,
  dl,
  dd,
  .heading {
    margin: 0;
    padding: 0;
  }

  .heading {
    font: 600 var(--s1) / 1.3 var(--serif);
  }

  .heading-section {
    font-size: var(--s2);
    line-height: 1.15;
    text-wrap: balance;
  }

  .heading-label {
    margin-bottom: 0.5rem;
    color: var(--ink-soft);
    font: 600 var(--s-1) / 1.3 var(--sans);
  }

  a {
    color: var(--accent);
    text-underline-offset: 0.15em;
  }

  code {
    font: 0.92em/1.45 var(--mono);
    overflow-wrap: anywhere;
  }

  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
    border-radius: 2px;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .quiet {
    color: var(--ink-soft);
  }

  button {
    padding: 0.3rem 0.8rem;
    border: 1.5px solid var(--accent);
    border-radius: 4px;
    background: transparent;
    color: var(--accent);
    font: 600 var(--s0) / 1.2 var(--sans);
    cursor: pointer;
  }

  button:hover {
    filter: brightness(1.12);
  }

  details {
    border-bottom: 1px solid var(--line);
  }

  summary {
    display: block;
    padding: 0.75rem 2rem 0.75rem 0;
    cursor: pointer;
    position: relative;
    list-style: none;
  }

  summary::-webkit-details-marker {
    display: none;
  }

  /* A quiet arrow that turns. */
  summary::after {
    content: "";
    position: absolute;
    right: 0.5rem;
    top: 1.2rem;
    width: 0.55rem;
    height: 0.55rem;
    border: solid var(--ink-soft);
    border-width: 0 2px 2px 0;
    transform: rotate(45deg);
  }

  details[open] > summary::after {
    top: 1.4rem;
    transform: rotate(-135deg);
  }

  .link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
    font: inherit;
    text-decoration: underline;
  }
`;
