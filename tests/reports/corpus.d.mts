/** What the build of the page takes of it. */
export function reports(options: {
  domains?: string[];
  firstDay?: string;
  days?: number;
}): Iterable<{ name: string; json: string }>;
