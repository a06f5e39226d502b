/**
 * Walks over the bytes of an Avro value without making anything of them, and throws where they cannot be
 * one. The decoder believes every length that it reads: one wrong byte where a list begins has it make a
 * list of billions, and the process dies of it instead of the event.
 */
import avro from "avsc";

const isType = (type: avro.Type, ...names: readonly string[]): boolean =>
  avro.Type.isType(type, ...names);

/** Seven bits a byte, 64 in all. */
const VARINT_BYTES_MAX = 10;

/** Throws a RangeError unless `bytes` are one value of `type`, whole and with nothing behind it. */
export function checkFrame(type: avro.Type, bytes: Uint8Array): void {
  const frame = new Frame(bytes);
  frame.skip(type);
  if (frame.left > 0) throw new RangeError(`${frame.left} bytes too many`);
}

class Frame {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  skip(type: avro.Type): void {
    if (isType(type, "logical")) return this.skip((type as avro.types.LogicalType).underlyingType);
    if (isType(type, "record", "error")) {
      for (const field of (type as avro.types.RecordType).fields) this.skip(field.type);
      return;
    }
    if (isType(type, "union:unwrapped", "union:wrapped")) {
      const { types } = type as avro.types.UnwrappedUnionType;
      return this.skip(one(types, this.#varint()));
    }
    if (isType(type, "array")) return this.#items([(type as avro.types.ArrayType).itemsType]);
    if (isType(type, "map")) return this.#items([TEXT, (type as avro.types.MapType).valuesType]);
    this.#scalar(type);
  }

  #scalar(type: avro.Type): void {
    if (isType(type, "null")) return;
    if (isType(type, "string", "bytes")) return this.#pass(this.#varint());
    if (isType(type, "enum")) {
      one((type as avro.types.EnumType).symbols, this.#varint());
      return;
    }
    if (isType(type, "boolean")) return this.#pass(1);
    if (isType(type, "float")) return this.#pass(4);
    if (isType(type, "double")) return this.#pass(8);
    if (isType(type, "fixed")) return this.#pass((type as avro.types.FixedType).size);
    // Whole numbers; a long that is read in a way of our own is "abstract:long".
    this.#varint();
  }

  /** Blocks of a list or map, each with its count in front; an empty one ends them. */
  #items(each: readonly avro.Type[]): void {
    for (let count = this.#varint(); count !== 0; count = this.#varint()) {
      // A negative count is followed by the block's size.
      if (count < 0) this.#varint();
      // An item has a byte at least.
      if (Math.abs(count) > this.left) throw new RangeError("a list is longer than its event");
      for (let item = 0; item < Math.abs(count); item += 1)
        for (const type of each) this.skip(type);
    }
  }

  #pass(count: number): void {
    if (count < 0 || count > this.left) throw new RangeError("a value is longer than its event");
    this.#at += count;
  }

  /** Exact up to 2^53, and large beyond it: enough for lengths, counts and branches. */
  #varint(): number {
    let value = 0;
    for (let index = 0; index < VARINT_BYTES_MAX; index += 1) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new RangeError("it ends too early");
      this.#at += 1;
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    throw new RangeError("a number is longer than a number can be");
  }
}

const TEXT = avro.Type.forSchema("string");

function one<T>(choices: readonly T[], index: number): T {
  const chosen = choices[index];
  if (chosen === undefined)
    throw new RangeError(`there is no choice ${index} of ${choices.length}`);
  return chosen;
}
