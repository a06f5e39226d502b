import type { ApiCall } from "../api/routes.ts";
import type { Company } from "../company.ts";
import type { EmulatorAnswer } from "../emulator-request.ts";
import { fault } from "../faults/api-fault.ts";
import { invalidId } from "../faults/fault-texts.ts";
import type { JsonObject } from "../json/json-value.ts";
import { downloadAnswer } from "./download.ts";
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
  return undefined;
}

/** Fault 2030 for anything else, as for every id in an address. */
function wholeNumber(id: string): string {
  if (!/^\d+$/.test(id)) throw fault(invalidId(id));
  return id;
}
