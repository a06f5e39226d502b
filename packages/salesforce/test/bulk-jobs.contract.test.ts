/** Bulk jobs against the emulated org: every row's end, whatever is lost on the way. */
import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "@accord-sync/core/mapping/default-mappings.ts";
import type {
  JobSteps,
  KeyedWrite,
  ManyEnd,
  ScanPage,
  ScanSteps,
} from "@accord-sync/core/ports/many-records.ts";
import type { HttpOutcome, HttpRequest } from "@accord-sync/core/ports/http.ts";
import type { PlannedWrite, Receipt } from "@accord-sync/core/ports/remote.ts";
import { BULK_ABOVE_ROWS } from "../src/many/choose-writing.ts";
import { createSalesforceRemote } from "../src/salesforce-remote.ts";
import { applied, createOf, EmulatedOrg, ORG_ID, ORIGIN, updateOf } from "./emulated-org.ts";

const REALM = "9341452700000001";
const ROWS = BULK_ABOVE_ROWS + 1;

const customer = (number: number, patch: PlannedWrite["patch"] = {}): KeyedWrite => ({
  key: `c${number}`,
  write: createOf(CUSTOMER_ACCOUNT, `${REALM}:Customer:${10_000 + number}`, {
    Name: `Load ${number}`,
    Phone: `555-${number}`,
    Accord_Active__c: true,
    ...patch,
  }),
});

const customers = (count = ROWS): KeyedWrite[] =>
  Array.from({ length: count }, (_, number) => customer(number));

/** A caller that keeps job ids, and lets time go by while it waits. */
class Caller implements JobSteps {
  readonly opened_: string[] = [];
  known: string | null = null;
  readonly #org: EmulatedOrg;

  constructor(org: EmulatedOrg) {
    this.#org = org;
  }

  opened = async (jobId: string): Promise<void> => {
    this.opened_.push(jobId);
    this.known = jobId;
  };

  rest = async (): Promise<void> => {
    this.#org.now += 10_000;
  };
}

const outcomes = ({ receipts }: ManyEnd): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { outcome } of receipts.values()) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

const receiptOf = (end: ManyEnd, key: string): Receipt => {
  const receipt = end.receipts.get(key);
  if (receipt === undefined) throw new Error(`no receipt of ${key}`);
  return receipt;
};

const countOf = (org: EmulatedOrg): number => {
  const query = encodeURIComponent("SELECT COUNT() FROM Account WHERE Name LIKE 'Load %'");
  return (org.asPerson("GET", `/query?q=${query}`, null) as { totalSize: number }).totalSize;
};

/** The org, reached over a network that loses the first answer to what `isLost` names. */
function remoteThatLoses(
  org: EmulatedOrg,
  isLost: (request: HttpRequest) => boolean,
  isDoneAllTheSame = true,
) {
  let hasLost = false;
  const exchange = async (request: HttpRequest): Promise<HttpOutcome> => {
    const isNow = !hasLost && isLost(request);
    if (!isNow) return org.http.exchange(request);
    hasLost = true;
    if (isDoneAllTheSame) await org.http.exchange(request);
    return { kind: "timeout", reason: "no answer" };
  };
  const { tokens } = org;
  return createSalesforceRemote({ orgId: ORG_ID, instanceUrl: ORIGIN, http: { exchange }, tokens });
}

const isUpload = ({ method }: HttpRequest) => method === "PUT";
const isClosing = ({ method, body }: HttpRequest) =>
  method === "PATCH" && (body ?? "").includes("UploadComplete");
const isAbort = ({ method, body }: HttpRequest) =>
  method === "PATCH" && (body ?? "").includes("Aborted");
const isOpening = ({ method, url }: HttpRequest) =>
  method === "POST" && url.endsWith("/jobs/ingest");
const isResult = ({ url }: HttpRequest) => url.endsWith("Results");

describe("a load of thousands", () => {
  it("goes as one job, is read back by pages of two thousand, and names us", async () => {
    const org = new EmulatedOrg();
    const caller = new Caller(org);
    const end = await org.remote.many.writeMany(CUSTOMER_ACCOUNT, customers(), caller);
    expect(outcomes(end)).toEqual({ applied: ROWS });
    expect(caller.opened_).toHaveLength(1);
    expect(end.calls).toBe(org.sent.length);
    // Each look at the job beyond the first is one more.
    const looks = org.sent.filter(
      ({ method, url }) => method === "GET" && /\/ingest\/\w+$/.test(url),
    );
    expect(end.calls - looks.length + 1).toBe(5 + Math.ceil(ROWS / 2_000));
    expect(org.sent.filter(isUpload)).toHaveLength(1);
    for (const { headers } of org.sent) {
      expect(headers).toMatchObject({ "sforce-call-options": "client=AccordSync" });
    }
    expect(applied(receiptOf(end, "c77"))).toMatchObject({
      linkMark: `${REALM}:Customer:10077`,
      isActive: true,
      image: { Name: "Load 77", Phone: "555-77" },
    });
  });

  it("ends each row by itself, with Salesforce's own words for those that it refused", async () => {
    const org = new EmulatedOrg();
    const writes = customers();
    writes[5] = customer(5, { Name: "n".repeat(256) });
    writes[9] = customer(9, { BillingStreet: '1 "Main", St\r\nSuite; 4|5', Phone: "#N/A" });
    const end = await org.remote.many.writeMany(CUSTOMER_ACCOUNT, writes, new Caller(org));
    expect(outcomes(end)).toEqual({ applied: ROWS - 1, rejected: 1 });
    expect(receiptOf(end, "c5")).toMatchObject({
      error: { code: "SF_VALUE_TOO_LONG", vendor: { code: "STRING_TOO_LONG" } },
    });
    // A text that a job would take for "empty" went another way, and stayed what it is.
    const { BillingStreet, Phone } = applied(receiptOf(end, "c9")).image;
    expect(String(BillingStreet).replaceAll("\r", "")).toBe('1 "Main", St\nSuite; 4|5');
    expect(Phone).toBe("#N/A");
  });

  it("is one job, also of a mixture: the rarer kind goes by collections", async () => {
    const org = new EmulatedOrg();
    const seen = await org.look(CUSTOMER_ACCOUNT, org.idOf("Account", "Cool Cars"));
    const write = { ...updateOf(CUSTOMER_ACCOUNT, seen, { Phone: "mixed" }), version: null };
    const caller = new Caller(org);
    const all = [...customers(), { key: "u", write }];
    const end = await org.remote.many.writeMany(CUSTOMER_ACCOUNT, all, caller);
    expect(outcomes(end)).toEqual({ applied: ROWS + 1 });
    expect(caller.opened_).toHaveLength(1);
    expect(applied(receiptOf(end, "u")).image["Phone"]).toBe("mixed");
  });

  it("tells how often it has looked, so that the caller can rest longer each time", async () => {
    const org = new EmulatedOrg();
    const { opened } = new Caller(org);
    const looks: number[] = [];
    const rest = async (made: number) => {
      looks.push(made);
      org.now += 100;
    };
    await org.remote.many.writeMany(CUSTOMER_ACCOUNT, customers(), { opened, rest });
    expect(looks.length).toBeGreaterThan(1);
    expect(looks).toEqual(looks.map((_, place) => place));
  });

  it("changes what it names, clears what it clears, and leaves the rest", async () => {
    const org = new EmulatedOrg();
    const caller = new Caller(org);
    const made = await org.remote.many.writeMany(CUSTOMER_ACCOUNT, customers(), caller);
    const changes = [...made.receipts].map(([key, receipt], place) => {
      const patch = place % 2 === 0 ? { Phone: null } : { Website: "https://a.example" };
      const write = { ...updateOf(CUSTOMER_ACCOUNT, applied(receipt), patch), version: null };
      return { key, write };
    });
    const end = await org.remote.many.writeMany(CUSTOMER_ACCOUNT, changes, new Caller(org));
    expect(outcomes(end)).toEqual({ applied: ROWS });
    expect(applied(receiptOf(end, "c0")).image).toMatchObject({ Name: "Load 0", Phone: null });
    expect(applied(receiptOf(end, "c1")).image).toMatchObject({
      Phone: "555-1",
      Website: "https://a.example",
    });
  });

  it("of products gets its prices by a job of their own", async () => {
    const org = new EmulatedOrg();
    const writes = Array.from({ length: ROWS }, (_, number) => ({
      key: `p${number}`,
      write: createOf(ITEM_PRODUCT, `${REALM}:Item:${10_000 + number}`, {
        Name: `Part ${number}`,
        "standardPrice.UnitPrice": number === 7 ? "-1e99" : `${number}.5`,
      }),
    }));
    const caller = new Caller(org);
    const end = await org.remote.many.writeMany(ITEM_PRODUCT, writes, caller);
    expect(outcomes(end)).toEqual({ applied: ROWS });
    expect(caller.opened_).toHaveLength(2);
    expect(applied(receiptOf(end, "p2")).image["standardPrice.UnitPrice"]).toBe("2.5");
    // A price that is refused leaves its product, and says why.
    expect(receiptOf(end, "p7")).toMatchObject({ partRefused: {} });
    expect(applied(receiptOf(end, "p7")).image["standardPrice.UnitPrice"] ?? null).toBeNull();
  });

  it("gets a few prices for its products by collections", async () => {
    const org = new EmulatedOrg();
    const writes = Array.from({ length: ROWS }, (_, number) => ({
      key: `p${number}`,
      write: createOf(ITEM_PRODUCT, `${REALM}:Item:${10_000 + number}`, {
        Name: `Part ${number}`,
        "standardPrice.UnitPrice": number < 3 ? `${number}.5` : null,
      }),
    }));
    const end = await org.remote.many.writeMany(ITEM_PRODUCT, writes, new Caller(org));
    expect(outcomes(end)).toEqual({ applied: ROWS });
    expect(applied(receiptOf(end, "p2")).image["standardPrice.UnitPrice"]).toBe("2.5");
  });
});

describe("a load that something is lost of", () => {
  it.each([
    ["the opening", isOpening, true],
    ["the upload", isUpload, true],
    ["the upload, which never arrived", isUpload, false],
  ])("at %s did nothing, says so, and does all when it is repeated", async (_what, lost, done) => {
    const org = new EmulatedOrg();
    const caller = new Caller(org);
    const remote = remoteThatLoses(org, lost, done);
    const first = await remote.many.writeMany(CUSTOMER_ACCOUNT, customers(), caller);
    expect(outcomes(first)).toEqual({ rejected: ROWS });
    expect(countOf(org)).toBe(0);
    const again = await remote.many.writeMany(CUSTOMER_ACCOUNT, customers(), caller);
    expect(outcomes(again)).toEqual({ applied: ROWS });
    expect(countOf(org)).toBe(ROWS);
  });

  it("at the closing looks at the job, which goes on", async () => {
    const org = new EmulatedOrg();
    const remote = remoteThatLoses(org, isClosing);
    const end = await remote.many.writeMany(CUSTOMER_ACCOUNT, customers(), new Caller(org));
    expect(outcomes(end)).toEqual({ applied: ROWS });
  });

  it("at the closing, which never arrived, finds the job open and did nothing", async () => {
    const org = new EmulatedOrg();
    const remote = remoteThatLoses(org, isClosing, false);
    const end = await remote.many.writeMany(CUSTOMER_ACCOUNT, customers(), new Caller(org));
    expect(outcomes(end)).toEqual({ rejected: ROWS });
    expect(receiptOf(end, "c1")).toMatchObject({ error: { code: "SF_BULK_NOT_REACHED" } });
    expect(countOf(org)).toBe(0);
  });

  it("at the closing, and at the abort that would make sure, is in doubt", async () => {
    const org = new EmulatedOrg();
    const late: HttpRequest[] = [];
    const exchange = async (request: HttpRequest): Promise<HttpOutcome> => {
      if (!isClosing(request) && !isAbort(request)) return org.http.exchange(request);
      late.push(request);
      return { kind: "timeout", reason: "no answer" };
    };
    const { tokens } = org;
    const place = { orgId: ORG_ID, instanceUrl: ORIGIN, http: { exchange }, tokens };
    const { many } = createSalesforceRemote(place);
    const caller = new Caller(org);
    const end = await many.writeMany(CUSTOMER_ACCOUNT, customers(), caller);
    expect(outcomes(end)).toEqual({ unknown: ROWS });
    expect(await many.endJob(caller.known ?? "", caller.rest)).toMatchObject({ ok: false });
    expect(caller.opened_).toHaveLength(1);

    // The closing arrives after all: the job works, and is waited for.
    const [closing] = late.filter(isClosing);
    if (closing !== undefined) await org.http.exchange(closing);
    expect(await many.endJob(caller.known ?? "", caller.rest)).toEqual({ ok: true, value: null });
    expect(countOf(org)).toBe(ROWS);
  });

  it("at the results is in doubt, and its job is over", async () => {
    const org = new EmulatedOrg();
    const caller = new Caller(org);
    const remote = remoteThatLoses(org, isResult);
    const first = await remote.many.writeMany(CUSTOMER_ACCOUNT, customers(), caller);
    expect(outcomes(first)).toEqual({ unknown: ROWS });
    const over = await remote.many.endJob(caller.known ?? "", caller.rest);
    expect(over).toEqual({ ok: true, value: null });
    expect(countOf(org)).toBe(ROWS);
  });

  it("by a crash while the job works is waited for, by the id that was kept", async () => {
    const org = new EmulatedOrg();
    const caller = new Caller(org);
    const crash = () => Promise.reject(new Error("the process ended"));
    const dying: JobSteps = { opened: caller.opened, rest: crash };
    const { many } = org.remote;
    const writes = customers();
    await expect(many.writeMany(CUSTOMER_ACCOUNT, writes, dying)).rejects.toThrow("process ended");
    expect(countOf(org)).toBeLessThan(ROWS);
    await many.endJob(caller.known ?? "", caller.rest);
    expect(countOf(org)).toBe(ROWS);
  });

  it("by a crash before the upload did nothing, and leaves its job aborted", async () => {
    const org = new EmulatedOrg();
    const caller = new Caller(org);
    const { many } = org.remote;
    const dying: JobSteps = {
      rest: caller.rest,
      opened: async (jobId) => {
        await caller.opened(jobId);
        throw new Error("the process ended");
      },
    };
    const writes = customers();
    await expect(many.writeMany(CUSTOMER_ACCOUNT, writes, dying)).rejects.toThrow("process ended");
    const [first = ""] = caller.opened_;
    expect(await many.endJob(first, caller.rest)).toEqual({ ok: true, value: null });
    expect(org.asPerson("GET", `/jobs/ingest/${first}`, null)).toMatchObject({ state: "Aborted" });
    expect(countOf(org)).toBe(0);
  });

  it("whose job Salesforce no longer knows is over", async () => {
    const org = new EmulatedOrg();
    const { rest } = new Caller(org);
    const over = await org.remote.many.endJob("750000000000001AAA", rest);
    expect(over).toEqual({ ok: true, value: null });
    expect(org.sent.filter(isOpening)).toEqual([]);
  });
});

describe("a scan", () => {
  class Reader extends Caller implements ScanSteps {
    from: string | null = null;
    readonly pages: ScanPage[] = [];

    page = async (page: ScanPage): Promise<void> => {
      this.pages.push(page);
    };

    get ids(): readonly string[] {
      const found = this.pages.flatMap(({ sightings }) => sightings);
      return found.map((sighting) =>
        sighting.kind === "found" ? sighting.observation.ref.id : sighting.ref.id,
      );
    }
  }

  it("reads every record as a look at it would, in pages that can be kept", async () => {
    const org = new EmulatedOrg();
    await org.remote.many.writeMany(CUSTOMER_ACCOUNT, customers(50), new Caller(org));
    const reader = new Reader(org);
    const read = await org.remote.many.scan(CUSTOMER_ACCOUNT, reader);
    expect(read).toMatchObject({ ok: true });
    expect(new Set(reader.ids).size).toBe(reader.ids.length);
    const id = org.idOf("Account", "Amy's Bird Sanctuary");
    const scanned = reader.pages
      .flatMap(({ sightings }) => sightings)
      .find((each) => each.kind === "found" && each.observation.ref.id === id);
    const looked = await org.look(CUSTOMER_ACCOUNT, id);
    expect(scanned).toEqual({ kind: "found", observation: looked });
    expect(reader.pages.at(-1)?.position).toBeNull();
  });

  it("of products brings their prices", async () => {
    const org = new EmulatedOrg();
    const reader = new Reader(org);
    await org.remote.many.scan(ITEM_PRODUCT, reader);
    const id = org.idOf("Product2", "Rock Fountain");
    const found = reader.pages.flatMap(({ sightings }) => sightings);
    const looked = await org.look(ITEM_PRODUCT, id);
    expect(found).toContainEqual({ kind: "found", observation: looked });
  });

  it("that was cut off goes on behind the last page that was stored", async () => {
    const org = new EmulatedOrg();
    for (let part = 0; part < 3; part += 1) {
      const some = customers(6_000).slice(part * 2_000, (part + 1) * 2_000);
      await org.remote.many.writeMany(CUSTOMER_ACCOUNT, some, new Caller(org));
    }
    const whole = new Reader(org);
    await org.remote.many.scan(CUSTOMER_ACCOUNT, whole);
    expect(whole.pages.length).toBeGreaterThan(1);
    const rest = new Reader(org);
    rest.known = whole.known;
    rest.from = whole.pages[0]?.position ?? null;
    await org.remote.many.scan(CUSTOMER_ACCOUNT, rest);
    const stored = whole.pages[0]?.sightings.length ?? 0;
    expect(rest.ids).toEqual(whole.ids.slice(stored));
  });
});
