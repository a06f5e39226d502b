/** HTML text in which every inserted value is escaped, unless it is HTML made here. */
export interface Html {
  readonly html: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

export function html(parts: TemplateStringsArray, ...values: readonly (string | Html)[]): Html {
  const inserted = values.map((value) =>
    typeof value === "string" ? escapeHtml(value) : value.html,
  );
  return { html: parts.map((part, place) => part + (inserted[place] ?? "")).join("") };
}

export const NOTHING: Html = { html: "" };
