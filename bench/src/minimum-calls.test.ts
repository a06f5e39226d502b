import { describe, expect, it } from "vitest";
import {
  efficiency,
  minimumForFirstLoad,
  minimumForQuickbooksChanges,
  minimumForSafeLoad,
  minimumForSalesforceChanges,
} from "./minimum-calls.ts";

describe("the fewest calls of a first load", () => {
  it("are a page of QuickBooks a thousand rows, and a bulk job a table where that is fewer", () => {
    expect(minimumForFirstLoad({ customers: 10_000, items: 10_000 })).toEqual({
      metered: 20,
      free: 0,
      salesforce: 15,
    });
  });

  it("are composites of a thousand rows where there are few", () => {
    expect(minimumForFirstLoad({ customers: 2_500, items: 400 })).toEqual({
      metered: 4,
      free: 0,
      salesforce: 3 + 1 + 1,
    });
  });

  it("are more by the looks before and after, which ride along where the records are few", () => {
    const salesforce = (customers: number, items: number) =>
      minimumForSafeLoad({ customers, items }).salesforce;
    expect(salesforce(10_000, 10_000)).toBe(15 + 2 + 5 + 10);
    expect(salesforce(400, 0)).toBe(1 + 1);
    expect(salesforce(401, 400)).toBe(2 + (2 + 1 + 1));
    expect(salesforce(0, 0)).toBe(0);
  });

  it("start a page for the row after a full one, and none for nothing", () => {
    expect(minimumForFirstLoad({ customers: 1_000, items: 0 }).metered).toBe(1);
    expect(minimumForFirstLoad({ customers: 1_001, items: 0 }).metered).toBe(2);
    expect(minimumForFirstLoad({ customers: 0, items: 0 })).toEqual({
      metered: 0,
      free: 0,
      salesforce: 0,
    });
  });
});

describe("the fewest calls of changes", () => {
  it("into QuickBooks are one free write each and no read of QuickBooks", () => {
    expect(minimumForSalesforceChanges(10_000, "together")).toEqual({
      metered: 0,
      free: 10_000,
      salesforce: 5,
    });
    expect(minimumForSalesforceChanges(7, "apart")).toEqual({ metered: 0, free: 7, salesforce: 7 });
  });

  it("into Salesforce are one read and one conditional write each when they come apart", () => {
    expect(minimumForQuickbooksChanges(7, "apart")).toEqual({ metered: 7, free: 0, salesforce: 7 });
  });

  it("into Salesforce share pages and composites when they come together", () => {
    expect(minimumForQuickbooksChanges(1_001, "together")).toEqual({
      metered: 2,
      free: 0,
      salesforce: 42,
    });
  });
});

describe("efficiency", () => {
  it("is the ratio, perfect for nothing out of nothing, and the count where none was needed", () => {
    expect(efficiency(12, 10)).toBe(1.2);
    expect(efficiency(0, 0)).toBe(1);
    expect(efficiency(3, 0)).toBe(3);
  });
});
