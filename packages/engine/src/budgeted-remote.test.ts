import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { CallClass, QuickbooksRemote, Receipt } from "@accord-sync/core/ports/remote.ts";
import { fail, succeed } from "@accord-sync/core/records/result.ts";
import { budgetedQuickbooks } from "./budgeted-remote.ts";
import { QUICKBOOKS_LIMITS, RateBudget } from "./rate-budget.ts";
import { VirtualClock } from "./testing/virtual-clock.ts";

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
