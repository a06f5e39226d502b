import { type EventSchema } from "./event-schema.ts";

/**
 * Field lists in a change event header (S2.2): `0x…` has one bit for each top-level field of the schema,
 * the first field lowest; `<index>-0x…` the same for the parts of the compound field at that index.
 * Upper-case hexadecimal with an even number of digits, because decoders in use insist on it.
 */
export function fieldBitmaps(schema: EventSchema, changed: ReadonlySet<string>): readonly string[] {
  // Creations name no fields, and loads are made of them.
  if (changed.size === 0) return [];
  const bitmaps: string[] = [];
  const topLevel = bitmap(schema.fields, changed);
  if (topLevel !== undefined) bitmaps.push(topLevel);
  for (const [index, name] of schema.fields.entries()) {
    const parts = schema.compounds.get(name);
    const nested = parts === undefined ? undefined : bitmap(parts, changed);
    if (nested !== undefined) bitmaps.push(`${index}-${nested}`);
  }
  return bitmaps;
}

/** One bit for each changed name, or undefined when none of the names changed. */
function bitmap(names: readonly string[], changed: ReadonlySet<string>): string | undefined {
  let bits = 0n;
  for (const [position, name] of names.entries()) {
    if (changed.has(name)) bits |= 1n << BigInt(position);
  }
  if (bits === 0n) return undefined;
  const digits = bits.toString(16).toUpperCase();
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`;
}
