/** What can be measured, by name. */
import type { Figure } from "./figure.ts";
import { emulatorLoad } from "./real/emulator-load.ts";
import { idleLatency } from "./real/idle-latency.ts";
import { memoryAndDisk } from "./real/memory-and-disk.ts";
import { overhead } from "./real/overhead.ts";
import { quickbooksLoad } from "./real/quickbooks-load.ts";
import { salesforceLoad } from "./real/salesforce-load.ts";
import { simulatorSpeed } from "./real/simulator-speed.ts";
import { webhookIntake } from "./real/webhook-intake.ts";
import { queueingLatency } from "./virtual/added-latency.ts";
import { budgetUse } from "./virtual/budget-use.ts";
import { callEfficiency } from "./virtual/call-efficiency.ts";
import { echoReads } from "./virtual/echo-reads.ts";
import { interference } from "./virtual/interference.ts";
import { unlinkedPages } from "./virtual/unlinked-pages.ts";

export interface Suite {
  readonly name: string;
  readonly about: string;
  /** Counted or in virtual time, so the same on every machine; the others measure this machine. */
  readonly isExact: boolean;
  /** Records: of the usual run, and of `--full`, which takes as many as the reference asks for. */
  readonly size: number;
  readonly fullSize: number;
  readonly measure: (size: number) => Promise<Figure[]>;
}

export const SUITES: readonly Suite[] = [
  {
    name: "p1",
    about: "call efficiency: calls over the fewest possible",
    isExact: true,
    size: 500,
    fullSize: 10_000,
    measure: callEfficiency,
  },
  {
    name: "p1-echo",
    about: "calls that notices of our own writes cause",
    isExact: true,
    size: 30,
    fullSize: 500,
    measure: echoReads,
  },
  {
    name: "p2",
    about: "budget use and waste under QuickBooks' limits",
    isExact: true,
    // Of fewer the unused end of the last minute, which is kept for people, is a large part.
    size: 3_000,
    fullSize: 10_000,
    measure: budgetUse,
  },
  {
    name: "p3",
    about: "processor time over a hand-written loop's",
    isExact: false,
    size: 50,
    fullSize: 500,
    measure: overhead,
  },
  {
    name: "p4-queueing",
    about: "waiting inside the engine, idle and at 80 % of the budget",
    isExact: true,
    size: 400,
    fullSize: 4_000,
    measure: queueingLatency,
  },
  {
    name: "p4-real",
    about: "time the idle engine adds to one change",
    isExact: false,
    size: 200,
    fullSize: 500,
    measure: idleLatency,
  },
  {
    name: "p5",
    about: "memory and disk: slopes, peak, bytes per link",
    isExact: false,
    size: 2_400,
    fullSize: 200_000,
    measure: memoryAndDisk,
  },
  {
    name: "p6",
    about: "interference of poison, and recovery",
    isExact: true,
    size: 600,
    fullSize: 5_000,
    measure: interference,
  },
  {
    name: "pages",
    about: "metered calls of opening unlinked pages",
    isExact: true,
    size: 100,
    fullSize: 100,
    measure: unlinkedPages,
  },
  {
    name: "intake",
    about: "time to a webhook's answer",
    isExact: false,
    size: 300,
    fullSize: 2_000,
    measure: webhookIntake,
  },
  {
    name: "emulator",
    about: "the emulators' reads and writes by id among many records",
    isExact: false,
    size: 10_000,
    fullSize: 10_000,
    measure: emulatorLoad,
  },
  {
    name: "emulator-quickbooks",
    about: "the QuickBooks emulator as a load target, over HTTP with its folder",
    isExact: false,
    size: 20_000,
    fullSize: 100_000,
    measure: quickbooksLoad,
  },
  {
    name: "emulator-salesforce",
    about: "the Salesforce emulator as a load target, over HTTP with its folder",
    isExact: false,
    size: 50_000,
    fullSize: 250_000,
    measure: salesforceLoad,
  },
  {
    name: "simulator",
    about: "seeds that the simulator runs in a second",
    isExact: false,
    size: 300,
    fullSize: 3_000,
    measure: simulatorSpeed,
  },
];

/** Suites whose name is `word` or begins with it and a dash; `exact` and `real` name their kind. */
export function suitesNamed(word: string): readonly Suite[] {
  const wanted = word.toLowerCase();
  return SUITES.filter(({ name, isExact }) => {
    if (wanted === "exact") return isExact;
    if (wanted === "real") return !isExact;
    return name === wanted || name.startsWith(`${wanted}-`);
  });
}
