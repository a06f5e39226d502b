/**
 * What the standard fonts of PDF can show. They are the only ones that a reader brings along, and hold the
 * letters of Western European languages (Windows-1252). Any other letter would come out as garbage, so it
 * is written by its nearest plain letters where it has such (`ł` → `l`, `ﬁ` → `fi`), and as `?` where it
 * has none; the document then says so. An emulator does not carry fonts of many megabytes for the rest.
 */

/** Windows-1252 above Latin-1. */
const WINDOWS_1252 = new Set("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ");
/** Letters and signs that Unicode does not decompose. */
const NEAREST: Readonly<Record<string, string>> = {
  ł: "l",
  Ł: "L",
  đ: "d",
  Đ: "D",
  ħ: "h",
  Ħ: "H",
  ŧ: "t",
  Ŧ: "T",
  ı: "i",
  ŋ: "n",
  Ŋ: "N",
  ẞ: "SS",
  "‐": "-",
  "‑": "-",
  "‒": "-",
  "―": "-",
  "−": "-",
  "′": "'",
  "″": '"',
  "←": "<-",
  "→": "->",
  "≤": "<=",
  "≥": ">=",
  "≠": "!=",
  "✓": "x",
};

/** `isComplete` is false when at least one letter had to be written as `?`. */
export interface PrintableText {
  readonly text: string;
  readonly isComplete: boolean;
}

/** The text as the fonts can show it; line breaks stay, other control characters become spaces. */
export function printableText(text: string): PrintableText {
  let isComplete = true;
  const characters = Array.from(text.toWellFormed().normalize("NFC")).map((character) => {
    const shown = printable(character);
    if (shown === undefined) isComplete = false;
    return shown ?? "?";
  });
  return { text: characters.join(""), isComplete };
}

/** Undefined when nothing comes near. */
function printable(character: string): string | undefined {
  if (character === "\n" || isInFont(character)) return character;
  if (/^[\p{Zs}\p{Cc}\u2028\u2029]$/u.test(character)) return character === "\r" ? "" : " ";
  if (/^[\p{Mn}\p{Cf}]$/u.test(character)) return "";
  const nearest = NEAREST[character] ?? character.normalize("NFKD").replace(/\p{M}/gu, "");
  return nearest !== "" && Array.from(nearest).every(isInFont) ? nearest : undefined;
}

function isInFont(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const isLatin1 = (code >= 0x20 && code <= 0x7e) || (code > 0xa0 && code <= 0xff && code !== 0xad);
  return isLatin1 || WINDOWS_1252.has(character);
}
