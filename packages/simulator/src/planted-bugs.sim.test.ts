import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { dispositionOf } from "@accord-sync/core/errors/operational-error.ts";
import type { EngineOptions } from "@accord-sync/engine/engine.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { setDeletePolicy } from "@accord-sync/ledger/deletions.ts";
import { readScenarioFile } from "./read-scenario.ts";
import { readText } from "./runtime/host.ts";
import { runScenario } from "./run-scenario.ts";
import type { Operation, Scenario } from "./scenario.ts";
import { PAIR_LIST } from "./shared-fields.ts";
import { drawScenario } from "./workload.ts";
import { SCOPE } from "./world.ts";

/**
 * The oracle can fail: each bug that is planted here must be found within so many seeds. A bug that
 * nobody finds any more means that the simulator was disarmed. These stand at the engine's doors, as a system that
 * behaves otherwise than thought would; bugs inside the engine are in `mutants/`.
 */

const EDITED_ON_REMOVAL = fileURLToPath(
  new URL("../regressions/removal-refused-for-an-edit.json", import.meta.url),
);
/** The removal leaves a good minute after the deletion, which is within ten seconds from here. */
const EDITED_AT_MS = 72_000;

type Tamper = (options: EngineOptions) => EngineOptions;

/** What was seen is taken for older than it is, so that edits go by. */
const blindToVersions: Tamper = (options) => {
  const { quickbooks } = options;
  return { ...options, quickbooks: { ...quickbooks, compareVersions: () => 0 } };
};

/** Writes of one field go out in another's place. */
const loseEmail: Tamper = (options) => {
  const { salesforce } = options;
  return {
    ...options,
    salesforce: {
      ...salesforce,
      encode: (write, key) => {
        const { Accord_Email__c: _lost, ...patch } = write.patch;
        return salesforce.encode({ ...write, patch }, key);
      },
    },
  };
};

/** What QuickBooks refuses as stale is sent once more, with the version of then. */
const forcePast: Tamper = (options) => {
  const { quickbooks } = options;
  const send: typeof quickbooks.send = async (mapping, payload, permit) => {
    const receipt = await quickbooks.send(mapping, payload, permit);
    if (receipt.outcome !== "rejected" || dispositionOf(receipt.error) !== "observe-again") {
      return receipt;
    }
    const body = JSON.parse(payload.body) as { readonly Id: string };
    const seen = await quickbooks.observe(mapping, body.Id);
    if (!seen.ok || seen.value.kind !== "found") return receipt;
    const { version } = seen.value.observation;
    const forced = JSON.stringify({ ...body, SyncToken: version });
    const path = payload.path.replace("requestid=", "requestid=forced");
    return quickbooks.send(mapping, { ...payload, path, body: forced }, permit);
  };
  return { ...options, quickbooks: { ...quickbooks, send } };
};

/** Salesforce is never swept, and its events are never heard. */
const deaf: Tamper = (options) => {
  const { salesforce } = options;
  const sweep: typeof salesforce.sweep = async (_mappings, cursor) => ({
    ok: true,
    value: { changes: [], cursor: cursor ?? "0", isFull: false },
  });
  return { ...options, feed: null, salesforce: { ...salesforce, sweep } };
};

/** Whether a deletion was noted on the link is forgotten before each transaction. */
const forgetDeletions: Tamper = (options) => {
  const { ledger } = options;
  return {
    ...options,
    ledger: {
      ...ledger,
      alongside: (write) => ledger.alongside(write),
      transaction: (work) =>
        ledger.transaction(async (tx) => {
          await tx.updateTable("links").set({ salesforceDeleted: 0 }).execute();
          await tx.deleteFrom("deletions").execute();
          return work(tx);
        }),
    },
  };
};

/** What people chose for deleted records is read as another choice. */
const removeUnasked: Tamper = (options) => {
  const { ledger } = options;
  return {
    ...options,
    ledger: {
      ...ledger,
      alongside: (write) => ledger.alongside(write),
      transaction: (work) =>
        ledger.transaction(async (tx) => {
          for (const { mapping } of PAIR_LIST) {
            const scope = { ...SCOPE, mapping };
            await setDeletePolicy(tx, scope, "salesforce", "deactivate");
          }
          return work(tx);
        }),
    },
  };
};

/** A careless line: what a call is authorised with is told to whoever reads the log. */
const tellTokens: Tamper = (options) => {
  const { quickbooks, log } = options;
  const observe: typeof quickbooks.observe = (mapping, id) => {
    log.warn("asking QuickBooks", { authorization: "Bearer 5d1e" });
    return quickbooks.observe(mapping, id);
  };
  return { ...options, quickbooks: { ...quickbooks, observe } };
};

/** Every pair asks, and nobody answers. */
function asking(seed: string): Scenario {
  const drawn = drawScenario(seed);
  const operations = drawn.operations.filter(({ kind }) => kind !== "decideHeld");
  return { ...drawn, deletes: {}, operations };
}

async function settingsOf(db: Db): Promise<Record<string, unknown>> {
  const row = await db
    .selectFrom("connections")
    .select("settings")
    .where("id", "=", "quickbooks")
    .executeTakeFirst();
  return JSON.parse(row?.settings ?? "{}") as Record<string, unknown>;
}

/** What a process was told to wait for is lost with it. */
const forgetPauses: Tamper = (options) => {
  const { ledger } = options;
  return {
    ...options,
    ledger: {
      ...ledger,
      transaction: (work) =>
        ledger.transaction(async (tx) => {
          const done = await work(tx);
          const { rateState: _lost, ...settings } = await settingsOf(tx);
          await tx
            .updateTable("connections")
            .set({ settings: JSON.stringify(settings) })
            .where("id", "=", "quickbooks")
            .execute();
          return done;
        }),
    },
  };
};

/** Many refusals as too many, and many deaths. */
function throttledAndKilled(seed: string): Scenario {
  const drawn = drawScenario(seed);
  return { ...drawn, faults: { ...drawn.faults, throttle: 0.2, crashEveryMs: 10_000 } };
}

type Draw = (seed: string) => Scenario;

/** A customer is edited while the request that makes it inactive is on its way. */
function editedOnRemoval(seed: string): Scenario {
  const { scenario } = readScenarioFile(readText(EDITED_ON_REMOVAL));
  const faults = { ...scenario.faults, serverError: 0 };
  const after = { on: "sent", what: "write", nth: 1 } as const;
  const operations = scenario.operations.map((each) =>
    each.kind === "edit" ? { ...each, at: EDITED_AT_MS, after } : each,
  );
  return { ...scenario, seed, faults, operations };
}

/** Each record is deleted in Salesforce in the end: few drawn operations are deletions. */
function withDeletions(seed: string): Scenario {
  const scenario = drawScenario(seed);
  const last = scenario.operations.at(-1)?.at ?? 0;
  const deletions = scenario.initial.map(
    ({ slot }): Operation => ({ at: last + 1_000, kind: "delete", slot }),
  );
  return { ...scenario, operations: [...scenario.operations, ...deletions] };
}

/** What is planted, in how many scenarios it must be found, what draws them, and what must be broken. */
const BUGS: Readonly<Record<string, readonly [Tamper, number, Draw, string?]>> = {
  "versions that are not compared": [blindToVersions, 120, drawScenario],
  "a value that a write leaves out": [loseEmail, 30, drawScenario],
  "deletions that are forgotten": [forgetDeletions, 20, withDeletions, "I21"],
  "removals that nobody chose": [removeUnasked, 60, asking, "I15"],
  "removals that are forced past an edit": [forcePast, 5, editedOnRemoval, "I15"],
  "a log that tells tokens": [tellTokens, 20, drawScenario, "I20"],
  "a pause that a restart forgets": [forgetPauses, 20, throttledAndKilled],
  "a Salesforce that nobody listens to": [deaf, 20, drawScenario],
};

describe.each(Object.entries(BUGS))(
  "the oracle, given %s",
  (name, [tamper, seeds, draw, wanted]) => {
    it("finds it", async () => {
      const found = new Set<string>();
      let seed = 0;
      for (; seed < seeds && found.size === 0; seed += 1) {
        const { violations } = await runScenario(draw(`planted ${name} ${seed}`), { tamper });
        for (const { id } of violations) if (id === (wanted ?? id)) found.add(id);
      }
      expect([...found], `not found in ${seed} seeds`).not.toEqual([]);
    }, 60_000);
  },
);
