import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { ScanSteps } from "@accord-sync/core/ports/many-records.ts";
import type { QuickbooksRemote, UnreadableRecord } from "@accord-sync/core/ports/remote.ts";
import type { Observation, Sighting } from "@accord-sync/core/records/observation.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import {
  findSurveyPart,
  listSurveyIdsByKey,
  listSurveyRecords,
  removeSurvey,
} from "@accord-sync/ledger/surveys.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import { describe, expect, it } from "vitest";
import { listDue } from "@accord-sync/ledger/inbox.ts";
import { listLog } from "@accord-sync/ledger/log-entries.ts";
import { findParked } from "@accord-sync/ledger/parked.ts";
import { mappedScope, quickbooksRef, salesforceRef } from "../engine-context.ts";
import { testContext, type TestContext } from "../testing/test-context.ts";
import { openSurvey, readSurvey } from "./survey.ts";

const seen = (ref: RecordRef, name: string): Observation => ({
  ref,
  version: "1",
  modifiedAt: "2026-01-05T08:00:00Z",
  createdAt: "2026-01-05T08:00:00Z",
  isSettled: true,
  image: {},
  members: {},
  name,
  isActive: true,
  linkMark: null,
});

/** A company of five customers in pages of two; `refuse` answers with an error for the page behind a place. */
function company(
  asked: (string | null)[],
  refuse: (from: string | null) => OperationalError | null,
) {
  return async (_mapping: unknown, _filter: string, from: string | null) => {
    asked.push(from);
    const error = refuse(from);
    if (error !== null) return fail(error);
    const first = from === null ? 1 : Number(from) + 1;
    const items = [first, first + 1]
      .filter((id) => id <= 5)
      .map((id) => seen(quickbooksRef("Customer", String(id)), `Customer ${id}`));
    const last = first + items.length - 1;
    return succeed({ items, next: last < 5 ? String(last) : null });
  };
}

async function contextWith(parts: {
  readonly select?: QuickbooksRemote["select"];
  readonly scan?: (steps: ScanSteps) => Promise<Result<number>>;
  /** What one page holds; null where it takes a job. */
  readonly small?: readonly Sighting[];
  readonly unreadable?: readonly UnreadableRecord[];
}): Promise<TestContext> {
  const context = await testContext();
  const { select, scan, small = null, unreadable = [] } = parts;
  return {
    ...context,
    random: { fraction: () => 0.5, id: () => "survey-1" },
    quickbooks: { ...context.quickbooks, ...(select && { select }) },
    salesforce: {
      ...context.salesforce,
      many: {
        ...context.salesforce.many,
        // More than a page: it takes a job.
        readSmall: async () => succeed(small && { sightings: small, unreadable, position: null }),
        ...(scan && { scan: (_mapping, steps: ScanSteps) => scan(steps) }),
      },
    },
  };
}

async function opened(context: TestContext, system: "salesforce" | "quickbooks") {
  const survey = await context.ledger.transaction((tx) =>
    openSurvey(context, tx, {
      purpose: "backfill",
      owner: "b1",
      parts: [{ mapping: CUSTOMER_ACCOUNT, system, hasKeys: system === "salesforce" }],
    }),
  );
  const part = async () =>
    must(
      await findSurveyPart(context.ledger.db, survey, CUSTOMER_ACCOUNT.id, system),
      "the part is open",
    );
  const ids = async () => {
    const all = { after: 0, limit: 99 };
    const records = await listSurveyRecords(context.ledger.db, (await part()).id, all);
    return records.map(({ observation }) => observation.ref.id);
  };
  return { survey, part, ids };
}

const UNREACHABLE = operationalError("REMOTE_UNREACHABLE", { system: "QuickBooks" });

describe("a survey of a company", () => {
  it("goes on behind the last page that was stored, and asks for no page twice", async () => {
    const asked: (string | null)[] = [];
    let isDown = true;
    const select = company(asked, (from) => (from === "2" && isDown ? UNREACHABLE : null));
    const context = await contextWith({ select });
    const { survey, part, ids } = await opened(context, "quickbooks");
    expect(await readSurvey(context, survey)).toEqual({ kind: "stopped", error: UNREACHABLE });
    expect(await ids()).toEqual(["1", "2"]);
    isDown = false;
    expect(await readSurvey(context, survey)).toEqual({ kind: "read" });
    expect(await ids()).toEqual(["1", "2", "3", "4", "5"]);
    expect(asked).toEqual([null, "2", "2", "4"]);
    expect(await part()).toMatchObject({ isRead: true, records: 5, calls: 3 });
    expect(await readSurvey(context, survey)).toEqual({ kind: "read" });
    expect(asked).toHaveLength(4);
  });

  it("stops between two pages when nobody wants it, and keeps what it has", async () => {
    let pages = 0;
    const context = await contextWith({ select: company([], () => null) });
    const { survey, ids } = await opened(context, "quickbooks");
    const isWanted = () => (pages += 1) < 2;
    expect(await readSurvey(context, survey, { isWanted })).toEqual({ kind: "left" });
    expect(await ids()).toEqual(["1", "2"]);
  });
});

const accounts = (...numbers: readonly number[]) =>
  numbers.map((number) => ({
    kind: "found" as const,
    observation: seen(salesforceRef("Account", `00${number}`), `Pier ${number}, Inc.`),
  }));

describe("a record that a survey cannot read", () => {
  const told = async (context: TestContext, ref: RecordRef) => {
    const scope = mappedScope(context, CUSTOMER_ACCOUNT);
    const parked = await findParked(context.ledger.db, scope, ref);
    const due = await listDue(context.ledger.db, "t", "2100-01-01T00:00:00Z", 9);
    return { error: parked?.error ?? null, due: due.map((notice) => notice.ref.id) };
  };

  it("in the company is looked at by a pass of its own, and the rest is read", async () => {
    const select = async () =>
      succeed({
        items: [seen(quickbooksRef("Customer", "1"), "Customer 1")],
        unreadable: [{ type: "Customer", id: "7" }],
        next: null,
      });
    const context = await contextWith({ select });
    const { survey, ids } = await opened(context, "quickbooks");
    expect(await readSurvey(context, survey)).toEqual({ kind: "read" });
    expect(await ids()).toEqual(["1"]);
    expect(await told(context, quickbooksRef("Customer", "7"))).toEqual({
      error: null,
      due: ["7"],
    });
  });

  it("in the org, linked with nothing, is set aside at once, and told once", async () => {
    const unreadable = [{ type: "Account", id: "007" }];
    const context = await contextWith({ small: accounts(1), unreadable });
    for (let reading = 0; reading < 2; reading += 1) {
      const { survey, ids } = await opened(context, "salesforce");
      expect(await readSurvey(context, survey)).toEqual({ kind: "read" });
      expect(await ids()).toEqual(["001"]);
      await context.ledger.transaction((tx) => removeSurvey(tx, survey));
    }
    const { error, due } = await told(context, salesforceRef("Account", "007"));
    expect(error).toContain("RECORD_UNREADABLE");
    expect(due).toEqual([]);
    const filter = { only: "errors", limit: 9 } as const;
    expect(await listLog(context.ledger.db, "t", filter)).toHaveLength(1);
  });
});

describe("a survey of an org", () => {
  it("takes one call where one page holds all of it", async () => {
    const context = await contextWith({ small: accounts(1, 2) });
    const { survey, part, ids } = await opened(context, "salesforce");
    expect(await readSurvey(context, survey)).toEqual({ kind: "read" });
    expect(await ids()).toEqual(["001", "002"]);
    expect(await part()).toMatchObject({ isRead: true, calls: 1, job: null });
  });

  it("keeps the job before its first page, and goes on under it", async () => {
    const given: (Pick<ScanSteps, "known" | "from"> | string)[] = [];
    let isDown = true;
    const context = await contextWith({
      scan: async (steps) => {
        given.push({ known: steps.known, from: steps.from });
        if (steps.known === null) await steps.opened("job-1");
        await steps.rest(0);
        if (steps.from === null) {
          await steps.page({ sightings: accounts(1, 2), position: "behind 2" });
        }
        if (isDown) return fail(UNREACHABLE);
        await steps.page({ sightings: accounts(3), position: null });
        return succeed(3);
      },
    });
    const { survey, part, ids } = await opened(context, "salesforce");
    expect(await context.clock.runUntil(readSurvey(context, survey))).toMatchObject({
      kind: "stopped",
    });
    isDown = false;
    expect(await context.clock.runUntil(readSurvey(context, survey))).toEqual({ kind: "read" });
    expect(given).toEqual([
      { known: null, from: null },
      { known: "job-1", from: "behind 2" },
    ]);
    expect(await ids()).toEqual(["001", "002", "003"]);
    // The page that was too small, opening the job, a look at it in each attempt, and two pages.
    expect(await part()).toMatchObject({ isRead: true, calls: 6 });
    const key = { kind: "name", value: "pier 2" };
    expect(await listSurveyIdsByKey(context.ledger.db, (await part()).id, key, 9)).toEqual(["002"]);
  });

  it("reads all of it anew under another job when the job is lost, and gives up in the end", async () => {
    let jobs = 0;
    const lost = operationalError("SF_BULK_NOT_REACHED", { detail: "the job is Failed" });
    const context = await contextWith({
      scan: async (steps) => {
        jobs += 1;
        expect(steps).toMatchObject({ known: null, from: null });
        await steps.opened(`job-${jobs}`);
        await steps.page({ sightings: accounts(jobs), position: "more" });
        return fail(lost);
      },
    });
    const { survey, part, ids } = await opened(context, "salesforce");
    const ends: string[] = [];
    for (let turn = 0; turn < 6; turn += 1) ends.push((await readSurvey(context, survey)).kind);
    expect(ends).toEqual(["stopped", "stopped", "stopped", "stopped", "stopped", "failed"]);
    expect(await ids()).toEqual(["006"]);
    expect(await part()).toMatchObject({ restarts: 5, isRead: false });
  });

  it("ends its waiting for a job when the service stops", async () => {
    const stopping = new AbortController();
    const context = await contextWith({
      scan: async (steps) => {
        await steps.opened("job-1");
        await steps.rest(0);
        return succeed(0);
      },
    });
    const { survey, part } = await opened(context, "salesforce");
    const reading = readSurvey(context, survey, { signal: stopping.signal });
    await context.clock.advance(10);
    stopping.abort(new Error("stopping"));
    expect(await reading).toEqual({ kind: "left" });
    expect(await part()).toMatchObject({ job: "job-1", isRead: false });
  });
});
