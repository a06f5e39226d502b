import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HeldDeleteView, LogEntryView, RecordView } from "@accord-sync/engine/engine-api.ts";
import type { DeletePolicy } from "@accord-sync/core/mapping/removal.ts";
import { Journal } from "./journal.ts";
import { PAIRS } from "./shared-fields.ts";
import { Users } from "./users.ts";
import { World } from "./world.ts";

/** What becomes of the customer of an Account that is deleted: docs/spec/lifecycle.md. */

let world: World;
let users: Users;
let accountId: string;
let customerId: string;

beforeEach(async () => {
  world = new World({ seed: "delete policies", demo: true });
  users = new Users(world, new Journal());
  await world.boot();
  await world.run(20_000); // The directory fills and the feeds open.
  accountId = await linkedAccount("Tidewater Supply");
  customerId = (await view()).quickbooks?.id ?? "";
});

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.kill();
});

async function linkedAccount(Name: string): Promise<string> {
  const { id } = world.salesforce("POST", "/sobjects/Account", { Name }) as { id: string };
  await world.run(3_000);
  await world.until(world.engine.send("Account", id, { onMatch: "create", actor: "Ada" }));
  await world.run(10_000);
  return id;
}

async function view(): Promise<RecordView> {
  const result = await world.until(world.engine.viewRecord("Account", accountId));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function choose(salesforce: DeletePolicy): Promise<void> {
  const change = { whenDeleted: { salesforce } };
  const changed = await world.until(world.engine.changeMapping("customer-account", change, "Ada"));
  expect(changed).toMatchObject({
    ok: true,
    value: { whenDeleted: { salesforce: { policy: salesforce } } },
  });
}

interface Customer {
  readonly Id: string;
  readonly SyncToken: string;
  readonly Active: boolean;
}

const customer = (id = customerId) =>
  (world.quickbooks("GET", `/customer/${id}`) as { Customer: Customer }).Customer;

function editCustomer(fields: Readonly<Record<string, unknown>>): void {
  const { Id, SyncToken } = customer();
  world.quickbooks("POST", "/customer", { Id, SyncToken, sparse: true, ...fields });
}

const held = async (): Promise<readonly HeldDeleteView[]> =>
  (await world.until(world.engine.listHeldDeletes({ limit: 100 }))).held;

async function decide(
  decision: "approve" | "keep" | "unlink",
  ids?: readonly string[],
): Promise<unknown> {
  const all = ids ?? (await held()).map(({ id }) => id);
  return world.until(world.engine.decideHeldDeletes({ ids: all, decision, actor: "Grace" }));
}

async function log(action: string): Promise<readonly LogEntryView[]> {
  const { entries } = await world.until(world.engine.log({ filter: "all", limit: 200 }));
  return entries.filter((entry) => entry.action === action);
}

const remove = (id = accountId) => users.remove(PAIRS.customer, id);
const restore = () => users.undelete(PAIRS.customer, accountId);

describe("a linked Account that is deleted, by default", () => {
  it("leaves its customer as it is and asks", async () => {
    remove();
    await world.run(200_000);
    expect(customer().Active).toBe(true);
    expect(await held()).toMatchObject([
      {
        name: "Tidewater Supply",
        system: "salesforce",
        reason: "policy",
        deleted: { type: "Account", id: accountId },
        counterpart: { type: "Customer", id: customerId },
        choices: ["deactivate"],
      },
    ]);
    const status = await world.until(world.engine.status());
    expect(status.counts).toMatchObject({ heldDeletes: 1, errors: 0 });
  });

  it("asks nothing more of its fields once its customer is made inactive", async () => {
    const policies = { website: "ask" } as const;
    await world.until(world.engine.changeMapping("customer-account", { policies }, "Ada"));
    editCustomer({ WebAddr: { URI: "http://there.example" } });
    world.salesforce("PATCH", `/sobjects/Account/${accountId}`, { Website: "http://here.example" });
    await world.run(30_000);
    expect(await view()).toMatchObject({ status: "needsDecision" });
    remove();
    await world.run(30_000);
    await decide("approve");
    await world.run(30_000);
    expect(customer().Active).toBe(false);
    expect(await view()).toMatchObject({ status: "inSync" });
    const { counts } = await world.until(world.engine.status());
    expect(counts).toMatchObject({ heldDeletes: 0, errors: 0, needsDecision: 0 });
  });

  it("has its customer made inactive when a person approves, and says who", async () => {
    remove();
    await world.run(30_000);
    expect(await decide("approve")).toEqual({ ok: true, value: { decided: 1, skipped: [] } });
    await world.run(30_000);
    expect(customer().Active).toBe(false);
    expect(await held()).toEqual([]);
    expect(await log("deactivate")).toMatchObject([{ outcome: "applied", actor: "Grace" }]);
  });

  it("is asked again when the customer was changed after the question", async () => {
    remove();
    await world.run(30_000);
    editCustomer({ PrimaryPhone: { FreeFormNumber: "(415) 555-0101" } });
    await decide("approve");
    await world.run(30_000);
    expect(customer().Active).toBe(true);
    expect(await held()).toMatchObject([{ reason: "changed" }]);
    await decide("approve");
    await world.run(30_000);
    expect(customer().Active).toBe(false);
  });

  it("keeps its customer for good when a person says so", async () => {
    remove();
    await world.run(30_000);
    await decide("keep");
    await world.run(200_000);
    expect(customer().Active).toBe(true);
    expect(await held()).toEqual([]);
    expect(await log("keep")).toMatchObject([{ actor: "Grace" }]);
    restore();
    await world.run(60_000);
    expect(await view()).toMatchObject({ status: "inSync" });
  });

  it("is unlinked from the question", async () => {
    remove();
    await world.run(30_000);
    await decide("unlink");
    await world.run(30_000);
    expect(await held()).toEqual([]);
    restore();
    await world.run(60_000);
    expect(await view()).toMatchObject({ status: "notLinked", quickbooks: null });
  });

  it("asks nothing any more once it is restored", async () => {
    remove();
    await world.run(30_000);
    const [question] = await held();
    restore();
    await world.run(60_000);
    expect(await held()).toEqual([]);
    expect(await decide("approve", [question?.id ?? ""])).toMatchObject({
      value: { decided: 0, skipped: [{ id: question?.id }] },
    });
    await world.run(60_000);
    expect(customer().Active).toBe(true);
    expect(await view()).toMatchObject({ status: "inSync" });
  });

  it("refuses what cannot be done with it", async () => {
    remove();
    await world.run(30_000);
    const ids = (await held()).map(({ id }) => id);
    const answer = await world.until(
      world.engine.decideHeldDeletes({ ids, decision: "approve", how: "delete", actor: "Grace" }),
    );
    expect(answer).toMatchObject({ value: { decided: 0, skipped: [{ id: ids[0] }] } });
  });
});

describe("a linked Account that is deleted, where the mapping makes the other one inactive", () => {
  beforeEach(() => choose("deactivate"));

  it("has its customer made inactive after the grace, and nobody is asked", async () => {
    remove();
    await world.run(50_000);
    expect(customer().Active).toBe(true);
    await world.run(30_000);
    expect(customer().Active).toBe(false);
    expect(await held()).toEqual([]);
    expect(await log("deactivate")).toMatchObject([{ outcome: "applied", actor: null }]);
    const { counts } = await world.until(world.engine.status());
    expect(counts.errors).toBe(0);
  });

  it("has its customer left alone when it is restored within the grace", async () => {
    remove();
    await world.run(30_000);
    restore();
    await world.run(200_000);
    expect(customer().Active).toBe(true);
    expect(await view()).toMatchObject({ status: "inSync" });
  });

  it("has its customer made active again when it is restored later", async () => {
    remove();
    await world.run(100_000);
    expect(customer().Active).toBe(false);
    restore();
    await world.run(60_000);
    expect(customer().Active).toBe(true);
    expect(await view()).toMatchObject({ status: "inSync" });
  });

  it("asks when the customer was changed since both agreed", async () => {
    world.down.add("salesforce");
    editCustomer({ PrimaryPhone: { FreeFormNumber: "(415) 555-0101" } });
    remove();
    await world.run(20_000);
    world.down.delete("salesforce");
    await world.run(200_000);
    expect(customer().Active).toBe(true);
    expect(await held()).toMatchObject([{ reason: "changed" }]);
  });

  it("asks with QuickBooks' own words when it refuses", async () => {
    const [item] = (
      world.quickbooks("GET", "/query?query=select%20*%20from%20Item%20where%20Type='Service'") as {
        QueryResponse: { Item: { Id: string }[] };
      }
    ).QueryResponse.Item;
    const made = world.quickbooks("POST", "/invoice", {
      CustomerRef: { value: customerId },
      Line: [
        {
          Amount: 10,
          DetailType: "SalesItemLineDetail",
          SalesItemLineDetail: { ItemRef: { value: item?.Id } },
        },
      ],
    });
    expect(made).toMatchObject({ Invoice: { Balance: 10 } });
    remove();
    await world.run(200_000);
    expect(customer().Active).toBe(true);
    const [question] = await held();
    expect(question).toMatchObject({ reason: "refused" });
    expect(question?.message).toContain("balance");
  });

  it("is carried out once, whenever the process dies", async () => {
    remove();
    await world.run(10_000);
    for (const ms of [20_000, 25_000, 5_000, 1_000, 1_000, 1_000]) {
      world.kill();
      await world.boot();
      await world.run(ms);
    }
    await world.run(60_000);
    expect(customer().Active).toBe(false);
    expect(await log("deactivate")).toHaveLength(1);
  });

  it("offers nothing that QuickBooks cannot do", async () => {
    const refused = await world.until(
      world.engine.changeMapping(
        "customer-account",
        { whenDeleted: { salesforce: "delete" } },
        "Ada",
      ),
    );
    expect(refused).toMatchObject({ ok: false, error: { code: "API_BAD_REQUEST" } });
    const [mapping] = await world.until(world.engine.listMappings());
    expect(mapping?.whenDeleted.salesforce.choices).toEqual(["hold", "deactivate"]);
    expect(mapping?.whenDeleted.quickbooks.choices).toEqual(["hold"]);
  });
});

describe("far more Accounts than usual that are deleted at once", () => {
  const MANY = 12;
  let ids: string[];

  beforeEach(async () => {
    await choose("deactivate");
    ids = [accountId];
    for (let each = 1; each < MANY; each += 1) ids.push(await linkedAccount(`Quay ${each}`));
    for (const id of ids) remove(id);
    await world.run(30_000);
  });

  const inactive = () =>
    [...world.company.store.records("Customer")].filter(({ fields }) => fields["Active"] === false);

  it("have no customer made inactive, and are asked about as one, also after a restart", async () => {
    world.kill();
    await world.boot();
    await world.run(200_000);
    expect(inactive()).toEqual([]);
    const questions = await held();
    expect(questions).toHaveLength(MANY);
    expect(new Set(questions.map(({ reason }) => reason))).toEqual(new Set(["many"]));
    expect(new Set(questions.map(({ batch }) => batch)).size).toBe(1);
  });

  it("go on when a person releases the batch, or stay when it is refused", async () => {
    await world.run(200_000);
    const [first, second] = await held();
    const batch = first?.batch ?? "";
    await decide("keep", [second?.id ?? ""]);
    const released = await world.until(
      world.engine.decideHeldDeletes({ batch, decision: "approve", actor: "Grace" }),
    );
    expect(released).toEqual({ ok: true, value: { decided: MANY - 1, skipped: [] } });
    await world.run(60_000);
    expect(inactive()).toHaveLength(MANY - 1);
    expect(await held()).toEqual([]);
  });
});
