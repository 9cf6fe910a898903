/** A Vite plugin: writes into index.html what depends on the settings. */

import type { Plugin } from "vite";

import { contentPolicy } from "./content-policy.ts";
import type { Settings } from "./settings.ts";

export function pageHead(settings: Settings): Plugin {
  const { helper, resolvers, builtAt } = settings;
  let isServer = false;
  return {
    name: "mta-sts:page-head",
    configResolved: ({ command }) => {
      isServer = command === "serve";
    },
    transformIndexHtml: {
      order: "post",
      handler(page) {
        const lines = [
          // First: it holds for what comes after it. Vite's development server could not work under it.
          ...(isServer ? [] : [meta('http-equiv="Content-Security-Policy"', contentPolicy(settings))]),
          meta('name="mta-sts-helper"', helper ?? "none"),
          meta('name="mta-sts-resolvers"', resolvers.join(",")),
        ];
        page = replaceOnce(page, "<head>", ["<head>", ...lines].join("\n    "));
        const date = builtAt.toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
        const time = `<time id="built" datetime="${builtAt.toISOString()}">${date}</time>`;
        return replaceOnce(page, '<time id="built"></time>', time);
      },
    },
  };
}

/** Nothing in a URL of the settings or in a policy needs an escape between double quotes but this. */
const meta = (kind: string, content: string): string =>
  `<meta ${kind} content="${content.replaceAll("&", "&amp;")}" />`;

function replaceOnce(page: string, place: string, text: string): string {
  if (page.split(place).length !== 2) throw new Error(`index.html has ${place} not exactly once.`);
  return page.replace(place, () => text);
}
