import { recordIdAt } from "../store/record-id.ts";

/** Ids of what metadata declares: made of the name, so that they are the same in every org and start. */

/** The id of a named thing under a key prefix, for example of a profile under `00e`. */
export function setupId(keyPrefix: string, name: string): string {
  return recordIdAt(keyPrefix, hash(name));
}

/** FNV-1a over 32 bits, spread by the length so that few names meet. */
function hash(text: string): number {
  let value = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 16_777_619) >>> 0;
  }
  return value * 13 + (text.length % 13);
}
