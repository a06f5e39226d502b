import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COOL_CARS, LOG_ENTRY, MAPPING, RUN, STATUS } from "../../test/fake-engine.ts";
import { COST, FINDING, INTEGRITY_RUN, JOB } from "../../test/fake-integrity.ts";
import { createTestApp, NO_BUGS } from "../../test/test-app.ts";
import {
  findingView,
  integrityCostView,
  integrityJobView,
  integrityRunView,
} from "./integrity-views.ts";
import { API_ROUTES } from "./routes.ts";
import {
  errorBodyView,
  logEntryView,
  mappingView,
  recordView,
  runView,
  statusView,
} from "./views.ts";

interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, { readonly parameters?: { name: string }[] }>>;
}

const named = API_ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted();

describe("GET /api/v1/openapi.json", () => {
  it("describes each route that the server has, and only those, without a sign-in", async () => {
    const { app } = createTestApp();
    const document = (await app.inject("/api/v1/openapi.json")).json<Document>();
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(document.openapi).toBe("3.1.0");
    expect(described.toSorted()).toEqual(named);
  });

  it("names each path parameter of a route", async () => {
    const { app } = createTestApp();
    const { paths } = (await app.inject("/api/v1/openapi.json")).json<Document>();
    for (const [path, operations] of Object.entries(paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const { parameters = [] } of Object.values(operations)) {
        expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(inPath));
      }
    }
  });

  it("describes the same calls as docs/spec/api.md", () => {
    const page = readFileSync(new URL("../../../../docs/spec/api.md", import.meta.url), "utf8");
    const told = [...page.matchAll(/^\| `(GET|POST|PATCH) (\/[^`?\s]*)/gm)].map(
      (match) => `${match[1]} ${match[2]}`,
    );
    expect(told.toSorted()).toEqual(named);
  });
});

describe("the described answers", () => {
  it.each([
    ["a record", recordView, COOL_CARS],
    ["a log entry", logEntryView, LOG_ENTRY],
    ["a run", runView, RUN],
    ["the status", statusView, { ...STATUS, bugs: NO_BUGS, warnings: [] }],
    ["a mapping", mappingView, MAPPING],
    ["a run of Sync Integrity", integrityRunView, INTEGRITY_RUN],
    ["a finding", findingView, FINDING],
    ["a job", integrityJobView, JOB],
    ["a cost", integrityCostView, COST],
  ])("fit %s", (_name, schema, view) => {
    expect(schema.parse(view)).toEqual(view);
  });

  it("fit a refusal", async () => {
    const { app } = createTestApp();
    const answer = await app.inject("/api/v1/status");
    expect(errorBodyView.parse(answer.json()).error.code).toBe("API_NOT_SIGNED_IN");
  });
});
