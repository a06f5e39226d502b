/**
 * Record ids (S1.10): 15 case-sensitive base-62 characters, 3 of them the object's key prefix; the
 * 18-character form appends one checksum character per block of five, for systems that ignore case.
 */

const CHECKSUM_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** The instance part of ids made here; a real org has one of its own in the same place. */
const INSTANCE = "Hs0000";
const SHORT_ID = /^[0-9A-Za-z]{15}$/;
const LONG_ID = /^[0-9A-Za-z]{15}[A-Za-z0-5]{3}$/;

/** Appends the checksum to a 15-character id. */
export function toLongId(shortId: string): string {
  let checksum = "";
  for (let block = 0; block < 15; block += 5) {
    let bits = 0;
    for (let position = 0; position < 5; position += 1) {
      const character = shortId.charAt(block + position);
      if (character >= "A" && character <= "Z") bits |= 1 << position;
    }
    checksum += CHECKSUM_ALPHABET.charAt(bits);
  }
  return shortId + checksum;
}

/**
 * The 18-character form of either form; undefined when the text is no record id. A long form whose case was
 * lost on the way, all capitals or none, still names its record: the checksum says which are capitals.
 */
export function parseRecordId(text: string): string | undefined {
  if (SHORT_ID.test(text)) return toLongId(text);
  if (!LONG_ID.test(text)) return undefined;
  const long = toLongId(text.slice(0, 15));
  if (long === text) return long;
  return text === text.toUpperCase() || text === text.toLowerCase() ? inTrueCase(text) : undefined;
}

/** The id with its letters as the checksum says; undefined when it asks for a capital digit. */
function inTrueCase(text: string): string | undefined {
  const checksum = text.slice(15).toUpperCase();
  let short = "";
  for (let at = 0; at < 15; at += 1) {
    const bits = CHECKSUM_ALPHABET.indexOf(checksum.charAt(Math.floor(at / 5)));
    const isCapital = (bits & (1 << (at % 5))) !== 0;
    short += isCapital ? text.charAt(at).toUpperCase() : text.charAt(at).toLowerCase();
  }
  const long = toLongId(short);
  return long.slice(15) === checksum ? long : undefined;
}

/** The `sequence`-th id that this org gives to records of a key prefix. */
export function recordIdAt(keyPrefix: string, sequence: number): string {
  let digits = "";
  for (let rest = sequence; digits.length < 6; rest = Math.floor(rest / 62)) {
    digits = BASE62.charAt(rest % 62) + digits;
  }
  return toLongId(keyPrefix + INSTANCE + digits);
}
