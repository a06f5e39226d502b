import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isObject, objectOf, objectsOf, type JsonObject } from "../json/json-value.ts";
import { ApiDriver, bodyOf, type TextAnswer } from "../testing/api-driver.ts";
import { FIELD_FAULTS, LIST_FAULTS, SERVICE_FAULTS } from "../testing/provoke-list-faults.ts";
import { BOOKS_FAULTS, SALES_FAULTS } from "../testing/provoke-transaction-faults.ts";
import { FAULT_CODES } from "./code-table.ts";
import type { FaultCode } from "./code-table/fault-code.ts";

const PROVOCATIONS = {
  ...SERVICE_FAULTS,
  ...FIELD_FAULTS,
  ...LIST_FAULTS,
  ...SALES_FAULTS,
  ...BOOKS_FAULTS,
};
/** Statuses other than 400; an upload answers 200 around the faults of its files (recorded). */
const STATUS: Readonly<Record<string, number>> = {
  "3001": 429,
  "3100": 403,
  "3200": 401,
  "6040": 200,
  "6041": 200,
  "10000": 500,
};
const GATEWAY_TYPES: Readonly<Record<string, string>> = {
  "3001": "SERVICE",
  "3100": "SERVICE",
  "3200": "AUTHENTICATION",
};

/** The gateway writes every field of its answer, in lower case. */
function expectGatewayEnvelope(body: JsonObject, row: FaultCode): void {
  expect(body["fault"]).toEqual({
    error: [{ message: row.message, detail: row.detail, code: row.code, element: null }],
    type: GATEWAY_TYPES[row.code],
  });
  expect(Object.keys(body)).toContain("cdcresponse");
  expect(typeof body["time"]).toBe("number");
}

/** `Fault` and `time`, which 2030 alone leaves out (recorded); keys in the recorded order. */
function expectEnvelope(body: JsonObject, row: FaultCode): void {
  const { message, detail, code, element } = row;
  const files = objectsOf(body, "AttachableResponse");
  const shown = files.length > 0 ? objectOf(files[0] ?? {}, "Fault") : objectOf(body, "Fault");
  const named = element ?? (files.length > 0 ? "" : undefined);
  const error = { Message: message, Detail: detail, code };
  const expected = {
    Error: [named === undefined ? error : { ...error, element: named }],
    type: code === "10000" ? "SystemFault" : "ValidationFault",
  };
  expect(JSON.stringify(shown)).toBe(JSON.stringify(expected));
  expect(body["time"] === undefined).toBe(code === "2030");
}

function expectRow(answer: TextAnswer, row: FaultCode): void {
  const body = bodyOf(answer);
  expect(answer.status).toBe(STATUS[row.code] ?? 400);
  if (isObject(body["fault"])) expectGatewayEnvelope(body, row);
  else expectEnvelope(body, row);
}

const raised = FAULT_CODES.filter((row) => row.raised !== "rule");
const injected = FAULT_CODES.filter((row) => row.raised === "rule");

describe("the table of fault codes", () => {
  it("has a request for each code that requests raise, and for no other", () => {
    const codes = (rows: readonly FaultCode[]): string[] => rows.map((row) => row.code).toSorted();
    expect(Object.keys(PROVOCATIONS).toSorted()).toEqual(codes(raised));
  });

  it("has each code once, in order", () => {
    const codes = FAULT_CODES.map((row) => Number(row.code));
    expect(codes).toEqual([...new Set(codes)].toSorted((left, right) => left - right));
  });

  it("stands on the page as it is", () => {
    const page = readFileSync(new URL("../../docs/faults.md", import.meta.url), "utf8");
    const rows = page.split("\n").filter((line) => /^\| \d/.test(line));
    const cells = rows.map((line) =>
      line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "").trim()),
    );
    expect(cells).toEqual(
      FAULT_CODES.map(({ code, message, words, raised: how, when }) => [
        code,
        message,
        words,
        how,
        when,
      ]),
    );
  });

  it("holds every code that the sources can raise", () => {
    const folder = new URL("./", import.meta.url);
    const names = readdirSync(folder).filter((name) => /fault(?:s|-texts)\.ts$/.test(name));
    expect(names.length).toBeGreaterThan(6);
    const sources = names.map((name) => readFileSync(new URL(name, folder), "utf8"));
    const known = new Set(FAULT_CODES.map((row) => row.code));
    const written = sources.flatMap((text) =>
      [...text.matchAll(/"(\d{3,5})"/g)].map((match) => match[1]),
    );
    expect(written.length).toBeGreaterThan(60);
    expect(written.filter((code) => code !== undefined && !known.has(code))).toEqual([]);
  });
});

describe("a code that a setting asks for", () => {
  const rows = raised.filter((row) => row.raised === "setting");
  it.each(rows)("$code names a setting that control can change", ({ when }) => {
    const shown = bodyOf(new ApiDriver().send("GET", "/_emulator/settings", ""));
    const named = [...when.matchAll(/`(\w+)`/g)].map((match) => match[1] ?? "");
    expect(named.filter((name) => name in shown)).not.toEqual([]);
  });

  it("goes when the setting is taken back", () => {
    const driver = new ApiDriver();
    const set = (subscriptionEnded: boolean): number =>
      driver.send("POST", "/_emulator/settings", JSON.stringify({ subscriptionEnded })).status;
    const write = (): number => driver.post("class", { Name: "North" }).status;
    expect([set(true), write(), driver.get("customer/1").status, set(false), write()]).toEqual([
      200, 400, 200, 200, 200,
    ]);
  });
});

describe("a request refused with", () => {
  it.each(raised)("$code is refused in these words: $message", (row) => {
    const provoke = Object.entries(PROVOCATIONS).find(([code]) => code === row.code)?.[1];
    if (provoke === undefined) throw new Error(`nothing provokes ${row.code}`);
    expectRow(provoke(), row);
  });
});

describe("a fault rule", () => {
  it.each(injected)("of code $code answers in the vendor's words: $message", (row) => {
    const driver = new ApiDriver();
    const rules = [{ fault: "status", code: row.code }];
    driver.send("POST", "/_emulator/faults", JSON.stringify(rules));
    expectRow(driver.get("customer/1"), row);
    expect(driver.get("customer/1").status).toBe(200);
  });

  it.each(["3001", "3100", "3200"])("of code %s is the gateway's own answer", (code) => {
    const driver = new ApiDriver();
    const rules = [{ fault: "status", code }];
    driver.send("POST", "/_emulator/faults", JSON.stringify(rules));
    const answer = driver.get("customer/1");
    expect(answer.status).toBe(STATUS[code]);
    expect(objectsOf(objectOf(bodyOf(answer), "fault") ?? {}, "error")[0]).toMatchObject({ code });
  });
});
