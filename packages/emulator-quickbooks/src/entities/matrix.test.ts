/** The operations of each type, as the vendor's documentation gives them; nothing more and nothing less. */

import { describe, expect, it } from "vitest";
import { SCHEMA_TYPES } from "../generated/properties.ts";
import { ApiDriver, faultOf } from "../testing/api-driver.ts";
import { findDescriptor } from "./registry.ts";

/**
 * C create, R read, Q query, U full update, S sparse update, D delete, V void, A deactivate, K in change
 * data. Of E-mail and PDF see the documents.
 */
const LISTS: Readonly<Record<string, string>> = {
  Account: "CRQUSAK",
  Class: "CRQUSAK",
  CompanyCurrency: "CRQUAK",
  CompanyInfo: "RQUSK",
  Customer: "CRQUSAK",
  CustomerType: "RQK",
  Department: "CRQUSAK",
  Employee: "CRQUSAK",
  ExchangeRate: "RQUK",
  Item: "CRQUSAK",
  PaymentMethod: "CRQUSAK",
  Preferences: "RQUSK",
  TaxAgency: "CRQ",
  TaxCode: "RQ",
  TaxRate: "RQ",
  Term: "CRQUSAK",
  Vendor: "CRQUSAK",
};

function lettersOf(type: string): string {
  const descriptor = findDescriptor(type);
  if (descriptor === undefined) return "";
  const { operations, updatesWhole, isInChangeData } = descriptor;
  const isUpdated = operations.has("update");
  const letters: readonly [string, boolean][] = [
    ["C", operations.has("create")],
    ["R", operations.has("read")],
    ["Q", operations.has("query")],
    ["U", isUpdated],
    ["S", isUpdated && updatesWhole !== true],
    ["D", operations.has("delete")],
    ["V", operations.has("void")],
    ["A", isUpdated && SCHEMA_TYPES[type]?.["Active"] !== undefined],
    ["K", isInChangeData],
  ];
  return letters.flatMap(([letter, isGiven]) => (isGiven ? [letter] : [])).join("");
}

describe.each(Object.entries(LISTS))("%s", (type, letters) => {
  const path = type.toLowerCase();
  const driver = new ApiDriver();
  const refusal = (resource: string, body: object): readonly string[] =>
    faultOf(driver.post(resource, body)).details;

  it(`has just the operations ${letters}`, () => {
    expect(lettersOf(type)).toBe(letters);
  });

  it("cannot be deleted or voided", () => {
    const body = { Id: "1", SyncToken: "0" };
    expect(refusal(`${path}?operation=delete`, body)).toEqual([
      "Operation Delete is not supported.",
    ]);
    expect(refusal(`${path}?operation=void`, body)).toEqual(["Operation Void is not supported."]);
  });

  it("is read and queried, and found in change data only where it belongs", () => {
    expect(driver.query(`select * from ${type}`).status).toBe(200);
    const changes = driver.get(`cdc?entities=${type}&changedSince=2026-10-20T00:00:00-07:00`);
    expect(changes.status).toBe(letters.includes("K") ? 200 : 400);
  });
});

const lacking = (...letters: readonly string[]): string[] =>
  Object.entries(LISTS).flatMap(([type, given]) =>
    letters.some((letter) => given.includes(letter)) ? [] : [type],
  );

describe("a write that a type does not have", () => {
  it.each(lacking("C", "U"))("of %s is no create", (type) => {
    expect(faultOf(new ApiDriver().post(type.toLowerCase(), {})).details).toEqual([
      "Operation Create is not supported.",
    ]);
  });

  it.each(lacking("U"))("of %s is no update", (type) => {
    const answer = new ApiDriver().post(type.toLowerCase(), { Id: "1", SyncToken: "0" });
    expect(faultOf(answer).details).toEqual(["Operation Update is not supported."]);
  });
});

describe("an update of a record that is not there", () => {
  const updated = Object.entries(LISTS).filter(
    ([type, letters]) => letters.includes("U") && findDescriptor(type)?.singletonId === undefined,
  );
  it.each(updated.filter(([type]) => type !== "ExchangeRate"))("of %s gets 610", (type) => {
    const answer = new ApiDriver().post(type.toLowerCase(), { Id: "999999", SyncToken: "0" });
    expect(faultOf(answer).codes).toEqual(["610"]);
  });
});
