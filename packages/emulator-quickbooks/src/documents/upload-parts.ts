import { fault } from "../faults/api-fault.ts";
import { invalidUpload, uploadTooLarge } from "../faults/document-faults.ts";
import { missingParameter } from "../faults/fault-texts.ts";
import { UPLOAD_TYPE_BY_NAME } from "../not-evidenced.ts";
import { boundaryOf, dispositionOf, MultipartError, readParts, type Part } from "./multipart.ts";

/** D: the whole request, with all its files. */
export const UPLOAD_BYTES_MAX = 100 * 1024 * 1024;

/** D, the approved types by extension, with the content types that a nameless file may have. */
const APPROVED_TYPES: Readonly<Record<string, readonly string[]>> = {
  ai: ["application/postscript", "application/illustrator"],
  csv: ["text/csv"],
  doc: ["application/msword"],
  docx: ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  eps: ["application/postscript"],
  gif: ["image/gif"],
  jpeg: ["image/jpeg", "image/jpg"],
  jpg: ["image/jpeg", "image/jpg"],
  ods: ["application/vnd.oasis.opendocument.spreadsheet"],
  pdf: ["application/pdf"],
  png: ["image/png"],
  rtf: ["application/rtf", "text/rtf"],
  tif: ["image/tiff"],
  txt: ["text/plain"],
  xls: ["application/vnd.ms-excel"],
  xlsx: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  xml: ["text/xml", "application/xml"],
};

/** The two parts of one file; a note comes without content, a bare file without metadata. */
export interface UploadItem {
  /** What stands behind `file_metadata_` and `file_content_`, mostly `01`, `02`, … */
  readonly suffix: string;
  readonly metadata?: Part;
  readonly content?: Part;
  /** A part of this name came more than once. */
  readonly isRepeated: boolean;
}

/**
 * The items in the order in which they first appear. Refuses the request as a whole when it is too large
 * (6030), cannot be read as multipart (6041) or holds no part of either name (2020).
 */
export function readItems(
  contentType: string | undefined,
  body: string | Uint8Array,
): UploadItem[] {
  const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : body;
  if (bytes.length > UPLOAD_BYTES_MAX) throw fault(uploadTooLarge());
  const boundary = boundaryOf(contentType);
  if (boundary === undefined)
    throw fault(invalidUpload("The request is not multipart/form-data with a boundary."));
  const items = new Map<string, UploadItem>();
  for (const part of partsOf(bytes, boundary)) {
    const [, kind, suffix] =
      /^file_(metadata|content)_(\w+)$/.exec(dispositionOf(part).name ?? "") ?? [];
    if (suffix === undefined) continue;
    const item = items.get(suffix) ?? { suffix, isRepeated: false };
    const isRepeated = (kind === "metadata" ? item.metadata : item.content) !== undefined;
    items.set(suffix, {
      ...item,
      ...(kind === "metadata" ? { metadata: part } : { content: part }),
      isRepeated: item.isRepeated || isRepeated,
    });
  }
  if (items.size === 0) throw fault(missingParameter("file_content_01"));
  return [...items.values()];
}

function partsOf(bytes: Uint8Array, boundary: string): Part[] {
  try {
    return readParts(bytes, boundary);
  } catch (error) {
    if (error instanceof MultipartError) throw fault(invalidUpload(error.message));
    throw error;
  }
}

/** The bytes that a part stands for, by its `Content-Transfer-Encoding`. */
export function decodedContent(part: Part): Uint8Array {
  const encoding = part.headers.get("content-transfer-encoding")?.toLowerCase() ?? "binary";
  if (encoding !== "base64") {
    if (["binary", "8bit", "7bit"].includes(encoding)) return part.content;
    throw fault(invalidUpload(`The transfer encoding ${encoding} is not supported.`));
  }
  const text = Buffer.from(part.content).toString("latin1").replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.replace(/=+$/, "").length % 4 === 1)
    throw fault(invalidUpload("The content is not base64."));
  return Buffer.from(text, "base64");
}

/** Refuses a file that is of none of the approved types (6041). */
export function checkFileType(fileName: string, contentType: string): void {
  const extension = /\.([^.]*)$/.exec(fileName)?.[1]?.toLowerCase();
  if (UPLOAD_TYPE_BY_NAME && extension !== undefined) {
    if (Object.hasOwn(APPROVED_TYPES, extension)) return;
    throw fault(invalidUpload(`Files of type ${extension} are not supported.`));
  }
  const bare = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (Object.values(APPROVED_TYPES).some((types) => types.includes(bare))) return;
  throw fault(invalidUpload(`Files of type ${bare} are not supported.`));
}

/** For a file that comes without one. */
export function contentTypeByName(fileName: string): string {
  const extension = /\.([^.]*)$/.exec(fileName)?.[1]?.toLowerCase() ?? "";
  const types = Object.hasOwn(APPROVED_TYPES, extension) ? APPROVED_TYPES[extension] : undefined;
  return types?.[0] ?? "application/octet-stream";
}
