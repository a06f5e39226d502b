import { randomBytes, randomUUID } from "node:crypto";
import type { IdSource } from "../emulator-request.ts";

/** Unguessable tokens and ids, for a running emulator. */
export function randomIds(): IdSource {
  return {
    token: () => randomBytes(30).toString("base64url"),
    uuid: () => randomUUID(),
    draw: () => Math.random(),
  };
}
