/**
 * The hand loop that P3 compares with: the least code with which a capable programmer moves the same records by
 * the two usual clients, jsforce and node-quickbooks. It has no ledger, no merge, no audit and no answer to anything
 * that goes wrong. `fetch-loop.ts` does the same without any client.
 */
import jsforce from "jsforce";
import quickbooksModule from "node-quickbooks";
import { accountOf, type HandLoop, type HandPair, type LoadedCustomer } from "./hand-loop-work.ts";
import { type Addresses, type Customer, inParallel, REALM } from "./people.ts";

const QUERY_ROWS = 1_000;
const EXTERNAL_ID = "Accord_QB_Id__c";

/** The package's types say `default`; its code exports the class itself, with its address. */
const QuickBooks = quickbooksModule as unknown as typeof quickbooksModule.default & {
  V3_ENDPOINT_BASE_URL: string;
};
type QuickbooksClient = InstanceType<typeof quickbooksModule.default>;

/** The methods that are called; the package's types name their results no closer than this. */
interface Calls {
  findCustomers(criteria: readonly object[], done: Done<FoundPage>): void;
  updateCustomer(customer: object, done: Done<Customer>): void;
}

type Done<T> = (error: unknown, answer: T) => void;

interface FoundPage {
  readonly QueryResponse: { readonly Customer?: readonly LoadedCustomer[] };
}

export function clientsLoop(at: Addresses): HandLoop {
  const salesforce = new jsforce.Connection({
    instanceUrl: at.salesforceUrl,
    accessToken: "demo",
    version: "66.0",
  });
  const quickbooks = quickbooksClient(at);
  return {
    load: (prefix) => loadCustomers(salesforce, quickbooks, prefix),
    carry: (pairs) => carryAccounts(salesforce, quickbooks, pairs),
  };
}

function quickbooksClient({ quickbooksUrl }: Addresses): Calls {
  QuickBooks.V3_ENDPOINT_BASE_URL = `${quickbooksUrl}/v3/company/`;
  const client: QuickbooksClient = new QuickBooks(
    "demo",
    "demo",
    "demo",
    false,
    REALM,
    true,
    false,
    "75",
    "2.0",
    "demo",
  );
  return client as unknown as Calls;
}

function ask<T>(call: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, answer) => {
      if (error === null || error === undefined) resolve(answer);
      else reject(new Error("node-quickbooks was refused", { cause: error }));
    });
  });
}

async function loadCustomers(
  salesforce: jsforce.Connection,
  quickbooks: Calls,
  prefix: string,
): Promise<HandPair[]> {
  const pairs: HandPair[] = [];
  for (let offset = 1; ; offset += QUERY_ROWS) {
    const criteria = [
      { field: "DisplayName", value: `${prefix} %`, operator: "LIKE" },
      { field: "limit", value: QUERY_ROWS },
      { field: "offset", value: offset },
    ];
    const page = await ask<FoundPage>((done) => quickbooks.findCustomers(criteria, done));
    const found = page.QueryResponse.Customer ?? [];
    // The client cuts the rows into collections of 200 by itself.
    const rows = await salesforce
      .sobject("Account")
      .upsert(found.map(accountOf), EXTERNAL_ID, { allowRecursive: true });
    for (const [n, customer] of found.entries()) {
      const row = rows[n];
      if (row?.success !== true) throw new Error(`Account ${n} was refused`);
      pairs.push({ accountId: row.id ?? "", customer });
    }
    if (found.length < QUERY_ROWS) return pairs;
  }
}

async function carryAccounts(
  salesforce: jsforce.Connection,
  quickbooks: Calls,
  pairs: readonly HandPair[],
): Promise<void> {
  await inParallel(pairs, async (pair) => {
    const account = await salesforce.sobject("Account").retrieve(pair.accountId);
    const { Id, SyncToken } = pair.customer;
    const change = {
      Id,
      SyncToken,
      sparse: true,
      DisplayName: account["Name"] as string,
      PrimaryPhone: { FreeFormNumber: account["Phone"] as string },
    };
    pair.customer = await ask<Customer>((done) => quickbooks.updateCustomer(change, done));
  });
}
