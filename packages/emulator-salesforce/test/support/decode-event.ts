import avro from "avsc";

/**
 * Reads change events the way a subscriber does, from the schema alone; written apart from the emulator's
 * encoder, so that a mistake in one is not repeated in the other.
 */
export interface DecodedEvent {
  readonly header: {
    readonly entityName: string;
    readonly recordIds: readonly string[];
    readonly changeType: string;
    readonly changeOrigin: string;
    readonly transactionKey: string;
    readonly sequenceNumber: number;
    readonly commitTimestamp: number;
    readonly commitNumber: number;
    readonly commitUser: string;
    readonly changedFields: readonly string[];
    readonly nulledFields: readonly string[];
    readonly diffFields: readonly string[];
  };
  readonly fields: Readonly<Record<string, unknown>>;
}

interface FieldNode {
  readonly name: string;
  readonly type: unknown;
}

export function decodeEvent(schemaJson: string, payload: Uint8Array): DecodedEvent {
  const schema = JSON.parse(schemaJson) as { readonly fields: readonly FieldNode[] };
  const type = avro.Type.forSchema(schema as avro.Schema);
  const value = type.fromBuffer(Buffer.from(payload)) as Record<string, unknown>;
  const { ChangeEventHeader: header, ...fields } = value as {
    ChangeEventHeader: DecodedEvent["header"];
  };
  const list = (bitmaps: readonly string[]) =>
    bitmaps.flatMap((each) => expand(schema.fields, each));
  return {
    header: {
      ...header,
      changedFields: list(header.changedFields),
      nulledFields: list(header.nulledFields),
      diffFields: list(header.diffFields),
    },
    fields: JSON.parse(JSON.stringify(fields)) as Record<string, unknown>,
  };
}

/** `0x…` over top-level fields; `<index>-0x…` over the parts of the field at that index. */
function expand(fields: readonly FieldNode[], element: string): readonly string[] {
  if (!/^(?:\d+-)?0x(?:[0-9A-F]{2})+$/.test(element)) throw new Error(`Not a bitmap: ${element}`);
  const [index, nested] = element.split("-");
  if (nested === undefined) return setBits(element).map((bit) => fields[bit]?.name ?? `?${bit}`);
  const parent = fields[Number(index)];
  const parts = partsOf(fields, parent?.type);
  return setBits(nested).map((bit) => `${parent?.name}.${parts[bit]?.name ?? `?${bit}`}`);
}

/** The record behind a union with null; a second use of a record names it only. */
function partsOf(all: readonly FieldNode[], type: unknown): readonly FieldNode[] {
  const options = Array.isArray(type) ? type : [type];
  // An account's name is text or a record; only the record has parts.
  const inner: unknown = options.find((each) => each !== "null" && each !== "string");
  if (typeof inner === "object" && inner !== null) {
    return (inner as { readonly fields: readonly FieldNode[] }).fields;
  }
  for (const { type: other } of all) {
    const record = (Array.isArray(other) ? other : [other]).find(
      (each: unknown) =>
        typeof each === "object" && each !== null && (each as FieldNode).name === inner,
    ) as { readonly fields: readonly FieldNode[] } | undefined;
    if (record !== undefined) return record.fields;
  }
  throw new Error(`No record named ${String(inner)}`);
}

function setBits(hex: string): readonly number[] {
  const digits = BigInt(hex).toString(2);
  return digits
    .split("")
    .reverse()
    .flatMap((digit, position) => (digit === "1" ? [position] : []));
}
