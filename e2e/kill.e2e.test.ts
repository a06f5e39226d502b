/**
 * SIGKILL of the service at any moment during `send`, then a new start: exactly one customer exists and
 * the record ends green, or red with a reason. Against the running processes.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BarePrograms, barePrograms } from "./support/bare-programs.ts";
import { type Fault, haveFaultsStruck, setFaults } from "./support/emulators.ts";
import { claimPorts } from "./support/ports.ts";
import { pause, temporaryFolder } from "./support/product.ts";
import { customersNamed } from "./support/quickbooks-api.ts";
import { createAccounts, linkMarkOf } from "./support/salesforce-api.ts";
import { callService, type RecordView, untilSettled } from "./support/service-api.ts";

interface Moment {
  /** When the service is killed, in milliseconds after Send was pressed, or after its fault struck. */
  readonly delayMs: number;
  readonly when: string;
  readonly quickbooks?: Fault;
  readonly salesforce?: Fault;
}

/** An undisturbed Send takes about 150 ms from the click to green. */
const SWEEP_MS = [0, 5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 110, 130, 160, 200, 300];
/** A started service holds its calls to QuickBooks back for a second: not to kill every Send within it. */
const START_PAUSE_MS = 1100;
const CREATE = { method: "POST", path: "/customer" };
/** Salesforce is read and stamped by composite calls. */
const COMPOSITE = { method: "POST", path: "/composite" };

const MOMENTS: readonly Moment[] = [
  ...SWEEP_MS.map((delayMs) => ({ delayMs, when: "at its own pace" })),
  {
    delayMs: 100,
    when: "while QuickBooks takes its time over the create",
    quickbooks: { match: CREATE, fault: "slow", delayMs: 1000 },
  },
  {
    delayMs: 100,
    when: "while QuickBooks has created it and its answer is lost",
    quickbooks: { match: CREATE, fault: "timeout-after" },
  },
  {
    delayMs: 100,
    when: "while QuickBooks has done nothing and never answers",
    quickbooks: { match: CREATE, fault: "timeout-before" },
  },
  {
    delayMs: 100,
    when: "after QuickBooks created it and broke the connection",
    quickbooks: { match: CREATE, fault: "close-after" },
  },
  {
    delayMs: 100,
    when: "while Salesforce takes its time over the first look",
    salesforce: { match: COMPOSITE, fault: "slow", delayMs: 1000 },
  },
  {
    delayMs: 100,
    when: "while Salesforce takes its time over the mark",
    salesforce: {
      match: { ...COMPOSITE, body: 'Accord_QB_Id__c":' },
      fault: "slow",
      delayMs: 1000,
    },
  },
  {
    delayMs: 100,
    when: "after Salesforce took the mark and broke the connection",
    salesforce: { match: { ...COMPOSITE, body: 'Accord_QB_Id__c":' }, fault: "close-after" },
  },
];

async function untilFaultsStruck({ quickbooks, salesforce }: BarePrograms): Promise<void> {
  const isThrough = async (): Promise<boolean> =>
    (await haveFaultsStruck(quickbooks)) && (await haveFaultsStruck(salesforce));
  await expect.poll(isThrough, { timeout: 10_000, interval: 20 }).toBe(true);
}

const nameOf = (moment: number): string => `Killed Send ${moment + 1}`;

describe(`${MOMENTS.length} kills of the service during send`, () => {
  let stack: BarePrograms;
  let accounts: readonly string[] = [];
  /** How far each Send had come, to know that the moments differ. */
  const seenAtKill = new Set<string>();
  beforeAll(async () => {
    stack = barePrograms(await claimPorts(), temporaryFolder());
    const { salesforceEmulator, quickbooksEmulator, service } = stack.programs;
    await Promise.all([salesforceEmulator.start(), quickbooksEmulator.start()]);
    await service.start();
    accounts = await createAccounts(
      stack,
      MOMENTS.map((_, moment) => nameOf(moment)),
    );
    await untilSettled(stack, "Account", accounts[0] ?? "");
  });
  afterAll(() => stack.discard());

  const send = (id: string): Promise<boolean> =>
    callService(stack, "POST", `/records/Account/${id}/send`, { onMatch: "ask" }).then(
      ({ status }) => status === 202,
      () => false,
    );

  /** What a person does who saw no answer: looks, and presses again if nothing was begun. */
  async function untilEnded(id: string): Promise<RecordView> {
    const view = await untilSettled(stack, "Account", id);
    if (view.status !== "notLinked") return view;
    await send(id);
    return untilSettled(stack, "Account", id);
  }

  it.each(MOMENTS.map((moment, place) => ({ ...moment, place })))(
    "leave one customer and a record that says how it ended: $delayMs ms, $when",
    async ({ delayMs, quickbooks, salesforce, place }) => {
      const id = accounts[place] ?? "";
      if (quickbooks) await setFaults(stack.quickbooks, [quickbooks]);
      if (salesforce) await setFaults(stack.salesforce, [salesforce]);
      await pause(START_PAUSE_MS);
      const sent = send(id);
      if (quickbooks || salesforce) await untilFaultsStruck(stack);
      await pause(delayMs);
      await stack.programs.service.kill();
      const wasAccepted = await sent;
      await setFaults(stack.quickbooks, []);
      await setFaults(stack.salesforce, []);
      const { length: customersAtKill } = await customersNamed(stack, nameOf(place));
      seenAtKill.add(`${wasAccepted ? "recorded" : "not recorded"}, ${customersAtKill} customers`);

      await stack.programs.service.start();
      const view = await (wasAccepted ? untilSettled(stack, "Account", id) : untilEnded(id));
      const customers = await customersNamed(stack, nameOf(place));
      expect(customers).toHaveLength(1);
      if (view.status === "error") {
        expect(view.error?.message).toBeTruthy();
        expect(view.error?.action).toBeTruthy();
        return;
      }
      expect(view.status).toBe("inSync");
      expect(view.quickbooks?.id).toBe(customers[0]?.Id);
      expect(await linkMarkOf(stack, id)).toContain(`Customer:${customers[0]?.Id}`);
    },
    60_000,
  );

  it("fell before the wish was recorded, before the create and after it", () => {
    expect([...seenAtKill].sort()).toEqual(
      expect.arrayContaining([
        "not recorded, 0 customers",
        "recorded, 0 customers",
        "recorded, 1 customers",
      ]),
    );
  });
});
