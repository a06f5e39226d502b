/**
 * `POST /upload`: each item becomes an attachable, or a fault of its own beside the others (recorded:
 * attachment/create_for_invoice; the envelope of faults as in a batch).
 */

import { faultObject } from "../api/envelopes.ts";
import type { Company } from "../company.ts";
import type { EmulatorRequest } from "../emulator-request.ts";
import { exactDescriptor } from "../entities/registry.ts";
import { ApiFault, fault } from "../faults/api-fault.ts";
import { invalidUpload, metadataOfAnotherType } from "../faults/document-faults.ts";
import { missingParameter } from "../faults/fault-texts.ts";
import { notUtf8, unsupportedOperation } from "../faults/service-faults.ts";
import { textOf, type JsonObject } from "../json/json-value.ts";
import { parseBody } from "../write/normalise.ts";
import { renderSingle } from "../write/render-record.ts";
import { writeRecord } from "../write/write-record.ts";
import { ATTACHABLE } from "./attachable.ts";
import { keyFor } from "./file-address.ts";
import { keepBytes } from "./keep-bytes.ts";
import { dispositionOf, type Part } from "./multipart.ts";
import {
  checkFileType,
  contentTypeByName,
  decodedContent,
  readItems,
  type UploadItem,
} from "./upload-parts.ts";

/** Runs inside the request's transaction; `now` is epoch ms. */
export function uploadFiles(request: EmulatorRequest, company: Company, now: number): JsonObject {
  const items = readItems(request.headers["content-type"], request.body);
  return { AttachableResponse: items.map((item) => answerItem(item, company, now)) };
}

/** A refused item leaves nothing behind; the others stand. */
function answerItem(item: UploadItem, company: Company, now: number): JsonObject {
  try {
    return company.store.transact(() => ({ Attachable: createItem(item, company, now) }));
  } catch (error) {
    if (!(error instanceof ApiFault)) throw error;
    return { Fault: faultObject(error, "batch") };
  }
}

function createItem(item: UploadItem, company: Company, now: number): JsonObject {
  const { suffix, content, isRepeated } = item;
  if (isRepeated) throw fault(invalidUpload(`A part of item ${suffix} came twice.`));
  const metadata = item.metadata === undefined ? {} : metadataOf(item.metadata, suffix);
  if (textOf(metadata, "Id") !== undefined) throw fault(unsupportedOperation("Update"));
  const context = company.writeContext(now);
  if (content === undefined) {
    if (textOf(metadata, "Note") === undefined)
      throw fault(missingParameter(`file_content_${suffix}`));
    return renderSingle(writeRecord(ATTACHABLE, metadata, context), context);
  }
  const fileName = textOf(metadata, "FileName") ?? dispositionOf(content).fileName;
  if (fileName === undefined || fileName === "") throw fault(missingParameter("FileName"));
  const contentType =
    textOf(metadata, "ContentType") ??
    content.headers.get("content-type") ??
    contentTypeByName(fileName);
  checkFileType(fileName, contentType);
  const bytes = decodedContent(content);
  const body = { ...metadata, FileName: fileName, ContentType: contentType };
  const record = writeRecord(ATTACHABLE, body, context);
  keepFile(record.id, bytes, contentType, company);
  return renderSingle(record, context);
}

/** The bytes are safe before anything names them. */
function keepFile(id: string, bytes: Uint8Array, contentType: string, company: Company): void {
  const { store, ids } = company;
  const digest = keepBytes(bytes, company.blobs);
  const secret = ids.token();
  const file = { digest, size: bytes.length, contentType, key: keyFor(secret), secret };
  store.putState("file", id, file);
  store.putState("fileKey", file.key, id);
}

/** The metadata part is an Attachable as JSON; another record in its envelope is told by its name (6040). */
function metadataOf(part: Part, suffix: string): JsonObject {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(decodedContent(part));
  } catch (error) {
    if (error instanceof ApiFault) throw error;
    throw fault(notUtf8());
  }
  const metadata = parseBody(text);
  const [name = "", ...others] = Object.keys(metadata);
  const isWrapped = others.length === 0 && exactDescriptor(name) !== undefined;
  if (isWrapped && name !== ATTACHABLE.type)
    throw fault(metadataOfAnotherType(name, `file_metadata_${suffix}`));
  return metadata;
}
