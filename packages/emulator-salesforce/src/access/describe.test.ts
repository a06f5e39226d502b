import type { DescribeSObjectResult } from "jsforce";
import { describe, expect, it } from "vitest";
import { createOrg } from "../org.ts";
import { FULL_ACCESS } from "./access.ts";
import { describeObject } from "./describe.ts";
import { readMetadata } from "../schema/sfdx.ts";

const field = (name: string, inner: string): [string, string] => [
  `objects/Account/fields/${name}.field-meta.xml`,
  `<CustomField><fullName>${name}</fullName><label>${name}</label>${inner}</CustomField>`,
];

const METADATA = readMetadata(
  new Map([
    field("Big__c", "<type>LongTextArea</type><length>32768</length>"),
    field("Twice__c", "<type>Currency</type><formula>AnnualRevenue * 2</formula><scale>2</scale>"),
    field(
      "Size__c",
      "<type>Picklist</type><valueSet><controllingField>Rating</controllingField><valueSetDefinition><value><fullName>S</fullName></value><value><fullName>L</fullName></value></valueSetDefinition><valueSettings><controllingFieldValue>Hot</controllingFieldValue><controllingFieldValue>Cold</controllingFieldValue><valueName>L</valueName></valueSettings></valueSet>",
    ),
    field(
      "Code__c",
      "<type>Text</type><length>10</length><defaultValue>&quot;A&quot;</defaultValue><inlineHelpText>Help</inlineHelpText>",
    ),
    [
      "objects/Account/recordTypes/Shop.recordType-meta.xml",
      "<RecordType><fullName>Shop</fullName><active>true</active><label>A shop</label></RecordType>",
    ],
  ]),
);

/** A description; that it fits the type of jsforce is checked by the compiler where it is used. */
function described(name: string, settings: Parameters<typeof createOrg>[0] = {}) {
  const object = createOrg({ metadata: METADATA, ...settings }).schema.object(name);
  if (object === undefined) throw new Error(`no ${name}`);
  return describeObject(
    object,
    "/services/data/v66.0",
    FULL_ACCESS,
  ) as unknown as DescribeSObjectResult;
}

const fieldsOf = (result: DescribeSObjectResult) =>
  new Map(result.fields.map((each) => [each.name, each]));

describe("the description of an object", () => {
  const account = described("Account");
  const fields = fieldsOf(account);

  it("says of each field what can be done with its values", () => {
    const flags = (name: string) => {
      const it = fields.get(name);
      return [it?.filterable, it?.groupable, it?.sortable, it?.aggregatable];
    };
    expect(flags("Name")).toEqual([true, true, true, true]);
    expect(flags("AnnualRevenue")).toEqual([true, false, true, true]);
    expect(flags("CreatedDate")).toEqual([true, false, true, true]);
    expect(flags("IsDeleted")).toEqual([true, true, true, false]);
    expect(flags("Big__c")).toEqual([false, false, false, false]);
    expect(flags("BillingAddress")).toEqual([true, false, false, false]);
  });

  it("has sizes, types and references as the platform gives them", () => {
    expect(fields.get("Id")).toMatchObject({
      type: "id",
      soapType: "tns:ID",
      byteLength: 18,
      idLookup: true,
    });
    expect(fields.get("Name")).toMatchObject({ length: 255, byteLength: 765, nameField: true });
    expect(fields.get("NumberOfEmployees")).toMatchObject({ digits: 8, precision: 0 });
    expect(fields.get("BillingCity")).toMatchObject({ compoundFieldName: "BillingAddress" });
    expect(fields.get("ParentId")).toMatchObject({
      referenceTo: ["Account"],
      relationshipName: "Parent",
      polymorphicForeignKey: false,
    });
    expect(fieldsOf(described("Order")).get("OwnerId")).toMatchObject({
      referenceTo: ["Group", "User"],
      polymorphicForeignKey: true,
      namePointing: true,
    });
    expect(fieldsOf(described("Order")).get("OrderNumber")).toMatchObject({
      autoNumber: true,
      groupable: false,
      idLookup: true,
      createable: false,
    });
  });

  it("shows formulas, defaults, help and what controls a picklist", () => {
    expect(fields.get("Twice__c")).toMatchObject({
      calculated: true,
      calculatedFormula: "AnnualRevenue * 2",
      formulaTreatNullNumberAsZero: true,
      updateable: false,
    });
    expect(fields.get("Code__c")).toMatchObject({
      defaultValue: null,
      defaultValueFormula: '"A"',
      defaultedOnCreate: true,
      inlineHelpText: "Help",
    });
    expect(fields.get("Size__c")).toMatchObject({
      dependentPicklist: true,
      controllerName: "Rating",
    });
    // Hot is the first value of Rating and Cold the third: 1010 0000 for L, nothing for S.
    expect(fields.get("Size__c")?.picklistValues).toMatchObject([
      { value: "S", validFor: "AAAA" },
      { value: "L", validFor: "oAAA" },
    ]);
  });

  it("lists record types with the master one last, and children with what deletion does", () => {
    expect(
      account.recordTypeInfos.map((each) => [
        each.name,
        each.master,
        each.defaultRecordTypeMapping,
      ]),
    ).toEqual([
      ["A shop", false, true],
      ["Master", true, false],
    ]);
    expect(fields.has("RecordTypeId")).toBe(true);
    const child = (name: string) =>
      account.childRelationships.find((each) => each.relationshipName === name);
    expect(child("Contacts")).toMatchObject({ childSObject: "Contact", cascadeDelete: true });
    expect(child("ChildAccounts")).toMatchObject({ field: "ParentId", cascadeDelete: false });
    expect(child("Orders")).toMatchObject({ restrictedDelete: true });
    expect(account).toMatchObject({ mergeable: true, undeletable: true, keyPrefix: "001" });
  });
});

describe("the features of an org", () => {
  it("without them there is no trace of persons or currencies", () => {
    const names = fieldsOf(described("Account"));
    expect(names.has("IsPersonAccount") || names.has("CurrencyIsoCode")).toBe(false);
    expect(createOrg().schema.object("CurrencyType")).toBeUndefined();
  });

  it("person accounts give Account a person's fields and record types", () => {
    const account = described("Account", { settings: { personAccounts: true } });
    const fields = fieldsOf(account);
    for (const name of ["FirstName", "LastName", "PersonEmail", "PersonMailingAddress"]) {
      expect(fields.has(name), name).toBe(true);
    }
    expect(fields.get("IsPersonAccount")).toMatchObject({ createable: false, type: "boolean" });
    expect(fields.get("Name")?.extraTypeInfo).toBe("switchablepersonname");
    expect(account.recordTypeInfos.map((each) => each.name)).toContain("Person Account");
  });

  it("several currencies give each record one of the active currencies", () => {
    const currency = (isoCode: string, conversionRate: number, active = true) => ({
      isoCode,
      conversionRate,
      active,
      decimalPlaces: 2,
    });
    const settings = {
      multiCurrency: {
        corporate: "USD",
        advanced: false,
        currencies: [currency("USD", 1), currency("EUR", 0.9), currency("JPY", 150, false)],
      },
    };
    const iso = fieldsOf(described("Opportunity", { settings })).get("CurrencyIsoCode");
    expect(iso).toMatchObject({ type: "picklist", restrictedPicklist: true, length: 3 });
    expect(iso?.picklistValues).toMatchObject([
      { value: "USD", defaultValue: true },
      { value: "EUR", defaultValue: false },
    ]);
    const { store } = createOrg({ settings });
    expect([...store.all("CurrencyType").values()]).toMatchObject([
      { IsoCode: "USD", IsCorporate: true, IsActive: true },
      { IsoCode: "EUR", ConversionRate: 0.9, IsCorporate: false },
      { IsoCode: "JPY", IsActive: false },
    ]);
  });
});
