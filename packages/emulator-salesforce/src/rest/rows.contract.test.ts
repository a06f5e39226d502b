import { describe, expect, it } from "vitest";
import { OrgClient } from "../../test/support/org-client.ts";

const errorOf = (answer: { body: unknown }) => (answer.body as readonly object[])[0];

describe("creating a row", () => {
  it("answers 201 with an 18-character id, and fills in what the platform fills in", () => {
    const client = new OrgClient();
    const answer = client.send("POST", "sobjects/Account", { Name: "  Ridgeway  ", Phone: "" });
    expect(answer.status).toBe(201);
    const { id } = answer.body as { id: string };
    expect(answer.body).toEqual({ id, success: true, errors: [] });
    expect(id).toMatch(/^001.{15}$/);
    expect(client.read("Account", id)).toMatchObject({
      Name: "Ridgeway",
      Phone: null,
      Accord_Active__c: true,
      IsDeleted: false,
      OwnerId: "005000000000001AAA",
      CreatedDate: "2026-11-20T10:00:00.000+0000",
      SystemModstamp: "2026-11-20T10:00:00.000+0000",
    });
  });

  it.each([
    [{}, "REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", ["Name"]],
    [
      { Name: "x".repeat(256) },
      "STRING_TOO_LONG",
      `Account Name: data value too large: ${"x".repeat(256)} (max length=255)`,
      ["Name"],
    ],
    [{ Name: "A", Nmae: 1 }, "INVALID_FIELD", "No such column 'Nmae' on sobject of type Account"],
    [
      { Name: "A", Accord_Email__c: "nobody" },
      "INVALID_EMAIL_ADDRESS",
      "Email: invalid email address: nobody",
      ["Accord_Email__c"],
    ],
    [
      { Name: "A", Level__c: "Bronze" },
      "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
      "Level: bad value for restricted picklist field: Bronze",
      ["Level__c"],
    ],
    [
      { Name: "A", ParentId: "001Hs0000zzzzzz" },
      "INVALID_CROSS_REFERENCE_KEY",
      "invalid cross reference id",
      [],
    ],
    [
      { Name: "A", ParentId: "58" },
      "MALFORMED_ID",
      "Parent Account ID: id value of incorrect type: 58",
      ["ParentId"],
    ],
  ])("refuses %j with %s", (fields, errorCode, message, names?: string[]) => {
    const client = new OrgClient();
    const answer = client.send("POST", "sobjects/Account", fields);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual([{ message, errorCode, ...(names && { fields: names }) }]);
    expect(client.records("SELECT Id FROM Account")).toEqual([]);
  });

  it("refuses read-only fields and the Id", () => {
    const client = new OrgClient();
    const locked = client.send("POST", "sobjects/Account", {
      Name: "A",
      CreatedDate: "2020-01-01T00:00:00Z",
    });
    expect(errorOf(locked)).toMatchObject({
      errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE",
      fields: ["CreatedDate"],
    });
    const withId = client.send("POST", "sobjects/Account", { Name: "A", Id: "001Hs0000000009" });
    expect(errorOf(withId)).toMatchObject({ errorCode: "INVALID_FIELD" });
  });

  it("refuses a body that is not JSON, and JSON of the wrong type", () => {
    const client = new OrgClient();
    expect(errorOf(client.send("POST", "sobjects/Account", "{"))).toMatchObject({
      errorCode: "JSON_PARSER_ERROR",
    });
    expect(errorOf(client.send("POST", "sobjects/Account", { Name: 5 }))).toMatchObject({
      errorCode: "JSON_PARSER_ERROR",
    });
  });

  it("refuses a second row with a unique value, naming the first by its 15-character id", () => {
    const client = new OrgClient();
    const first = client.create("Account", { Name: "A", Accord_QB_Id__c: "1:Customer:58" });
    const answer = client.send("POST", "sobjects/Account", {
      Name: "B",
      Accord_QB_Id__c: "1:Customer:58",
    });
    expect(answer.body).toEqual([
      {
        message: `duplicate value found: Accord_QB_Id__c duplicates value on record with id: ${first.slice(0, 15)}`,
        errorCode: "DUPLICATE_VALUE",
        fields: [],
      },
    ]);
  });

  it("frees a unique value when its row is deleted", () => {
    const client = new OrgClient();
    const first = client.create("Account", { Name: "A", Accord_QB_Id__c: "x" });
    expect(client.send("DELETE", `sobjects/Account/${first}`).status).toBe(204);
    expect(client.create("Account", { Name: "B", Accord_QB_Id__c: "x" })).not.toBe(first);
  });
});

describe("reading, changing and deleting a row", () => {
  it("answers the fields asked for, and a compound address", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A", BillingCity: "Bayshore", BillingState: "CA" });
    const answer = client.send("GET", `sobjects/Account/${id}?fields=Name,BillingAddress`);
    expect(answer.body).toMatchObject({
      attributes: { type: "Account", url: `/services/data/v66.0/sobjects/Account/${id}` },
      Name: "A",
      BillingAddress: { city: "Bayshore", state: "CA", street: null },
    });
    expect(client.send("GET", `sobjects/Account/${id}?fields=Nmae`).status).toBe(400);
  });

  it("changes only the fields given, and the stamps", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A", Phone: "1" });
    client.wait(1500);
    const answer = client.send("PATCH", `sobjects/Account/${id.slice(0, 15)}`, { Phone: null });
    expect([answer.status, answer.body]).toEqual([204, null]);
    expect(client.read("Account", id)).toMatchObject({
      Name: "A",
      Phone: null,
      CreatedDate: "2026-11-20T10:00:00.000+0000",
      LastModifiedDate: "2026-11-20T10:00:01.000+0000",
    });
  });

  it("tells a deleted row from one that never was", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    client.send("DELETE", `sobjects/Account/${id}`);
    expect(client.send("DELETE", `sobjects/Account/${id}`)).toMatchObject({
      status: 404,
      body: [{ message: "entity is deleted", errorCode: "ENTITY_IS_DELETED", fields: [] }],
    });
    expect(client.send("GET", "sobjects/Account/001Hs0000zzzzzz")).toMatchObject({
      status: 404,
      body: [{ errorCode: "NOT_FOUND" }],
    });
    expect(client.send("GET", "sobjects/Nothing__c/x").status).toBe(404);
  });

  it("deletes contacts and opportunities with their account and releases child accounts", () => {
    const client = new OrgClient();
    const parent = client.create("Account", { Name: "Parent" });
    const child = client.create("Account", { Name: "Child", ParentId: parent });
    const contact = client.create("Contact", { LastName: "Doe", AccountId: parent });
    client.send("DELETE", `sobjects/Account/${parent}`);
    expect(client.send("GET", `sobjects/Contact/${contact}`).status).toBe(404);
    expect(client.read("Account", child)).toMatchObject({ ParentId: null });
  });

  it("refuses methods that an address does not have", () => {
    expect(new OrgClient().send("PUT", "sobjects/Account").status).toBe(405);
    expect(
      new OrgClient().send("PATCH", "sobjects/Organization/00D000000000001EAA", { Alias: "x" }),
    ).toMatchObject({
      status: 400,
      body: [{ errorCode: "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY" }],
    });
  });

  it("normalises double slashes and takes PATCH as a parameter of POST", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    expect(client.send("GET", "//services/data").status).toBe(200);
    expect(
      client.send("POST", `sobjects/Account/${id}?_HttpMethod=PATCH`, { Name: "B" }).status,
    ).toBe(204);
    expect(client.read("Account", id)).toMatchObject({ Name: "B" });
  });
});

describe("upserting by external id", () => {
  const path = "sobjects/Account/Accord_QB_Id__c/9341:Customer:58";

  it("creates with 201, then updates the same row with 200", () => {
    const client = new OrgClient();
    const first = client.send("PATCH", path, { Name: "A" });
    expect(first).toMatchObject({ status: 201, body: { success: true, created: true } });
    const second = client.send("PATCH", path, { Name: "B" });
    expect(second).toMatchObject({ status: 200, body: { created: false } });
    expect(client.records("SELECT Name, Accord_QB_Id__c FROM Account")).toEqual([
      { Name: "B", Accord_QB_Id__c: "9341:Customer:58" },
    ]);
    expect(client.send("GET", path)).toMatchObject({ status: 200, body: { Name: "B" } });
  });

  it("answers 300 with the addresses of all matches and writes nothing", () => {
    const client = new OrgClient();
    const rows = ["one", "two"].map((name) =>
      client.create("Upsert_Target__c", {
        Name: name,
        Ext_Id__c: "same",
        Due__c: "2026-01-01T00:00:00Z",
      }),
    );
    const answer = client.send("PATCH", "sobjects/Upsert_Target__c/Ext_Id__c/same", {
      Name: "three",
    });
    expect(answer.status).toBe(300);
    expect(answer.body).toEqual(
      rows.map((id) => `/services/data/v66.0/sobjects/Upsert_Target__c/${id}`),
    );
    expect(client.records("SELECT Name FROM Upsert_Target__c ORDER BY Name")).toEqual([
      { Name: "one" },
      { Name: "two" },
    ]);
  });

  it("forbids creation with updateOnly, a field that is no external id, and the field in the body", () => {
    const client = new OrgClient();
    expect(client.send("PATCH", `${path}?updateOnly=true`, { Name: "A" }).status).toBe(404);
    expect(client.send("PATCH", "sobjects/Account/Phone/1", { Name: "A" }).status).toBe(404);
    expect(client.send("PATCH", path, { Name: "A", Accord_QB_Id__c: "x" })).toMatchObject({
      status: 400,
      body: [{ errorCode: "INVALID_FIELD" }],
    });
    expect(client.records("SELECT Id FROM Account")).toEqual([]);
  });

  it("distinguishes case only where the field does", () => {
    const client = new OrgClient();
    client.send("PATCH", "sobjects/Account/Accord_QB_Id__c/abc", { Name: "lower" });
    expect(
      client.send("PATCH", "sobjects/Account/Accord_QB_Id__c/ABC", { Name: "upper" }).status,
    ).toBe(201);
    client.create("Upsert_Target__c", {
      Name: "a",
      Ext_Id__c: "abc",
      Due__c: "2026-01-01T00:00:00Z",
    });
    expect(
      client.send("PATCH", "sobjects/Upsert_Target__c/Ext_Id__c/ABC", { Name: "b" }).status,
    ).toBe(200);
  });
});

describe("conditional requests", () => {
  const sinceNow = (client: OrgClient) => new Date(client.now).toUTCString();

  it("refuses an update of a row that changed in a later second, and sees nothing within the second", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    const seen = sinceNow(client);
    client.wait(400).send("PATCH", `sobjects/Account/${id}`, { Name: "B" });
    const within = client.send(
      "PATCH",
      `sobjects/Account/${id}`,
      { Name: "C" },
      { "if-unmodified-since": seen },
    );
    expect(within.status).toBe(204);
    client.wait(1000).send("PATCH", `sobjects/Account/${id}`, { Name: "D" });
    const later = client.send(
      "PATCH",
      `sobjects/Account/${id}`,
      { Name: "E" },
      { "if-unmodified-since": seen },
    );
    expect(later.status).toBe(412);
    expect(client.read("Account", id)).toMatchObject({ Name: "D" });
  });

  it("holds the precondition of an upsert against the row that it finds", () => {
    const client = new OrgClient();
    const path = "sobjects/Account/Accord_QB_Id__c/k";
    client.send("PATCH", path, { Name: "A" });
    const seen = sinceNow(client);
    client.wait(2000).send("PATCH", path, { Name: "B" });
    expect(client.send("PATCH", path, { Name: "C" }, { "if-unmodified-since": seen }).status).toBe(
      412,
    );
  });

  it("answers 304 to a read when nothing changed since", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    const seen = { "if-modified-since": sinceNow(client) };
    expect(client.send("GET", `sobjects/Account/${id}`, undefined, seen)).toMatchObject({
      status: 304,
      body: null,
    });
    client.wait(1000).send("PATCH", `sobjects/Account/${id}`, { Name: "B" });
    expect(client.send("GET", `sobjects/Account/${id}`, undefined, seen).status).toBe(200);
  });

  it("gives accounts, and only them, a tag that a write can insist on", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    const product = client.create("Product2", { Name: "P" });
    const tag = client.send("GET", `sobjects/Account/${id}`).headers["etag"] ?? "";
    expect(tag).toMatch(/^".+--gzip"$/);
    expect(client.send("GET", `sobjects/Product2/${product}`).headers["etag"]).toBeUndefined();
    expect(
      client.send("PATCH", `sobjects/Account/${id}`, { Name: "B" }, { "if-match": tag }).status,
    ).toBe(204);
    expect(
      client.send("PATCH", `sobjects/Account/${id}`, { Name: "C" }, { "if-match": tag }).status,
    ).toBe(412);
    expect(
      client.send("PATCH", `sobjects/Product2/${product}`, { Name: "Q" }, { "if-match": tag })
        .status,
    ).toBe(204);
  });

  it("refuses a write whose date makes no sense", () => {
    const client = new OrgClient();
    const id = client.create("Account", { Name: "A" });
    const answer = client.send(
      "PATCH",
      `sobjects/Account/${id}`,
      { Name: "B" },
      { "if-unmodified-since": "yesterday" },
    );
    expect(answer.status).toBe(400);
  });
});

describe("prices", () => {
  const STANDARD = "SELECT Id FROM Pricebook2 WHERE IsStandard = true";

  it("needs a standard price once per product before any other", () => {
    const client = new OrgClient();
    const [book] = client.records(STANDARD);
    const product = client.create("Product2", { Name: "Rocks", ProductCode: "R1", IsActive: true });
    const custom = client.create("Pricebook2", { Name: "Partners", IsActive: true });
    const early = client.send("POST", "sobjects/PricebookEntry", {
      Pricebook2Id: custom,
      Product2Id: product,
      UnitPrice: 9,
    });
    expect(early.body).toMatchObject([{ errorCode: "STANDARD_PRICE_NOT_DEFINED" }]);
    const entry = client.create("PricebookEntry", {
      Pricebook2Id: book?.["Id"],
      Product2Id: product,
      UnitPrice: 12.005,
      IsActive: true,
    });
    expect(client.read("PricebookEntry", entry)).toMatchObject({
      UnitPrice: 12.01,
      Name: "Rocks",
      ProductCode: "R1",
    });
    const again = client.send("POST", "sobjects/PricebookEntry", {
      Pricebook2Id: book?.["Id"],
      Product2Id: product,
      UnitPrice: 9,
    });
    expect(again.body).toMatchObject([
      {
        errorCode: "FIELD_INTEGRITY_EXCEPTION",
        message: "This price definition already exists in this price book",
      },
    ]);
    expect(
      client.create("PricebookEntry", { Pricebook2Id: custom, Product2Id: product, UnitPrice: 9 }),
    ).toMatch(/^01u/);
  });

  it("refuses a price without an amount and a move to another product", () => {
    const client = new OrgClient();
    const [book] = client.records(STANDARD);
    const product = client.create("Product2", { Name: "Rocks" });
    const none = client.send("POST", "sobjects/PricebookEntry", {
      Pricebook2Id: book?.["Id"],
      Product2Id: product,
    });
    expect(none.body).toMatchObject([
      { errorCode: "REQUIRED_FIELD_MISSING", fields: ["UnitPrice"] },
    ]);
    const entry = client.create("PricebookEntry", {
      Pricebook2Id: book?.["Id"],
      Product2Id: product,
      UnitPrice: 1,
    });
    const moved = client.send("PATCH", `sobjects/PricebookEntry/${entry}`, { Product2Id: product });
    expect(moved.body).toMatchObject([{ errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE" }]);
  });

  it("shows the product's new name on its entries", () => {
    const client = new OrgClient();
    const [book] = client.records(STANDARD);
    const product = client.create("Product2", { Name: "Rocks" });
    const entry = client.create("PricebookEntry", {
      Pricebook2Id: book?.["Id"],
      Product2Id: product,
      UnitPrice: 1,
    });
    client.send("PATCH", `sobjects/Product2/${product}`, { Name: "Stones" });
    expect(client.read("PricebookEntry", entry)).toMatchObject({ Name: "Stones" });
  });
});
