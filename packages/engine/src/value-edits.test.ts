import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { Image } from "@accord-sync/core/records/image.ts";
import {
  type Edit,
  type Observation,
  UNKNOWN_EDIT,
} from "@accord-sync/core/records/observation.ts";
import { describe, expect, it } from "vitest";
import { firstSide, withBase, withObservation } from "./link-state.ts";
import { editOf, keptEdits } from "./value-edits.ts";

const ADA: Edit = { at: "2026-06-15T15:00:10Z", by: "Ada Admin" };
const BEN: Edit = { at: "2026-06-15T15:05:00Z", by: "Ben Baker" };

function account(image: Image, edit?: Edit): Observation {
  return {
    ref: { system: "salesforce", type: "Account", id: "001" },
    version: edit?.at ?? "2026-06-15T15:00:00Z",
    modifiedAt: edit?.at ?? "2026-06-15T15:00:00Z",
    ...(edit !== undefined && { edit }),
    createdAt: "2026-06-15T14:00:00Z",
    isSettled: true,
    image,
    members: {},
    name: "Pier",
    isActive: true,
    linkMark: null,
  };
}

const LINKED = firstSide(account({ Phone: "1", Website: "a" }));
const seen = (side: typeof LINKED, image: Image, edit?: Edit) =>
  withObservation(CUSTOMER_ACCOUNT, side, account(image, edit), "look");

describe("who wrote a value, and when (I22)", () => {
  it("is the record's last edit at the look that first shows the value", () => {
    const once = seen(LINKED, { Phone: "2", Website: "a" }, ADA);
    expect(once.edits).toEqual({ Phone: ADA });
    const twice = seen(once, { Phone: "2", Website: "b" }, BEN);
    expect(twice.edits).toEqual({ Phone: ADA, Website: BEN });
    expect(seen(twice, { Phone: "3", Website: "b" }, BEN).edits["Phone"]).toEqual(BEN);
  });

  it("is not known where the system did not tell", () => {
    expect(seen(LINKED, { Phone: "2", Website: "a" }).edits).toEqual({ Phone: UNKNOWN_EDIT });
  });

  it("is never taken from the answer to a write of our own", () => {
    const answer = account({ Phone: "2", Website: "ours" }, BEN);
    const after = withObservation(CUSTOMER_ACCOUNT, LINKED, answer, "ourWrite");
    expect(after.edits).toEqual({ Phone: UNKNOWN_EDIT, Website: UNKNOWN_EDIT });
    // What we sent is the base from then on; what a person wrote beside it stays, with nobody's time.
    const settled = withBase(after, { Website: "ours" });
    expect(keptEdits(CUSTOMER_ACCOUNT, settled)).toEqual({ Phone: UNKNOWN_EDIT });
  });

  it("keeps what was known of other values when a write of ours is answered", () => {
    const edited = seen(LINKED, { Phone: "2", Website: "a" }, ADA);
    const answer = account({ Phone: "2", Website: "ours" }, BEN);
    const after = withObservation(CUSTOMER_ACCOUNT, edited, answer, "ourWrite");
    expect(after.edits["Phone"]).toEqual(ADA);
  });

  it("is forgotten once the value is the base, or stands there again", () => {
    const edited = seen(LINKED, { Phone: "2", Website: "a" }, ADA);
    expect(keptEdits(CUSTOMER_ACCOUNT, edited)).toEqual({ Phone: ADA });
    expect(keptEdits(CUSTOMER_ACCOUNT, withBase(edited, { Phone: "2" }))).toEqual({});
    const back = seen(edited, { Phone: "1", Website: "a" }, BEN);
    expect(keptEdits(CUSTOMER_ACCOUNT, back)).toEqual({});
  });

  it("of a price is its own record's, not the product's", () => {
    const ref = { system: "salesforce", type: "PricebookEntry", id: "01u" } as const;
    const standardPrice = { role: "standardPrice", ref, version: "1", edit: BEN };
    const product: Observation = {
      ...account({ Name: "Rope", "standardPrice.UnitPrice": "2" }, ADA),
      members: { standardPrice },
    };
    expect(editOf(product, "standardPrice.UnitPrice")).toEqual(BEN);
    expect(editOf(product, "Name")).toEqual(ADA);
    const before = firstSide(account({ Name: "Rope", "standardPrice.UnitPrice": "1" }));
    const after = withObservation(ITEM_PRODUCT, before, product, "look");
    expect(after.edits).toEqual({ "standardPrice.UnitPrice": BEN });
  });
});
