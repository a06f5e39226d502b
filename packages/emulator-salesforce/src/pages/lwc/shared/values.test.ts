import { expect, it } from "vitest";
import { isSame } from "./values.ts";

it("an address that nobody touched is no change, also in another wrapper", () => {
  const address = { city: "Chicago", street: "640 N Lake Shore Dr" };
  expect(isSame(new Proxy(address, {}), address)).toBe(true);
  expect(isSame({ ...address, city: "Austin" }, address)).toBe(false);
  expect(isSame(address, null)).toBe(false);
  expect(isSame("", null)).toBe(true);
});
