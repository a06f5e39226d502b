/** The org's REST API, for what a test needs in bulk and no person does by hand. */
import type { Place } from "./product.ts";

/** Creates Accounts of these names in one call; answers with their ids. */
export async function createAccounts(
  { salesforce }: Place,
  names: readonly string[],
): Promise<readonly string[]> {
  const records = names.map((Name) => ({ attributes: { type: "Account" }, Name }));
  const answer = await fetch(`${salesforce}/services/data/v66.0/composite/sobjects`, {
    method: "POST",
    headers: { authorization: "Bearer demo", "content-type": "application/json" },
    body: JSON.stringify({ allOrNone: true, records }),
  });
  if (!answer.ok) throw new Error(`The Accounts were refused: ${await answer.text()}`);
  return ((await answer.json()) as { id: string }[]).map(({ id }) => id);
}

type Values = Readonly<Record<string, unknown>>;

async function send(place: Place, method: string, path: string, values: Values): Promise<Response> {
  const answer = await fetch(`${place.salesforce}/services/data/v66.0/sobjects/${path}`, {
    method,
    headers: { authorization: "Bearer demo", "content-type": "application/json" },
    body: JSON.stringify(values),
  });
  if (!answer.ok) throw new Error(`${path} was refused: ${await answer.text()}`);
  return answer;
}

/** Creates one record; answers with its id. */
export async function insertRecord(place: Place, object: string, values: Values): Promise<string> {
  const answer = await send(place, "POST", object, values);
  return ((await answer.json()) as { id: string }).id;
}

export async function changeAccount(place: Place, id: string, values: Values): Promise<void> {
  await send(place, "PATCH", `Account/${id}`, values);
}

/** The mark that a linked Account carries, `{realm}:{Type}:{Id}`; empty without one. */
export async function linkMarkOf({ salesforce }: Place, id: string): Promise<string> {
  const answer = await fetch(
    `${salesforce}/services/data/v66.0/sobjects/Account/${id}?fields=Accord_QB_Id__c`,
    { headers: { authorization: "Bearer demo" } },
  );
  if (!answer.ok) throw new Error(`The Account cannot be read: ${await answer.text()}`);
  return ((await answer.json()) as { Accord_QB_Id__c: string | null }).Accord_QB_Id__c ?? "";
}
