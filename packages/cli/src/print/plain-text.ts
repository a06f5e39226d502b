/**
 * Text as a terminal may show it. Names come from other systems: one that holds control characters could move the
 * cursor, colour what follows or hide it, and one that turns the writing direction could pass for another name.
 * Each such character is shown as U+FFFD; tabs and line ends stay.
 */
export function plainText(text: string): string {
  return text.replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, (sign) =>
    sign === "\n" || sign === "\t" ? sign : "\uFFFD",
  );
}
