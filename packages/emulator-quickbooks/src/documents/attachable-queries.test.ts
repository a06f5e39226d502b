import { describe, expect, it } from "vitest";
import { isList, isObject, objectOf } from "../json/json-value.ts";
import { ApiDriver, bodyOf, idOf } from "../testing/api-driver.ts";

describe("a query for attachables", () => {
  it("finds those of a record, in any case", () => {
    const driver = new ApiDriver();
    const note = driver.created("attachable", {
      Note: "Call first",
      AttachableRef: [{ EntityRef: { type: "invoice", value: 75 } }],
    });
    driver.created("attachable", {
      Note: "Elsewhere",
      AttachableRef: [{ EntityRef: { type: "Customer", value: "1" } }],
    });
    driver.created("attachable", { Note: "Nowhere" });
    const found = objectOf(
      bodyOf(
        driver.query(
          "select Id from attachable where AttachableRef.EntityRef.Type = 'INVOICE' and AttachableRef.EntityRef.value = '75'",
        ),
      ),
      "QueryResponse",
    );
    const rows = found?.["Attachable"];
    expect(isList(rows) ? rows.filter(isObject).map(idOf) : []).toEqual([idOf(note)]);
  });

  it("tells apart ids of nineteen digits that differ in the last one only", () => {
    const driver = new ApiDriver();
    const ids = ["a", "b", "c"].map((Note) => idOf(driver.created("attachable", { Note })));
    expect(ids[0]).toBe("5000000000000503624");
    const query = `select * from Attachable where Id in ('${ids[0]}', '${ids[2]}')`;
    const rows = objectOf(bodyOf(driver.query(query)), "QueryResponse")?.["Attachable"];
    expect(isList(rows) ? rows.filter(isObject).map(idOf).toSorted() : []).toEqual([
      ids[0],
      ids[2],
    ]);
  });
});
