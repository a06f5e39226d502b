import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { MergeInput } from "@accord-sync/core/merge/merge-record.ts";
import { mergeNames } from "./merge-names.ts";

/** A pair that Salesforce calls Pier Two, after a step aside or before. */
function pair(quickbooksName: string, salesforceBase: string | null): MergeInput {
  const held = { DisplayName: quickbooksName };
  return {
    mapping: CUSTOMER_ACCOUNT,
    salesforce: { base: { Name: salesforceBase }, seen: { Name: "Pier Two" } },
    quickbooks: { base: held, seen: held },
    entries: {},
    forceFrom: "quickbooks",
  };
}

const nameOf = (input: MergeInput) =>
  mergeNames(input, "58").fields.find(({ rule }) => rule.name === "name")?.verdict;

describe("a Sync From QuickBooks", () => {
  it("takes the name over", () => {
    const verdict = { kind: "copy", to: "salesforce", value: "Pier One", because: "forced" };
    expect(nameOf(pair("Pier One", "Pier One"))).toMatchObject(verdict);
  });

  it("leaves a temporary name where it is: the one in Salesforce follows", () => {
    const verdict = { kind: "copy", to: "quickbooks", value: "Pier Two", because: "changed" };
    expect(nameOf(pair("Pier Two (renaming 58)", null))).toMatchObject(verdict);
  });

  it("takes over what looks like the temporary name of another record", () => {
    expect(nameOf(pair("Pier Two (renaming 9)", null))).toMatchObject({ to: "salesforce" });
  });
});
