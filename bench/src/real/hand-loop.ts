/**
 * The hand loop: the least code with which a capable programmer would move the same records, with no
 * ledger, no merge, no audit and no answer to anything that goes wrong. It stands in for scripts on
 * jsforce and node-quickbooks, which are no dependencies of this project, and costs less than they do.
 */
import { type Addresses, call, companyUrl, type Customer, dataUrl, inParallel } from "./people.ts";

const QUERY_ROWS = 1_000;
const COLLECTION_ROWS = 200;

interface Found extends Customer {
  readonly DisplayName: string;
  readonly PrimaryPhone?: { readonly FreeFormNumber: string };
  readonly PrimaryEmailAddr?: { readonly Address: string };
  readonly BillAddr?: { readonly Line1?: string; readonly City?: string };
}

export interface HandPair {
  readonly accountId: string;
  /** As last answered: the next write needs its SyncToken. */
  customer: Customer;
}

/** Customers whose name starts with `prefix` into Accounts; answers with what belongs together. */
export async function loadCustomers(at: Addresses, prefix: string): Promise<HandPair[]> {
  const pairs: HandPair[] = [];
  for (let start = 1; ; start += QUERY_ROWS) {
    const statement = `select * from Customer where DisplayName like '${prefix} %' startposition ${start} maxresults ${QUERY_ROWS}`;
    const answer = await call(
      `${companyUrl(at)}/query?query=${encodeURIComponent(statement)}`,
      "GET",
    );
    const found =
      (answer as { QueryResponse: { Customer?: Found[] } }).QueryResponse.Customer ?? [];
    for (let from = 0; from < found.length; from += COLLECTION_ROWS) {
      const records = found.slice(from, from + COLLECTION_ROWS).map(accountOf);
      const url = `${dataUrl(at)}/composite/sobjects/Account/Accord_QB_Id__c`;
      const rows = (await call(url, "PATCH", { allOrNone: false, records })) as { id: string }[];
      for (const [n, customer] of found.slice(from, from + COLLECTION_ROWS).entries()) {
        pairs.push({ accountId: rows[n]?.id ?? "", customer });
      }
    }
    if (found.length < QUERY_ROWS) return pairs;
  }
}

function accountOf(customer: Found): Record<string, unknown> {
  return {
    attributes: { type: "Account" },
    Accord_QB_Id__c: `hand:Customer:${customer.Id}`,
    Name: customer.DisplayName,
    Phone: customer.PrimaryPhone?.FreeFormNumber,
    Accord_Email__c: customer.PrimaryEmailAddr?.Address,
    BillingStreet: customer.BillAddr?.Line1,
    BillingCity: customer.BillAddr?.City,
  };
}

/** Changed Accounts into their customers: one read and one write each. */
export async function carryAccounts(at: Addresses, pairs: readonly HandPair[]): Promise<void> {
  await inParallel(pairs, async (pair) => {
    const account = await call(`${dataUrl(at)}/sobjects/Account/${pair.accountId}`, "GET");
    const { Name, Phone } = account as { Name: string; Phone: string };
    const answer = await call(`${companyUrl(at)}/customer`, "POST", {
      Id: pair.customer.Id,
      SyncToken: pair.customer.SyncToken,
      sparse: true,
      DisplayName: Name,
      PrimaryPhone: { FreeFormNumber: Phone },
    });
    pair.customer = (answer as { Customer: Customer }).Customer;
  });
}
