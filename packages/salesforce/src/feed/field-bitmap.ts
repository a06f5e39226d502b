/**
 * Change events name fields by bitmaps over the Avro schema: an element `0x…` has one bit for each
 * top-level field, the lowest for the first; an element `3-0x…` one bit for each part of the compound
 * field at index 3, for example of an address.
 */

/** A field of the event's schema; `parts` names the fields of a compound one. */
export interface SchemaField {
  readonly name: string;
  readonly parts: readonly string[];
}

/** The field of an event: `Phone`, or a part of a compound one, `BillingAddress` and `City`. */
export interface NamedField {
  readonly name: string;
  readonly part: string | null;
}

export function readBitmaps(
  bitmaps: readonly string[],
  fields: readonly SchemaField[],
): readonly NamedField[] {
  return bitmaps.flatMap((element) => {
    const dash = element.indexOf("-");
    if (dash < 0) return setBits(element).flatMap((bit) => named(fields[bit], null));
    const compound = fields[Number(element.slice(0, dash))];
    return setBits(element.slice(dash + 1)).flatMap((bit) =>
      named(compound, compound?.parts[bit] ?? null),
    );
  });
}

function named(field: SchemaField | undefined, part: string | null): readonly NamedField[] {
  return field === undefined ? [] : [{ name: field.name, part }];
}

/** Positions of the set bits, lowest first. */
function setBits(hex: string): readonly number[] {
  const text = hex.startsWith("0x") ? hex : `0x${hex}`;
  if (!/^0x[0-9a-f]+$/i.test(text)) return [];
  const positions: number[] = [];
  let rest = BigInt(text);
  for (let position = 0; rest > 0n; position += 1, rest >>= 1n) {
    if ((rest & 1n) === 1n) positions.push(position);
  }
  return positions;
}
