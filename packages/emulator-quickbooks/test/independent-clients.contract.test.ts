/**
 * Other people's clients (npm `node-quickbooks`, `intuit-oauth`) drive a started emulator through one
 * story: what they send and what they expect was written against the real service.
 */

import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectedClient, REALM } from "./clients/connect.ts";
import type { ForeignClient, Sent, Shown } from "./clients/foreign-client.ts";
import { intuitOauthClient } from "./clients/intuit-oauth-client.ts";
import { nodeQuickbooksClient } from "./clients/node-quickbooks-client.ts";
import { SAMPLES, type Sample } from "./clients/samples.ts";
import { startOne, type StartedEmulator } from "./running-emulator.ts";

let emulator: StartedEmulator;
const clients = new Map<string, ForeignClient>();

beforeAll(async () => {
  emulator = await startOne("--no-rate-limits");
  const { address } = emulator;
  clients.set("intuit-oauth", intuitOauthClient(await connectedClient(address), REALM));
  const tokens = (await connectedClient(address)).getToken();
  const held = { access: tokens.access_token, refresh: tokens.refresh_token };
  clients.set("node-quickbooks", nodeQuickbooksClient(address, held));
});
afterAll(() => emulator.stop());

function clientNamed(name: string): ForeignClient {
  const client = clients.get(name);
  if (client === undefined) throw new Error(`no client ${name}`);
  return client;
}

/** The other client's record of the same story must not be in the way of names that are unique. */
function bodyFor(client: ForeignClient, { body }: Sample): Sent {
  const unique = Object.entries(body).map(([name, value]) => {
    const isName = name === "DisplayName" || name === "Name" || name === "FamilyName";
    return [name, isName ? `${String(value)} ${client.name.slice(0, 6)}` : value];
  });
  return Object.fromEntries(unique) as Sent;
}

const invoiceBody = (amount: number): Sent => ({
  CustomerRef: { value: "1" },
  Line: [
    {
      Amount: amount,
      Description: "Garden rocks",
      DetailType: "SalesItemLineDetail",
      SalesItemLineDetail: { ItemRef: { value: "13" } },
    },
  ],
});

describe.each(["node-quickbooks", "intuit-oauth"])("%s", (name) => {
  it.each(SAMPLES)("creates, finds, changes and ends a $type", async (sample) => {
    const client = clientNamed(name);
    const { type } = sample;
    const body = bodyFor(client, sample);
    const since = new Date(Date.now() - 2_000);
    const created = await client.create(type, body);
    expect(created).toMatchObject({ SyncToken: "0", domain: "QBO", sparse: false });
    expect(await client.read(type, created.Id)).toEqual(created);
    expect(await client.find(type, "Id", created.Id)).toHaveLength(1);
    expect(await client.count(type)).toBeGreaterThan(0);

    const key = { Id: created.Id, SyncToken: created.SyncToken };
    const sparse = await client.update(type, { ...key, sparse: true, ...sample.change });
    expect(sparse).toMatchObject({ ...sample.change, SyncToken: "1" });
    const full = await client.update(type, { ...sparse, sparse: false });
    expect(full).toMatchObject({ SyncToken: "2" });
    const stale = client.update(type, { ...key, sparse: true, ...sample.change });
    await expect(stale).rejects.toThrow(/5010|Stale Object Error/);

    const [changed = []] = await client.changes([type], since);
    expect(changed.map(({ Id }) => Id)).toContain(created.Id);
    await end(client, sample, full);
  });

  it("voids what can be voided", async () => {
    const client = clientNamed(name);
    for (const sample of SAMPLES.filter(({ canVoid }) => canVoid)) {
      const created = await client.create(sample.type, bodyFor(client, sample));
      const voided = await client.void(sample.type, created);
      expect(voided, sample.type).toMatchObject({ TotalAmt: 0, SyncToken: "1" });
      expect(String(voided["PrivateNote"])).toContain("Voided");
    }
  });

  it("pays an invoice and sees the link on both sides", async () => {
    const client = clientNamed(name);
    const invoice = await client.create("Invoice", invoiceBody(100));
    const link = { TxnId: invoice.Id, TxnType: "Invoice" };
    const payment = await client.create("Payment", {
      CustomerRef: { value: "1" },
      TotalAmt: 70,
      Line: [{ Amount: 60, LinkedTxn: [link] }],
    });
    expect(payment).toMatchObject({ UnappliedAmt: 10 });
    expect(await client.read("Invoice", invoice.Id)).toMatchObject({
      Balance: 40,
      SyncToken: "1",
      LinkedTxn: [{ TxnId: payment.Id, TxnType: "Payment" }],
    });
  });

  it("mixes writes, refusals and queries in a batch", async () => {
    const client = clientNamed(name);
    const DisplayName = `Batched by ${name}`;
    const answers = await client.batch([
      { bId: "1", operation: "create", Customer: { DisplayName } },
      { bId: "2", operation: "create", Customer: { DisplayName } },
      { bId: "3", Query: "select * from Item maxresults 2" },
    ]);
    expect(answers).toMatchObject([
      { bId: "1", Customer: { DisplayName } },
      { bId: "2", Fault: { Error: [{ code: "6240" }] } },
      { bId: "3", QueryResponse: { maxResults: 2 } },
    ]);
  });

  it("uploads a file to an invoice and finds it there", async () => {
    const client = clientNamed(name);
    const invoice = await client.create("Invoice", invoiceBody(5));
    const attached = await client.upload("note.txt", "Hello, Zürich", invoice.Id);
    expect(attached).toMatchObject({
      FileName: "note.txt",
      AttachableRef: [{ EntityRef: { type: "Invoice", value: invoice.Id } }],
    });
    const shown = await client.read("Attachable", attached.Id);
    const file = await fetch(String(shown["TempDownloadUri"]));
    expect(await file.text()).toBe("Hello, Zürich");
    const found = await client.find("Attachable", "Id", attached.Id);
    expect(found).toHaveLength(1);
    expect(await client.remove("Attachable", shown)).toBe("Deleted");
  });

  it("gets a PDF that can be read, and sends it", async () => {
    const client = clientNamed(name);
    const invoice = await client.create("Invoice", invoiceBody(12.5));
    const pdf = new Uint8Array(await client.pdf("Invoice", invoice.Id));
    const { text } = await extractText(await getDocumentProxy(pdf), { mergePages: true });
    expect(text).toContain(String(invoice["DocNumber"]));
    expect(text).toContain("Garden rocks");
    expect(await client.send("Invoice", invoice.Id, "amy@example.com")).toMatchObject({
      EmailStatus: "EmailSent",
      BillEmail: { Address: "amy@example.com" },
    });
  });

  it("gets new tokens, and none once it has revoked them", async () => {
    const client = clientNamed(name);
    await client.refresh();
    expect((await client.read("Customer", "1"))["DisplayName"]).toBe("Amy's Bird Sanctuary");
    await client.revoke();
    await expect(client.read("Customer", "1")).rejects.toThrow();
    await expect(client.refresh()).rejects.toThrow();
  });
});

/** Deleted, or made inactive where the type cannot be deleted. */
async function end(
  client: ForeignClient,
  { type, ending, change }: Sample,
  shown: Shown,
): Promise<void> {
  if (ending === "delete") {
    expect(await client.remove(type, shown)).toBe("Deleted");
    await expect(client.read(type, shown.Id)).rejects.toThrow(/610|Object Not Found/);
    return;
  }
  const { Id, SyncToken } = shown;
  const inactive = await client.update(type, {
    Id,
    SyncToken,
    sparse: true,
    ...change,
    Active: false,
  });
  expect(inactive).toMatchObject({ Active: false });
  expect(await client.find(type, "Id", Id)).toEqual([]);
}
