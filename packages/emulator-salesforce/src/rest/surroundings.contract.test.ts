import { describe, expect, it } from "vitest";
import { OrgClient } from "../../test/support/org-client.ts";
import { refuse } from "../api-error.ts";
import { createRow } from "../dml/change-rows.ts";
import { readMetadata } from "../schema/sfdx.ts";
import type { InvocableAction } from "./actions.ts";

const META = "objects/Account";
const TYPED = readMetadata(
  new Map([
    [
      `${META}/fields/Size__c.field-meta.xml`,
      "<CustomField><fullName>Size__c</fullName><label>Size</label><type>Picklist</type><valueSet><valueSetDefinition>" +
        "<value><fullName>S</fullName><label>Small</label></value></valueSetDefinition></valueSet></CustomField>",
    ],
    [
      `${META}/fields/Since__c.field-meta.xml`,
      "<CustomField><fullName>Since__c</fullName><label>Since</label><type>Date</type></CustomField>",
    ],
    [
      `${META}/recordTypes/Shop.recordType-meta.xml`,
      "<RecordType><fullName>Shop</fullName><active>true</active><label>A shop</label></RecordType>",
    ],
  ]),
);

describe("the UI API", () => {
  const fields = "Account.Name,Account.Phone";

  it("creates, changes on condition and deletes records, and answers them whole", () => {
    const client = new OrgClient();
    const created = client.send("POST", "ui-api/records", {
      apiName: "Account",
      fields: { Name: "A" },
    });
    expect(created).toMatchObject({
      status: 201,
      body: { apiName: "Account", fields: { Name: { value: "A" } } },
    });
    const { id } = created.body as { id: string };
    const changed = client.send("PATCH", `ui-api/records/${id}`, { fields: { Phone: "1" } });
    expect(changed).toMatchObject({
      status: 200,
      body: { fields: { Name: { value: "A" }, Phone: { value: "1" } } },
    });
    const stale = { "if-unmodified-since": new Date(client.now - 60_000).toUTCString() };
    expect(
      client.send("PATCH", `ui-api/records/${id}`, { fields: { Phone: "2" } }, stale).status,
    ).toBe(412);
    expect(client.send("PATCH", `ui-api/records/${id}`, { fields: { Nothing: 1 } }).status).toBe(
      400,
    );
    expect(client.send("DELETE", `ui-api/records/${id}`).status).toBe(204);
    expect(client.send("GET", `ui-api/records/${id}?fields=${fields}`).status).toBe(404);
    expect(client.org.usage.report().byKind).toMatchObject({
      create: 1,
      update: 3,
      delete: 1,
      read: 1,
    });
  });

  it("shows labels, amounts, days and times as the asking user reads them", () => {
    const client = new OrgClient({ metadata: TYPED });
    const id = client.create("Account", {
      Name: "A",
      Size__c: "S",
      AnnualRevenue: 1_000_000,
      Since__c: "2026-02-03",
      NumberOfEmployees: 5000,
    });
    const names = ["Size__c", "AnnualRevenue", "Since__c", "NumberOfEmployees", "CreatedDate"];
    const path = `ui-api/records/${id}?fields=${names.map((name) => `Account.${name}`).join()}`;
    expect(client.send("GET", path).body).toMatchObject({
      fields: {
        Size__c: { displayValue: "Small", value: "S" },
        AnnualRevenue: { displayValue: "$1,000,000", value: 1_000_000 },
        Since__c: { displayValue: "2/3/2026", value: "2026-02-03" },
        NumberOfEmployees: { displayValue: null, value: 5000 },
        CreatedDate: { displayValue: "11/20/2026, 10:00 AM", value: "2026-11-20T10:00:00.000Z" },
      },
    });
  });

  it("tells of the record types of an object, and of a record's own", () => {
    const client = new OrgClient({ metadata: TYPED });
    const [type] = client.records("SELECT Id FROM RecordType WHERE DeveloperName = 'Shop'");
    const shop = {
      available: true,
      defaultRecordTypeMapping: true,
      master: false,
      name: "A shop",
      recordTypeId: type?.["Id"],
    };
    const info = client.send("GET", "ui-api/object-info/Account").body as {
      readonly recordTypeInfos: object;
    };
    expect(info).toMatchObject({ defaultRecordTypeId: shop.recordTypeId });
    expect(Object.values(info.recordTypeInfos)).toEqual(
      expect.arrayContaining([shop, expect.objectContaining({ master: true })]),
    );
    const read = (RecordTypeId: unknown) =>
      client.send(
        "GET",
        `ui-api/records/${client.create("Account", { Name: "A", RecordTypeId })}?fields=Account.Name`,
      ).body;
    expect(read(shop.recordTypeId)).toMatchObject({
      recordTypeId: shop.recordTypeId,
      recordTypeInfo: shop,
    });
    const contact = client.create("Contact", { LastName: "C" });
    expect(
      client.send("GET", `ui-api/records/${contact}?fields=Contact.Owner.Name`).body,
    ).toMatchObject({
      recordTypeId: "012000000000000AAA",
      recordTypeInfo: null,
      fields: { Owner: { value: { recordTypeId: null } } },
    });
  });

  it("reads fields of the record's own object only", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    const read = (query: string) => client.send("GET", `ui-api/records/${id}?${query}`);
    expect(read("fields=Contact.Name")).toMatchObject({
      status: 400,
      body: [
        {
          errorCode: "INVALID_FIELD",
          message: "No such column 'Contact.Name' on entity 'Account'.",
        },
      ],
    });
    expect(read("fields=account.Phone&optionalFields=Contact.Name").body).toMatchObject({
      fields: { Phone: { value: null } },
    });
    expect(read("optionalFields=Contact.Name").body).toMatchObject({ fields: {} });
    expect(JSON.stringify(read("optionalFields=Contact.Name").body)).not.toContain('"Name"');
  });

  it("reads several records at once, each with its own error", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    expect(
      client.send("GET", `ui-api/records/batch/${id},001000000000999?fields=${fields}`).body,
    ).toMatchObject({
      hasErrors: true,
      results: [
        { statusCode: 200, result: { id, fields: { Name: { value: "A" } } } },
        { statusCode: 404, result: [{ errorCode: "NOT_FOUND" }] },
      ],
    });
  });

  it("describes objects and the values of their picklists", () => {
    const client = new OrgClient();
    const info = client.send("GET", "ui-api/object-info/Account").body;
    expect(info).toMatchObject({
      apiName: "Account",
      keyPrefix: "001",
      nameFields: ["Name"],
      fields: {
        Name: { dataType: "String", required: true },
        ParentId: {
          dataType: "Reference",
          referenceToInfos: [{ apiName: "Account", nameFields: ["Name"] }],
        },
      },
    });
    const { defaultRecordTypeId } = info as { defaultRecordTypeId: string };
    const address = `ui-api/object-info/Account/picklist-values/${defaultRecordTypeId}`;
    expect(client.send("GET", `${address}/Level__c`).body).toMatchObject({
      values: [{ value: "Gold" }, { value: "Silver" }],
    });
    expect(client.send("GET", address).body).toHaveProperty("picklistFieldValues.Level__c.values");
    expect(client.send("GET", `${address}/Name`).status).toBe(404);
    expect(client.send("GET", "ui-api/object-info/Nothing__c").status).toBe(404);
    expect(client.send("GET", "ui-api/object-info").body).toHaveProperty(
      "objects.Contact.label",
      "Contact",
    );
  });
});

describe("invocable actions", () => {
  const action: InvocableAction = {
    name: "MakeAccount",
    label: "Make an account",
    inputs: [{ name: "accountName", label: "Name", type: "STRING", required: true }],
    outputs: [{ name: "accountId", label: "Account", type: "STRING" }],
    run: ({ accountName }, context) => {
      if (accountName === "bad") throw refuse(400, "INVALID_INPUT", "No such name");
      return { accountId: createRow(context, "Account", { Name: accountName }) };
    },
  };

  it("are listed and described", () => {
    const client = new OrgClient({ actions: [action] });
    expect(client.send("GET", "actions/custom/apex").body).toMatchObject({
      actions: [
        {
          name: "MakeAccount",
          type: "APEX",
          url: expect.stringContaining("/actions/custom/apex/MakeAccount"),
        },
      ],
    });
    expect(client.send("GET", "actions/custom/apex/MakeAccount").body).toMatchObject({
      inputs: [{ name: "accountName", required: true }],
      outputs: [{ name: "accountId" }],
      type: "APEX",
    });
    expect(client.send("GET", "actions/custom/apex/Nothing").status).toBe(404);
    expect(new OrgClient().send("GET", "actions/custom/apex").body).toEqual({ actions: [] });
  });

  it("answer each input in its place, and do all or nothing", () => {
    const client = new OrgClient({ actions: [action] });
    const call = (...names: readonly (string | undefined)[]) =>
      client.send("POST", "actions/custom/apex/MakeAccount", {
        inputs: names.map((accountName) => ({ accountName })),
      });
    expect(call("A", "B")).toMatchObject({
      status: 200,
      body: [
        {
          actionName: "MakeAccount",
          isSuccess: true,
          errors: null,
          outputValues: { accountId: expect.any(String) },
        },
        { isSuccess: true },
      ],
    });
    expect(call("C", "bad", undefined)).toMatchObject({
      status: 400,
      body: [
        { isSuccess: true },
        { isSuccess: false, errors: [{ statusCode: "INVALID_INPUT", message: "No such name" }] },
        { isSuccess: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING" }] },
      ],
    });
    expect(client.records("SELECT Name FROM Account ORDER BY Name")).toEqual([
      { Name: "A" },
      { Name: "B" },
    ]);
  });
});

describe("the set-up, asked by query", () => {
  const tool = (client: OrgClient, soql: string) =>
    client.send("GET", `tooling/query?q=${encodeURIComponent(soql)}`);

  it("tells objects with their key prefixes, fields and selections on channels", () => {
    const client = new OrgClient();
    const soql =
      "SELECT QualifiedApiName, KeyPrefix FROM EntityDefinition WHERE QualifiedApiName = 'Account'";
    for (const answer of [tool(client, soql), client.query(soql)]) {
      expect(answer.body).toMatchObject({
        totalSize: 1,
        records: [{ QualifiedApiName: "Account", KeyPrefix: "001" }],
      });
    }
    const ofField =
      "SELECT DataType FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Account' AND QualifiedApiName = 'Accord_QB_Id__c'";
    expect(tool(client, ofField).body).toMatchObject({
      records: [{ DataType: "Text(255)" }],
    });
    const selected = "SELECT COUNT_DISTINCT(SelectedEntity) n FROM PlatformEventChannelMember";
    expect(tool(client, selected).body).toMatchObject({ records: [{ n: expect.any(Number) }] });
    expect(tool(client, "SELECT Id FROM Nothing").body).toMatchObject([
      { errorCode: "INVALID_TYPE" },
    ]);
    expect(client.send("GET", "tooling/sobjects/EntityDefinition/describe").body).toMatchObject({
      name: "EntityDefinition",
    });
  });
});

describe("what screens are drawn from", () => {
  it("are tabs, themes and layouts of the objects that people work with", () => {
    const client = new OrgClient();
    expect(client.send("GET", "tabs").body).toContainEqual(
      expect.objectContaining({
        name: "standard-Account",
        sobjectName: "Account",
        label: "Accounts",
      }),
    );
    expect(client.send("GET", "theme").body).toHaveProperty("themeItems");
    expect(client.send("GET", "quickActions").body).toEqual([]);
    expect(client.send("GET", "sobjects/Account/describe/layouts").body).toMatchObject({
      layouts: [{ id: null, detailLayoutSections: [{ heading: "Account Detail" }] }],
    });
    expect(client.send("GET", "sobjects/Account/describe/compactLayouts").body).toMatchObject({
      compactLayouts: [{ fieldItems: [{ label: "Account Name" }] }],
    });
    expect(client.send("GET", "sobjects/Account/describe/approvalLayouts").body).toEqual({
      approvalLayouts: [],
    });
    expect(client.send("POST", "tabs").status).toBe(405);
  });
});

describe("search", () => {
  it("finds by a statement, and by parameters in the address or the body", () => {
    const client = new OrgClient();
    client.create("Account", { Name: "Needle Works (West)" });
    client.create("Account", { Name: "Haystack" });
    client.create("Contact", { LastName: "Needleman" });
    const found = {
      searchRecords: [{ Name: "Needle Works (West)", attributes: { type: "Account" } }],
    };
    const sosl = "FIND {needle*} IN ALL FIELDS RETURNING Account(Name)";
    expect(client.send("GET", `search?q=${encodeURIComponent(sosl)}`).body).toMatchObject(found);
    const address =
      "parameterizedSearch?q=needle*&sobject=Account&Account.fields=Name&Account.limit=5";
    expect(client.send("GET", address).body).toMatchObject(found);
    const body = {
      q: "(West)",
      sobjects: [{ name: "Account", fields: ["Name"], where: "Name LIKE 'N%'" }],
    };
    expect(client.send("POST", "parameterizedSearch", body).body).toMatchObject(found);
    expect(client.send("POST", "parameterizedSearch", {})).toMatchObject({ status: 400 });
    expect(client.send("GET", "search?q=nonsense").status).toBe(400);
    expect(client.org.usage.report().byKind.search).toBe(5);
  });
});
