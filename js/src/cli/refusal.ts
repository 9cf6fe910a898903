/** Something that ends the command before it could tell anything, in a sentence for whoever called it. Exit code 2. */
export class Refusal extends Error {
  override name = "Refusal";
  /** What to type to learn more; `null` where the sentence says all. */
  readonly hint: string | null;

  constructor(sentence: string, hint: string | null = null) {
    super(sentence);
    this.hint = hint;
  }
}

/** The words of an error of the operating system, such as `no such file or directory`. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // Node says `ENOENT: no such file or directory, open 'x'`.
  return /^[A-Z0-9]+: (?<words>[^,]+)/.exec(text)?.groups?.["words"] ?? text;
}
