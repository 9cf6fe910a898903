/** Gives a text to the reader as a file. */

export function download(name: string, type: string, content: string): void {
  const link = document.createElement("a");
  link.download = name;
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export const downloadJson = (name: string, value: unknown): void =>
  download(`${name}.json`, "application/json", `${JSON.stringify(value, null, 2)}\n`);
