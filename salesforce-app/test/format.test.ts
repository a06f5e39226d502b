import { describe, expect, it } from "vitest";
import {
  breakablePieces,
  caretLine,
  humanize,
  moneyText,
  permissionOf,
  pollingOf,
  relativeTime,
  sweepOf,
  valueText,
} from "../force-app/main/default/lwc/accordFormat/accordFormat";

const NOW = Date.parse("2026-11-23T10:20:30Z");
const ago = (seconds: number): string => new Date(NOW - seconds * 1_000).toISOString();

describe("how often changes without a webhook are looked for", () => {
  it("is said in seconds or minutes, with the reason", () => {
    expect(sweepOf({ everySeconds: 900, why: "webhooks tell every change" })).toBe(
      "Changes without a webhook are looked for every 15 minutes: webhooks tell every change",
    );
    expect(sweepOf({ everySeconds: 15, why: "x" })).toContain("every 15 seconds: x");
  });

  it("is not said where it is not known", () => {
    expect(sweepOf(null)).toBe("");
    expect(sweepOf(undefined)).toBe("");
  });
});

describe("relative time", () => {
  it.each([
    [0, "now"],
    [5, "5 seconds ago"],
    [185, "3 minutes ago"],
    [7_300, "2 hours ago"],
    [86_400, "yesterday"],
    [40 * 86_400, "last month"],
    [800 * 86_400, "2 years ago"],
  ])("reads %i seconds as %s", (seconds, text) => {
    expect(relativeTime(ago(seconds), NOW, "en")).toBe(text);
  });

  it("reads a time ahead of this clock as now, not as the future", () => {
    expect(relativeTime(ago(-30), NOW, "en")).toBe("now");
  });

  it("speaks the reader's language", () => {
    expect(relativeTime(ago(185), NOW, "de")).toBe("vor 3 Minuten");
  });
});

describe("the end of a connection's permission", () => {
  const end = { endsAt: "2031-11-22T10:00:00Z", why: "final", isNear: false } as const;

  it("is told calmly while it is far, and as what to do when it is near", () => {
    expect(permissionOf(end)).toEqual({
      label: "Authorised until",
      endsAt: end.endsAt,
      tone: "",
    });
    expect(permissionOf({ ...end, isNear: true })).toEqual({
      label: "Its permission ends by itself. Connect again before",
      endsAt: end.endsAt,
      tone: "slds-text-color_error",
    });
  });

  it("is not told where it is not known, or moves on with every use", () => {
    expect(permissionOf(null)).toBeNull();
    expect(permissionOf({ ...end, why: "unused" })).toBeNull();
    expect(permissionOf({ ...end, why: "unused", isNear: true })).not.toBeNull();
  });
});

describe("how changes of an org are found", () => {
  const changes = { by: "events" as const, detail: null };

  it("is not told where events tell everything, and of no org", () => {
    expect(pollingOf({ changes, polledObjects: [] })).toEqual([]);
    expect([pollingOf(null), pollingOf(undefined)]).toEqual([[], []]);
  });

  it("names the objects that are not on the channel", () => {
    const [line, ...others] = pollingOf({ changes, polledObjects: ["Sale__c", "Contact"] });
    expect(line).toMatch(/^Not on the channel of change events.*: Sale__c, Contact$/);
    expect(others).toEqual([]);
  });

  it("is told with its reason where no events come at all", () => {
    const polling = { by: "polling" as const, detail: "The day's events are used up" };
    expect(pollingOf({ changes: polling, polledObjects: ["Contact"] })).toEqual([
      "Changes are found by polling: The day's events are used up",
    ]);
    expect(pollingOf({ changes: { by: "polling", detail: null }, polledObjects: [] })).toEqual([
      "Changes are found by polling",
    ]);
  });
});

describe("values", () => {
  it("shows nothing as an em dash and keeps a text of zero", () => {
    expect([null, undefined, "", "0"].map(valueText)).toEqual(["—", "—", "—", "0"]);
  });

  it("shows booleans as words", () => {
    expect([true, false].map(valueText)).toEqual(["Yes", "No"]);
  });

  it("shows money in its currency, and as it came when the code is no currency", () => {
    expect(moneyText("1239.50", "USD", "en-US")).toBe("$1,239.50");
    expect(moneyText("1075", null, "en-US")).toBe("1,075.00");
    expect(moneyText("12.00", "not a code", "en-US")).toBe("12.00 not a code");
    expect(moneyText("twelve", "USD")).toBe("twelve");
    expect(moneyText(null, "USD")).toBe("—");
  });

  it("reads codes as words", () => {
    expect(humanize("salesforceToQuickbooks")).toBe("Salesforce to quickbooks");
  });
});

describe("where a value may break over lines", () => {
  it("is after the at sign and before the dots of an address, never within a word", () => {
    expect(breakablePieces("Cool_Cars@intuit.com")).toEqual(["Cool_Cars@", "intuit", ".com"]);
    expect(breakablePieces("https://a.example/b")).toEqual(["https:/", "/", "a", ".example/", "b"]);
  });

  it("is at the spaces alone of anything else", () => {
    const address = "65 Ocean Dr., Half Moon Bay";
    expect(breakablePieces(address)).toEqual([address]);
  });
});

describe("the caret under a mistake", () => {
  it("stands below the character it means, and is never absent", () => {
    expect(caretLine(4, 1)).toBe("    ^");
    expect(caretLine(2, 3)).toBe("  ^^^");
    expect(caretLine(0, 0)).toBe("^");
  });
});
