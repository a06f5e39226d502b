import { describe, expect, it } from "vitest";
import { OrgClient, USERS } from "../../test/support/org-client.ts";
import { createOrg, type Org } from "../org.ts";
import { readMetadata } from "../schema/sfdx.ts";

const ADMIN = "005000000000001AAA";
const INTEGRATION = "005000000000002AAA";

const PROJECT = readMetadata(
  new Map([
    [
      "objects/Account/fields/Secret__c.field-meta.xml",
      "<CustomField><fullName>Secret__c</fullName><label>Secret</label><type>Text</type><length>9</length></CustomField>",
    ],
    [
      "objects/Account/fields/Needed__c.field-meta.xml",
      "<CustomField><fullName>Needed__c</fullName><label>Needed</label><type>Text</type><length>9</length><required>true</required></CustomField>",
    ],
    [
      "objects/Visit__c/Visit__c.object-meta.xml",
      "<CustomObject><label>Visit</label><nameField><type>Text</type></nameField></CustomObject>",
    ],
    [
      "objects/Visit__c/fields/Opportunity__c.field-meta.xml",
      "<CustomField><fullName>Opportunity__c</fullName><label>O</label><type>MasterDetail</type><referenceTo>Opportunity</referenceTo></CustomField>",
    ],
    [
      "permissionsets/My_Integration.permissionset-meta.xml",
      `<PermissionSet><label>Mine</label>
        <fieldPermissions><field>Account.BillingAddress</field><readable>true</readable><editable>true</editable></fieldPermissions>
        <fieldPermissions><field>Account.Phone</field><readable>true</readable><editable>false</editable></fieldPermissions>
        <objectPermissions><object>Account</object><allowRead>true</allowRead><allowCreate>true</allowCreate><allowEdit>true</allowEdit></objectPermissions>
        <objectPermissions><object>Pricebook2</object><allowRead>true</allowRead><allowEdit>true</allowEdit></objectPermissions></PermissionSet>`,
    ],
    [
      "permissionsets/Visitors.permissionset-meta.xml",
      "<PermissionSet><label>Visitors</label><objectPermissions><object>Visit__c</object><allowRead>true</allowRead></objectPermissions></PermissionSet>",
    ],
  ]),
);

const rightsOn = (org: Org, user: string, object: string, field: string) => {
  const schema = org.schema.object(object)?.field(field);
  if (schema === undefined) throw new Error(`no ${object}.${field}`);
  const access = org.accessOf(user);
  return `${access.canReadField(object, schema) ? "r" : "-"}${access.canEditField(object, schema) ? "w" : "-"}`;
};

describe("the integration user", () => {
  const client = () => new OrgClient({ metadata: PROJECT, seed: USERS });

  it("has what the permission set for integrations grants, and nothing more", () => {
    const { org } = client();
    const access = org.accessOf(INTEGRATION);
    expect(access.object("Account")).toMatchObject({ create: true, edit: true, delete: false });
    expect(access.object("Contact")).toMatchObject({ create: false, read: false });
    expect(access.object("PermissionSet").read).toBe(false);
    expect(access.object("User").read).toBe(true);
  });

  it("always has names, ids, system and required fields of an object it has", () => {
    const { org } = client();
    expect(rightsOn(org, INTEGRATION, "Account", "Name")).toBe("rw");
    expect(rightsOn(org, INTEGRATION, "Account", "Id")).toBe("rw");
    expect(rightsOn(org, INTEGRATION, "Account", "SystemModstamp")).toBe("rw");
    expect(rightsOn(org, INTEGRATION, "Account", "Needed__c")).toBe("rw");
    expect(rightsOn(org, INTEGRATION, "Account", "Secret__c")).toBe("--");
    expect(rightsOn(org, INTEGRATION, "Account", "Industry")).toBe("--");
  });

  it("has the parts of an address with the address", () => {
    const { org } = client();
    expect(rightsOn(org, INTEGRATION, "Account", "BillingCity")).toBe("rw");
    expect(rightsOn(org, INTEGRATION, "Account", "ShippingCity")).toBe("--");
    expect(rightsOn(org, INTEGRATION, "Account", "Phone")).toBe("r-");
  });

  it("writes the prices of a price book that it may edit", () => {
    expect(client().org.accessOf(INTEGRATION).object("PricebookEntry")).toMatchObject({
      read: true,
      create: true,
      edit: true,
    });
  });

  it("can tell the standard price book from others", () => {
    expect(rightsOn(client().org, INTEGRATION, "Pricebook2", "IsStandard")).toMatch(/^r/);
  });

  it("gains and loses rights with its assignments, from the next call on", () => {
    const api = client();
    const [set] = api.records("SELECT Id FROM PermissionSet WHERE Name = 'Visitors'");
    expect(api.org.accessOf(INTEGRATION).object("Visit__c").read).toBe(false);
    const id = api.create("PermissionSetAssignment", {
      AssigneeId: INTEGRATION,
      PermissionSetId: set?.["Id"],
    });
    expect(api.org.accessOf(INTEGRATION).object("Visit__c").read).toBe(true);
    // Whoever reads a detail reads its masters, all the way up.
    expect(api.org.accessOf(INTEGRATION).object("Opportunity").read).toBe(true);
    expect(api.send("DELETE", `sobjects/PermissionSetAssignment/${id}`).status).toBe(204);
    expect(api.org.accessOf(INTEGRATION).object("Visit__c").read).toBe(false);
  });

  it("is an administrator in a project that has no permission set for it", () => {
    const { org } = new OrgClient();
    expect(org.accessOf(INTEGRATION).object("Contact").delete).toBe(true);
    expect(org.accessOf(ADMIN).object("Contact").delete).toBe(true);
  });

  it("keeps its assignments over a restart, taken away ones stay away", () => {
    const api = client();
    const [own] = api.records(
      `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${INTEGRATION}'`,
    );
    api.send("DELETE", `sobjects/PermissionSetAssignment/${String(own?.["Id"])}`);
    const again = new OrgClient({ metadata: PROJECT, restore: api.org.store.snapshot() });
    expect(again.org.accessOf(INTEGRATION).object("Account").read).toBe(false);
  });
});

describe("the REST API in a user's name", () => {
  const api = new OrgClient({ metadata: PROJECT, seed: USERS });
  const account = api.create("Account", { Name: "A", Needed__c: "n", Secret__c: "s" });
  const contact = api.create("Contact", { LastName: "L", AccountId: account });
  const token = api.send(
    "POST",
    "/services/oauth2/token",
    "grant_type=client_credentials&client_id=demo&client_secret=demo",
    { "content-type": "application/x-www-form-urlencoded" },
  ).body as { readonly access_token: string };
  api.token = token.access_token;

  it("leaves hidden fields out of rows and descriptions", () => {
    expect(api.read("Account", account)).toMatchObject({ Name: "A", Needed__c: "n" });
    expect(api.read("Account", account)).not.toHaveProperty("Secret__c");
    expect(api.send("GET", `sobjects/Account/${account}?fields=Secret__c`).body).toEqual([
      {
        message: "No such column 'Secret__c' on sobject of type Account",
        errorCode: "INVALID_FIELD",
      },
    ]);
    const { fields } = api.send("GET", "sobjects/Account/describe").body as {
      readonly fields: readonly { readonly name: string; readonly updateable: boolean }[];
    };
    expect(fields.some((each) => each.name === "Secret__c")).toBe(false);
    expect(fields.find((each) => each.name === "Phone")?.updateable).toBe(false);
    expect(fields.find((each) => each.name === "BillingCity")?.updateable).toBe(true);
  });

  it("knows nothing of hidden objects", () => {
    for (const path of ["describe", "", contact]) {
      expect(api.send("GET", `sobjects/Contact/${path}`).status).toBe(404);
    }
    expect(api.query("SELECT Id FROM Contact").body).toMatchObject([{ errorCode: "INVALID_TYPE" }]);
    expect(
      api.send("POST", "composite/sobjects/Contact", { ids: [contact], fields: ["Id"] }).status,
    ).toBe(404);
    const { sobjects } = api.send("GET", "sobjects").body as {
      readonly sobjects: readonly { readonly name: string }[];
    };
    expect(sobjects.map((each) => each.name)).toContain("Account");
    expect(sobjects.map((each) => each.name)).not.toContain("Contact");
  });

  it("refuses to change what may only be read, and to delete without the right", () => {
    expect(api.send("PATCH", `sobjects/Account/${account}`, { Phone: "1" }).body).toMatchObject([
      { errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE", fields: ["Phone"] },
    ]);
    expect(api.send("DELETE", `sobjects/Account/${account}`).body).toMatchObject([
      { errorCode: "INSUFFICIENT_ACCESS_OR_READONLY" },
    ]);
  });
});

describe("set-up", () => {
  const api = new OrgClient({ metadata: PROJECT, seed: USERS });

  it("can be read by SOQL as the tools of the platform do", () => {
    expect(
      api.records(
        "SELECT Assignee.Username, PermissionSet.Name, PermissionSet.IsOwnedByProfile FROM PermissionSetAssignment",
      ),
    ).toMatchObject([{ PermissionSet: { Name: "My_Integration", IsOwnedByProfile: false } }]);
    expect(api.records(`SELECT Profile.Name FROM User WHERE Id = '${ADMIN}'`)).toMatchObject([
      { Profile: { Name: "System Administrator" } },
    ]);
    expect(
      api.records(
        "SELECT Field, PermissionsEdit FROM FieldPermissions WHERE Parent.Name = 'My_Integration' AND SobjectType = 'Account' ORDER BY Field",
      ),
    ).toEqual([
      { Field: "Account.BillingAddress", PermissionsEdit: true },
      { Field: "Account.Phone", PermissionsEdit: false },
    ]);
    expect(
      api.records(
        "SELECT QualifiedApiName, DataType FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Account' AND QualifiedApiName LIKE 'Sec%'",
      ),
    ).toEqual([{ QualifiedApiName: "Secret__c", DataType: "Text(9)" }]);
    expect(
      api.records("SELECT KeyPrefix FROM EntityDefinition WHERE QualifiedApiName = 'Visit__c'"),
    ).toEqual([{ KeyPrefix: "a00" }]);
    expect(api.records("SELECT MasterLabel FROM OpportunityStage WHERE IsWon = true")).toEqual([
      { MasterLabel: "Closed Won" },
    ]);
  });

  it("is no part of what is stored, and cannot be written", () => {
    expect(api.org.store.snapshot().has("PermissionSet")).toBe(false);
    expect(api.send("POST", "sobjects/Profile", { Name: "Mine" }).status).toBe(400);
  });

  it("costs little to make: a thousand orgs in less than five seconds", () => {
    const start = process.hrtime.bigint();
    const orgs = Array.from({ length: 1000 }, () => createOrg({ metadata: PROJECT, seed: USERS }));
    expect(orgs).toHaveLength(1000);
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(5000);
  });
});
