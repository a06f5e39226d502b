import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { ManyRecords } from "@accord-sync/core/ports/many-records.ts";
import type {
  CallClass,
  QuickbooksRemote,
  Receipt,
  SalesforceRemote,
  PlannedWrite,
} from "@accord-sync/core/ports/remote.ts";
import { fail, succeed } from "@accord-sync/core/records/result.ts";
import { quickbooksRef, salesforceRef } from "./engine-context.ts";
import { budgetedQuickbooks, budgetedSalesforce } from "./budgeted-remote.ts";
import { DAILY_PROBE_MS, QUICKBOOKS_LIMITS, RateBudget, SALESFORCE_LIMITS } from "./rate-budget.ts";
import { testContext } from "./testing/test-context.ts";
import { VirtualClock } from "./testing/virtual-clock.ts";

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error("missing");
  return value;
};

const never = (): never => {
  throw new Error("not called here");
};

const PAYLOAD = { method: "POST", path: "/customer", headers: {}, body: "{}" } as const;

/** A company that answers every write and every look with `error`. */
function company(
  error: OperationalError,
  outcome: "rejected" | "unknown" = "rejected",
): QuickbooksRemote {
  return {
    system: "quickbooks",
    accountId: "1",
    observe: async () => fail(error),
    encode: never,
    send: async (): Promise<Receipt> => ({ outcome, error }),
    find: never,
    sweep: never,
    compareVersions: never,
    pageUrl: never,
    removals: never,
    listDirectory: never,
    directoryEntry: never,
    select: never,
    describeCompany: never,
  };
}

function setUp(remote: QuickbooksRemote) {
  const clock = new VirtualClock();
  const told: string[] = [];
  const counted: CallClass[] = [];
  const budgeted = budgetedQuickbooks(remote, {
    paused: () => null,
    budget: new RateBudget(clock, QUICKBOOKS_LIMITS),
    clock,
    observer: {
      counted: async (callClass, calls) => {
        counted.push(...Array.from({ length: calls }, () => callClass));
      },
      answered: () => told.push("answered"),
      schemaDoubted: () => told.push("doubt"),
      failed: (error) => told.push(error.code),
    },
    priority: 0,
  });
  return { clock, told, counted, budgeted };
}

describe("a remote behind its budget", () => {
  it("counts the calls that a page says it took, and one where it says nothing", async () => {
    const pages = [
      { items: [], next: null, calls: 3 },
      { items: [], next: null },
    ];
    const select = async () => succeed(pages.shift() ?? { items: [], next: null, calls: 0 });
    const { budgeted, counted } = setUp({ ...company(operationalError("QBO_REFUSED")), select });
    await budgeted.select(CUSTOMER_ACCOUNT, "", null);
    expect(counted).toEqual(["read", "read", "read"]);
    await budgeted.select(CUSTOMER_ACCOUNT, "", null);
    expect(counted).toHaveLength(4);
  });

  it("sends again what was refused for its token alone, when there is room, and tells nobody", async () => {
    const sentAt: number[] = [];
    const clock = new VirtualClock();
    const told: string[] = [];
    const send = async (): Promise<Receipt> => {
      sentAt.push(clock.now());
      const code = sentAt.length === 1 ? "AUTH_EXPIRED" : "QBO_REFUSED";
      return { outcome: "rejected", error: operationalError(code) };
    };
    const budgeted = budgetedQuickbooks(
      { ...company(operationalError("QBO_REFUSED")), send },
      {
        paused: () => null,
        budget: new RateBudget(clock, { buckets: [{ windowMs: 1_000, max: 1 }], inFlightMax: 5 }),
        clock,
        observer: {
          counted: async () => {},
          answered: () => told.push("answered"),
          schemaDoubted: () => {},
          failed: (error) => told.push(error.code),
        },
        priority: 0,
      },
    );
    const sending = budgeted.send(CUSTOMER_ACCOUNT, PAYLOAD);
    await clock.advance(5_000);
    expect(await sending).toMatchObject({ error: { code: "QBO_REFUSED" } });
    const [first = 0, again = 0] = sentAt;
    expect(again - first).toBeGreaterThanOrEqual(1_000);
    expect(told).toEqual(["answered"]);
  });

  it("gives up when the next token is refused too", async () => {
    const { budgeted, told } = setUp(company(operationalError("AUTH_EXPIRED")));
    const refused = { error: { code: "AUTH_EXPIRED" } };
    expect(await budgeted.send(CUSTOMER_ACCOUNT, PAYLOAD)).toMatchObject(refused);
    expect(told).toEqual(["AUTH_EXPIRED"]);
  });

  it("is not out of flight before it is counted: a crash loses the count of no more than is out", async () => {
    const clock = new VirtualClock();
    let asked = 0;
    let count = () => {};
    const observe = async () => {
      asked += 1;
      return succeed({ kind: "deleted", ref: quickbooksRef("Customer", "1") } as const);
    };
    const remote = { ...company(operationalError("QBO_REFUSED")), observe };
    const budgeted = budgetedQuickbooks(remote, {
      paused: () => null,
      budget: new RateBudget(clock, { buckets: [], inFlightMax: 1 }),
      clock,
      observer: {
        counted: () => new Promise<void>((resolve) => void (count = resolve)),
        answered: () => {},
        schemaDoubted: () => {},
        failed: () => {},
      },
      priority: 0,
    });
    void budgeted.observe(CUSTOMER_ACCOUNT, "1");
    void budgeted.observe(CUSTOMER_ACCOUNT, "2");
    await clock.advance(1_000);
    expect(asked).toBe(1);
    count();
    await clock.advance(1_000);
    expect(asked).toBe(2);
  });

  it("sends nothing for a minute after a 429, whoever made the call (I14)", async () => {
    const { clock, told, budgeted } = setUp(company(operationalError("QBO_THROTTLED")));
    const start = clock.now();
    await clock.runUntil(budgeted.observe(CUSTOMER_ACCOUNT, "1"));
    await clock.runUntil(budgeted.send(CUSTOMER_ACCOUNT, PAYLOAD));
    expect(clock.now() - start).toBeGreaterThanOrEqual(60_000);
    expect(told).toEqual(["QBO_THROTTLED", "QBO_THROTTLED"]);
  });

  it("waits as long as the vendor says", async () => {
    const error = operationalError("QBO_THROTTLED", {}, { retryAfterMs: 5_000 });
    const { clock, budgeted } = setUp(company(error));
    const start = clock.now();
    await clock.runUntil(budgeted.observe(CUSTOMER_ACCOUNT, "1"));
    await clock.runUntil(budgeted.observe(CUSTOMER_ACCOUNT, "1"));
    expect(clock.now() - start).toBe(5_000);
  });

  it("takes the refusal of one record for an answer: the system is there", async () => {
    const { clock, told, budgeted } = setUp(company(operationalError("QBO_DUPLICATE_NAME")));
    await clock.runUntil(budgeted.send(CUSTOMER_ACCOUNT, PAYLOAD));
    expect(told).toEqual(["answered"]);
  });

  it("counts what the vendor may have carried out, and nothing that it refused", async () => {
    const refused = setUp(company(operationalError("QBO_DUPLICATE_NAME")));
    await refused.clock.runUntil(refused.budgeted.send(CUSTOMER_ACCOUNT, PAYLOAD));
    expect(refused.counted).toEqual([]);
    const doubtful = setUp(company(operationalError("REMOTE_UNREACHABLE"), "unknown"));
    await doubtful.clock.runUntil(doubtful.budgeted.send(CUSTOMER_ACCOUNT, PAYLOAD));
    expect(doubtful.counted).toEqual(["write"]);
  });
});

describe("an org behind its budget", () => {
  async function orgThat(
    parts: Partial<SalesforceRemote>,
    priorities: readonly number[],
    paused: () => OperationalError | null = () => null,
  ) {
    const clock = new VirtualClock();
    const { salesforce } = await testContext();
    const budget = new RateBudget(clock, SALESFORCE_LIMITS);
    const told: string[] = [];
    let calls = 0;
    const observer = {
      counted: async (_class: CallClass, count: number) => {
        calls += count;
      },
      answered: () => told.push("answered"),
      schemaDoubted: () => told.push("doubt"),
      failed: (error: OperationalError) => told.push(error.code),
    };
    const remote = { ...salesforce, dailyUsage: () => null, ...parts };
    const behind = priorities.map((priority) =>
      budgetedSalesforce(remote, { budget, clock, observer, priority, paused }),
    );
    return { clock, told, calls: () => calls, behind };
  }

  it("whose day is used up is asked by nobody but a person, and by one look after minutes", async () => {
    const observe = async () => fail(operationalError("SF_REQUEST_LIMIT"));
    const { clock, behind, told } = await orgThat({ observe }, [0, 1]);
    const [click, background] = behind;
    await clock.runUntil(must(background).observe(CUSTOMER_ACCOUNT, "1"));
    const start = clock.now();
    await clock.runUntil(must(click).observe(CUSTOMER_ACCOUNT, "1"));
    expect(clock.now()).toBe(start);
    await clock.runUntil(must(background).observe(CUSTOMER_ACCOUNT, "1"));
    expect(clock.now() - start).toBe(DAILY_PROBE_MS);
    expect(told).toEqual(Array.from({ length: 3 }, () => "SF_REQUEST_LIMIT"));
  });

  it("has its usage told to the budget by every answer", async () => {
    let used = 0;
    const observe = async () => {
      used = 96;
      return succeed({ kind: "absent", ref: salesforceRef("Account", "1") } as const);
    };
    const dailyUsage = () => ({ used, max: 100 });
    const { clock, behind } = await orgThat({ observe, dailyUsage }, [1]);
    const start = clock.now();
    await clock.runUntil(must(behind[0]).observe(CUSTOMER_ACCOUNT, "1"));
    await clock.runUntil(must(behind[0]).observe(CUSTOMER_ACCOUNT, "1"));
    expect(clock.now() - start).toBe(DAILY_PROBE_MS);
  });

  it("counts a load by the requests that it took, and says when nobody heard of its end", async () => {
    const unknown: Receipt = { outcome: "unknown", error: operationalError("REMOTE_UNREACHABLE") };
    const { salesforce } = await testContext();
    const writeMany = async () => ({ receipts: new Map([["a", unknown]]), calls: 9 });
    const many = { ...salesforce.many, writeMany };
    const { clock, told, calls, behind } = await orgThat({ many }, [3]);
    const steps = { opened: never, rest: never };
    await clock.runUntil(must(behind[0]).many.writeMany(CUSTOMER_ACCOUNT, [], steps));
    expect([calls(), told]).toEqual([9, ["REMOTE_UNREACHABLE"]]);
  });

  it("stops where its connection is paused, and leaves its rows in doubt", async () => {
    const { salesforce } = await testContext();
    const exchanged: string[] = [];
    const writeMany: ManyRecords["writeMany"] = async (_mapping, _writes, steps, permit) => {
      await permit?.(async () => exchanged.push("opened"));
      await steps.rest(0);
      await permit?.(async () => exchanged.push("looked"));
      return { receipts: new Map(), calls: 2 };
    };
    let isPaused = false;
    const many = { ...salesforce.many, writeMany };
    const error = operationalError("CONNECTION_PAUSED");
    const { clock, behind, told } = await orgThat({ many }, [3], () => (isPaused ? error : null));
    const rest = async () => {
      isPaused = true;
    };
    const write = { key: "a", write: { linkMark: "1" } as PlannedWrite };
    const load = must(behind[0]).many.writeMany(CUSTOMER_ACCOUNT, [write], { opened: never, rest });
    const end = await clock.runUntil(load);
    expect(exchanged).toEqual(["opened"]);
    expect([...end.receipts.values()]).toEqual([{ outcome: "unknown", error }]);
    const begun = must(behind[0]).many.writeMany(CUSTOMER_ACCOUNT, [write], {
      opened: never,
      rest,
    });
    const none = await clock.runUntil(begun);
    expect([...none.receipts.values()]).toEqual([{ outcome: "rejected", error }]);
    expect([exchanged, told]).toEqual([["opened"], []]);
  });

  it("says that its schema is doubted when a field is refused", async () => {
    const observe = async () => fail(operationalError("SF_FIELD_NOT_WRITABLE"));
    const { clock, told, behind } = await orgThat({ observe }, [1]);
    await clock.runUntil(must(behind[0]).observe(CUSTOMER_ACCOUNT, "1"));
    expect(told).toEqual(["doubt", "answered"]);
  });
});

describe("a paused connection", () => {
  const PAUSED = operationalError("CONNECTION_PAUSED", {
    system: "QuickBooks",
    by: "Ada",
    since: "2026-01-05T09:00:00Z",
  });
  const found = { system: "quickbooks", observer: { failed: never, answered: () => {} } } as const;

  function paused(remote: QuickbooksRemote, isPaused: () => boolean) {
    const clock = new VirtualClock();
    return budgetedQuickbooks(remote, {
      budget: new RateBudget(clock, QUICKBOOKS_LIMITS),
      clock,
      paused: () => (isPaused() ? PAUSED : null),
      observer: { ...found.observer, counted: async () => {}, schemaDoubted: () => {} },
      priority: 1,
    });
  }

  it("is sent nothing: a write is refused for certain, a look fails, and no trouble is told (I26)", async () => {
    const remote = paused({ ...company(PAUSED), observe: never, send: never }, () => true);
    expect(await remote.send(CUSTOMER_ACCOUNT, PAYLOAD)).toEqual({
      outcome: "rejected",
      error: PAUSED,
    });
    expect(await remote.observe(CUSTOMER_ACCOUNT, "1")).toEqual(fail(PAUSED));
  });

  it("is sent nothing either by a call that was admitted before and had not left", async () => {
    let isPaused = false;
    const left: string[] = [];
    const observe: QuickbooksRemote["observe"] = async (_mapping, id, permit) => {
      isPaused = true;
      await permit?.(async () => left.push(id));
      return succeed({ kind: "absent" as const, ref: quickbooksRef("Customer", id) });
    };
    const remote = paused({ ...company(PAUSED), observe }, () => isPaused);
    expect(await remote.observe(CUSTOMER_ACCOUNT, "1")).toEqual(fail(PAUSED));
    expect(left).toEqual([]);
  });

  it("lets a call that has begun end: it is not cut in two", async () => {
    let isPaused = false;
    const left: string[] = [];
    const observe: QuickbooksRemote["observe"] = async (_mapping, id, permit) => {
      await permit?.(async () => left.push(`${id} first`));
      isPaused = true;
      await permit?.(async () => left.push(`${id} second`));
      return succeed({ kind: "absent" as const, ref: quickbooksRef("Customer", id) });
    };
    await paused({ ...company(PAUSED), observe }, () => isPaused).observe(CUSTOMER_ACCOUNT, "1");
    expect(left).toEqual(["1 first", "1 second"]);
  });
});
