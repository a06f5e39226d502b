import { describe, expect, it } from "vitest";
import { objectsOf, type JsonObject } from "../json/json-value.ts";
import { ApiDriver, bodyOf, faultOf, idOf, invoiceOf } from "../testing/api-driver.ts";

describe("a query of attachables", () => {
  const driver = new ApiDriver();
  const { store } = driver.company;
  // A number that is the id of an invoice and of a customer.
  const shared = [...store.records("Invoice")].find(({ id }) => store.record("Customer", id));
  const first = shared?.id ?? "";
  const second = idOf(driver.created("invoice", invoiceOf("1", 5)));
  const attach = (
    note: string,
    ...owners: readonly (readonly [type: string, id: string])[]
  ): string =>
    idOf(
      driver.created("attachable", {
        Note: note,
        AttachableRef: owners.map(([type, value]) => ({ EntityRef: { type, value } })),
      }),
    );
  const onFirst = attach("one", ["Invoice", first]);
  const onBoth = attach("both", ["Invoice", second], ["Customer", first]);
  const found = (where: string): string[] => {
    const response = bodyOf(driver.query(`select * from Attachable where ${where}`))[
      "QueryResponse"
    ] as JsonObject;
    return objectsOf(response, "Attachable").map(idOf).toSorted();
  };

  it("finds those of one record by the type and the id of the same reference", () => {
    expect(
      found(
        `AttachableRef.EntityRef.Type = 'invoice' and AttachableRef.EntityRef.value = '${first}'`,
      ),
    ).toEqual([onFirst]);
    expect(found(`AttachableRef.EntityRef.value = '${first}'`)).toEqual(
      [onFirst, onBoth].toSorted(),
    );
  });

  it("joins conditions on references with others", () => {
    expect(found("AttachableRef.EntityRef.Type = 'CUSTOMER' and Note like 'B%'")).toEqual([onBoth]);
  });

  it("knows no other part of a reference", () => {
    const fault = faultOf(driver.query("select * from Attachable where AttachableRef.Line = '1'"));
    expect(fault.details).toEqual([
      "QueryValidationError: Property AttachableRef.Line not found for Entity Attachable",
    ]);
  });
});
