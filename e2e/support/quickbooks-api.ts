/** The company's API, for what only its owner can count. */
import { setTimeout as pause } from "node:timers/promises";
import type { Place } from "./product.ts";

export const REALM_ID = "9341452700000001";

export interface Customer {
  readonly Id: string;
  readonly DisplayName: string;
}

/** The limit of ten calls a second is shared with the service, and kept by whoever asks politely. */
async function politely(ask: () => Promise<Response>): Promise<Response> {
  let answer = await ask();
  for (let again = 0; answer.status === 429 && again < 10; again += 1) {
    await pause(1_100);
    answer = await ask();
  }
  if (!answer.ok) throw new Error(`QuickBooks refused: ${await answer.text()}`);
  return answer;
}

/** Customers of that name, active or not. */
export async function customersNamed(
  { quickbooks }: Place,
  name: string,
): Promise<readonly Customer[]> {
  const query = `select * from Customer where DisplayName = '${name.replaceAll("'", "\\'")}' and Active in (true, false)`;
  const address = `${quickbooks}/v3/company/${REALM_ID}/query?query=${encodeURIComponent(query)}`;
  const headers = { authorization: "Bearer demo", accept: "application/json" };
  const answer = await politely(() => fetch(address, { headers }));
  const { QueryResponse } = (await answer.json()) as {
    QueryResponse: { Customer?: readonly Customer[] };
  };
  return QueryResponse.Customer ?? [];
}

/** What a person changes in a customer, by the API. */
export async function changeCustomer(
  { quickbooks }: Place,
  id: string,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const headers = {
    authorization: "Bearer demo",
    accept: "application/json",
    "content-type": "application/json",
  };
  const base = `${quickbooks}/v3/company/${REALM_ID}/customer`;
  const read = await politely(() => fetch(`${base}/${id}`, { headers }));
  const { Customer } = (await read.json()) as { Customer: { Id: string; SyncToken: string } };
  const { Id, SyncToken } = Customer;
  const body = JSON.stringify({ Id, SyncToken, sparse: true, ...values });
  await politely(() => fetch(base, { method: "POST", headers, body }));
}
