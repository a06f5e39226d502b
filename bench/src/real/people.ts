/** What people do in both systems, over HTTP: the work that the measured programs then carry over. */

/** Calls of people that are out at once. */
const AT_ONCE = 8;
const COLLECTION_ROWS = 200;

export interface Addresses {
  readonly quickbooksUrl: string;
  readonly salesforceUrl: string;
}

export const REALM = "9341452700000001";

/** One call with the emulators' demo token; throws unless the answer is a good one. */
export async function call(url: string, method: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: "Bearer demo",
      accept: "application/json",
      "content-type": "application/json",
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
  return text === "" ? null : (JSON.parse(text) as unknown);
}

export const companyUrl = ({ quickbooksUrl }: Addresses) => `${quickbooksUrl}/v3/company/${REALM}`;
export const dataUrl = ({ salesforceUrl }: Addresses) => `${salesforceUrl}/services/data/v66.0`;

/** Runs `work` over all of `items`, a few at once; the results keep the order. */
export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index] as T;
      results[index] = await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

export interface Customer {
  readonly Id: string;
  readonly SyncToken: string;
}

/** Makes `count` customers named `{prefix} {n}`. */
export function makeCustomers(at: Addresses, prefix: string, count: number): Promise<Customer[]> {
  return inParallel(Array.from({ length: count }), async (_, n) => {
    const answer = await call(`${companyUrl(at)}/customer`, "POST", {
      DisplayName: `${prefix} ${n}`,
      PrimaryPhone: { FreeFormNumber: `(415) 555-${String(n).padStart(4, "0")}` },
      PrimaryEmailAddr: { Address: `customer${n}@bench.example` },
      BillAddr: { Line1: `${n} Pier`, City: "Alameda", CountrySubDivisionCode: "CA" },
    });
    return (answer as { Customer: Customer }).Customer;
  });
}

/** Gives one customer another telephone number. */
export async function changeCustomer(at: Addresses, id: string, phone: string): Promise<void> {
  const read = await call(`${companyUrl(at)}/customer/${id}`, "GET");
  const { SyncToken } = (read as { Customer: Customer }).Customer;
  const PrimaryPhone = { FreeFormNumber: phone };
  await call(`${companyUrl(at)}/customer`, "POST", {
    Id: id,
    SyncToken,
    sparse: true,
    PrimaryPhone,
  });
}

/** Gives all these Accounts another telephone number. */
export async function changeAccounts(
  at: Addresses,
  ids: readonly string[],
  phone: string,
): Promise<void> {
  for (let from = 0; from < ids.length; from += COLLECTION_ROWS) {
    const records = ids
      .slice(from, from + COLLECTION_ROWS)
      .map((id) => ({ attributes: { type: "Account" }, id, Phone: phone }));
    await call(`${dataUrl(at)}/composite/sobjects`, "PATCH", { allOrNone: true, records });
  }
}
