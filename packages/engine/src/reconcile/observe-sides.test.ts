import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { Notice, NoticeSource } from "@accord-sync/ledger/notice.ts";
import { sampleNotice } from "../testing/sample-notice.ts";
import { dirtySides } from "./observe-sides.ts";

const sides = (parts: Partial<Notice>): readonly string[] => [
  ...dirtySides({ mapping: CUSTOMER_ACCOUNT, notice: sampleNotice(parts), held: [] }),
];

describe("what a pass looks at", () => {
  it("is the record that the notice is about", () => {
    expect(sides({})).toEqual(["quickbooks"]);
  });

  it("is the source of a Send, and both systems in a Sync From", () => {
    expect(sides({ direction: "send" })).toEqual(["salesforce"]);
    expect(sides({ direction: "fetch" })).toEqual(["quickbooks", "salesforce"]);
  });

  it.each<NoticeSource>(["decision", "recovery"])("is nothing for a %s alone", (source) => {
    expect(sides({ source })).toEqual([]);
  });

  it.each<NoticeSource>(["decision", "recovery"])(
    "is the record when a %s joined another notice, which may be about an edit",
    (source) => {
      expect(sides({ source, seq: 2 })).toEqual(["quickbooks"]);
    },
  );
});
