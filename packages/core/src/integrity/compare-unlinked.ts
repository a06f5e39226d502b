/** What an unlinked record is to the other system's records: unlike any, the same as one, or unclear. Pure. */

export type UnlinkedKind = "unlinked" | "match" | "ambiguous";

export interface NameCounts {
  /** Records of the own system with this name, itself included. */
  readonly here: number;
  /** Records of the other system with this name. */
  readonly there: number;
  /** Those of them that are linked already. */
  readonly linkedThere: number;
}

/** One of each, neither linked, is a possible match; more, or one that is taken, is for a person to sort out. */
export function unlinkedKind({ here, there, linkedThere }: NameCounts): UnlinkedKind {
  if (there === 0) return "unlinked";
  return here === 1 && there === 1 && linkedThere === 0 ? "match" : "ambiguous";
}
