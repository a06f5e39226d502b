/** One linked pair, for stories about what happens to it afterwards. */
import type { World } from "./world.ts";

export interface LinkedPair {
  readonly account: string;
  readonly customer: string;
}

/** Boots `world`, makes an account and has Ada send it. Ends with both records there and all quiet. */
export async function linkOnePair(world: World): Promise<LinkedPair> {
  await world.boot();
  await world.run(20_000);
  const made = world.salesforce("POST", "/sobjects/Account", { Name: "Tidewater Supply" });
  const account = (made as { id: string }).id;
  await world.run(2_000);
  await world.until(world.engine.send("Account", account, { onMatch: "create", actor: "Ada" }));
  await world.run(20_000);
  const seen = await world.until(world.engine.viewRecord("Account", account));
  const customer = seen.ok ? seen.value.quickbooks?.id : undefined;
  if (customer === undefined) throw new Error("The account was not linked.");
  return { account, customer };
}
