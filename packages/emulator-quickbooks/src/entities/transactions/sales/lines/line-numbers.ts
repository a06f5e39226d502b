import {
  inOrder,
  objectOf,
  objectsOf,
  textOf,
  type JsonObject,
} from "../../../../json/json-value.ts";
import type { Draft } from "../../../descriptor.ts";
import { isGroup } from "./line-kinds.ts";

/** Key order of a line, as recorded. */
const LINE_ORDER = ["Id", "LineNum", "Description", "Amount", "LinkedTxn", "DetailType"];

/**
 * Gives lines their numbers: one that names a line of the stored transaction keeps its Id, any other
 * gets the next one; a number that was given once is never given again (recorded).
 */
export class LineNumbers {
  readonly #known: Set<string>;
  #last: number;
  #position = 0;

  constructor({ existing }: Draft) {
    this.#known = new Set(idsIn(existing?.fields ?? {}));
    this.#last = existing?.lastLineId ?? 0;
  }

  /** The highest number that was ever given. */
  get last(): number {
    return this.#last;
  }

  /** The line, and the lines of a group after it, with Id and LineNum. */
  number(line: JsonObject): JsonObject {
    const { Id: _id, LineNum: _number, ...rest } = line;
    this.#position += 1;
    const numbered = { Id: this.#idFor(line), LineNum: this.#position, ...rest };
    if (!isGroup(line)) return inOrder(numbered, LINE_ORDER);
    const detail = objectOf(line, "GroupLineDetail") ?? {};
    const Line = objectsOf(detail, "Line").map((child) => this.number(child));
    return inOrder({ ...numbered, GroupLineDetail: { ...detail, Line } }, LINE_ORDER);
  }

  /** An Id that is sent twice is kept by the first line alone. */
  #idFor(line: JsonObject): string {
    const sent = textOf(line, "Id");
    if (sent !== undefined && this.#known.delete(sent)) return sent;
    this.#last += 1;
    return String(this.#last);
  }
}

function idsIn(owner: JsonObject): string[] {
  return objectsOf(owner, "Line").flatMap((line) => {
    const id = textOf(line, "Id");
    const inside = isGroup(line) ? idsIn(objectOf(line, "GroupLineDetail") ?? {}) : [];
    return id === undefined ? inside : [id, ...inside];
  });
}
