import { describe, expect, it } from "vitest";
import { descriptorOf } from "../entities/registry.ts";
import { isObject, objectOf, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { ENTITY_TYPES } from "../store/stored-record.ts";
import { ApiDriver } from "../testing/api-driver.ts";
import { renderRecord } from "../write/render-record.ts";
import { queryPropertiesOf } from "./query-properties.ts";
import { QueryRow } from "./query-row.ts";

/** References without the names that only the whole record shows. */
function bare(value: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(value) || value["value"] === undefined) return value;
  return { value: value["value"] };
}

describe("a single property of a record", () => {
  const { company } = new ApiDriver();
  const context = company.readContext();
  for (const type of ENTITY_TYPES) {
    it(`of ${type} is read as the whole record shows it`, () => {
      const { filterable, sortable } = queryPropertiesOf(type);
      for (const record of company.store.records(type)) {
        const shown = renderRecord(record, context);
        const row = new QueryRow(record, descriptorOf(type), context);
        for (const path of new Set([...filterable, ...sortable])) {
          const [name = ""] = path.split(".");
          expect({ [name]: bare(row.value(name)) }).toEqual({ [name]: bare(shown[name]) });
        }
      }
    });
  }

  it("has the suffix of an inactive record in its name, full names too", () => {
    const driver = new ApiDriver();
    const made: JsonObject = driver.created("customer", {
      DisplayName: "Kitchen",
      Job: true,
      ParentRef: { value: "1" },
    });
    driver.created("customer", {
      Id: made["Id"] ?? "",
      SyncToken: "0",
      sparse: true,
      Active: false,
    });
    const found = (where: string): JsonValue | undefined =>
      objectOf(
        JSON.parse(driver.query(`select count(*) from Customer where ${where}`).body) as JsonObject,
        "QueryResponse",
      )?.["totalCount"];
    const inactive = " and Active = false";
    expect([
      found(`DisplayName = 'kitchen (deleted)'${inactive}`),
      found(`DisplayName = 'kitchen'${inactive}`),
      found(String.raw`FullyQualifiedName = 'Amy\'s Bird Sanctuary:Kitchen (deleted)'${inactive}`),
      found(`FullyQualifiedName LIKE '%:Kitchen (deleted)'${inactive}`),
    ]).toEqual([1, 0, 1, 1]);
  });
});
