/** The console and the emulator's stand-in of the Apex proxy must make the same calls. */
import { describe, expect, it } from "vitest";
import { ACCORD_API_ROUTES } from "../../../emulator-salesforce/src/pages/apex/accord-api-routes.ts";
import { API_ROUTES } from "../api/routes.ts";
import { APEX_METHODS, type Place } from "./apex-methods.ts";

/** A row of the emulator's table in the form of ours. */
function inOurForm(row: (typeof ACCORD_API_ROUTES)[number]) {
  const placed = (where: "path" | "query" | "body", names: Readonly<Record<string, string>>) =>
    Object.entries(names).map(([name, parameter]): [string, Place] => [
      parameter,
      { in: where, name },
    ]);
  const record: [string, Place][] = row.record === null ? [] : [[row.record, { in: "record" }]];
  return {
    method: row.verb,
    path: row.path,
    parameters: Object.fromEntries([
      ...record,
      ...placed("path", row.pathParameters),
      ...placed("query", row.query),
      ...placed("body", row.body),
    ]),
  };
}

describe("the methods of AccordApi", () => {
  it("are the same in the console and in the emulator", () => {
    const emulated = ACCORD_API_ROUTES.map((row) => [row.method, inOurForm(row)] as const);
    expect(APEX_METHODS).toEqual(Object.fromEntries(emulated));
  });

  it.each(Object.entries(APEX_METHODS))("%s is a call of the API", (_name, { method, path }) => {
    expect(API_ROUTES.map((route) => `${route.method} ${route.path}`)).toContain(
      `${method} ${path}`,
    );
  });
});
