/** HTML text that is safe to place in a page. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlValue = Html | string | number | undefined | readonly (Html | undefined)[];

/** A template whose values are escaped, unless they are HTML already; undefined leaves nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const text = parts.map(
    (part, index) => part + (index < values.length ? show(values[index]) : ""),
  );
  return new Html(text.join(""));
}

/** ` name="value"`, or ` name` alone; stands right behind what comes before it in a tag. */
export function attribute(name: string, value?: string): Html {
  return value === undefined ? html` ${name}` : html` ${name}="${value}"`;
}

function show(value: HtmlValue): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map((each) => each?.text ?? "").join("");
  return escapeHtml(String(value));
}

/** By number, which is right in text and in quoted attributes alike. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
