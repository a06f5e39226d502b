/**
 * A write that was refused is not tried again unchanged: only another value, or a person, makes a new
 * try. Meanwhile the rest of the record goes on, in the other direction too.
 */
import type { WriteOrder } from "../writer/writer.ts";

/** What makes two writes the same to the system that refuses one: its target and its values. */
export function nameOfWrite({ target, write }: WriteOrder): string {
  const { operation, patch, linkMark = null } = write;
  return JSON.stringify({ target, operation, patch, linkMark });
}
