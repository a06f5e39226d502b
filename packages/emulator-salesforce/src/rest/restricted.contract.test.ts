import { describe, expect, it } from "vitest";
import { API, OrgClient, USERS } from "../../test/support/org-client.ts";
import { pageOrg } from "../page-org.ts";
import { readMetadata } from "../schema/sfdx.ts";

/** What a user who may read accounts, and of them little, sees of an org by each route. */

const field = (name: string, more: string): string =>
  `<CustomField><fullName>${name}</fullName><label>${name}</label>${more}</CustomField>`;
const text = "<type>Text</type><length>40</length>";

const PROJECT = readMetadata(
  new Map([
    ["objects/Account/fields/Secret__c.field-meta.xml", field("Secret__c", text)],
    [
      "objects/Account/fields/Shout__c.field-meta.xml",
      field("Shout__c", "<type>Text</type><formula>UPPER(Name)</formula>"),
    ],
    [
      "objects/Account/fields/Key__c.field-meta.xml",
      field("Key__c", `${text}<externalId>true</externalId><unique>true</unique>`),
    ],
    [
      "permissionsets/My_Integration.permissionset-meta.xml",
      `<PermissionSet><label>Mine</label>
        <fieldPermissions><field>Account.Shout__c</field><readable>true</readable><editable>false</editable></fieldPermissions>
        <objectPermissions><object>Account</object><allowRead>true</allowRead><allowCreate>true</allowCreate><allowEdit>true</allowEdit></objectPermissions></PermissionSet>`,
    ],
  ]),
);

function world() {
  const client = new OrgClient({ metadata: PROJECT, seed: USERS });
  const account = client.create("Account", { Name: "Acme", Secret__c: "hush", Key__c: "k-1" });
  const child = client.create("Account", { Name: "Sub", ParentId: account });
  const contact = client.create("Contact", { LastName: "Veiled", AccountId: account });
  const answer = client.send(
    "POST",
    "/services/oauth2/token",
    "grant_type=client_credentials&client_id=demo&client_secret=demo",
    { "content-type": "application/x-www-form-urlencoded" },
  );
  client.token = (answer.body as { readonly access_token: string }).access_token;
  return { client, account, child, contact };
}

describe("a user who may not see contacts, nor all of an account", () => {
  const { client, account, child, contact } = world();
  const q = (soql: string): string => encodeURIComponent(soql);

  it.each([
    `sobjects/Account/${account}`,
    `sobjects/Account/describe`,
    `sobjects/Account`,
    `sobjects/Account/describe/layouts`,
    `sobjects/Account/describe/compactLayouts`,
    `sobjects/Account/describe/approvalLayouts`,
    `composite/sobjects/Account?ids=${account}&fields=Name`,
    `query?q=${q("SELECT FIELDS(ALL) FROM Account LIMIT 200")}`,
    `queryAll?q=${q("SELECT FIELDS(ALL) FROM Account LIMIT 200")}`,
    `search?q=${q("FIND {Veiled OR hush} IN ALL FIELDS RETURNING Account(Id, Name)")}`,
    `parameterizedSearch?q=hush`,
    `parameterizedSearch?q=Veiled`,
    "sobjects",
    "limits/recordCount",
    "limits/recordCount?sObjects=Contact,Account",
    "recent",
    "tabs",
    "theme",
    "ui-api/object-info",
    "ui-api/object-info/Account",
    "ui-api/object-info/Account/picklist-values/012000000000000AAA",
    `ui-api/records/${account}?fields=Account.Name&optionalFields=Account.Secret__c,Account.Key__c`,
    `ui-api/records/batch/${account}?fields=Account.Name&optionalFields=Account.Secret__c`,
    `sobjects/Account/updated?start=2026-11-19T00:00:00Z&end=2026-11-21T00:00:00Z`,
    "",
  ])("is told nothing of them by %s", (path) => {
    const answer = client.send("GET", path);
    expect(answer.status).toBe(200);
    expect(answer.raw.body).not.toMatch(/Secret__c|Key__c|hush|k-1|"Contacts?"|Veiled/);
  });

  it.each([
    [404, `sobjects/Contact/${contact}`],
    [404, `sobjects/Contact/${contact}/Account`],
    [404, `sobjects/Account/${account}/Contacts`],
    [404, "sobjects/Contact/describe/layouts"],
    [404, "sobjects/Contact/describe/compactLayouts"],
    [404, "sobjects/Contact/updated?start=2026-11-19T00:00:00Z&end=2026-11-21T00:00:00Z"],
    [404, "sobjects/Contact/deleted?start=2026-11-19T00:00:00Z&end=2026-11-21T00:00:00Z"],
    [404, `sobjects/Account/Key__c/k-1`],
    [404, `sobjects/Account/${child}/Parent`],
    [400, `sobjects/Account/${account}?fields=Secret__c`],
    [400, `composite/sobjects/Account?ids=${account}&fields=Secret__c`],
    [404, `composite/sobjects/Contact?ids=${contact}&fields=Id`],
    [400, `query?q=${q("SELECT Id FROM Account WHERE Secret__c = 'hush'")}`],
    [400, `query?q=${q("SELECT Id, (SELECT Id FROM Contacts) FROM Account")}`],
    [404, `ui-api/records/${contact}?fields=Contact.Name`],
    [400, `ui-api/records/${account}?fields=Account.Secret__c`],
    [400, `ui-api/records/${child}?fields=Account.Parent.Name`],
    [404, "ui-api/object-info/Contact"],
    [404, "ui-api/object-info/Account/picklist-values/012000000000000AAA/Industry"],
  ])("gets %i from %s", (status, path) => {
    expect([client.send("GET", path).status, path]).toEqual([status, path]);
  });

  it("cannot write what is hidden, by any way of writing", () => {
    const rows = { Secret__c: "mine" };
    const body = (extra: object) => ({
      attributes: { type: "Account", referenceId: "r" },
      ...extra,
    });
    expect(client.send("PATCH", `sobjects/Account/${account}`, rows).status).toBe(400);
    expect(client.send("PATCH", "sobjects/Account/Key__c/k-1", { Name: "B" }).status).toBe(404);
    expect(
      client.send("PATCH", "composite/sobjects/Account/Key__c", {
        records: [body({ Key__c: "k-1", Name: "B" })],
      }).status,
    ).toBe(404);
    expect(
      client.send("PATCH", "composite/sobjects", { records: [body({ id: account, ...rows })] })
        .body,
    ).toMatchObject([{ success: false }]);
    expect(
      client.send("POST", "composite/tree/Account", { records: [body({ Name: "B", ...rows })] })
        .status,
    ).toBe(400);
    expect(client.send("PATCH", `ui-api/records/${account}`, { fields: rows }).status).toBe(400);
    expect(client.send("PATCH", `sobjects/Account/${child}/Parent`, { Name: "B" }).status).toBe(
      404,
    );
    expect(client.send("DELETE", `sobjects/Account/${child}/Parent`).status).toBe(404);
    client.token = "demo";
    expect(client.read("Account", account)).toMatchObject({ Name: "Acme", Secret__c: "hush" });
  });
});

describe("the UI API", () => {
  it("shows what formulas say, of the record and of its parents", () => {
    const { client, account, child } = world();
    client.token = "demo";
    const path = `ui-api/records/${child}?fields=Account.Shout__c,Account.Parent.Shout__c`;
    expect(client.send("GET", path).body).toMatchObject({
      fields: {
        Shout__c: { value: "SUB" },
        Parent: {
          displayValue: "Acme",
          value: { id: account, fields: { Shout__c: { value: "ACME" } } },
        },
      },
    });
  });

  it("takes a parent apart that is not there, and one that comes twice", () => {
    const { client, account, child } = world();
    client.token = "demo";
    const fields = "fields=Account.Parent.Name,Account.Parent.Shout__c,Account.Parent.Parent.Name";
    expect(client.send("GET", `ui-api/records/${account}?${fields}`).body).toMatchObject({
      fields: { Parent: { displayValue: null, value: null } },
    });
    expect(client.send("GET", `ui-api/records/${child}?${fields}`).body).toMatchObject({
      fields: {
        Parent: {
          value: {
            fields: {
              Name: { value: "Acme" },
              Shout__c: { value: "ACME" },
              Parent: { value: null },
            },
          },
        },
      },
    });
    expect(
      client.send("GET", `ui-api/records/${account}?fields=Account.Parent.Nothing`).status,
    ).toBe(400);
  });
});

describe("a describe asked for again", () => {
  const modifiedOf = (client: OrgClient, path: string): string =>
    client.send("GET", path).headers["last-modified"] ?? "";

  it.each(["sobjects", "sobjects/Account/describe"])(
    "is answered 304 by %s until what the user may see has changed",
    (path) => {
      const { client } = world();
      const since = modifiedOf(client, path);
      const again = (date: string) =>
        client.wait(5000).send("GET", path, undefined, { "if-modified-since": date });
      expect(again(since)).toMatchObject({ status: 304, body: null });
      const user = client.token;
      client.token = "demo";
      const [own] = client.records(
        "SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '005000000000002AAA'",
      );
      client.send("DELETE", `sobjects/PermissionSetAssignment/${String(own?.["Id"])}`);
      const admins = modifiedOf(client, path);
      expect(again(admins).status).toBe(304);
      client.token = user;
      expect(again(since).status).not.toBe(304);
    },
  );

  it("is whole again when the org was opened with another project", () => {
    const first = world().client;
    const since = modifiedOf(first, "sobjects/Account/describe");
    const second = new OrgClient({
      restore: first.org.store.snapshot(),
      seededAt: first.now + 60_000,
    });
    const headers = { "if-modified-since": since };
    expect(
      second.wait(120_000).send("GET", `${API}/sobjects/Account/describe`, undefined, headers)
        .status,
    ).toBe(200);
  });
});

describe("the pages of a user who may not see all of an account", () => {
  it("do not read, by id, what the user may not see", () => {
    const { client, account, contact } = world();
    const pages = pageOrg(client.org, () => client.now, "005000000000002AAA");
    const seen = pages.read("Account", account);
    const values = seen.ok ? seen.value : {};
    expect(values).toMatchObject({ Id: account, Name: "Acme", Shout__c: "ACME" });
    expect(values).not.toHaveProperty("Secret__c");
    expect(pages.read("Contact", contact)).toMatchObject({ ok: false, status: 404 });
    client.token = "demo";
    client.send("DELETE", `sobjects/Contact/${contact}`);
    client.send("DELETE", `sobjects/Account/${account}`);
    expect(pages.undelete(contact)).toMatchObject({
      ok: false,
      errors: [{ errorCode: "UNDELETE_FAILED" }],
    });
    const objects = (each: typeof pages) => each.recycleBin().map((row) => row.objectApiName);
    expect(objects(pages)).toEqual(["Account"]);
    expect(objects(pageOrg(client.org, () => client.now)).toSorted()).toEqual([
      "Account",
      "Contact",
    ]);
  });
});

describe("a describe", () => {
  it("does not name children whose lookup the user may not see", () => {
    const children = (client: OrgClient) => {
      const { childRelationships } = client.send("GET", "sobjects/Account/describe").body as {
        childRelationships: readonly { childSObject: string; field: string }[];
      };
      return childRelationships.map((each) => `${each.childSObject}.${each.field}`);
    };
    const lookup = "<type>Lookup</type><referenceTo>Account</referenceTo>";
    const metadata = readMetadata(
      new Map([
        ["objects/Account/fields/Open__c.field-meta.xml", field("Open__c", lookup)],
        ["objects/Account/fields/Veiled__c.field-meta.xml", field("Veiled__c", lookup)],
        [
          "permissionsets/My_Integration.permissionset-meta.xml",
          `<PermissionSet><label>Mine</label>
            <fieldPermissions><field>Account.Open__c</field><readable>true</readable><editable>false</editable></fieldPermissions>
            <objectPermissions><object>Account</object><allowRead>true</allowRead></objectPermissions></PermissionSet>`,
        ],
      ]),
    );
    const client = new OrgClient({ metadata, seed: USERS });
    expect(children(client)).toEqual(
      expect.arrayContaining(["Account.Open__c", "Account.Veiled__c"]),
    );
    const form = "grant_type=client_credentials&client_id=demo&client_secret=demo";
    const answer = client.send("POST", "/services/oauth2/token", form);
    client.token = (answer.body as { readonly access_token: string }).access_token;
    expect(children(client)).toContain("Account.Open__c");
    expect(children(client)).not.toContain("Account.Veiled__c");
  });
});
