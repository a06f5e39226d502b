/** Files, PDFs and mails through an independent client (npm `node-quickbooks`) against a started emulator. */

import { Readable } from "node:stream";
import { getDocumentProxy, extractText } from "unpdf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, quickbooksAt, type NodeQuickbooks } from "./clients/node-quickbooks.ts";
import { startOne, type StartedEmulator } from "./running-emulator.ts";

/** What this file looks at of the client's answers. */
interface Answered {
  readonly Id: string;
  readonly SyncToken: string;
  readonly Size?: number;
  readonly FileName?: string;
  readonly ContentType?: string;
  readonly TempDownloadUri?: string;
  readonly EmailStatus?: string;
  readonly AttachableRef?: unknown;
}

let emulator: StartedEmulator;
beforeAll(async () => {
  emulator = await startOne("--no-rate-limits");
});
afterAll(() => emulator.stop());

/** With the token that always works. */
function client(): NodeQuickbooks {
  return quickbooksAt(emulator.address, { access: "demo", refresh: "unused" });
}

describe("node-quickbooks", () => {
  it("uploads a file, attaches it to an invoice, finds, downloads and deletes it", async () => {
    const quickbooks = client();
    const bytes = Buffer.from("Date,Amount\r\n2026-11-02,5.00\r\n");
    const made = await ask<Answered>((done) =>
      quickbooks.upload("lines.csv", "text/csv", Readable.from([bytes]), "Invoice", "75", done),
    );
    expect(made).toMatchObject({
      FileName: "lines.csv",
      ContentType: "text/csv",
      Size: bytes.length,
      SyncToken: "1",
    });
    expect(made.AttachableRef).toEqual([
      { EntityRef: { value: "75", type: "Invoice" }, IncludeOnSend: false },
    ]);
    const found = await ask<{ QueryResponse: { Attachable: Answered[] } }>((done) =>
      quickbooks.findAttachables({ FileName: "lines.csv" }, done),
    );
    expect(found.QueryResponse.Attachable.map(({ Id }) => Id)).toEqual([made.Id]);
    const file = await fetch(made.TempDownloadUri ?? "");
    expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
    await ask((done) => quickbooks.deleteAttachable(made.Id, done));
    await expect(ask((done) => quickbooks.getAttachable(made.Id, done))).rejects.toThrow();
  });

  it("hands its caller the fault of a file that is not accepted", async () => {
    const refused = ask((done) =>
      client().upload(
        "run.exe",
        "application/x-msdownload",
        Readable.from(["x"]),
        "Invoice",
        "75",
        done,
      ),
    );
    await expect(refused).rejects.toThrow("6041");
  });

  it("fetches an invoice as a PDF that can be read, and sends it", async () => {
    const quickbooks = client();
    const pdf = await ask<Uint8Array>((done) => quickbooks.getInvoicePdf("75", done));
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), {
      mergePages: true,
    });
    expect(text).toContain("BALANCE DUE");
    const sent = await ask<Answered>((done) =>
      quickbooks.sendInvoicePdf("75", "someone@example.com", done),
    );
    expect(sent).toMatchObject({
      EmailStatus: "EmailSent",
      BillEmail: { Address: "someone@example.com" },
    });
    const mails = (await (await fetch(`${emulator.address}/_emulator/mails`)).json()) as {
      mails: { pdf: string }[];
    };
    const mailed = await fetch(mails.mails[0]?.pdf ?? "");
    expect(mailed.headers.get("content-type")).toBe("application/pdf");
  });
});
