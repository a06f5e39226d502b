import { describe, expect, it } from "vitest";
import { OrgClient, USERS } from "../../test/support/org-client.ts";
import { createRow } from "../dml/change-rows.ts";
import { refusalOf } from "../dml/testing/dml-world.ts";
import { readMetadata } from "../schema/sfdx.ts";

const PROJECT = readMetadata(
  new Map([
    [
      "objects/Account/fields/Secret_Key__c.field-meta.xml",
      "<CustomField><fullName>Secret_Key__c</fullName><label>Key</label><type>Text</type><length>9</length><externalId>true</externalId></CustomField>",
    ],
    [
      "permissionsets/Contacts.permissionset-meta.xml",
      `<PermissionSet><label>Contacts</label>
        <objectPermissions><object>Contact</object><allowRead>true</allowRead><allowCreate>true</allowCreate><allowEdit>true</allowEdit></objectPermissions></PermissionSet>`,
    ],
    [
      "objects/Note__c/Note__c.object-meta.xml",
      "<CustomObject><label>Note</label><nameField><type>Text</type></nameField></CustomObject>",
    ],
    [
      "objects/Note__c/fields/Opportunity__c.field-meta.xml",
      "<CustomField><fullName>Opportunity__c</fullName><label>O</label><type>Lookup</type><referenceTo>Opportunity</referenceTo><relationshipName>Notes</relationshipName></CustomField>",
    ],
    [
      "permissionsets/Notes.permissionset-meta.xml",
      `<PermissionSet><label>Notes</label>
        <objectPermissions><object>Note__c</object><allowRead>true</allowRead><allowCreate>true</allowCreate></objectPermissions>
        <fieldPermissions><field>Note__c.Opportunity__c</field><readable>true</readable><editable>true</editable></fieldPermissions></PermissionSet>`,
    ],
  ]),
);

const api = new OrgClient({ metadata: PROJECT, seed: USERS });
const idOf = (query: string) => String(api.records(query)[0]?.["Id"]);
const profile = idOf("SELECT Id FROM Profile WHERE Name LIKE 'Minimum Access%'");
const person = (Username: string) => ({
  Username,
  LastName: "Tester",
  FirstName: "Tim",
  Email: "tim@example.com",
  Alias: "tim",
  TimeZoneSidKey: "GMT",
  LocaleSidKey: "en_US",
  EmailEncodingKey: "UTF-8",
  LanguageLocaleKey: "en_US",
  ProfileId: profile,
});
const user = api.create("User", person("tim@example.com"));

/** What a create by that user is refused with. */
const refusedFor = (object: string, body: Record<string, unknown>) =>
  refusalOf(() =>
    createRow(
      {
        store: api.org.store,
        schema: api.org.schema,
        ids: api.org.ids,
        access: api.org.accessOf(user),
        actor: { userId: user, changeOrigin: "" },
        now: api.now,
      },
      object,
      body,
    ),
  );

describe("users by the API", () => {
  it("are made with what the platform asks of a new one, each name once", () => {
    expect(api.read("User", user)).toMatchObject({
      Name: "Tim Tester",
      IsActive: true,
      UserType: "Standard",
      CommunityNickname: "tim",
    });
    expect(api.send("POST", "sobjects/User", person("TIM@example.com")).body).toMatchObject([
      { errorCode: "DUPLICATE_USERNAME", fields: ["Username"] },
    ]);
    expect(
      api.send("POST", "sobjects/User", { ...person("a@b.example"), ProfileId: null }).body,
    ).toMatchObject([
      { errorCode: "REQUIRED_FIELD_MISSING", message: "Required fields are missing: [ProfileId]" },
    ]);
    expect(api.send("POST", "sobjects/User", person("nobody")).body).toMatchObject([
      { errorCode: "INVALID_EMAIL_ADDRESS" },
    ]);
    expect(api.send("DELETE", `sobjects/User/${user}`).status).toBe(400);
  });

  it("have the rights of their profile and assignments, which are gone once they are deleted", () => {
    expect(api.org.accessOf(user).object("Contact").create).toBe(false);
    const assignment = api.create("PermissionSetAssignment", {
      AssigneeId: user,
      PermissionSetId: idOf("SELECT Id FROM PermissionSet WHERE Name = 'Contacts'"),
    });
    expect(api.org.accessOf(user).object("Contact").create).toBe(true);
    const again = {
      AssigneeId: user,
      PermissionSetId: api.read("PermissionSetAssignment", assignment)["PermissionSetId"],
    };
    expect(api.send("POST", "sobjects/PermissionSetAssignment", again).body).toMatchObject([
      { errorCode: "DUPLICATE_VALUE" },
    ]);
    expect(api.send("DELETE", `sobjects/PermissionSetAssignment/${assignment}`).status).toBe(204);
    expect(api.org.accessOf(user).object("Contact").create).toBe(false);
    expect(api.org.store.get("PermissionSetAssignment", assignment)).toBeUndefined();
    expect(api.send("DELETE", `sobjects/PermissionSetAssignment/${assignment}`).status).toBe(404);
  });

  it("own nothing new once they are switched off", () => {
    const left = api.create("User", { ...person("left@example.com"), IsActive: false });
    const body = { Name: "A", OwnerId: left };
    expect(api.send("POST", "sobjects/Account", body).body).toEqual([
      {
        message: `operation performed with inactive user [${left.slice(0, 15)}] as owner of account`,
        errorCode: "INACTIVE_OWNER_OR_USER",
        fields: [],
      },
    ]);
    const mine = api.create("Account", { Name: "A" });
    expect(api.send("PATCH", `sobjects/Account/${mine}`, { OwnerId: left }).status).toBe(400);
  });
});

describe("a user without rights on a parent", () => {
  api.create("PermissionSetAssignment", {
    AssigneeId: user,
    PermissionSetId: idOf("SELECT Id FROM PermissionSet WHERE Name = 'Notes'"),
  });

  it("learns nothing of its records by pointing at them", () => {
    const deal = api.create("Opportunity", {
      Name: "Secret deal",
      StageName: "Prospecting",
      CloseDate: "2026-12-01",
    });
    for (const id of [deal, "006Hs0000099999IAA"]) {
      expect(refusedFor("Note__c", { Name: "N", Opportunity__c: id })).toEqual([
        {
          message: `insufficient access rights on cross-reference id: ${id.slice(0, 15)}`,
          errorCode: "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
          fields: [],
        },
      ]);
    }
  });

  it("cannot guess values of an external id that it does not see", () => {
    api.create("PermissionSetAssignment", {
      AssigneeId: user,
      PermissionSetId: idOf("SELECT Id FROM PermissionSet WHERE Name = 'Contacts'"),
    });
    api.create("Account", { Name: "A", Secret_Key__c: "42" });
    const texts = ["42", "43"].map((Secret_Key__c) =>
      refusedFor("Contact", { LastName: "L", Account: { Secret_Key__c } }),
    );
    expect(texts[0]).toEqual(texts[1]);
  });
});
