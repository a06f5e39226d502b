import { describe, expect, it } from "vitest";
import { COLUMNS, dayBound, logRow } from "../force-app/main/default/lwc/accordLogViewer/rows";
import { logEntry } from "./views";

describe("a row of the log", () => {
  it("names the record even where Salesforce has none yet", () => {
    const held = logEntry({ name: "Diego Rodriguez", salesforce: null, outcome: "held" });
    expect(logRow(held, undefined, "Account")).toMatchObject({
      entity: "Diego Rodriguez",
      object: "Account",
      status: "Needs You",
    });
  });

  it("has the direction as its type and Salesforce's object in a column of its own", () => {
    expect(logRow(logEntry({}), "/x", "Account")).toMatchObject({
      object: "Account",
      type: "To QuickBooks",
    });
    expect(logRow(logEntry({ direction: "quickbooksToSalesforce" }), "/x", "Account").type).toBe(
      "To Salesforce",
    );
    expect(COLUMNS.map(({ fieldName }) => fieldName)).toEqual([
      "id",
      "url",
      "object",
      "type",
      "at",
      "status",
      "reprocessed",
      "message",
    ]);
  });
});

describe("the log's date range", () => {
  it("covers the whole of both days in the reader's time zone", () => {
    const start = Date.parse(dayBound("2026-11-23", "start"));
    const end = Date.parse(dayBound("2026-11-23", "end"));
    expect(new Date(start).getHours()).toBe(0);
    expect(end - start).toBe(86_400_000 - 1);
  });

  it("is open where no day is given", () => {
    expect(dayBound("", "start")).toBe("");
  });
});
