/**
 * Temporary addresses of files, in the form that the vendor's storage gives them (recorded, attachment/*):
 * signed for 900 seconds from the moment of the read. Here they lead back to the emulator.
 */

import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { StoredFile } from "./stored-file.ts";

/** R: `X-Amz-Expires=900`. */
export const ADDRESS_SECONDS = 900;
/** Stands where the vendor has the name of a storage host. */
export const FILES_PATH = "/s3/";
const KEY_LENGTH = 36;

/** What an address is made of; `realmId` and `fileName` are for the reader only. */
export interface Addressed {
  readonly file: StoredFile;
  readonly fileName: string;
  readonly realmId: string;
  readonly origin: string;
  /** Epoch ms. */
  readonly now: number;
}

/** An address that answers the file's bytes to anyone, without a token, for `ADDRESS_SECONDS`. */
export function temporaryAddress({ file, fileName, realmId, origin, now }: Addressed): string {
  const at = new Date(now).toISOString().replace(/[-:]|\.\d+/g, "");
  const parameters = [
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    `X-Amz-Date=${at}`,
    "X-Amz-SignedHeaders=host",
    `X-Amz-Expires=${ADDRESS_SECONDS}`,
    `X-Amz-Credential=EMULATOR%2F${at.slice(0, 8)}%2Fus-east-1%2Fs3%2Faws4_request`,
    `X-Amz-Signature=${sign(file, at, String(ADDRESS_SECONDS))}`,
  ];
  const path = `${FILES_PATH}${realmId}/attachments/${file.key}${encodeURIComponent(wellFormed(fileName))}`;
  return `${origin}${path}?${parameters.join("&")}`;
}

/** A key in the form of a UUID, as the vendor's storage has them (recorded), that does not betray the secret. */
export function keyFor(secret: string): string {
  const hex = createHash("sha256").update(`key of ${secret}`).digest("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...parts, hex.slice(20, 32)].join("-");
}

/** The key in the path of an address; undefined for a path of another form. */
export function keyOf(path: string, realmId: string): string | undefined {
  const folder = `${FILES_PATH}${realmId}/attachments/`;
  return path.startsWith(folder) ? path.slice(folder.length).slice(0, KEY_LENGTH) : undefined;
}

/** When the address with this query ends (epoch ms), or `forged` when it is not one of this file's. */
export function expiryOf(query: URLSearchParams, file: StoredFile): number | "forged" {
  const at = query.get("X-Amz-Date") ?? "";
  const seconds = query.get("X-Amz-Expires") ?? "";
  const given = Buffer.from(query.get("X-Amz-Signature") ?? "", "utf8");
  const wanted = Buffer.from(sign(file, at, seconds), "utf8");
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return "forged";
  const iso = at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  return Date.parse(iso) + Number(seconds) * 1000;
}

function sign(file: StoredFile, at: string, seconds: string): string {
  return createHmac("sha256", file.secret).update(`${file.key}\n${at}\n${seconds}`).digest("hex");
}

/** Half a surrogate pair cannot stand in an address. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}
