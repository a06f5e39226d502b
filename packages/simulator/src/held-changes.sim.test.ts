import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HeldChangesView, HoldDecision, RecordView } from "@accord-sync/engine/engine-api.ts";
import { Journal } from "./journal.ts";
import { PAIRS } from "./shared-fields.ts";
import { Users } from "./users.ts";
import { World } from "./world.ts";

/** An import that changes everything: docs/spec/lifecycle.md, the guard. */

const HOUR_MS = 3_600_000;
const WITHIN = { share: 0, withinMs: HOUR_MS };
const LINKS = 5;

let world: World;
let users: Users;
let ids: string[];

beforeEach(async () => {
  world = new World({
    seed: "held changes",
    company: "bare",
    tamper: (doors) => ({
      ...doors,
      guards: { changes: { more: 2, ...WITHIN }, losses: { more: 1, ...WITHIN } },
    }),
  });
  users = new Users(world, new Journal());
  await world.boot();
  await world.run(20_000); // The directory fills and the feeds open.
  ids = [];
  for (let each = 0; each < LINKS; each += 1) {
    const { id } = world.salesforce("POST", "/sobjects/Account", {
      Name: `Quay ${each}`,
      Phone: "(415) 555-0100",
    }) as { id: string };
    ids.push(id);
    await world.run(3_000);
    await world.until(world.engine.send("Account", id, { onMatch: "create", actor: "Ada" }));
    await world.run(8_000);
  }
});

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.kill();
});

async function view(id: string): Promise<RecordView> {
  const result = await world.until(world.engine.viewRecord("Account", id));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function statuses(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const id of ids) found.push((await view(id)).status);
  return found;
}

const held = async (): Promise<readonly HeldChangesView[]> =>
  world.until(world.engine.listHeldChanges());

async function decide(decision: HoldDecision): Promise<unknown> {
  const [first] = await held();
  return world.until(world.engine.decideHeldChanges(first?.id ?? "", decision, "Grace"));
}

const restart = async () => {
  world.kill();
  await world.boot();
  await world.run(20_000);
};

/** The phone numbers of all customers, in the order of the accounts. */
const phones = (): readonly unknown[] =>
  [...world.company.store.records("Customer")].map(
    ({ fields }) =>
      (fields["PrimaryPhone"] as { FreeFormNumber?: string } | undefined)?.FreeFormNumber ?? null,
  );

const written = (phone: string | null): number => phones().filter((each) => each === phone).length;

/** An import: every account gets this phone. */
async function importPhones(phone: string | null, only = ids): Promise<void> {
  for (const id of only) users.edit("salesforce", PAIRS.customer, id, ["phone", phone]);
  await world.run(60_000);
}

async function log(action: string) {
  const { entries } = await world.until(world.engine.log({ filter: "all", limit: 200 }));
  return entries.filter((entry) => entry.action === action);
}

const NEW = "(650) 555-0199";
const OLD = "(415) 555-0100";

describe("an import that changes every account", () => {
  it("is held after the usual number, and told once, with what a person must know (I24)", async () => {
    await importPhones(NEW);
    expect(written(NEW)).toBe(2);
    expect(await held()).toMatchObject([
      {
        mapping: "customer-account",
        system: "salesforce",
        kind: "changes",
        written: 2,
        records: LINKS - 2,
        fields: [{ label: "Phone", records: LINKS - 2 }],
      },
    ]);
    const [first] = await held();
    expect(first?.examples[0]?.values).toMatchObject([{ label: "Phone", before: OLD, after: NEW }]);
    expect(first?.people).toHaveLength(1);
    expect(await log("guard")).toMatchObject([{ outcome: "held", actor: null }]);
    const all = await statuses();
    expect(all.filter((status) => status === "waiting")).toHaveLength(LINKS - 2);
    const { counts } = await world.until(world.engine.status());
    expect(counts).toMatchObject({ heldChanges: LINKS - 2, errors: 0 });
  });

  it("stays held over restarts, sweeps and hours", async () => {
    await importPhones(NEW);
    await restart();
    await world.run(3 * HOUR_MS);
    expect(written(NEW)).toBe(2);
    expect(await held()).toMatchObject([{ records: LINKS - 2 }]);
    expect(await log("guard")).toHaveLength(1);
  });

  it("is written when a person lets it through, and later edits are counted anew", async () => {
    await importPhones(NEW);
    expect(await decide("release")).toEqual({ ok: true, value: { decided: LINKS - 2 } });
    await world.run(60_000);
    expect(written(NEW)).toBe(LINKS);
    expect(await held()).toEqual([]);
    expect(await log("guard")).toMatchObject([{ outcome: "noted", actor: "Grace" }, {}]);
    await importPhones("(650) 555-0142", ids.slice(0, 2));
    expect(written("(650) 555-0142")).toBe(2);
    expect(await decide("release")).toMatchObject({ error: { code: "HELD_CHANGES_OVER" } });
  });

  it("goes on after a death right behind the decision", async () => {
    await importPhones(NEW);
    world.crashAtPoint = world.commitPoints + 2;
    const [first] = await held();
    void world.engine.decideHeldChanges(first?.id ?? "", "release", "Grace");
    await world.run(2_000);
    expect(world.isAlive).toBe(false);
    world.crashAtPoint = null;
    await world.boot();
    await world.run(60_000);
    expect(written(NEW)).toBe(LINKS);
  });

  it("waits record by record when it is turned aside, until it is taken back", async () => {
    await importPhones(NEW);
    await decide("aside");
    await world.run(60_000);
    expect(written(NEW)).toBe(2);
    expect((await statuses()).filter((each) => each === "needsDecision")).toHaveLength(LINKS - 2);
    await importPhones(OLD);
    expect(await statuses()).toEqual(ids.map(() => "inSync"));
    expect(written(OLD)).toBe(LINKS);
  });

  it("gets the other system's values back when it is turned back", async () => {
    await importPhones(NEW);
    await decide("undo");
    await world.run(60_000);
    expect(written(NEW)).toBe(2);
    const accounts = ids.map((id) => world.org.store.get("Account", id)?.["Phone"]);
    expect(accounts.filter((phone) => phone === OLD)).toHaveLength(LINKS - 2);
    expect(await held()).toEqual([]);
  });

  it("is over when all of it is taken back", async () => {
    const last = ids.slice(2);
    await importPhones(NEW);
    const waiting: string[] = [];
    for (const id of ids) if ((await view(id)).status === "waiting") waiting.push(id);
    expect(waiting).toHaveLength(last.length);
    await importPhones(OLD, waiting);
    expect(await held()).toEqual([]);
    expect(await log("guard")).toMatchObject([{ outcome: "noted", actor: null }, {}]);
  });

  it("lets pass what a person sends, and what comes from the other side", async () => {
    await importPhones(NEW);
    const waiting: string[] = [];
    for (const id of ids) if ((await view(id)).status === "waiting") waiting.push(id);
    const one = waiting[0] ?? "";
    await world.until(world.engine.send("Account", one, { onMatch: "ask", actor: "Ada" }));
    const customer = (await view(waiting[1] ?? "")).quickbooks?.id ?? "";
    users.edit("quickbooks", PAIRS.customer, customer, ["email", "desk@quay.example"]);
    await world.run(60_000);
    expect(written(NEW)).toBe(3);
    expect(world.org.store.get("Account", waiting[1] ?? "")?.["Accord_Email__c"]).toBe(
      "desk@quay.example",
    );
    expect(await held()).toMatchObject([{ records: LINKS - 3 }]);
  });
});

describe("changes that are not far more than usual", () => {
  it("pass, be there ever so many of few records", async () => {
    for (let each = 0; each < 6; each += 1) {
      await importPhones(`(650) 555-01${10 + each}`, ids.slice(0, 2));
    }
    expect(await held()).toEqual([]);
    expect(written("(650) 555-0115")).toBe(2);
  });

  it("are counted across a restart, and no longer than their hour", async () => {
    await importPhones(NEW, ids.slice(0, 2));
    await restart();
    await importPhones(NEW, ids.slice(2, 3));
    expect(written(NEW)).toBe(2);
    await decide("release");
    await world.run(HOUR_MS + 60_000);
    await importPhones(NEW, ids.slice(3, 5));
    expect(written(NEW)).toBe(LINKS);
    expect(await held()).toEqual([]);
  });
});

describe("an import that empties a field, or makes records inactive", () => {
  it("is held much sooner", async () => {
    await importPhones(null);
    expect(written(null)).toBe(1);
    expect(await held()).toMatchObject([{ kind: "losses", records: LINKS - 1 }]);
  });
});

describe("the limits of a mapping", () => {
  it("are a person's to set", async () => {
    const change = { changeGuard: { salesforce: { changes: { more: 4, percent: 0 } } } };
    const changed = await world.until(
      world.engine.changeMapping("customer-account", change, "Ada"),
    );
    expect(changed).toMatchObject({
      ok: true,
      value: { changeGuard: { salesforce: { changes: { more: 4, percent: 0, isOwn: true } } } },
    });
    await importPhones(NEW);
    expect(written(NEW)).toBe(4);
    expect(await log("setting")).toMatchObject([{ actor: "Ada" }]);
  });
});
