/** The hand loop without any client, by nothing but fetch: beside P3's loop it shows what the clients cost. */
import { accountOf, type HandLoop, type HandPair, type LoadedCustomer } from "./hand-loop-work.ts";
import { type Addresses, call, companyUrl, type Customer, dataUrl, inParallel } from "./people.ts";

const QUERY_ROWS = 1_000;
const COLLECTION_ROWS = 200;

export function fetchLoop(at: Addresses): HandLoop {
  return {
    load: (prefix) => loadCustomers(at, prefix),
    carry: (pairs) => carryAccounts(at, pairs),
  };
}

async function loadCustomers(at: Addresses, prefix: string): Promise<HandPair[]> {
  const pairs: HandPair[] = [];
  for (let start = 1; ; start += QUERY_ROWS) {
    const statement = `select * from Customer where DisplayName like '${prefix} %' startposition ${start} maxresults ${QUERY_ROWS}`;
    const answer = await call(
      `${companyUrl(at)}/query?query=${encodeURIComponent(statement)}`,
      "GET",
    );
    const found =
      (answer as { QueryResponse: { Customer?: LoadedCustomer[] } }).QueryResponse.Customer ?? [];
    for (let from = 0; from < found.length; from += COLLECTION_ROWS) {
      const page = found.slice(from, from + COLLECTION_ROWS);
      const records = page.map((each) => ({
        attributes: { type: "Account" },
        ...accountOf(each),
      }));
      const url = `${dataUrl(at)}/composite/sobjects/Account/Accord_QB_Id__c`;
      const rows = (await call(url, "PATCH", { allOrNone: false, records })) as { id: string }[];
      for (const [n, customer] of page.entries()) {
        pairs.push({ accountId: rows[n]?.id ?? "", customer });
      }
    }
    if (found.length < QUERY_ROWS) return pairs;
  }
}

async function carryAccounts(at: Addresses, pairs: readonly HandPair[]): Promise<void> {
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
