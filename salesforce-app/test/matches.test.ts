import { describe, expect, it } from "vitest";
import type { ComparedRow } from "../force-app/main/default/lwc/accordApi/types";
import { shownRows } from "../force-app/main/default/lwc/accordMatchPanel/comparison";
import { refusedName } from "../force-app/main/default/lwc/accordRecordSync/refusedName";
import { match, view } from "./views";

const NOW = Date.parse("2026-11-23T10:20:30Z");
const text = (salesforce: string | null, quickbooks: string | null): ComparedRow => ({
  field: "sku",
  label: "SKU",
  kind: "text",
  salesforce,
  quickbooks,
});
const rowsOf = (...compare: ComparedRow[]) =>
  shownRows(match({ compare, asOf: "2026-11-23T10:17:30Z" }), NOW);
const words = (value: { pieces: { text: string }[] }): string =>
  value.pieces.map((piece) => piece.text).join("");

describe("the side-by-side view", () => {
  it("shows the service's rows in their order, and marks those that differ", () => {
    const rows = rowsOf(text("A-1", "A-1"), { ...text("A-1", null), field: "description" });
    expect(rows.map(({ key, differs }) => [key, differs])).toEqual([
      ["sku", false],
      ["description", true],
    ]);
    expect(rows.map(({ quickbooks }) => words(quickbooks))).toEqual(["A-1", "—"]);
  });

  it("compares money by its amount and shows it in its currency", () => {
    const [price] = rowsOf({ ...text("18.4", "18.40"), kind: "money" });
    expect(price?.differs).toBe(false);
    expect(price === undefined ? "" : words(price.salesforce)).toMatch(/18\.40/);
  });

  it("tells how old the balance is, which Salesforce does not have and never differs in", () => {
    const balance = { ...text(null, "239.00"), field: "balance", kind: "money" as const };
    const [row] = rowsOf(balance);
    expect(row).toMatchObject({ differs: false, rowClass: "" });
    expect(row?.age).toMatch(/^as of 3 /);
    expect(row === undefined ? "?" : words(row.salesforce)).toBe("");
  });
});

describe("a name that QuickBooks would refuse", () => {
  it("is one that an active record has, whatever its case and spaces", () => {
    const taken = view({ name: "cool  cars ", matches: [match({})] });
    expect(refusedName(taken)).toBe("Cool Cars");
  });

  it("is taken as well when that record is linked elsewhere", () => {
    const linkedTo = { type: "Account", id: "001000000000002AAA", name: "Other" };
    expect(refusedName(view({ matches: [match({ linkedTo })] }))).toBe("Cool Cars");
  });

  it("is free when only an inactive record had it, or another name looks like it", () => {
    const matches = [match({ active: false }), match({ name: "Cool Cars Ltd" })];
    expect(refusedName(view({ matches }))).toBeNull();
  });
});
