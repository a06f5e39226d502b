import { describe, expect, it } from "vitest";
import type { EntityType } from "../../store/stored-record.ts";
import { ApiDriver } from "../../testing/api-driver.ts";

const WRITTEN = [
  "Account",
  "CompanyInfo",
  "Customer",
  "Employee",
  "Item",
  "PaymentMethod",
  "Preferences",
  "Term",
  "Vendor",
] as const satisfies readonly EntityType[];

describe.each(WRITTEN)("every %s of the seed", (type) => {
  it("can be sent back as it was read, by a full update, and stays what it is", () => {
    const driver = new ApiDriver();
    const path = type.toLowerCase();
    for (const { id, fields } of driver.company.store.records(type)) {
      // Bundles are never written.
      if (fields["Type"] === "Group") continue;
      const address = type === "Preferences" ? path : `${path}/${id}`;
      const { SyncToken, MetaData: _before, ...shown } = driver.read(address);
      const answer = driver.created(path, { ...shown, SyncToken });
      const { SyncToken: token, MetaData: _after, ...changed } = answer;
      expect(changed).toEqual(shown);
      if (fields["Active"] !== false) expect(Number(token)).toBe(Number(SyncToken) + 1);
    }
  });
});
