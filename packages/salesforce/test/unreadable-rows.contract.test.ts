/** One row that lacks what every record has: it is named apart, and the rest of the answer is good. */
import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { ScanPage } from "@accord-sync/core/ports/many-records.ts";
import { createSalesforceRemote } from "../src/salesforce-remote.ts";
import { createOf, EmulatedOrg, ORG_ID, ORIGIN } from "./emulated-org.ts";

const MARK = "9341452700000001:Customer:5001";

/** The record's time of change, wherever an answer gives it, is none: in JSON and in the lines of a job. */
function spoil(body: string, id: string): string {
  const isRow = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && "Id" in value && value.Id === id;
  try {
    return JSON.stringify(
      JSON.parse(body, (_key, value: unknown) =>
        isRow(value) && "SystemModstamp" in value ? { ...value, SystemModstamp: "never" } : value,
      ),
    );
  } catch {
    const lines = body.split("\n");
    return lines
      .map((line) => (line.includes(id) ? line.replaceAll(TIMES, "never") : line))
      .join("\n");
  }
}

const TIMES = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

async function setUp(mapping: Mapping) {
  const org = new EmulatedOrg();
  const Name = "Tidewater Supply";
  const made = createOf(mapping, MARK, { Name });
  const rest = () => {
    org.now += 5_000;
    return Promise.resolve();
  };
  const steps = { known: null, opened: () => Promise.resolve(), rest };
  const end = await org.remote.many.writeMany(mapping, [{ key: "one", write: made }], steps);
  const receipt = end.receipts.get("one");
  if (receipt?.outcome !== "applied") throw new Error("the org took no record");
  const { id } = receipt.observation.ref;
  const http = {
    async exchange(request: Parameters<typeof org.http.exchange>[0]) {
      const outcome = await org.http.exchange(request);
      if (outcome.kind !== "answer") return outcome;
      const { answer } = outcome;
      return { kind: "answer" as const, answer: { ...answer, body: spoil(answer.body, id) } };
    },
  };
  const { tokens } = org;
  const remote = createSalesforceRemote({ orgId: ORG_ID, instanceUrl: ORIGIN, http, tokens });
  const others = org.remote;
  return { org, remote, others, id, Name, steps };
}

const idsOf = ({ sightings }: ScanPage) =>
  sightings.map((each) => (each.kind === "found" ? each.observation.ref.id : each.ref.id));

describe("a row that cannot be read", () => {
  it("is left out of records that are read by their ids", async () => {
    const { org, remote, id } = await setUp(CUSTOMER_ACCOUNT);
    const good = org.idOf("Account", "Cool Cars");
    const seen = await remote.many.readMany(CUSTOMER_ACCOUNT, [id, good]);
    if (!seen.ok) throw new Error(seen.error.code);
    expect([...seen.value.keys()]).toEqual([good]);
    expect(seen.value.get(good)).toMatchObject({ kind: "found" });
  });

  it("is left out of records that are looked for by their marks", async () => {
    const { remote } = await setUp(CUSTOMER_ACCOUNT);
    const found = await remote.many.findMarked(CUSTOMER_ACCOUNT, [MARK]);
    expect(found).toEqual({ ok: true, value: new Map() });
  });

  it("is named apart in a page of all there is", async () => {
    const { remote, others, id } = await setUp(CUSTOMER_ACCOUNT);
    const page = await remote.many.readSmall(CUSTOMER_ACCOUNT);
    const whole = await others.many.readSmall(CUSTOMER_ACCOUNT);
    if (!page.ok || !whole.ok || page.value === null || whole.value === null) {
      throw new Error("the org did not answer");
    }
    expect(page.value.unreadable).toEqual([{ type: "Account", id }]);
    expect(idsOf(page.value)).toEqual(idsOf(whole.value).filter((each) => each !== id));
  });

  it.each([
    ["accounts", CUSTOMER_ACCOUNT, "Account"],
    ["products, whose prices are read beside them", ITEM_PRODUCT, "Product2"],
  ])("is named apart by a job that reads all %s", async (_which, mapping, type) => {
    const { remote, id, steps } = await setUp(mapping);
    const pages: ScanPage[] = [];
    const page = async (each: ScanPage) => {
      pages.push(each);
    };
    const read = await remote.many.scan(mapping, { ...steps, from: null, page });
    expect(pages.flatMap(({ unreadable = [] }) => unreadable)).toEqual([{ type, id }]);
    expect(read).toEqual({ ok: true, value: pages.flatMap(idsOf).length + 1 });
  });

  it("fails a look for one record, and is named: it may be the very one", async () => {
    const { remote, id, Name } = await setUp(CUSTOMER_ACCOUNT);
    const error = { code: "RECORD_UNREADABLE", params: { type: "Account", id } };
    expect(await remote.findMatches(CUSTOMER_ACCOUNT, Name, null)).toMatchObject({ error });
    expect(await remote.findMatches(CUSTOMER_ACCOUNT, Name, MARK)).toMatchObject({ error });
    expect(await remote.observe(CUSTOMER_ACCOUNT, id)).toMatchObject({ error });
  });
});
