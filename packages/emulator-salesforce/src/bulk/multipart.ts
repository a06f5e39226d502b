import { refuse } from "../api-error.ts";
import { BULK_TEXTS } from "../not-evidenced.ts";
import type { Call } from "../rest/call.ts";

/** A job and its file in one request (D `walkthrough_upload_multipart_data`). */
export interface MultipartJob {
  readonly job: string;
  readonly content: string;
}

/** Characters of the file that may come in one request with its job. */
const CONTENT_MAX = 100_000;

/** The two parts, by their names; undefined when the request is not multipart. */
export function multipartOf(call: Call): MultipartJob | undefined {
  const type = call.request.headers["content-type"] ?? "";
  if (!/^multipart\//i.test(type)) return undefined;
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type) ?? [];
  const parts = partsOf(call.request.body, quoted ?? plain ?? "");
  const job = parts.get("job");
  const content = parts.get("content");
  if (job === undefined || content === undefined) {
    throw refuse(400, "API_ERROR", BULK_TEXTS.multipartIncomplete);
  }
  if (content.length > CONTENT_MAX) {
    throw refuse(400, "BULK_API_ERROR", BULK_TEXTS.multipartTooLarge(CONTENT_MAX));
  }
  return { job, content };
}

/** Bodies of the parts by the names in their headers. Line ends of the envelope may be LF alone. */
function partsOf(body: string, boundary: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  if (boundary === "") return parts;
  for (const piece of `\n${body}`.split(`\n--${boundary}`).slice(1)) {
    if (piece.startsWith("--")) break;
    const blank = /\r?\n\r?\n/.exec(piece);
    if (blank === null) continue;
    const name = /name="?([^";\r\n]+)"?/i.exec(piece.slice(0, blank.index))?.[1];
    const text = piece.slice(blank.index + blank[0].length).replace(/\r$/, "");
    if (name !== undefined) parts.set(name, text);
  }
  return parts;
}
