import type { ReadContext } from "../entities/descriptor.ts";
import { formatSeconds } from "../company-time.ts";
import { textOf } from "../json/json-value.ts";
import { isEntityType, type EntityType, type StoredRecord } from "../store/stored-record.ts";
import { renderSingle } from "../write/render-record.ts";
import { buildContent } from "./pdf/build-content.ts";
import { DOCUMENT_KINDS } from "./pdf/document-content.ts";
import { renderPdf } from "./pdf/render-pdf.ts";

/** Whether records of this type have a PDF and can be sent. */
export function isDocumentType(type: EntityType): boolean {
  return DOCUMENT_KINDS[type] !== undefined;
}

/** The record as a PDF file, as it stands now. */
export function documentPdf(record: StoredRecord, context: ReadContext): Uint8Array {
  const kind = DOCUMENT_KINDS[record.type];
  if (kind === undefined) throw new Error(`a ${record.type} is no document`);
  const companyInfo = context.store.record("CompanyInfo", "1")?.fields ?? {};
  const content = buildContent({
    type: record.type,
    kind,
    shown: renderSingle(record, context),
    companyInfo,
    country: textOf(companyInfo, "Country") ?? "US",
    lookUp: (type, id, property) => {
      const found = isEntityType(type) ? context.store.record(type, id) : undefined;
      return found === undefined ? undefined : textOf(found.fields, property);
    },
  });
  return renderPdf(content, pdfTime(formatSeconds(context.now, context.settings.timeZone)));
}

/** `2026-01-01T12:00:00-08:00` → `D:20260101120000-08'00'`. */
function pdfTime(time: string): string {
  const [, date = "", clock = "", hours = "", minutes = ""] =
    /^([\d-]+)T([\d:]+)([+-]\d\d):(\d\d)$/.exec(time) ?? [];
  return `D:${date.replaceAll("-", "")}${clock.replaceAll(":", "")}${hours}'${minutes}'`;
}
