import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OrgClient } from "../../test/support/org-client.ts";

/** Rows of a request, some of them wrong in one way or another. */
const fields = fc.record(
  {
    Name: fc.constantFrom("Acme", "Bolt", "x".repeat(256), null, 7),
    NumberOfEmployees: fc.constantFrom(1, 2, "many", 3.4),
    Phone: fc.constantFrom("1", "2"),
    ParentId: fc.constantFrom(null, "001Hs0000000009AAA", "nonsense"),
    NoSuchField: fc.constant("x"),
  },
  { requiredKeys: ["Name"] },
);
const someFields = fields.map(({ NoSuchField, ...rest }) =>
  NoSuchField === undefined ? rest : { ...rest, NoSuchField },
);
const rows = fc.array(fc.record({ at: fc.nat({ max: 5 }), fields: someFields }), {
  minLength: 1,
  maxLength: 8,
});

interface RowResult {
  readonly id?: string;
  readonly success: boolean;
  readonly errors: readonly { readonly statusCode: string; readonly message: string }[];
}

/** An org with six accounts, the last of them in the recycle bin. */
function orgWithAccounts(): { readonly client: OrgClient; readonly ids: readonly string[] } {
  const client = new OrgClient();
  const ids = Array.from({ length: 6 }, (_, index) =>
    client.create("Account", { Name: `Account ${index}` }),
  );
  client.send("DELETE", `sobjects/Account/${ids[5] ?? ""}`);
  return { client, ids };
}

const stateOf = (client: OrgClient): unknown => [...client.org.store.all("Account").values()];

/** A single answer in the words of a collection. */
function alike(answer: { readonly status: number; readonly body: unknown }, id?: string) {
  if (answer.status < 300) {
    const created = (answer.body as { id: string } | null)?.id;
    return { id: created ?? id, success: true, errors: [] };
  }
  const items = answer.body as { errorCode: string; message: string; fields?: string[] }[];
  const errors = items.map(({ errorCode, message, fields: names }) => ({
    statusCode: errorCode,
    message,
    fields: names ?? [],
  }));
  return { success: false, errors };
}

describe("collections", () => {
  it("create the same rows, ids and errors as one call for each", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const one = orgWithAccounts().client;
        const many = orgWithAccounts().client;
        const singles = list.map((each) =>
          alike(one.send("POST", "sobjects/Account", each.fields)),
        );
        const records = list.map((each) => ({ attributes: { type: "Account" }, ...each.fields }));
        const answer = many.send("POST", "composite/sobjects", { records });
        expect(answer.body).toEqual(singles);
        expect(stateOf(many)).toEqual(stateOf(one));
      }),
    );
  });

  it("update and delete the same rows as one call for each", () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (list, isDelete) => {
        const one = orgWithAccounts();
        const many = orgWithAccounts();
        const idOf = (at: number): string => one.ids[at] ?? "";
        const method = isDelete ? "DELETE" : "PATCH";
        const singles = list.map(({ at, fields: values }) => {
          const path = `sobjects/Account/${idOf(at)}`;
          return alike(one.client.send(method, path, isDelete ? undefined : values), idOf(at));
        });
        const records = list.map(({ at, fields: values }) => ({
          attributes: { type: "Account" },
          id: idOf(at),
          ...values,
        }));
        const answer = isDelete
          ? many.client.send(
              "DELETE",
              `composite/sobjects?ids=${list.map(({ at }) => idOf(at)).join(",")}`,
            )
          : many.client.send("PATCH", "composite/sobjects", { records });
        expect(answer.body).toEqual(singles);
        expect(stateOf(many.client)).toEqual(stateOf(one.client));
      }),
    );
  });

  it("change all rows or none when asked to, and name every row's own error", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const { client } = orgWithAccounts();
        const before = stateOf(client);
        const records = list.map((each) => ({ attributes: { type: "Account" }, ...each.fields }));
        const answer = client.send("POST", "composite/sobjects", { allOrNone: true, records });
        const results = answer.body as readonly RowResult[];
        expect(results).toHaveLength(list.length);
        const failed = results.filter((each) => !each.success);
        if (failed.length === 0) return;
        expect(failed).toHaveLength(list.length);
        expect(stateOf(client)).toEqual(before);
        const alone = orgWithAccounts().client.send("POST", "composite/sobjects", { records });
        (alone.body as readonly RowResult[]).forEach((each, index) => {
          const code = results[index]?.errors[0]?.statusCode;
          expect(code).toBe(
            each.success ? "ALL_OR_NONE_OPERATION_ROLLED_BACK" : each.errors[0]?.statusCode,
          );
        });
      }),
    );
  });

  it("refuse a malformed id, one of no row, a row without one and an unknown type row by row", () => {
    const { client, ids } = orgWithAccounts();
    const account = { attributes: { type: "Account" } };
    const update = client.send("PATCH", "composite/sobjects", {
      records: [
        { ...account, id: "001xx", Name: "A" },
        { ...account, id: "001Hs0000000zzz", Name: "A" },
        { ...account, Name: "A" },
        { attributes: { type: "Nothing__c" }, id: ids[0], Name: "A" },
      ],
    }).body as readonly RowResult[];
    expect(update.map((each) => each.errors[0]?.statusCode)).toEqual([
      "MALFORMED_ID",
      "INVALID_CROSS_REFERENCE_KEY",
      "MISSING_ARGUMENT",
      "INVALID_TYPE",
    ]);
  });

  it("refuse both rows of an upsert that name one external id", () => {
    const client = new OrgClient();
    const path = "composite/sobjects/Account/Accord_QB_Id__c";
    const records = ["a", "A", "b"].map((value) => ({
      attributes: { type: "Account" },
      Name: value,
      Accord_QB_Id__c: value,
    }));
    const results = client.send("PATCH", path, { records }).body as readonly RowResult[];
    expect(results.map((each) => each.errors[0]?.message)).toEqual([
      "Duplicate external id specified: a",
      "Duplicate external id specified: A",
      undefined,
    ]);
    expect(client.records("SELECT Name FROM Account")).toEqual([{ Name: "b" }]);
  });

  it("update one row up to thirteen times in a call", () => {
    const { client, ids } = orgWithAccounts();
    const records = Array.from({ length: 14 }, (_, index) => ({
      attributes: { type: "Account" },
      id: ids[0],
      Name: `Name ${index}`,
    }));
    const results = client.send("PATCH", "composite/sobjects", { records })
      .body as readonly RowResult[];
    expect(results.map((each) => each.success)).toEqual([
      ...Array.from({ length: 13 }, () => true),
      false,
    ]);
    expect(results[13]?.errors[0]?.statusCode).toBe("DUPLICATE_VALUE");
    expect(client.read("Account", ids[0] ?? "")).toMatchObject({ Name: "Name 12" });
  });
});
