/**
 * What the adapter needs of Salesforce, tried on the emulator and, where the environment names one, on a real
 * org with the Salesforce package deployed. It makes records of its own under unique names and marks, and
 * takes them away again. Each hypothesis of `src/hypotheses.ts` that can be tried has a test of its own, and
 * its verdict is printed at the end; a test that fails on a real org names the constant to correct.
 */
import { afterAll, describe, expect, it } from "vitest";
import {
  CUSTOMER_ACCOUNT,
  DEFAULT_MAPPINGS,
  ITEM_PRODUCT,
} from "@accord-sync/core/mapping/default-mappings.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { JobSteps } from "@accord-sync/core/ports/many-records.ts";
import type { PlannedWrite, Receipt } from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import { loadRows } from "../src/many/load-rows.ts";
import { rowOf } from "../src/many/row.ts";
import { queryTogether } from "../src/api/query-together.ts";
import { COMPOSITE_QUERIES_MAX } from "../src/hypotheses.ts";
import { applied, createOf, updateOf } from "./emulated-org.ts";
import { type ContractTarget, emulatorTarget, realTarget } from "./contract-target.ts";

const real = realTarget(process.env);
if (real === null) {
  console.warn("SKIPPED on a real org: ACCORD_ORG_URL is not set (packages/salesforce/README.md)");
}
const targets: readonly ContractTarget[] = [emulatorTarget(), ...(real === null ? [] : [real])];

/** A company that no business has, so that no mark of a test meets a real one. */
const REALM = "4620000000000001";

type Verdict = "confirmed" | "refuted" | "could not be tried";

describe.each(targets)(
  "Salesforce as the adapter needs it: $name",
  (target) => {
    const { remote, api } = target;
    const run = Date.now().toString(36);
    const verdicts = new Map<string, Verdict>();
    const made = new Map<string, string>();
    let count = 0;

    const nextMark = (type: string): string => `${REALM}:${type}:${run}-${(count += 1)}`;

    const send = (write: PlannedWrite): Promise<Receipt> =>
      remote.send(write.mapping, remote.encode(write, "key"));

    async function create(
      mapping: Mapping,
      patch: PlannedWrite["patch"] = {},
    ): Promise<Observation> {
      const mark = nextMark(mapping.quickbooksType);
      const name = { Name: `Accord contract ${mark}` };
      return kept(applied(await send(createOf(mapping, mark, { ...name, ...patch }))));
    }

    function kept(observation: Observation): Observation {
      made.set(observation.ref.id, observation.ref.type);
      return observation;
    }

    /** Looks again a second later, so that what is seen can be a precondition. */
    async function settled(mapping: Mapping, id: string): Promise<Observation> {
      await target.pass(2_100);
      const seen = await remote.observe(mapping, id);
      if (!seen.ok || seen.value.kind !== "found") throw new Error(JSON.stringify(seen));
      expect(seen.value.observation.isSettled).toBe(true);
      return seen.value.observation;
    }

    function judge(hypothesis: string, holds: boolean): void {
      verdicts.set(hypothesis, holds ? "confirmed" : "refuted");
      expect(holds, `${hypothesis} is refuted: correct it in src/hypotheses.ts`).toBe(true);
    }

    const steps: JobSteps = {
      opened: async () => {},
      rest: () => target.pass(3_000),
    };

    afterAll(async () => {
      for (const [id, type] of made) {
        const path = `${api.dataPath}/sobjects/${type}/${id}`;
        const ended = await api.exchange({ method: "DELETE", path, body: null });
        const status = ended.kind === "answer" ? ended.answer.status : 0;
        if (status !== 204 && status !== 404)
          console.warn(`left behind: ${type} ${id} (${status})`);
      }
      console.info(`Hypotheses on the ${target.name}:`, Object.fromEntries(verdicts));
    });

    it("shows the org, the user, and every field that is mapped", async () => {
      expect(await remote.describeOrg()).toMatchObject({ ok: true });
      expect(await remote.checkAccess(DEFAULT_MAPPINGS)).toEqual({ ok: true, value: [] });
      expect(remote.dailyUsage()?.max).toBeGreaterThan(0);
    });

    it("creates once under a mark, however often it is repeated (S4)", async () => {
      const mark = nextMark("Customer");
      const write = createOf(CUSTOMER_ACCOUNT, mark, { Name: `Accord contract ${mark}` });
      const first = kept(applied(await send(write)));
      expect(applied(await send(write)).ref).toEqual(first.ref);
    });

    it("reads back in a composite what the steps before it wrote (S2)", async () => {
      const account = await create(CUSTOMER_ACCOUNT, { Phone: "555-0100" });
      expect(account.image).toMatchObject({ Phone: "555-0100" });
    });

    it("refuses a change of what a person changed since (S3)", async () => {
      const { ref } = await create(CUSTOMER_ACCOUNT);
      const seen = await settled(CUSTOMER_ACCOUNT, ref.id);
      const person = {
        ...updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "a person's" }),
        version: null,
      };
      applied(await send(person));
      await target.pass(2_100);
      const late = await send(updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "ours" }));
      expect(late).toMatchObject({ outcome: "rejected", error: { code: "SF_STALE_VERSION" } });
    });

    it("judges two conditions in one composite, each by its own record", async () => {
      const { ref } = await create(ITEM_PRODUCT, {
        "standardPrice.UnitPrice": "5",
        IsActive: true,
      });
      const seen = await settled(ITEM_PRODUCT, ref.id);
      const both = { Description: "both", "standardPrice.UnitPrice": "6" };
      const first = await send(updateOf(ITEM_PRODUCT, seen, both));
      await target.pass(2_100);
      const late = { Description: "late", "standardPrice.UnitPrice": "7" };
      const second = await send(updateOf(ITEM_PRODUCT, seen, late));
      const isStale = second.outcome === "rejected" && second.error.code === "SF_STALE_VERSION";
      judge("COMPOSITE_CONDITIONS_MAX", first.outcome === "applied" && isStale);
    });

    it("takes five queries in one composite", async () => {
      const statement = "SELECT Id FROM Account LIMIT 1";
      const statements = Array.from({ length: COMPOSITE_QUERIES_MAX }, () => statement);
      const pages = await queryTogether(api, "query", statements);
      judge("COMPOSITE_QUERIES_MAX", pages.ok && pages.value.length === COMPOSITE_QUERIES_MAX);
    });

    it("ends each row of a collection by itself, and brings it back", async () => {
      const writes = [1, 2, 3].map((number) => {
        const mark = nextMark("Customer");
        const Name = number === 2 ? "n".repeat(256) : `Accord contract ${mark}`;
        return { key: String(number), write: createOf(CUSTOMER_ACCOUNT, mark, { Name }) };
      });
      const { receipts } = await remote.many.writeMany(CUSTOMER_ACCOUNT, writes, steps);
      for (const key of ["1", "3"]) {
        const receipt = receipts.get(key);
        if (receipt !== undefined) kept(applied(receipt));
      }
      expect(receipts.get("2")).toMatchObject({ error: { code: "SF_VALUE_TOO_LONG" } });
    });

    it("empties a field by a job's word for it, and leaves what a row does not name", async () => {
      const account = await create(CUSTOMER_ACCOUNT, { Phone: "1", Website: "https://a.example" });
      const write = { ...updateOf(CUSTOMER_ACCOUNT, account, { Phone: null }), version: null };
      const { ends } = await loadRows(api, "Account", [rowOf({ key: "k", write })], steps);
      expect(ends.get("k")).toMatchObject({ outcome: "written" });
      const seen = await settled(CUSTOMER_ACCOUNT, account.ref.id);
      expect(seen.image["Website"]).toBe("https://a.example");
      judge("BULK_EMPTY_VALUE", seen.image["Phone"] === null);
    }, 120_000);

    it("keeps a further company's link as a row, once, and ends it", async () => {
      const account = await create(CUSTOMER_ACCOUNT);
      const mark = nextMark("Customer");
      const base = { ...updateOf(CUSTOMER_ACCOUNT, account, {}), version: null };
      const write = { ...base, operation: "mark", linkRow: { mark, isLinked: true } } as const;
      applied(await send(write));
      applied(await send(write));
      const found = await remote.findMatches(CUSTOMER_ACCOUNT, "nobody's name", mark);
      expect(found).toMatchObject({ ok: true, value: [{ ref: account.ref }] });
      const end = { ...write, linkRow: { mark, isLinked: false } } as const;
      applied(await send(end));
      applied(await send(end));
    });

    it("shows a change, and a deletion, to a sweep (S7, S8)", async () => {
      const begun = await remote.sweep([CUSTOMER_ACCOUNT], null, target.now());
      if (!begun.ok) throw new Error(JSON.stringify(begun.error));
      const account = await create(CUSTOMER_ACCOUNT);
      const gone = await create(CUSTOMER_ACCOUNT);
      const path = `${api.dataPath}/sobjects/Account/${gone.ref.id}`;
      await api.exchange({ method: "DELETE", path, body: null });
      const swept = await remote.sweep([CUSTOMER_ACCOUNT], begun.value.cursor, target.now());
      if (!swept.ok) throw new Error(JSON.stringify(swept.error));
      const kinds = new Map(
        swept.value.changes.map(({ sighting }) => [
          sighting.kind === "found" ? sighting.observation.ref.id : sighting.ref.id,
          sighting.kind,
        ]),
      );
      expect([kinds.get(account.ref.id), kinds.get(gone.ref.id)]).toEqual(["found", "deleted"]);
    });
  },
  60_000,
);
