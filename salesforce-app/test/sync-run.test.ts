import { describe, expect, it } from "vitest";
import type { RunOutcome } from "../force-app/main/default/lwc/accordApi/types";
import {
  countText,
  fieldText,
  remainingText,
  waitingSentence,
} from "../force-app/main/default/lwc/accordLabels/accordLabels";
import {
  hasTypographicQuote,
  messageText,
  totalsText,
} from "../force-app/main/default/lwc/accordSyncRun/results";

const result = (outcome: RunOutcome, message = "") => ({
  quickbooksId: "58",
  name: "Cool Cars",
  outcome,
  message,
  salesforce: null,
});

describe("the results of a run", () => {
  it("are counted by outcome, leaving out what did not occur", () => {
    const results = [result("alreadyInStep"), result("created"), result("created")];
    expect(totalsText(results)).toBe("2 Created, 1 Already in Step");
    expect(totalsText([])).toBe("");
  });

  it("do not say the outcome twice", () => {
    expect(messageText(result("created", "Created."))).toBe("");
    expect(messageText(result("held", "Two Accounts have the name."))).toBe(
      "Two Accounts have the name.",
    );
  });
});

describe("the words of a run", () => {
  it("round the remaining time to what can be known", () => {
    expect([0, 12.2, 89, 90, 600].map(remainingText)).toEqual([
      "a moment left",
      "about 13 seconds left",
      "about 89 seconds left",
      "about 2 minutes left",
      "about 10 minutes left",
    ]);
  });

  it("are a sentence of what is waited for", () => {
    expect(waitingSentence("QuickBooks to answer again (tried every few seconds)")).toBe(
      "Waiting for QuickBooks to answer again; it is tried every few seconds.",
    );
    expect(waitingSentence("QuickBooks to allow more requests")).toBe(
      "Waiting for QuickBooks to allow more requests.",
    );
  });

  it("have the plural where it belongs", () => {
    expect([0, 1, 2].map((count) => countText(count, "log", "logs"))).toEqual([
      "0 logs",
      "1 log",
      "2 logs",
    ]);
  });
});

describe("a filter that finds nothing", () => {
  it("is asked about the typographic quotes in it", () => {
    expect(hasTypographicQuote("DisplayName = 'O’Neil'")).toBe(true);
    expect(hasTypographicQuote("DisplayName = 'O\\'Neil'")).toBe(false);
  });
});

describe("a mapped field", () => {
  it("is named by the member of the record that has it", () => {
    expect(fieldText("standardPrice.UnitPrice")).toBe("UnitPrice (Standard Price)");
    expect(fieldText("BillingCity")).toBe("BillingCity");
  });
});
