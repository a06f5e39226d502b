/**
 * SIGKILL of the service at random moments while people work on both sides, started again each time, and judged by
 * the simulator's oracle from both stores, the journal of what people wrote, the ledger, and what the emulators heard.
 *
 * The emulators are those of the product behind their sockets, in this process, so that the journal notes what a
 * person overwrote at the moment it is overwritten. `ACCORD_SEED` repeats what people do and when the service dies.
 */
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { Journal } from "@accord-sync/simulator/journal.ts";
import { KeyedRandom } from "@accord-sync/simulator/keyed-random.ts";
import { NO_FAULTS } from "@accord-sync/simulator/fault-plan.ts";
import type { Violation } from "@accord-sync/simulator/oracle/evidence.ts";
import { judgeRecorded } from "@accord-sync/simulator/oracle/oracle.ts";
import { VersionWatch } from "@accord-sync/simulator/oracle/versions.ts";
import { isQuiet, listWaiting, readLinks, readReports } from "@accord-sync/simulator/reports.ts";
import { QUICKBOOKS_ORIGIN } from "@accord-sync/simulator/sim-servers.ts";
import { ORG, REALM } from "@accord-sync/simulator/world.ts";
import { act, begin } from "./judged/day.ts";
import { Door } from "./judged/door.ts";
import { readLedger } from "./judged/read-ledger.ts";
import { People } from "./judged/people.ts";
import { openStage, type Stage } from "./judged/stage.ts";
import { type BarePrograms, barePrograms, VERIFIER_TOKEN } from "./support/bare-programs.ts";
import { claimPorts } from "./support/ports.ts";
import { temporaryFolder } from "./support/product.ts";

const SEED = process.env["ACCORD_SEED"] ?? String(Math.floor(Math.random() * 2 ** 31));
const KILLS = 20;
/** The business as the demonstration calls it. */
const SCOPE = { tenant: "main", org: ORG, company: REALM };

/** From its launch on a service lives so long: some die before they are up. */
const LIFE_MS = [200, 4_600] as const;
/** Between two things that people do. */
const PEOPLE_MS = [50, 450] as const;
/** What was heard so shortly before a death may not have been taken in. */
const HEARD_BEFORE_MS = 1_000;
/** How far a busy machine shifts the arrival of requests against each other. */
const NOTED_WITHIN_MS = 500;
const REST_WITHIN_MS = 100_000;
/** Nothing may be written in this time; the org is swept three times. */
const WATCH_MS = 6_500;
const POLL_SECONDS = 2;

const now = () => Date.now();

describe(`${KILLS} kills of the service while people work`, () => {
  const random = new KeyedRandom(`kills ${SEED}`);
  const journal = new Journal();
  const versions = new VersionWatch();
  const deaths = new Map<object, number>();
  const log: string[] = [];
  let stack: BarePrograms;
  let door: Door;
  let stage: Stage;
  let people: People;

  beforeAll(async () => {
    const settings = { ACCORD_SALESFORCE_POLL_SECONDS: String(POLL_SECONDS) };
    stack = barePrograms(await claimPorts(), temporaryFolder(), settings);
    const { port, service } = stack;
    door = new Door(random, now, VERIFIER_TOKEN);
    const ports = { salesforce: port + 1, quickbooks: port + 2, pubSub: port + 11 };
    stage = await openStage(door, ports, `${service}/webhooks/quickbooks`);
    people = await People.come(stack, door, journal);
    await start();
    await begin(people, random);
    const from = now();
    while (people.records("salesforce").length < people.records("quickbooks").length) {
      if (now() - from > 30_000) throw new Error("the first records do not come over");
      await pause(100);
    }
  });
  afterAll(async () => {
    await stack.discard();
    await stage.stop();
  });

  async function start(): Promise<void> {
    door.owner = {};
    await stack.programs.service.start();
  }

  async function kill(): Promise<void> {
    const { service } = stack.programs;
    await service.kill();
    deaths.set(door.owner, now());
    log.push(...service.output().split("\n"));
  }

  async function dieAgainAndAgain(): Promise<readonly number[]> {
    const onTheirWay: number[] = [];
    for (let life = 0; life < KILLS; life += 1) {
      await pause(random.between(...LIFE_MS, "life"));
      const at = now();
      onTheirWay.push(
        door.traffic.filter(({ heardAt }) => heardAt !== null && heardAt > at).length,
      );
      await kill();
      // A start that is cut short by the next death never becomes healthy.
      start().catch(() => undefined);
    }
    return onTheirWay;
  }

  async function untilRest(): Promise<readonly Violation[]> {
    const from = now();
    let quietSince = now();
    while (now() - quietSince < 2_500 || now() - from < 3_000 * POLL_SECONDS) {
      await pause(300);
      const isStill = await readLedger(stack, (db) => isQuiet(db, SCOPE));
      if (!isStill) quietSince = now();
      if (now() - from < REST_WITHIN_MS) continue;
      const waiting = await readLedger(stack, (db) => listWaiting(db, SCOPE));
      return [{ id: "I2", text: `not at rest: ${waiting.join("; ")}` }];
    }
    return [];
  }

  it("lose nothing, double nothing and end in agreement", async () => {
    onTestFinished(({ task }) => {
      if (task.result?.state === "fail") process.stdout.write(`ACCORD_SEED=${SEED}\n`);
    });
    const day = { isOver: false };
    const work = (async () => {
      for (let nth = 0; !day.isOver; nth += 1) {
        await act(people, random, nth);
        await pause(random.between(...PEOPLE_MS, "people"));
      }
    })();
    const onTheirWay = await dieAgainAndAgain();
    day.isOver = true;
    await work;
    await kill();
    await start();
    const calmFrom = now();
    const unrest = await untilRest();
    const quietFrom = now();
    await pause(WATCH_MS);
    await kill();

    for (const seen of door.traffic) {
      const died = deaths.get(seen.owner);
      if (died !== undefined && (seen.heardAt ?? 0) > died - HEARD_BEFORE_MS) seen.heardAt = null;
    }
    const found = await readLedger(stack, async (db) => {
      await versions.look(db, await readLinks(db, SCOPE));
      const { company, org, traffic } = door;
      const world = {
        company,
        org,
        traffic,
        deaths,
        takenOver: new Map<object, number>(),
        hasInvoices: false,
        isSeeded: (_: string, id: string) => door.isSeeded(id),
        reports: db,
        // Which mode it runs in is no secret, though it has the name of one.
        log: { lines: log.filter((line) => !line.includes('"mode":"demo"')) },
        notedWithinMs: NOTED_WITHIN_MS,
      };
      const scenario = { seed: SEED, faults: NO_FAULTS, initial: [], operations: [] };
      const reports = await readReports(db, SCOPE);
      expect(reports.links.length).toBeGreaterThan(5);
      return judgeRecorded({ world, scenario, journal, reports, calmFrom, quietFrom });
    });
    const calls = door.traffic.filter(({ origin }) => origin === QUICKBOOKS_ORIGIN).length;
    process.stdout.write(
      `seed ${SEED}: ${journal.writes.length} values written and ${journal.acts.length} clicks by people, ` +
        `${deaths.size} deaths, ${calls} calls of QuickBooks, ` +
        `on their way at the deaths: ${onTheirWay.join(" ")}\n`,
    );
    expect([...unrest, ...versions.violations, ...found]).toEqual([]);
    expect(log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    expect(stage.crashes).toEqual([]);
    expect(deaths.size).toBeGreaterThanOrEqual(KILLS);
    // The moments were what they are about: requests on their way, and none.
    expect(onTheirWay.some((count) => count > 0)).toBe(true);
    expect(onTheirWay.some((count) => count === 0)).toBe(true);
  }, 200_000);
});
