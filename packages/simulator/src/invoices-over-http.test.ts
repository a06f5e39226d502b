import { once } from "node:events";
import type { Server } from "node:http";
import { afterEach, expect, it } from "vitest";
import { DEFAULT_MAPPINGS } from "@accord-sync/core/mapping/default-mappings.ts";
import { INVOICE_OPPORTUNITY } from "@accord-sync/core/testing/invoice-mapping.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import { type Company, createCompany } from "@accord-sync/emulator-quickbooks/company.ts";
import { createHttpShell } from "@accord-sync/emulator-quickbooks/runtime/http-shell.ts";
import { createOrg } from "@accord-sync/emulator-salesforce/org.ts";
import { httpShell } from "@accord-sync/emulator-salesforce/runtime/http-shell.ts";
import { createEngine } from "@accord-sync/engine/engine.ts";
import type { RecordView } from "@accord-sync/engine/engine-api.ts";
import { openLedger } from "@accord-sync/ledger/ledger.ts";
import { createQuickbooksRemote } from "@accord-sync/quickbooks/quickbooks-remote.ts";
import { createSalesforceRemote } from "@accord-sync/salesforce/salesforce-remote.ts";
import { systemClock } from "@accord-sync/server/runtime/clock.ts";
import { createHttp } from "@accord-sync/server/runtime/http.ts";
import { systemRandom } from "@accord-sync/server/runtime/random.ts";
import { createTestApp, operator } from "../../server/test/test-app.ts";
import { companySeed } from "./company-seed.ts";
import { orgSeed } from "./org-seed.ts";
import { ORG, REALM, SCOPE } from "./world.ts";

/**
 * The whole way over HTTP and in real time: the service's API, the engine, both adapters, and both emulators
 * behind their sockets. Send of an opportunity makes the customer, the items and then the invoice.
 */

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  endings.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

const now = () => systemClock.now();

async function quickbooks() {
  let drawn = 0;
  const next = () => String((drawn += 1)).padStart(12, "0");
  const company = createCompany({
    ...companySeed("bare"),
    ids: { token: next, uuid: () => `00000000-0000-4000-8000-${next()}`, draw: () => 0.5 },
  });
  const onError = () => ({ status: 500, headers: {}, body: "" });
  const url = await listening(
    createHttpShell((request) => company.handle(request, now()), onError),
  );
  return { company, url };
}

async function salesforce() {
  const org = createOrg({ ...orgSeed(false, true), seededAt: now() });
  const shell = httpShell(org, now, async () => ({ status: 404, headers: {}, body: "" }));
  return { org, url: await listening(shell.server) };
}

function incomeAccount({ store }: Company): string {
  const accounts = [...store.records("Account")];
  return accounts.find(({ fields }) => fields["AccountType"] === "Income")?.id ?? "";
}

async function service() {
  const company = await quickbooks();
  const org = await salesforce();
  const http = createHttp();
  const token = async () => succeed("demo");
  const tokens = { current: token, renew: token };
  const ledger = await openLedger({ file: ":memory:" });
  const engine = createEngine({
    ledger,
    clock: systemClock,
    random: systemRandom,
    log: { info: () => {}, warn: () => {}, error: (message) => expect(message).toBe("no bug") },
    scope: SCOPE,
    mappings: [...DEFAULT_MAPPINGS, INVOICE_OPPORTUNITY],
    salesforce: createSalesforceRemote({ orgId: ORG, instanceUrl: org.url, http, tokens }),
    quickbooks: createQuickbooksRemote({
      realmId: REALM,
      baseUrl: company.url,
      appUrl: company.url,
      http,
      tokens,
    }),
    feed: null,
    version: "test",
    // Chosen beforehand: a product that is sent before set-up is through would be held for it.
    incomeAccountId: incomeAccount(company.company),
  });
  await engine.start();
  endings.push(async () => {
    await engine.stop();
    await ledger.close();
  });
  const { app } = createTestApp({ engine });
  endings.push(() => app.close());
  return { app, company: company.company, orgUrl: org.url };
}

/** A person's work in Salesforce, over its API. */
async function create(url: string, type: string, body: Readonly<Record<string, unknown>>) {
  const answer = await fetch(`${url}/services/data/v66.0/sobjects/${type}`, {
    method: "POST",
    headers: { authorization: "Bearer demo", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const made = (await answer.json()) as { id?: string };
  if (made.id === undefined) throw new Error(JSON.stringify(made));
  return made.id;
}

it("makes the customer, the items and the invoice, asked by the API and over HTTP", async () => {
  const { app, company, orgUrl } = await service();
  const account = await create(orgUrl, "Account", { Name: "Tidewater Supply" });
  const book = await standardBook(orgUrl);
  const product = await create(orgUrl, "Product2", { Name: "Rope", IsActive: true });
  const price = { Pricebook2Id: book, Product2Id: product, UnitPrice: 12.5, IsActive: true };
  const entry = await create(orgUrl, "PricebookEntry", price);
  const opportunity = await create(orgUrl, "Opportunity", {
    Name: "INV-1",
    AccountId: account,
    StageName: "Proposal",
    CloseDate: "2026-06-20",
    Pricebook2Id: book,
  });
  const line = {
    OpportunityId: opportunity,
    PricebookEntryId: entry,
    UnitPrice: 12.5,
    Quantity: 2,
  };
  await create(orgUrl, "OpportunityLineItem", line);

  const url = `/api/v1/records/Opportunity/${opportunity}`;
  const pressed = await app.inject({ method: "POST", url: `${url}/send`, headers: operator });
  expect(pressed.statusCode).toBe(202);
  const seen = new Set<string>();
  for (let look = 0; look < 200 && !seen.has("inSync"); look += 1) {
    const view: RecordView = (await app.inject({ url, headers: operator })).json();
    seen.add(view.status);
    if (view.waitingFor !== null) seen.add(view.waitingFor);
    await systemClock.sleep(50);
  }
  expect([...seen].at(-1)).toBe("inSync");
  expect(seen).toContain("account Tidewater Supply, product Rope to be in QuickBooks");
  const [customer] = company.store.records("Customer");
  const [item] = company.store.records("Item");
  const invoices = [...company.store.records("Invoice")].map(({ fields }) => fields);
  expect(invoices).toMatchObject([
    { DocNumber: "INV-1", TotalAmt: 25, CustomerRef: { value: customer?.id } },
  ]);
  expect(JSON.stringify(invoices)).toContain(`"ItemRef":{"value":"${item?.id}"`);
}, 30_000);

async function standardBook(url: string): Promise<string> {
  const soql = encodeURIComponent("SELECT Id FROM Pricebook2 WHERE IsStandard = true");
  const answer = await fetch(`${url}/services/data/v66.0/query?q=${soql}`, {
    headers: { authorization: "Bearer demo" },
  });
  const { records } = (await answer.json()) as { records: readonly { readonly Id: string }[] };
  return records[0]?.Id ?? "";
}
