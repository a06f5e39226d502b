import { describe, expect, it } from "vitest";
import { METADATA, OrgClient } from "../../test/support/org-client.ts";
import { field } from "../schema/field-kinds.ts";
import type { OrgMetadata } from "../schema/types.ts";

/** The rules of an org as its REST clients meet them. */

const metadata: OrgMetadata = {
  ...METADATA,
  fields: new Map([
    ...METADATA.fields,
    [
      "Contact",
      [
        ...(METADATA.fields.get("Contact") ?? []),
        field("Shout__c", "Shout", "string", {
          length: 1300,
          custom: true,
          createable: false,
          updateable: false,
          formula: 'UPPER(LastName) & " OF " & Account.Name',
        }),
      ],
    ],
  ]),
  validationRules: new Map([
    [
      "Account",
      [
        {
          name: "Site_Needed",
          active: true,
          formula: "AND(ISPICKVAL(Type, 'Prospect'), ISBLANK(Site))",
          message: "A prospect needs a site.",
          errorField: "Site",
        },
      ],
    ],
  ]),
  matchingRules: [
    {
      object: "Contact",
      name: "Contact_MR",
      items: [{ field: "Email", method: "Exact", matchBlanks: false }],
      logic: null,
    },
  ],
  duplicateRules: [
    {
      object: "Contact",
      name: "Contacts_DR",
      label: "Contacts",
      active: true,
      onInsert: "Allow",
      onUpdate: "Allow",
      alertsOnInsert: true,
      alertsOnUpdate: true,
      alertText: "",
      matchingRules: ["Contact_MR"],
    },
  ],
};

const client = () => new OrgClient({ metadata });

describe("the rules of an org", () => {
  it("answer a broken validation rule with its text and place", () => {
    const answer = client().send("POST", "sobjects/Account", { Name: "A", Type: "Prospect" });
    expect([answer.status, answer.body]).toEqual([
      400,
      [
        {
          message: "A prospect needs a site.",
          errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION",
          fields: ["Site"],
        },
      ],
    ]);
  });

  it("let a duplicate pass for those who send the header, in single calls and collections", () => {
    const c = client();
    const body = { LastName: "Lee", Email: "ann@example.com" };
    c.create("Contact", body);
    expect(c.send("POST", "sobjects/Contact", body)).toMatchObject({
      status: 400,
      body: [{ errorCode: "DUPLICATES_DETECTED", duplicateResut: { allowSave: true } }],
    });
    const header = { "sforce-duplicate-rule-header": "allowSave=true; includeRecordDetails=true" };
    expect(c.send("POST", "sobjects/Contact", body, header).status).toBe(201);
    const records = { records: [{ attributes: { type: "Contact" }, ...body }] };
    expect(c.send("POST", "composite/sobjects", records).body).toMatchObject([
      { success: false, errors: [{ statusCode: "DUPLICATES_DETECTED" }] },
    ]);
    expect(c.send("POST", "composite/sobjects", records, header).body).toMatchObject([
      { success: true },
    ]);
  });

  it("compute formula fields in queries, their filters and whole records", () => {
    const c = client();
    const account = c.create("Account", { Name: "Acme" });
    const id = c.create("Contact", { LastName: "Lee", AccountId: account });
    c.create("Contact", { LastName: "Moss", AccountId: account });
    const soql = "SELECT Shout__c FROM Contact WHERE Shout__c = 'lee of acme'";
    expect(c.query(soql).body).toMatchObject({
      totalSize: 1,
      records: [{ Shout__c: "LEE OF Acme" }],
    });
    expect(c.read("Contact", id)["Shout__c"]).toBe("LEE OF Acme");
    const write = c.send("PATCH", `sobjects/Contact/${id}`, { Shout__c: "x" });
    expect(write.body).toMatchObject([{ errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE" }]);
  });

  it("hold rows for as long as the control says", () => {
    const c = client();
    const id = c.create("Account", { Name: "A" });
    c.send("POST", "/_emulator/locks", { recordIds: [id], ms: 2000 });
    expect(c.send("PATCH", `sobjects/Account/${id}`, { Site: "x" })).toMatchObject({
      status: 400,
      body: [
        {
          errorCode: "UNABLE_TO_LOCK_ROW",
          message: `unable to obtain exclusive access to this record or 1 records: ${id}`,
        },
      ],
    });
    expect(c.wait(2000).send("PATCH", `sobjects/Account/${id}`, { Site: "x" }).status).toBe(204);
    expect(c.send("POST", "/_emulator/locks", { recordIds: ["x"], ms: 1 }).status).toBe(400);
  });

  it("forget what has been in the bin for 15 days", () => {
    const c = client();
    const id = c.create("Account", { Name: "A" });
    c.send("DELETE", `sobjects/Account/${id}`);
    const all = () =>
      c.send("GET", `queryAll?q=${encodeURIComponent("SELECT Id FROM Account")}`).body;
    expect(all()).toMatchObject({ totalSize: 1 });
    c.wait(15 * 86_400_000);
    expect(all()).toMatchObject({ totalSize: 0 });
  });
});
