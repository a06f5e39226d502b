/** `GET /download/{id}`, and the temporary addresses that it gives. */

import type { Company } from "../company.ts";
import { parseUrl, type EmulatorAnswer, type EmulatorRequest } from "../emulator-request.ts";
import { fault } from "../faults/api-fault.ts";
import { objectNotFound } from "../faults/fault-texts.ts";
import { textOf } from "../json/json-value.ts";
import { DOWNLOAD_CONTENT_TYPE, NOTE_DOWNLOAD_IS_EMPTY } from "../not-evidenced.ts";
import { renderSingle } from "../write/render-record.ts";
import { ADDRESS_SECONDS, expiryOf, FILES_PATH, keyOf } from "./file-address.ts";

/** The file's temporary address as plain text (D). Fault 610 for no attachable, or one without a file. */
export function downloadAnswer(id: string, company: Company): EmulatorAnswer {
  const record = company.store.record("Attachable", id);
  if (record === undefined) throw fault(objectNotFound());
  const address = textOf(renderSingle(record, company.readContext()), "TempDownloadUri");
  if (address === undefined && !NOTE_DOWNLOAD_IS_EMPTY) throw fault(objectNotFound());
  return { status: 200, headers: { "content-type": DOWNLOAD_CONTENT_TYPE }, body: address ?? "" };
}

/**
 * The bytes behind a temporary address; undefined when the path is none. No token is asked for: the
 * address is the permission. Refusals are worded like those of Amazon S3, where the vendor keeps files.
 */
export function answerFile(
  request: EmulatorRequest,
  company: Company,
  now: number,
): EmulatorAnswer | undefined {
  const { path, query } = parseUrl(request.url);
  if (!path.startsWith(FILES_PATH)) return undefined;
  const { store, settings, blobs } = company;
  const id = store.state("fileKey", keyOf(path, settings.realmId) ?? "");
  const file = id === undefined ? undefined : store.state("file", id);
  const bytes = file === undefined ? undefined : blobs.get(file.digest);
  if (id === undefined || file === undefined || bytes === undefined)
    return refusal(404, "NoSuchKey", "The specified key does not exist.");
  const expiresAt = request.method === "GET" ? expiryOf(query, file) : "forged";
  if (expiresAt === "forged") {
    return refusal(
      403,
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    );
  }
  if (now >= expiresAt) {
    const times = `<X-Amz-Expires>${ADDRESS_SECONDS}</X-Amz-Expires><Expires>${isoSeconds(expiresAt)}</Expires><ServerTime>${isoSeconds(now)}</ServerTime>`;
    return refusal(403, "AccessDenied", "Request has expired", times);
  }
  const fields = store.record("Attachable", id)?.fields ?? {};
  const contentType = textOf(fields, "ContentType") ?? file.contentType;
  return {
    status: 200,
    headers: {
      ...fileHeaders(textOf(fields, "FileName") ?? "", contentType),
      etag: `"${file.digest}"`,
    },
    body: bytes,
  };
}

/**
 * Says what the bytes are, as the client that sent them said. Whatever that was, a browser must save the
 * file and not run it under the emulator's own name.
 */
function fileHeaders(fileName: string, contentType: string): Readonly<Record<string, string>> {
  const isType = /^[\w.+-]+\/[\w.+-]+(?:\s*;\s*[\w-]+=(?:[\w.+-]+|"[\w .+-]*"))*$/.test(
    contentType,
  );
  const plain = fileName.replace(/[^\x20-\x7e]|["\\]/g, "_");
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return {
    "content-type": isType ? contentType : "application/octet-stream",
    "content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
    "content-security-policy": "sandbox",
    "x-content-type-options": "nosniff",
  };
}

function refusal(status: number, code: string, message: string, more = ""): EmulatorAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`;
  return { status, headers: { "content-type": "application/xml" }, body };
}

function isoSeconds(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+/, "");
}
