/** What a developer sees of the mails that the company "sent"; part of the emulator's control. */

import type { Company } from "../company.ts";
import { jsonAnswer, type EmulatorAnswer } from "../emulator-request.ts";

const MAILS = "/_emulator/mails";

/**
 * `GET /_emulator/mails`: all mails, the latest first, each with the address of its PDF as it was sent;
 * `GET /_emulator/mails/{id}.pdf`: that PDF. Undefined for any other path.
 */
export function answerMails(path: string, company: Company): EmulatorAnswer | undefined {
  const { store, blobs, settings } = company;
  const { origin } = company.readContext();
  if (path === MAILS) {
    const mails = [...store.states("mail")].toReversed().map(([, mail]) => {
      const { pdfDigest: _digest, recordId, type, at, ...rest } = mail;
      return {
        ...rest,
        at: new Date(at).toISOString(),
        record: { type, id: recordId },
        pdf: `${origin}${MAILS}/${mail.id}.pdf`,
        api: `/v3/company/${settings.realmId}/${type.toLowerCase()}/${recordId}`,
      };
    });
    return jsonAnswer(200, { mails });
  }
  const [, id] = /^\/_emulator\/mails\/([\w-]+)\.pdf$/.exec(path) ?? [];
  const mail = id === undefined ? undefined : store.state("mail", id);
  const bytes = mail === undefined ? undefined : blobs.get(mail.pdfDigest);
  if (bytes === undefined) return undefined;
  const headers = { "content-type": "application/pdf", "cache-control": "no-store" };
  return { status: 200, headers, body: bytes };
}
