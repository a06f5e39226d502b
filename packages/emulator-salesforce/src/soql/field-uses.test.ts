import { describe, expect, it } from "vitest";
import { ApiError } from "../api-error.ts";
import { describeField } from "../schema/describe-field.ts";
import { field, text, textArea } from "../schema/field-kinds.ts";
import { dmlWorld } from "../dml/testing/dml-world.ts";
import { runQuery } from "./run-query.ts";

const w = dmlWorld({
  fields: new Map([
    [
      "Account",
      [
        textArea("Long__c", "Long", 256),
        textArea("Short__c", "Short", 255),
        textArea("Marked__c", "Marked", 255, { html: true }),
        text("Formula__c", "Formula", 80, { formula: "Name" }),
        text("Number__c", "Number", 30, { autoNumber: "{0}" }),
        field("Secret__c", "Secret", "encryptedstring", { length: 20 }),
        field("Several__c", "Several", "multipicklist", { length: 255 }),
      ].map((each) => ({ ...each, custom: true })),
    ],
  ]),
});
const { store, schema } = w.org;
const world = { store, schema, now: 0, includeDeleted: false, access: w.at(0).access };

/** Whether a query is taken; every refusal must say what cannot be done with the field. */
function isTaken(soql: string): boolean {
  try {
    runQuery(world, soql, "/services/data/v66.0");
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    expect(error.message, soql).toMatch(/can not be (?:filtered|sorted|grouped) in a query call/);
    return false;
  }
}

const OBJECTS = ["Account", "Contact", "Contract", "Order", "Product2", "QuoteLineItem", "User"];

describe("describe and SOQL", () => {
  it.each(OBJECTS)("agree on what can be done with each field of %s", (name) => {
    const object = schema.object(name);
    const fields = object?.fields.filter((each) => each.type !== "address") ?? [];
    expect(fields.length).toBeGreaterThan(5);
    const differing = fields.flatMap((each) => {
      const told = describeField(each, object ?? expect.fail());
      const done = {
        filterable: isTaken(`SELECT Id FROM ${name} WHERE ${each.name} = NULL`),
        sortable: isTaken(`SELECT Id FROM ${name} ORDER BY ${each.name}`),
        groupable: isTaken(`SELECT ${each.name} FROM ${name} GROUP BY ${each.name}`),
      };
      const { filterable, sortable, groupable } = told;
      const isSame = JSON.stringify({ filterable, sortable, groupable }) === JSON.stringify(done);
      return isSame ? [] : [{ name: each.name, done, filterable, sortable, groupable }];
    });
    expect(differing).toEqual([]);
  });

  it("let short text areas be filtered, and neither long nor secret texts", () => {
    const filtered = ["Short__c", "Long__c", "Marked__c", "Secret__c", "Number__c"].map((each) =>
      isTaken(`SELECT Id FROM Account WHERE ${each} = NULL`),
    );
    expect(filtered).toEqual([true, false, false, false, true]);
    expect(isTaken("SELECT Id FROM Product2 WHERE Description LIKE 'a%'")).toBe(true);
    expect(isTaken("SELECT COUNT(Id) n FROM Account GROUP BY Number__c")).toBe(false);
  });
});
