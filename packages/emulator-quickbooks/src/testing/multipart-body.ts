/** Builds multipart bodies as clients do, well and badly. */

export interface BodyPart {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly fileName?: string;
  readonly headers?: readonly string[];
}

export const BOUNDARY = "----emulator-test-boundary";
export const MULTIPART = { "content-type": `multipart/form-data; boundary=${BOUNDARY}` };

/** `lineEnd` is CRLF unless a client is to be sloppy. */
export function multipartBody(parts: readonly BodyPart[], lineEnd = "\r\n"): Uint8Array {
  const pieces: Uint8Array[] = [];
  const line = (text: string): void => void pieces.push(Buffer.from(`${text}${lineEnd}`, "utf8"));
  for (const { name, content, fileName, headers = [] } of parts) {
    line(`--${BOUNDARY}`);
    const file = fileName === undefined ? "" : `; filename="${fileName}"`;
    line(`Content-Disposition: form-data; name="${name}"${file}`);
    for (const header of headers) line(header);
    line("");
    pieces.push(typeof content === "string" ? Buffer.from(content, "utf8") : content);
    line("");
  }
  line(`--${BOUNDARY}--`);
  return Buffer.concat(pieces);
}

/** Metadata and content of one file, as item `suffix`. */
export function fileParts(
  suffix: string,
  metadata: object,
  content: string | Uint8Array,
): BodyPart[] {
  return [
    {
      name: `file_metadata_${suffix}`,
      content: JSON.stringify(metadata),
      headers: ["Content-Type: application/json"],
    },
    { name: `file_content_${suffix}`, content, fileName: "sent.bin" },
  ];
}
