import type { ApiCall } from "../api/routes.ts";
import type { Company } from "../company.ts";
import type { EmulatorAnswer } from "../emulator-request.ts";
import { findDescriptor } from "../entities/registry.ts";
import { fault } from "../faults/api-fault.ts";
import { invalidId, objectNotFound } from "../faults/fault-texts.ts";
import type { JsonObject } from "../json/json-value.ts";
import type { EntityType, StoredRecord } from "../store/stored-record.ts";
import { documentPdf, isDocumentType } from "./document-pdf.ts";
import { downloadAnswer } from "./download.ts";
import { sendDocument } from "./send.ts";
import { uploadFiles } from "./upload.ts";

/** A whole answer, for what is no JSON: an address, a PDF. */
export class PlainAnswer {
  readonly answer: EmulatorAnswer;

  constructor(answer: EmulatorAnswer) {
    this.answer = answer;
  }
}

/** Attachments, PDF and e-mail; undefined when the address is of another kind. */
export function performDocumentRoute(
  call: ApiCall,
  company: Company,
  now: number,
): JsonObject | PlainAnswer | undefined {
  const { request, segments } = call;
  const [name = "", id, action, ...more] = segments;
  if (more.length > 0) return undefined;
  const resource = name.toLowerCase();
  if (request.method === "POST" && resource === "upload" && id === undefined)
    return uploadFiles(request, company, now);
  if (request.method === "GET" && resource === "download" && action === undefined) {
    if (id === undefined) return undefined;
    return new PlainAnswer(downloadAnswer(wholeNumber(id), company));
  }
  const descriptor = findDescriptor(name);
  if (descriptor === undefined || !isDocumentType(descriptor.type)) return undefined;
  if (id === undefined || action === undefined) return undefined;
  switch (`${request.method} ${action.toLowerCase()}`) {
    case "GET pdf": {
      const body = documentPdf(recordOf(descriptor.type, id, company), company.readContext());
      return new PlainAnswer({ status: 200, headers: { "content-type": "application/pdf" }, body });
    }
    case "POST send": {
      const record = recordOf(descriptor.type, id, company);
      const sendTo = call.query.get("sendTo")?.trim() ?? "";
      return { [descriptor.type]: sendDocument(record, sendTo, company, now) };
    }
    default:
      return undefined;
  }
}

function recordOf(type: EntityType, id: string, company: Company): StoredRecord {
  const record = company.store.record(type, wholeNumber(id));
  if (record === undefined) throw fault(objectNotFound());
  return record;
}

/** Fault 2030 for anything else, as for every id in an address. */
function wholeNumber(id: string): string {
  if (!/^\d+$/.test(id)) throw fault(invalidId(id));
  return id;
}
