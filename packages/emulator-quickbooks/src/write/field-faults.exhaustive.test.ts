/** Every property of every type that can be written, at every depth, with every kind of wrong value. */

import { describe, expect, it } from "vitest";
import { elementName, lengthOf } from "../entities/lengths.ts";
import { descriptorOf } from "../entities/registry.ts";
import { knownProperties } from "../faults/known-properties.ts";
import { SCHEMA_ENUMS, SCHEMA_TYPES } from "../generated/properties.ts";
import type { JsonValue } from "../json/json-value.ts";
import { ENTITY_TYPES } from "../store/stored-record.ts";
import { ApiDriver, faultOf, type SeenFault } from "../testing/api-driver.ts";
import { bodyAt, placesOf, strangerAt, type Place } from "../testing/schema-places.ts";

const WRITTEN: readonly [type: string, path: string][] = [
  ...ENTITY_TYPES.filter((type) => {
    const { operations } = descriptorOf(type);
    return operations.has("create") || operations.has("update");
  }).map((type): [string, string] => [type, type.toLowerCase()]),
  ["TaxService", "taxservice/taxcode"],
];
/** Places where QuickBooks Online takes fewer words than the schema, which it shares with other products. */
function isNarrowed(type: string, { owner, name }: Place): boolean {
  if (owner === "Line" && name === "DetailType") return true;
  return (
    `${type}.${name}` === "Attachable.Category" || `${type}.${name}` === "Purchase.PaymentType"
  );
}

/** What a fault of a field says besides its code. */
type Expected = readonly [code: string, element: string | undefined, detail: string];

const comma = (count: number): string => new Intl.NumberFormat("en-US").format(count);

function maxOf({ owner, name, property }: Place): number | undefined {
  return lengthOf(owner, name) ?? property.max;
}

/** Wrong values of a place's kind, with the fault of each. */
function wrongValues(place: Place): readonly [value: JsonValue, expected: Expected][] {
  const { owner, name, property } = place;
  const { type } = property;
  if (type.startsWith("enum:")) return [["Owl", ["2170", undefined, "Invalid Enumeration : Owl"]]];
  switch (type) {
    case "boolean":
      return [["maybe", ["2230", name, "The specified boolean value isn't valid."]]];
    case "decimal":
      return [["ten", ["2090", name, "Invalid Number : ten"]]];
    case "integer":
      return [
        ["ten", ["2090", name, "Invalid Number : ten"]],
        [1.5, ["2080", name, "The number format supplied isn't valid."]],
      ];
    case "date":
      return [
        ["today", ["2060", name, "The date format isn't valid."]],
        [
          "2026-02-30",
          ["2070", name, "The date value must be a valid value. Supplied value:2026-02-30"],
        ],
      ];
    case "string": {
      // An id that is no number ends the checks (2030).
      if (place.steps.length === 0 && name === "Id") return [];
      const max = maxOf(place);
      const control: [JsonValue, Expected] = [
        "\u0000",
        ["2040", elementName(owner, name), "Element contains invalid characters: \u0000"],
      ];
      if (max === undefined) return [control];
      const detail = `String length specified does not match the supported length. Min:0 Max:${comma(max)} supported. Supplied length:${comma(max + 1)}`;
      return [control, ["x".repeat(max + 1), ["2050", elementName(owner, name), detail]]];
    }
    default:
      return [];
  }
}

const has = ({ codes, elements, details }: SeenFault, [code, element, detail]: Expected): boolean =>
  codes.some((each, at) => each === code && elements[at] === element && details[at] === detail);

describe.each(WRITTEN)("%s", (type, path) => {
  const driver = new ApiDriver();
  const places = placesOf(type);
  const shown = (place: Place): string =>
    [...place.steps.map(([name]) => name), place.name].join(".");

  it("refuses a wrong value of each property with the code, element and words of its kind", () => {
    const failures: string[] = [];
    let tried = 0;
    for (const place of places) {
      for (const [value, expected] of wrongValues(place)) {
        tried += 1;
        const seen = faultOf(driver.post(path, bodyAt(place, value)));
        const only = seen.codes.filter((code) => /^[2-6]/.test(code));
        if (seen.status !== 400 || !has(seen, expected) || only.length !== seen.codes.length)
          failures.push(`${shown(place)}: ${expected.join(", ")}; got ${JSON.stringify(seen)}`);
      }
    }
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(5);
  });

  it("takes a text of the greatest length, an enumeration's words and empty texts", () => {
    const wrong: string[] = [];
    for (const place of places) {
      const max = maxOf(place);
      const words = SCHEMA_ENUMS[place.property.type.slice(5)] ?? [];
      const isText = place.property.type === "string" && max !== undefined && place.name !== "Id";
      const values = isText ? ["x".repeat(max), ""] : words;
      for (const value of values) {
        const answer = driver.post(path, { ...bodyAt(place, value), SyncToken: "99" });
        if (answer.status === 200) continue;
        const seen = faultOf(answer);
        const isRefused = seen.codes.some(
          (code, at) =>
            (code === "2050" && seen.elements[at] === elementName(place.owner, place.name)) ||
            (code === "2170" &&
              seen.details[at] === `Invalid Enumeration : ${value}` &&
              !isNarrowed(type, place)),
        );
        if (isRefused) wrong.push(`${shown(place)}=${value.slice(0, 20)}: ${JSON.stringify(seen)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("refuses a property that it does not have, at every depth, by class and known properties", () => {
    const owners = new Map(places.map((place) => [`${place.owner}/${place.steps.length}`, place]));
    for (const place of owners.values()) {
      for (const name of ["Colour", "constructor", "__proto__x", "id"]) {
        if (Object.hasOwn(SCHEMA_TYPES[place.owner] ?? {}, name)) continue;
        const seen = faultOf(driver.post(path, strangerAt(place, name)));
        expect(seen).toMatchObject({
          codes: ["2010"],
          details: [
            `Property Name:Unrecognized field "${name}" (class com.intuit.schema.finance.v3.${place.owner}), not marked as ignorable (${knownProperties(place.owner)})\n specified is unsupported or invalid`,
          ],
        });
      }
    }
    expect(owners.size).toBeGreaterThan(0);
  });

  it("refuses another kind of JSON in the place of each property, and faults of fields beside it go", () => {
    const malformed =
      "Property Name:failed to parse json object; a property specified is unsupported or invalid";
    for (const place of places) {
      if (place.property.type === "any") continue;
      const isObject = SCHEMA_TYPES[place.property.type] !== undefined;
      const wrong = isObject ? ["text", 7, true, [["nested"]]] : [{}, { value: "1" }];
      for (const value of wrong) {
        const seen = faultOf(driver.post(path, { domain: "\u0000", ...bodyAt(place, value) }));
        expect({ at: shown(place), ...seen }).toMatchObject({
          codes: ["2010"],
          details: [malformed],
        });
      }
    }
  });
});

/** Independent of the tables: figures of the documentation and of observed refusals. */
describe("the greatest length", () => {
  it.each([
    ["customer", { DisplayName: "x".repeat(501) }, "DisplayName", "Max:500 "],
    ["customer", { GivenName: "x".repeat(101) }, "GivenName", "Max:100 "],
    ["customer", { Title: "x".repeat(17) }, "Title", "Max:16 "],
    ["vendor", { CompanyName: "x".repeat(101) }, "CompanyName", "Max:100 "],
    ["customer", { BillAddr: { Line1: "x".repeat(501) } }, "Line1", "Max:500 "],
    ["customer", { BillAddr: { City: "x".repeat(256) } }, "City", "Max:255 "],
    ["customer", { BillAddr: { PostalCode: "x".repeat(31) } }, "PostalCode", "Max:30 "],
    ["customer", { WebAddr: { URI: `http://${"x".repeat(1000)}` } }, "URI", "Max:1,000 "],
    [
      "customer",
      { PrimaryEmailAddr: { Address: `${"x".repeat(100)}@x.ca` } },
      "Address",
      "Max:100 ",
    ],
    ["item", { Name: "x".repeat(101) }, "Name", "Max:100 "],
    ["item", { Sku: "x".repeat(101) }, "Sku", "Max:100 "],
    ["item", { Description: "x".repeat(4001) }, "Description", "Max:4,000 "],
    ["item", { PurchaseDesc: "x".repeat(1001) }, "PurchaseDesc", "Max:1,000 "],
    ["class", { Name: "x".repeat(101) }, "Name", "Max:100 "],
    ["term", { Name: "x".repeat(32) }, "Name", "Max:31 "],
    ["paymentmethod", { Name: "x".repeat(32) }, "Name", "Max:31 "],
    ["invoice", { DocNumber: "x".repeat(22) }, "DocNumber", "Max:21 "],
    ["invoice", { PrivateNote: "x".repeat(4001) }, "PrivateNote", "Max:4,000 "],
    ["invoice", { CustomerMemo: { value: "x".repeat(1001) } }, "Customer Memo", "Max:1,000 "],
    ["payment", { PaymentRefNum: "x".repeat(22) }, "PaymentRefNum", "Max:21 "],
    ["refundreceipt", { PaymentRefNum: "x".repeat(101) }, "PaymentRefNum", "Max:100 "],
    ["purchaseorder", { Memo: "x".repeat(4001) }, "Memo", "Max:4,000 "],
    ["attachable", { Note: "x".repeat(2001) }, "Note", "Max:2,000 "],
    ["attachable", { FileName: "x".repeat(1001) }, "FileName", "Max:1,000 "],
  ])("of %s %o is refused with element %s and %s", (path, body, element, words) => {
    const { codes, elements, details } = faultOf(new ApiDriver().post(path, body));
    const at = codes.findIndex((code, index) => code === "2050" && elements[index] === element);
    expect(details[at]).toContain(words);
  });
});
