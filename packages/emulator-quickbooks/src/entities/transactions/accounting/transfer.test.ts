import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../json/json-value.ts";
import { ApiDriver, faultOf, idOf } from "../../../testing/api-driver.ts";
import { listOf } from "../../descriptor.ts";

const transferOf = (from: string, to: string, amount: number): JsonObject => ({
  FromAccountRef: { value: from },
  ToAccountRef: { value: to },
  Amount: amount,
});
const balances = (driver: ApiDriver): number[] =>
  ["35", "36"].map((id) => Number(driver.read(`account/${id}`)["CurrentBalance"]));

describe("a transfer", () => {
  it("moves money between accounts, is changed and deleted", () => {
    const driver = new ApiDriver();
    const [checking = 0, savings = 0] = balances(driver);
    const made = driver.created("transfer", {
      ...transferOf("36", "35", 250),
      PrivateNote: "rent",
    });
    expect(Object.keys(made)).toEqual(
      listOf(`FromAccountRef ToAccountRef Amount domain sparse Id SyncToken MetaData TxnDate CurrencyRef
        PrivateNote`),
    );
    expect(made).toMatchObject({
      FromAccountRef: { value: "36", name: "Savings" },
      ToAccountRef: { value: "35", name: "Checking" },
      Amount: 250,
    });
    expect(balances(driver)).toEqual([checking + 250, savings - 250]);
    const key = { Id: idOf(made), SyncToken: "0", sparse: true, Amount: 251 };
    expect(driver.created("transfer", key)).toMatchObject({ Amount: 251, PrivateNote: "rent" });
    const full = { ...transferOf("35", "36", 1), Id: idOf(made), SyncToken: "1" };
    expect(driver.created("transfer", full)).not.toHaveProperty("PrivateNote");
    expect(balances(driver)).toEqual([checking - 1, savings + 1]);
    driver.created("transfer?operation=delete", { Id: idOf(made), SyncToken: "2" });
    expect(balances(driver)).toEqual([checking, savings]);
    expect(driver.get("transfer/1").status).toBe(400);
  });

  it("prints its amount as money", () => {
    const answer = new ApiDriver().post("transfer", transferOf("35", "36", 100));
    expect(answer.body).toContain('"Amount":100.00');
  });

  const refusals: readonly [claim: string, body: object, codes: readonly string[]][] = [
    ["without anything", {}, ["2020", "2020", "2020"]],
    ["of nothing", transferOf("35", "36", 0), ["6000"]],
    ["of less than nothing", transferOf("35", "36", -5), ["6000"]],
    ["to the same account", transferOf("35", "35", 5), ["6000"]],
    ["to an expense account", transferOf("35", "7", 5), ["6430"]],
    ["from receivables", transferOf("84", "35", 5), ["6430"]],
    ["to an unknown account", transferOf("35", "999", 5), ["2500"]],
  ];
  for (const [claim, body, codes] of refusals) {
    it(`${claim} is refused with ${codes.join(", ")}`, () => {
      expect(faultOf(new ApiDriver().post("transfer", body)).codes).toEqual(codes);
    });
  }
});
