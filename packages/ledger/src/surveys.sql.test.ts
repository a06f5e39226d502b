import type { Observation } from "@accord-sync/core/records/observation.ts";
import { describe, expect } from "vitest";
import { at, SCOPE } from "../test/samples.ts";
import { holds } from "../test/scratch.ts";
import { must } from "@accord-sync/core/errors/assert.ts";
import type { Db } from "./ledger.ts";
import {
  findSurveyPart,
  findSurveyRecord,
  listSurveyIdsByKey,
  listSurveyParts,
  listSurveyPartsOf,
  listSurveyRecords,
  noteSurveyJob,
  openSurveyPart,
  removeSurvey,
  restartSurveyPart,
  saveSurveyPage,
  type SurveyPart,
} from "./surveys.ts";

const account = (id: string, version = "1"): Observation => ({
  ref: { system: "salesforce", type: "Account", id },
  version,
  modifiedAt: at(0),
  createdAt: at(0),
  isSettled: true,
  image: { Name: `Account ${id}` },
  members: {},
  name: `Account ${id}`,
  isActive: true,
  linkMark: null,
});

const named = (observation: Observation) => ({
  observation,
  keys: [{ kind: "name", value: "pier" }],
});

async function open(db: Db, survey = "s1"): Promise<SurveyPart> {
  await openSurveyPart(db, {
    ...SCOPE,
    survey,
    purpose: "backfill",
    owner: "b1",
    system: "salesforce",
    hasKeys: true,
    at: at(0),
  });
  return part(db, survey);
}

async function part(db: Db, survey = "s1"): Promise<SurveyPart> {
  return must(await findSurveyPart(db, survey, SCOPE.mapping, "salesforce"), "the part is open");
}

const page = (ids: readonly string[], position: string | null) => ({
  records: ids.map((id) => named(account(id))),
  position,
  isLast: position === null,
  calls: 1,
  at: at(1),
});

describe("a survey", () => {
  holds("goes on where it was cut off: its pages and its place are one", async ({ db }) => {
    const opened = await open(db);
    expect(opened).toMatchObject({ isRead: false, position: null, job: null, records: 0 });
    await noteSurveyJob(db, opened.id, "job-1");
    await saveSurveyPage(db, opened, page(["a", "b"], "behind b"));
    expect(await part(db)).toMatchObject({ job: "job-1", position: "behind b", isRead: false });
    await saveSurveyPage(db, opened, page(["c"], null));
    expect(await part(db)).toMatchObject({
      position: null,
      isRead: true,
      readAt: at(1),
      records: 3,
      calls: 2,
    });
  });

  holds("hands out its records in places that never move, a page at a time", async ({ db }) => {
    const opened = await open(db);
    await saveSurveyPage(db, opened, page(["b", "a", "c"], null));
    const first = await listSurveyRecords(db, opened.id, { after: 0, limit: 2 });
    expect(first.map(({ observation }) => observation.ref.id)).toEqual(["b", "a"]);
    const after = first.at(-1)?.place ?? 0;
    const rest = await listSurveyRecords(db, opened.id, { after, limit: 2 });
    expect(rest.map(({ observation }) => observation)).toEqual([account("c")]);
  });

  holds("keeps a record that comes again as it came last", async ({ db }) => {
    const opened = await open(db);
    await saveSurveyPage(db, opened, page(["a"], "more"));
    await saveSurveyPage(db, opened, {
      ...page([], null),
      records: [named(account("a", "2"))],
    });
    const found = await findSurveyRecord(db, opened.id, "a");
    expect(found?.observation.version).toBe("2");
    expect(await findSurveyRecord(db, opened.id, "z")).toBeNull();
    expect(await listSurveyRecords(db, opened.id, { after: 0, limit: 9 })).toHaveLength(1);
  });

  holds("finds records by a key of theirs, in the order of their ids", async ({ db }) => {
    const opened = await open(db);
    const other = await open(db, "s2");
    await saveSurveyPage(db, opened, page(["c", "a", "b"], null));
    await saveSurveyPage(db, other, page(["z"], null));
    const key = { kind: "name", value: "pier" };
    expect(await listSurveyIdsByKey(db, opened.id, key, 2)).toEqual(["a", "b"]);
    expect(await listSurveyIdsByKey(db, opened.id, { ...key, value: "quay" }, 2)).toEqual([]);
  });

  holds("that lost its job begins anew with nothing stored, and counts it", async ({ db }) => {
    const opened = await open(db);
    await noteSurveyJob(db, opened.id, "job-1");
    await saveSurveyPage(db, opened, page(["a"], "more"));
    await restartSurveyPart(db, await part(db));
    expect(await part(db)).toMatchObject({ job: null, position: null, records: 0, restarts: 1 });
    expect(await listSurveyRecords(db, opened.id, { after: 0, limit: 9 })).toEqual([]);
    expect(await listSurveyIdsByKey(db, opened.id, { kind: "name", value: "pier" }, 9)).toEqual([]);
  });

  holds("is found by its owner, and removed without touching another", async ({ db }) => {
    await saveSurveyPage(db, await open(db), page(["a"], null));
    const other = await open(db, "s2");
    await saveSurveyPage(db, other, page(["b"], null));
    expect(await listSurveyPartsOf(db, SCOPE, "backfill", "b1")).toHaveLength(2);
    expect(await listSurveyPartsOf(db, SCOPE, "integrity", "b1")).toEqual([]);
    await removeSurvey(db, "s1");
    expect(await listSurveyParts(db, "s1")).toEqual([]);
    expect(await listSurveyRecords(db, other.id, { after: 0, limit: 9 })).toHaveLength(1);
    await removeSurvey(db, "s1");
  });
});
