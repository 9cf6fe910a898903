/** Style sheets in modules. */

/** A style sheet as text. The tag is there for editors and for Prettier, which read CSS by it. */
export const css: (text: TemplateStringsArray, ...values: string[]) => string = String.raw;
