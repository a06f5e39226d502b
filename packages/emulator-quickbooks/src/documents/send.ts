/**
 * `POST /{type}/{id}/send[?sendTo=]`. Nothing leaves this machine: the mail is kept with the PDF as it was
 * sent, and shown at `/_emulator/mails`.
 */

import type { Company } from "../company.ts";
import { formatDate, formatSeconds } from "../company-time.ts";
import type { WriteContext } from "../entities/descriptor.ts";
import { fault } from "../faults/api-fault.ts";
import { emailRequired, tooManyMails } from "../faults/document-faults.ts";
import { invalidEmail } from "../faults/fault-texts.ts";
import { SCHEMA_TYPES } from "../generated/properties.ts";
import {
  compact,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../json/json-value.ts";
import {
  MAIL_DAY_IS_LOCAL,
  PAYMENT_MAIL_GOES_TO_CUSTOMER,
  SEND_FALLS_BACK_TO_CUSTOMER,
  SEND_MOVES_SYNC_TOKEN,
} from "../not-evidenced.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";
import { refuseByCompany } from "../write/refuse-by-company.ts";
import { renderSingle } from "../write/render-record.ts";
import { documentPdf } from "./document-pdf.ts";
import { keepBytes } from "./keep-bytes.ts";
import { isMailAddress } from "./mail-address.ts";
import { DOCUMENT_KINDS } from "./pdf/document-content.ts";
import type { SentMail } from "./sent-mail.ts";

const DAY_MS = 86_400_000;

/** Runs inside the request's transaction; `now` is epoch ms. Returns the record as it then is. */
export function sendDocument(
  record: StoredRecord,
  sendTo: string,
  company: Company,
  now: number,
): JsonObject {
  const context = company.writeContext(now);
  refuseByCompany(record.type, context);
  const property = addressProperty(record.type);
  const to = recipient(record, property, sendTo, company.store);
  if (company.settings.rateLimits) checkDailyLimit(company, now);
  const sent = markSent(record, property, to, context);
  company.store.putRecord(sent);
  const id = company.ids.uuid();
  const mail = { ...mailOf(sent, to, company), id, at: now };
  const pdfDigest = keepBytes(documentPdf(sent, context), company.blobs);
  company.store.putState("mail", id, { ...mail, pdfDigest });
  context.notify(record.type, record.id, "emailed");
  return renderSingle(sent, context);
}

/** Where a type keeps its recipient; a payment has no such property (X). */
function addressProperty(type: string): "POEmail" | "BillEmail" | undefined {
  const properties = SCHEMA_TYPES[type] ?? {};
  if (properties["POEmail"] !== undefined) return "POEmail";
  return properties["BillEmail"] === undefined ? undefined : "BillEmail";
}

/** `sendTo`, or else the address on the record. Faults 2210 and 6420. */
function recipient(
  record: StoredRecord,
  property: string | undefined,
  sendTo: string,
  store: Store,
): string {
  const own = property === undefined ? undefined : objectOf(record.fields, property);
  const mayAskCustomer =
    property === undefined ? PAYMENT_MAIL_GOES_TO_CUSTOMER : SEND_FALLS_BACK_TO_CUSTOMER;
  const customer = store.record("Customer", referenceOf(record.fields, "CustomerRef") ?? "");
  const customerAddress = objectOf(customer?.fields ?? {}, "PrimaryEmailAddr");
  const address =
    (sendTo === "" ? undefined : sendTo) ??
    textOf(own ?? {}, "Address") ??
    (mayAskCustomer ? textOf(customerAddress ?? {}, "Address") : undefined);
  if (address === undefined) throw fault(emailRequired());
  if (!isMailAddress(address)) throw fault(invalidEmail(property ?? "PrimaryEmailAddr"));
  return address;
}

/** Counted afresh: while the limit holds there are few mails. */
function checkDailyLimit({ store, settings }: Company, now: number): void {
  const dayOf = (at: number): string => formatDate(at, settings.timeZone);
  const isToday = (at: number): boolean =>
    MAIL_DAY_IS_LOCAL ? dayOf(at) === dayOf(now) : at > now - DAY_MS;
  const today = [...store.states("mail")].filter(([, mail]) => isToday(mail.at));
  if (today.length >= (settings.limits.mailsPerDay ?? Infinity)) throw fault(tooManyMails());
}

/** D: `EmailStatus`, `DeliveryInfo` and the address, where the type has them. */
function markSent(
  record: StoredRecord,
  property: string | undefined,
  to: string,
  { now, settings }: WriteContext,
): StoredRecord {
  const schema = SCHEMA_TYPES[record.type] ?? {};
  const delivery = { DeliveryType: "Email", DeliveryTime: formatSeconds(now, settings.timeZone) };
  const fields = compact({
    ...record.fields,
    EmailStatus: schema["EmailStatus"] === undefined ? undefined : "EmailSent",
    DeliveryInfo: schema["DeliveryInfo"] === undefined ? undefined : delivery,
    ...(property === undefined
      ? {}
      : { [property]: { ...objectOf(record.fields, property), Address: to } }),
  });
  return SEND_MOVES_SYNC_TOKEN
    ? { ...record, fields, syncToken: record.syncToken + 1, updatedAt: now }
    : { ...record, fields };
}

function mailOf(
  record: StoredRecord,
  to: string,
  { store }: Company,
): Omit<SentMail, "id" | "at" | "pdfDigest"> {
  const { type, id, fields } = record;
  const company = textOf(store.record("CompanyInfo", "1")?.fields ?? {}, "CompanyName") ?? "";
  const title = DOCUMENT_KINDS[type]?.title ?? type;
  const number = textOf(fields, "DocNumber");
  const copy = (property: string): string | undefined =>
    textOf(objectOf(fields, property) ?? {}, "Address");
  const cc = copy("BillEmailCc");
  const bcc = copy("BillEmailBcc");
  return {
    type,
    recordId: id,
    to,
    ...(cc === undefined ? {} : { cc }),
    ...(bcc === undefined ? {} : { bcc }),
    subject: `${title}${number === undefined ? "" : ` ${number}`} from ${company}`,
    attachments: attachedFiles(type, id, store),
  };
}

/** Names of the files that are to go with the mail. */
function attachedFiles(type: string, id: string, store: Store): string[] {
  return store.indexes.find(`attached:${type}:${id}`).flatMap((attachable) => {
    const isSent = objectsOf(attachable.fields, "AttachableRef").some(
      (reference) =>
        reference["IncludeOnSend"] === true && referenceOf(reference, "EntityRef") === id,
    );
    const name = textOf(attachable.fields, "FileName");
    return isSent && name !== undefined && store.state("file", attachable.id) !== undefined
      ? [name]
      : [];
  });
}
