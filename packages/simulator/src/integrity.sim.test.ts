import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FindingView, IntegrityRunView } from "@accord-sync/engine/engine-api.ts";
import { behindItsBack } from "./behind-its-back.ts";
import { REALM, World } from "./world.ts";

/** Sync Integrity in virtual time: what is broken behind the ledger's back is found, and mended by the pass. */

let world: World;
let ids: string[];

beforeEach(async () => {
  world = new World({ seed: "integrity", demo: true });
  await world.boot();
  await world.run(20_000);
  ids = [];
  for (const name of ["Tidewater Supply", "Gulf Pumps"]) {
    const made = world.salesforce("POST", "/sobjects/Account", { Name: name }) as { id: string };
    ids.push(made.id);
    await world.run(2_000);
    await world.until(world.engine.send("Account", made.id, { onMatch: "ask", actor: "Ada" }));
    await world.run(10_000);
  }
});

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.end();
});

async function view(id: string): Promise<IntegrityRunView> {
  const run = await world.until(world.engine.viewIntegrity(id));
  if (!run.ok) throw new Error(JSON.stringify(run.error));
  return run.value;
}

async function compare(repair = false): Promise<IntegrityRunView> {
  const started = await world.until(
    world.engine.startIntegrity({ objects: [], repair, actor: "Ada" }),
  );
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  return ended(started.value.id);
}

async function ended(id: string): Promise<IntegrityRunView> {
  await world.runUntil(async () => world.isAlive && (await view(id)).finishedAt !== null, 900_000);
  return view(id);
}

async function findings(id: string): Promise<readonly FindingView[]> {
  const listed = await world.until(world.engine.listFindings(id, { after: null, limit: 500 }));
  if (!listed.ok) throw new Error(JSON.stringify(listed.error));
  return listed.value.findings;
}

const ofPairs = async (id: string) =>
  (await findings(id)).filter(({ kind }) => !["unlinked", "match", "ambiguous"].includes(kind));

const customerOf = async (id: string): Promise<string> => {
  const seen = await world.until(world.engine.viewRecord("Account", id));
  return seen.ok ? (seen.value.quickbooks?.id ?? "") : "";
};

function editCustomer(id: string, fields: Record<string, unknown>): void {
  const { Customer } = world.quickbooks("GET", `/customer/${id}`) as {
    Customer: Record<string, unknown>;
  };
  const { Id, SyncToken } = Customer;
  world.quickbooks("POST", "/customer", { Id, SyncToken, sparse: true, ...fields });
}

const account = (id: string) =>
  world.salesforce("GET", `/sobjects/Account/${id}`) as Record<string, unknown>;

describe("where nothing is wrong", () => {
  it("the books agree: every linked pair, and nothing of a pair is found", async () => {
    const run = await compare();
    expect(run).toMatchObject({ state: "done", agrees: true, waitingFor: null, error: null });
    expect(run.summary).toBe("The books agree: 2 linked pairs compared.");
    expect(await ofPairs(run.id)).toEqual([]);
    const [customers] = run.objects;
    expect(customers).toMatchObject({ quickbooksObject: "Customer", linked: 2, agreed: 2 });
    expect(customers?.records.quickbooks).toBeGreaterThan(20);
  });

  it("what was there before the connection is named, and stays as it is", async () => {
    const before = world.traffic.filter(({ method }) => method !== "GET").length;
    const run = await compare(true);
    const unlinked = (await findings(run.id)).filter(({ kind }) => kind === "unlinked");
    expect(unlinked.map(({ kindLabel }) => kindLabel)).toContain("QBO Record Created");
    expect(unlinked.every(({ canRepair }) => !canRepair)).toBe(true);
    // The bulk job of the reading is opened by a POST; no record was written.
    const written = world.traffic.filter(({ method }) => method !== "GET").slice(before);
    expect(written.every(({ path }) => /jobs\/query|composite/.test(path))).toBe(true);
  });

  it("costs QuickBooks a call for each object and no other", async () => {
    expect((await compare()).metered).toBe(2);
  });
});

describe("what was changed behind the ledger's back", () => {
  it("is found missing, repaired by the ordinary pass, and then the books agree", async () => {
    const [one = "", two = ""] = ids;
    const customer = await customerOf(one);
    await behindItsBack(world, () => {
      editCustomer(customer, { PrimaryPhone: { FreeFormNumber: "415-555-0100" } });
      world.salesforce("PATCH", `/sobjects/Account/${two}`, { Website: "http://gulf.example" });
    });
    expect(account(one)["Phone"]).toBeNull();
    const run = await compare();
    expect(run).toMatchObject({ agrees: false, repairable: 2 });
    const found = await ofPairs(run.id);
    expect(found.map(({ kind, systems, name }) => [kind, systems, name])).toEqual([
      ["missing", ["quickbooks"], "Tidewater Supply"],
      ["missing", ["salesforce"], "Gulf Pumps"],
    ]);
    expect(found[0]?.fields).toEqual([
      { field: "phone", label: "Phone", salesforce: null, quickbooks: "415-555-0100" },
    ]);
    expect(account(one)["Phone"]).toBeNull();

    const repairing = await world.until(world.engine.repairIntegrity(run.id, "all"));
    expect(repairing).toMatchObject({ ok: true, value: { repairing: 2 } });
    expect(await ended(run.id)).toMatchObject({ state: "done", agrees: true, repairable: 0 });
    expect(account(one)["Phone"]).toBe("415-555-0100");
    expect((await ofPairs(run.id)).map(({ state }) => state)).toEqual(["repaired", "repaired"]);
    const again = await world.until(world.engine.repairIntegrity(run.id, "all"));
    expect(again).toMatchObject({ ok: true, value: { repairing: 0 } });
    expect(await compare()).toMatchObject({ agrees: true });
  });

  it("is mended without being asked where the run repairs by itself", async () => {
    const [one = ""] = ids;
    const customer = await customerOf(one);
    await behindItsBack(world, () => {
      editCustomer(customer, { DisplayName: "Tidewater Supply Co" });
    });
    const run = await compare(true);
    expect(run).toMatchObject({ state: "done", agrees: true });
    expect(run.objects[0]).toMatchObject({ repaired: 1, linked: 2, agreed: 2 });
    expect(account(one)["Name"]).toBe("Tidewater Supply Co");
  });

  it("is told when a linked record is gone for good, and nothing is deleted for it", async () => {
    const [one = ""] = ids;
    const customer = await customerOf(one);
    await behindItsBack(world, () => {
      world.salesforce("DELETE", `/sobjects/Account/${one}`);
    });
    const run = await compare(true);
    expect(await ofPairs(run.id)).toMatchObject([
      { kind: "gone", systems: ["salesforce"], state: "repaired" },
    ]);
    const { Customer } = world.quickbooks("GET", `/customer/${customer}`) as {
      Customer: { Active: boolean };
    };
    expect(Customer.Active).toBe(true);
    const next = await compare();
    expect(await ofPairs(next.id)).toEqual([]);
    expect(next.objects[0]).toMatchObject({ linked: 2, agreed: 1, waiting: 1 });
  });

  it("is a mark that somebody edited: restored; on a record that is not linked: cleared", async () => {
    const [one = ""] = ids;
    const customer = await customerOf(one);
    const stray = world.salesforce("POST", "/sobjects/Account", { Name: "Loner" }) as {
      id: string;
    };
    await behindItsBack(world, () => {
      const unmarked = { Accord_QB_Id__c: null };
      world.salesforce("PATCH", `/sobjects/Account/${one}`, unmarked);
      const mark = { Accord_QB_Id__c: `${REALM}:Customer:1` };
      world.salesforce("PATCH", `/sobjects/Account/${stray.id}`, mark);
    });
    const run = await compare(true);
    expect(await ofPairs(run.id)).toHaveLength(2);
    expect(run).toMatchObject({ agrees: true });
    expect(account(one)["Accord_QB_Id__c"]).toBe(`${REALM}:Customer:${customer}`);
    expect(account(stray.id)["Accord_QB_Id__c"]).toBeNull();
  });
});

describe("values that differ though the ledger says that both are settled", () => {
  it("are shown to a person, because nothing tells which one is newer", async () => {
    const [one = ""] = ids;
    world.kill();
    // A ledger that was restored from a copy, or a fault of ours: it holds what nobody ever agreed on.
    world.tamperLedger(
      `update images set base = json_set(base, '$."PrimaryPhone.FreeFormNumber"', '1'),
       seen = json_set(seen, '$."PrimaryPhone.FreeFormNumber"', '1')
       where system = 'quickbooks' and link_id = 1`,
      [],
    );
    const customer = await customerIn(1);
    editRaw(customer, "1");
    await world.boot();
    await world.run(30_000);
    const run = await compare(true);
    expect(await ofPairs(run.id)).toMatchObject([
      {
        kind: "drift",
        state: "repaired",
        note: "A person is asked which value to keep.",
        fields: [{ field: "phone", salesforce: null, quickbooks: "1" }],
      },
    ]);
    const seen = await world.until(world.engine.viewRecord("Account", one));
    expect(seen).toMatchObject({ ok: true, value: { status: "needsDecision" } });
    const next = await compare();
    expect(next).toMatchObject({ agrees: true });
    expect(next.objects[0]).toMatchObject({ waiting: 1 });
  });
});

async function customerIn(link: number): Promise<string> {
  const row = await world.reports
    .selectFrom("links")
    .select("quickbooksId")
    .where("id", "=", link)
    .executeTakeFirstOrThrow();
  return row.quickbooksId;
}

/** As a fault in QuickBooks itself would: another value under the same version. */
function editRaw(id: string, phone: string): void {
  const record = world.company.store.record("Customer", id);
  if (record === undefined) throw new Error("no such customer");
  Object.assign(record.fields, { PrimaryPhone: { FreeFormNumber: phone } });
}

describe("while people work", () => {
  it("a change that is on its way is no finding, however many there are", async () => {
    const [one = "", two = ""] = ids;
    const customer = await customerOf(two);
    const started = await world.until(
      world.engine.startIntegrity({ objects: [], repair: false, actor: "Ada" }),
    );
    if (!started.ok) throw new Error("not started");
    for (let turn = 0; turn < 60; turn += 1) {
      world.salesforce("PATCH", `/sobjects/Account/${one}`, { Phone: `(415) 555-${1000 + turn}` });
      editCustomer(customer, { PrimaryPhone: { FreeFormNumber: `(650) 555-${1000 + turn}` } });
      await world.run(700);
    }
    const run = await ended(started.value.id);
    expect(await ofPairs(run.id)).toEqual([]);
    expect(run.agrees).toBe(true);
    expect(run.objects[0]?.busy).toBeLessThanOrEqual(2);
  });

  it("a run that dies anywhere goes on where it was", async () => {
    const [one = ""] = ids;
    const customer = await customerOf(one);
    await behindItsBack(world, () => {
      editCustomer(customer, { PrimaryPhone: { FreeFormNumber: "415-555-0100" } });
    });
    const started = await world.until(
      world.engine.startIntegrity({ objects: [], repair: true, actor: "Ada" }),
    );
    if (!started.ok) throw new Error("not started");
    world.restartAfterMs = () => 500;
    for (let death = 0; death < 12; death += 1) {
      await world.runUntil(() => world.isAlive);
      await world.run(world.random.between(100, 4_000, "lives"));
      world.kill();
    }
    await world.runUntil(() => world.isAlive);
    const run = await ended(started.value.id);
    expect(run).toMatchObject({ state: "done", agrees: true });
    expect(await ofPairs(run.id)).toMatchObject([{ kind: "missing", state: "repaired" }]);
    expect(account(one)["Phone"]).toBe("415-555-0100");
    world.restartAfterMs = null;
  });

  it("a run that is cancelled stops, and what it read is forgotten", async () => {
    const started = await world.until(
      world.engine.startIntegrity({ objects: ["Customer"], repair: false, actor: "Ada" }),
    );
    if (!started.ok) throw new Error("not started");
    const cancelled = await world.until(world.engine.cancelIntegrity(started.value.id));
    expect(cancelled).toMatchObject({ ok: true, value: { state: "cancelled" } });
    await world.run(60_000);
    expect(await view(started.value.id)).toMatchObject({ state: "cancelled", agrees: null });
    const kept = await world.reports.selectFrom("surveyParts").selectAll().execute();
    expect(kept).toEqual([]);
  });
});

describe("jobs", () => {
  const JOB = {
    name: "Every hour",
    objects: ["Customer"],
    repair: true,
    actor: "Ada",
    schedule: {
      type: "recurring",
      every: 1,
      unit: "hours",
      start: "2026-06-15T16:00",
      timeZone: "UTC",
    },
  } as const;

  it("start a run when they are due, and once for all turns that were missed", async () => {
    const saved = await world.until(world.engine.saveIntegrityJob(null, JOB));
    expect(saved).toMatchObject({ ok: true, value: { nextAt: "2026-06-15T16:00:00Z" } });
    await world.run(3_700_000 - (world.clock.now() % 3_600_000));
    await world.run(60_000);
    expect(await world.until(world.engine.listIntegrity())).toMatchObject([
      { why: "schedule", reason: "Every hour", state: "done" },
    ]);
    world.kill();
    await world.run(5 * 3_600_000);
    await world.boot();
    await world.run(120_000);
    expect(await world.until(world.engine.listIntegrity())).toHaveLength(2);
    const [job] = await world.until(world.engine.listIntegrityJobs());
    expect(Date.parse(job?.nextAt ?? "")).toBeGreaterThan(world.clock.now());
  });

  it("have a name of their own, and say what they cost before they are saved", async () => {
    await world.until(world.engine.saveIntegrityJob(null, JOB));
    const again = await world.until(
      world.engine.saveIntegrityJob(null, { ...JOB, name: " every HOUR" }),
    );
    expect(again).toMatchObject({ ok: false, error: { code: "JOB_NAME_TAKEN" } });
    const late = { type: "once", start: "2020-01-01T10:00", timeZone: "UTC" } as const;
    const over = await world.until(
      world.engine.saveIntegrityJob(null, { ...JOB, name: "Late", schedule: late }),
    );
    expect(over).toMatchObject({ ok: false, error: { code: "SCHEDULE_INVALID" } });
    const cost = await world.until(world.engine.integrityCost(["Customer"], JOB.schedule));
    expect(cost).toMatchObject({ ok: true, value: { meteredPerRun: 2 } });
    const { connections } = await world.until(world.engine.status());
    const budget = connections.find(({ system }) => system === "quickbooks")?.budget;
    if (!cost.ok) throw new Error("no cost");
    // The job that is saved is part of the month's forecast.
    expect(budget?.expectedThisMonth).toBeGreaterThan(cost.value.turnsThisMonth * 2);
  });
});
