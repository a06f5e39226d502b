/** The Avro schema of a change event: how to decode it, and the order of its fields for the bitmaps. */
import avro from "avsc";
import { checkFrame } from "./avro-frame.ts";
import { objectOfEvent } from "./event-object.ts";
import type { SchemaField } from "./field-bitmap.ts";

export interface EventSchema {
  /** The object whose events these are, by the schema's name; null where it names none. */
  readonly object: string | null;
  readonly fields: readonly SchemaField[];
  /** Throws when `payload` is no value of this schema. */
  decode(payload: Uint8Array): unknown;
}

/** 64-bit integers beyond 2^53 would be rounded as numbers, so all are read as bigint. */
const LONG = avro.types.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: (value: number | string) => BigInt(value),
  toJSON: (value: bigint) => Number(value),
  isValid: (value: unknown) => typeof value === "bigint",
  compare: (left: bigint, right: bigint) => (left < right ? -1 : left > right ? 1 : 0),
});

/** Throws when `schemaJson` is no Avro record. */
export function readEventSchema(schemaJson: string): EventSchema {
  const type = avro.Type.forSchema(JSON.parse(schemaJson) as avro.Schema, {
    registry: { long: LONG },
    // Unions as plain values: no two branches of these schemas look alike.
    wrapUnions: false,
  });
  if (!avro.Type.isType(type, "record")) throw new TypeError("a change event's schema is a record");
  const record = type as avro.types.RecordType;
  const name = record.name ?? "";
  return {
    object: objectOfEvent(name.slice(name.lastIndexOf(".") + 1)),
    fields: record.fields.map(({ name, type: fieldType }) => ({ name, parts: partsOf(fieldType) })),
    decode: (payload) => {
      checkFrame(record, payload);
      return record.fromBuffer(Buffer.from(payload)) as unknown;
    },
  };
}

/** The part names of a compound field: the record among the branches of its union. */
function partsOf(type: avro.Type): readonly string[] {
  const branches = avro.Type.isType(type, "union:unwrapped", "union:wrapped")
    ? (type as avro.types.UnwrappedUnionType).types
    : [type];
  const compound = branches.find((branch) => avro.Type.isType(branch, "record"));
  return compound === undefined
    ? []
    : (compound as avro.types.RecordType).fields.map(({ name }) => name);
}
