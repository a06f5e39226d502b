import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { OrgClient, METADATA } from "../../test/support/org-client.ts";
import { readMetadataFolder } from "../runtime/metadata-folder.ts";
import { MetadataError, readMetadata } from "./sfdx.ts";

const fieldFile = (type: string) =>
  new Map([
    [
      "force-app/main/default/objects/Account/fields/Odd__c.field-meta.xml",
      `<CustomField><fullName>Odd__c</fullName><label>Odd</label>${type}</CustomField>`,
    ],
  ]);

describe("an SFDX project", () => {
  it("names its profiles as their files do, escaped or with a stray percent sign", () => {
    const profile = "<Profile><custom>true</custom></Profile>";
    const { profiles } = readMetadata(
      new Map([
        ["main/default/profiles/Sales%3A East.profile-meta.xml", profile],
        ["main/default/profiles/Top 5%.profile-meta.xml", profile],
      ]),
    );
    expect(profiles.map(({ name }) => name)).toEqual(["Sales: East", "Top 5%"]);
  });

  it("adds its fields, objects and channels to the org", () => {
    const { org } = new OrgClient();
    const account = org.schema.object("Account");
    expect(account?.field("accord_qb_id__c")).toMatchObject({
      type: "string",
      length: 255,
      externalId: true,
      unique: true,
      caseSensitive: true,
    });
    expect(account?.field("Accord_Email__c")).toMatchObject({ type: "email", length: 80 });
    expect(account?.field("Accord_Active__c")).toMatchObject({
      type: "boolean",
      defaultValue: true,
    });
    expect(account?.field("Level__c")).toMatchObject({
      picklist: [
        { value: "Gold", label: "Gold", active: true, isDefault: false },
        { value: "Silver", label: "Silver", active: true, isDefault: false },
      ],
      restrictedPicklist: true,
    });
    expect(org.schema.object("Upsert_Target__c")).toMatchObject({ keyPrefix: "a00", custom: true });
    expect(METADATA.channels).toEqual([
      {
        name: "Accord_Sync__chn",
        channelType: "data",
        members: ["Account", "Product2"].map((entity) => ({
          entity,
          enrichedFields: [],
          filterExpression: null,
        })),
      },
    ]);
  });

  it("of this repository declares what the QuickBooks mapping needs", () => {
    const folder = fileURLToPath(new URL("../../../../salesforce-app", import.meta.url));
    const { fields, channels } = readMetadata(readMetadataFolder(folder));
    const namesOf = (object: string) => fields.get(object)?.map((each) => each.name) ?? [];
    const shared = ["Accord_QB_Id__c", "Accord_QB_Company_Id__c"];
    expect(namesOf("Account")).toEqual(
      expect.arrayContaining([...shared, "Accord_Email__c", "Accord_Active__c"]),
    );
    expect(namesOf("Product2")).toEqual(expect.arrayContaining([...shared, "Accord_QB_Type__c"]));
    expect(fields.get("Account")?.find((each) => each.name === "Accord_QB_Id__c")).toMatchObject({
      externalId: true,
      unique: true,
    });
    expect(channels.flatMap((each) => each.members.map((member) => member.entity))).toEqual(
      expect.arrayContaining(["Account", "Product2"]),
    );
  });

  it("describes custom fields like any others", () => {
    const answer = new OrgClient().send("GET", "sobjects/Upsert_Target__c/describe");
    expect(answer.status).toBe(200);
    const { fields } = answer.body as { fields: { name: string }[] };
    expect(fields.find((field) => field.name === "Account__c")).toMatchObject({
      type: "reference",
      referenceTo: ["Account"],
      relationshipName: "Account__r",
      custom: true,
    });
    expect(fields.find((field) => field.name === "Due__c")).toMatchObject({ nillable: false });
  });

  it("refuses a field type that it cannot model, by name of the file", () => {
    const external = fieldFile("<type>ExternalLookup</type>");
    expect(() => readMetadata(external)).toThrow(MetadataError);
    expect(() => readMetadata(external)).toThrow(/Odd__c.*ExternalLookup.*leave the file out/);
  });

  it("refuses XML that is broken or of another kind", () => {
    expect(() => readMetadata(fieldFile("<type>Text</typ>"))).toThrow(MetadataError);
    expect(() =>
      readMetadata(new Map([["objects/A/fields/B.field-meta.xml", "<Layout/>"]])),
    ).toThrow(/CustomField/);
  });
});
