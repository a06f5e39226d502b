/**
 * Reads a multipart body as lenient servers do, since real clients are sloppy: python-quickbooks separates
 * lines by a bare LF and begins with an empty line (its `client.py`). What cannot be read without a guess
 * (no closing boundary, headers without end) is refused as a whole.
 */

/** Far above any client's headers. */
const HEADER_BYTES_MAX = 16 * 1024;
/** The documentation allows "as many files as possible"; each takes two parts. */
const PARTS_MAX = 2_000;
/** The standard allows 70; some clients use more. */
const BOUNDARY_LENGTH_MAX = 200;

/** One part; `content` is a view of the body, nothing is copied. */
export interface Part {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly content: Uint8Array;
}

/** The body is no multipart message; the message says why. */
export class MultipartError extends Error {
  override readonly name = "MultipartError";
}

/** The boundary of a `multipart/form-data` content type; undefined for anything else. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  if (contentType === undefined || !/^\s*multipart\/form-data\s*;/i.test(contentType))
    return undefined;
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  return boundary === undefined || boundary.length > BOUNDARY_LENGTH_MAX ? undefined : boundary;
}

/** The parts in order; what stands before the first and after the last boundary is ignored. */
export function readParts(body: Uint8Array, boundary: string): Part[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const dashes = `--${boundary}`;
  const parts: Part[] = [];
  let delimiter = firstDelimiter(bytes, dashes);
  // The first line's ending is that of all lines, so that a CR at the end of a file stays the file's.
  const separator = `${delimiter.lineEnd}${dashes}`;
  while (!delimiter.isLast) {
    if (parts.length === PARTS_MAX) throw new MultipartError(`More than ${PARTS_MAX} parts.`);
    const { headers, contentAt } = readHeaders(bytes, delimiter.end);
    // An empty part's boundary follows its empty line at once.
    const from = Math.max(0, contentAt - delimiter.lineEnd.length);
    const next = nextDelimiter(bytes, separator, from);
    parts.push({ headers, content: bytes.subarray(contentAt, Math.max(contentAt, next.start)) });
    delimiter = { ...next, lineEnd: delimiter.lineEnd };
  }
  return parts;
}

/** A boundary line: where it begins (with the line end before it), where the next line begins. */
interface Delimiter {
  readonly start: number;
  readonly end: number;
  readonly isLast: boolean;
}

function firstDelimiter(
  bytes: Buffer,
  dashes: string,
): Delimiter & { readonly lineEnd: "\r\n" | "\n" } {
  for (let at = bytes.indexOf(dashes); at >= 0; at = bytes.indexOf(dashes, at + 1)) {
    if (at > 0 && bytes[at - 1] !== 0x0a) continue;
    const found = delimiterAt(bytes, at, dashes.length);
    if (found === undefined) continue;
    return { ...found, lineEnd: bytes[found.end - 2] === 0x0d ? "\r\n" : "\n" };
  }
  throw new MultipartError("The boundary of the content type is not in the body.");
}

function nextDelimiter(bytes: Buffer, separator: string, from: number): Delimiter {
  for (let at = bytes.indexOf(separator, from); at >= 0; at = bytes.indexOf(separator, at + 1)) {
    const found = delimiterAt(bytes, at, separator.length);
    if (found !== undefined) return found;
  }
  throw new MultipartError("The body ends before its closing boundary.");
}

/** Undefined when the line goes on: the boundary is then only the beginning of other text. */
function delimiterAt(bytes: Buffer, start: number, length: number): Delimiter | undefined {
  let at = start + length;
  const isLast = bytes[at] === 0x2d && bytes[at + 1] === 0x2d;
  if (isLast) return { start, end: at + 2, isLast };
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at += 1;
  if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) at += 1;
  return bytes[at] === 0x0a ? { start, end: at + 1, isLast } : undefined;
}

/** Positions are bytes, so the text is taken byte by byte and only the lines are read as UTF-8. */
function readHeaders(
  bytes: Buffer,
  from: number,
): { readonly headers: ReadonlyMap<string, string>; readonly contentAt: number } {
  const head = bytes.subarray(from, from + HEADER_BYTES_MAX).toString("latin1");
  const end = /^\r?\n|\r?\n\r?\n/.exec(head);
  if (end === null) throw new MultipartError("The headers of a part have no end.");
  const headers = new Map<string, string>();
  for (const line of Buffer.from(head.slice(0, end.index), "latin1").toString("utf8").split("\n")) {
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, contentAt: from + end.index + end[0].length };
}

/** `name`, `filename` and `filename*` of a part, unescaped as browsers and libraries escape them. */
export function dispositionOf(part: Part): { readonly name?: string; readonly fileName?: string } {
  const header = part.headers.get("content-disposition") ?? "";
  const parameters = new Map<string, string>();
  for (const match of header.matchAll(/;\s*([\w*]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g)) {
    const [, key = "", quoted, plain = ""] = match;
    const value = quoted?.replace(/\\(["\\])/g, "$1").replace(/%22/g, '"') ?? plain;
    parameters.set(key.toLowerCase(), value);
  }
  const name = parameters.get("name");
  const fileName = extendedName(parameters.get("filename*")) ?? parameters.get("filename");
  return {
    ...(name === undefined ? {} : { name }),
    ...(fileName === undefined ? {} : { fileName }),
  };
}

/** `UTF-8''caf%C3%A9.pdf`; undefined when it is not readable, so that `filename` stands in. */
function extendedName(value: string | undefined): string | undefined {
  const [, encoded] = /^UTF-8'[^']*'(.+)$/i.exec(value ?? "") ?? [];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
