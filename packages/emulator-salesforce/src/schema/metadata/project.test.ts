import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../../../test/support/scratch-folder.ts";
import { readMetadataFolder } from "../../runtime/metadata-folder.ts";
import { MetadataError, readMetadata } from "../sfdx.ts";

const field = (name: string, inner: string): [string, string] => [
  `objects/Account/fields/${name}.field-meta.xml`,
  `<CustomField><fullName>${name}</fullName><label>L</label>${inner}</CustomField>`,
];

const read = (...files: readonly (readonly [string, string])[]) => readMetadata(new Map(files));

const readOne = (inner: string) =>
  read(field("X__c", inner))
    .fields.get("Account")
    ?.find((each) => each.name === "X__c");

const PROJECT: readonly (readonly [string, string])[] = [
  [
    "objects/Trip__c/Trip__c.object-meta.xml",
    `<CustomObject><label>Trip</label><pluralLabel>Trips</pluralLabel>
      <nameField><type>AutoNumber</type><label>Trip No</label><displayFormat>T-{0000}</displayFormat></nameField>
      <sharingModel>ControlledByParent</sharingModel>
      <fields><fullName>Cost__c</fullName><label>Cost</label><type>Currency</type><precision>10</precision><scale>2</scale></fields>
      <validationRules><fullName>Positive</fullName><active>true</active><errorConditionFormula>Cost__c &lt; 0</errorConditionFormula><errorMessage>No.</errorMessage></validationRules>
    </CustomObject>`,
  ],
  [
    "objects/Trip__c/fields/Account__c.field-meta.xml",
    "<CustomField><fullName>Account__c</fullName><label>Account</label><type>MasterDetail</type><referenceTo>Account</referenceTo><relationshipName>Trips</relationshipName></CustomField>",
  ],
  field(
    "Total__c",
    "<type>Summary</type><summaryOperation>sum</summaryOperation><summarizedField>Trip__c.Cost__c</summarizedField><summaryForeignKey>Trip__c.Account__c</summaryForeignKey><summaryFilterItems><field>Trip__c.Cost__c</field><operation>greaterThan</operation><value>5</value></summaryFilterItems>",
  ),
];

describe("a custom field", () => {
  it("that is a formula has its return type, cannot be written and stays out of change events", () => {
    expect(
      readOne(
        "<type>Text</type><formula>Name &amp; '!'</formula><formulaTreatBlanksAs>BlankAsBlank</formulaTreatBlanksAs>",
      ),
    ).toMatchObject({
      type: "string",
      length: 1300,
      formula: "Name & '!'",
      formulaBlanksAsZero: false,
      createable: false,
      inChangeEvents: false,
    });
    expect(readOne("<type>Currency</type><formula>1</formula><scale>2</scale>")).toMatchObject({
      precision: 18,
      scale: 2,
      formulaBlanksAsZero: true,
    });
  });

  it("takes literal defaults as values and all others as formulas", () => {
    const text = "<type>Text</type><length>9</length>";
    expect(readOne(`${text}<defaultValue>&quot;New&quot;</defaultValue>`)).toMatchObject({
      defaultValue: "New",
      defaultFormula: null,
    });
    expect(readOne(`${text}<defaultValue>$User.Alias</defaultValue>`)).toMatchObject({
      defaultFormula: "$User.Alias",
    });
    expect(
      readOne(
        "<type>Number</type><precision>4</precision><scale>0</scale><defaultValue>7</defaultValue>",
      ),
    ).toMatchObject({ defaultValue: 7 });
    expect(readOne("<type>Date</type><defaultValue>TODAY()</defaultValue>")).toMatchObject({
      defaultFormula: "TODAY()",
    });
  });

  it("of a picklist has labels, inactive values, a default and what controls it", () => {
    const picklist = readOne(
      `<type>Picklist</type><valueSet><controllingField>Type</controllingField><restricted>true</restricted>
       <valueSetDefinition><sorted>true</sorted>
        <value><fullName>b</fullName><default>true</default><label>Beta</label></value>
        <value><fullName>a</fullName><default>false</default><label>Alpha</label><isActive>false</isActive></value>
       </valueSetDefinition>
       <valueSettings><controllingFieldValue>Other</controllingFieldValue><valueName>b</valueName></valueSettings></valueSet>`,
    );
    expect(picklist).toMatchObject({
      restrictedPicklist: true,
      controllingField: "Type",
      defaultValue: "b",
    });
    expect(picklist?.picklist).toEqual([
      { value: "a", label: "Alpha", active: false, isDefault: false, controlledBy: [] },
      { value: "b", label: "Beta", active: true, isDefault: true, controlledBy: ["Other"] },
    ]);
  });

  it("shares a global value set, which has to be in the project", () => {
    const shared = field(
      "X__c",
      "<type>MultiselectPicklist</type><valueSet><valueSetName>Sizes</valueSetName></valueSet>",
    );
    const set = [
      "globalValueSets/Sizes.globalValueSet-meta.xml",
      "<GlobalValueSet><customValue><fullName>S</fullName><label>Small</label></customValue></GlobalValueSet>",
    ] as const;
    expect(read(shared, set).fields.get("Account")?.[0]).toMatchObject({
      type: "multipicklist",
      picklist: [{ value: "S", label: "Small" }],
    });
    expect(() => read(shared)).toThrow(/X__c.*Sizes.*globalValueSets\/Sizes/);
  });

  it("of a place is stored as latitude and longitude", () => {
    const names = read(field("X__c", "<type>Location</type><scale>6</scale>"))
      .fields.get("Account")
      ?.map(({ name, type, compound, precision }) => ({ name, type, compound, precision }));
    expect(names).toEqual([
      { name: "X__Latitude__s", type: "double", compound: "X__c", precision: 8 },
      { name: "X__Longitude__s", type: "double", compound: "X__c", precision: 9 },
      { name: "X__c", type: "location", compound: null, precision: 0 },
    ]);
  });

  it("of a lookup knows what deletion of the parent means and which parents it takes", () => {
    expect(
      readOne(
        `<type>Lookup</type><referenceTo>Contact</referenceTo><deleteConstraint>Restrict</deleteConstraint>
         <lookupFilter><active>true</active><errorMessage>Not that one</errorMessage><isOptional>false</isOptional>
         <filterItems><field>Contact.AccountId</field><operation>equals</operation><valueField>$Source.Id</valueField></filterItems></lookupFilter>`,
      ),
    ).toMatchObject({
      restrictedDelete: true,
      cascadeDelete: false,
      lookupFilter: {
        required: true,
        message: "Not that one",
        criteria: [{ field: "Contact.AccountId", operation: "equals", valueField: "$Source.Id" }],
      },
    });
  });

  it.each([
    ["<type>Text</type>", /<length> is missing/],
    ["<type>Number</type><precision>19</precision><scale>2</scale>", /at most 18/],
    ["<type>Text</type><length>9</length><unique>yes</unique>", /must be true or false/],
    ["<type>Text</type><length>nine</length>", /whole number/],
    ["<type>Lookup</type>", /<referenceTo> is missing/],
    ["<type>Nonsense</type>", /no type of a custom field.*leave the file out/],
  ])("that is wrong (%s) is refused with its file and what to do", (inner, message) => {
    expect(() => readOne(inner)).toThrow(MetadataError);
    expect(() => readOne(inner)).toThrow(message);
    expect(() => readOne(inner)).toThrow(/^objects\/Account\/fields\/X__c\.field-meta\.xml: /);
  });
});

describe("a project", () => {
  it("may keep fields and rules in the object's file; a detail has no owner", () => {
    const { objects, fields, validationRules } = read(...PROJECT);
    const trip = objects.find((each) => each.name === "Trip__c");
    expect(trip?.fields.some((each) => each.name === "OwnerId")).toBe(false);
    expect(trip?.fields.find((each) => each.nameField)).toMatchObject({
      autoNumber: "T-{0000}",
      createable: false,
    });
    expect(fields.get("Trip__c")?.map((each) => each.name)).toEqual(["Cost__c", "Account__c"]);
    expect(validationRules.get("Trip__c")).toEqual([
      { name: "Positive", active: true, formula: "Cost__c < 0", message: "No.", errorField: null },
    ]);
  });

  it("gives a roll-up the type of what it sums up, and refuses one without its child", () => {
    const { fields } = read(...PROJECT);
    expect(fields.get("Account")?.[0]).toMatchObject({
      type: "currency",
      scale: 2,
      rollup: {
        operation: "sum",
        childObject: "Trip__c",
        foreignKey: "Account__c",
        summarizedField: "Cost__c",
        filters: [{ field: "Cost__c", operation: "greaterThan", value: "5" }],
      },
    });
    expect(() => read(...PROJECT.slice(2))).toThrow(/Total__c.*not in the project/);
  });

  it("brings custom metadata records, typed by their fields", () => {
    const { rows } = read(
      [
        "objects/Rate__mdt/Rate__mdt.object-meta.xml",
        "<CustomObject><label>Rate</label></CustomObject>",
      ],
      [
        "objects/Rate__mdt/fields/Percent__c.field-meta.xml",
        "<CustomField><fullName>Percent__c</fullName><label>P</label><type>Number</type><precision>4</precision><scale>1</scale></CustomField>",
      ],
      [
        "customMetadata/Rate.Low.md-meta.xml",
        '<CustomMetadata xmlns:xsi="x"><label>Low rate</label><values><field>Percent__c</field><value xsi:type="xsd:double">2.5</value></values></CustomMetadata>',
      ],
    );
    expect(rows).toMatchObject([
      {
        object: "Rate__mdt",
        values: { DeveloperName: "Low", MasterLabel: "Low rate", Percent__c: 2.5 },
      },
    ]);
  });

  it("brings matching and duplicate rules", () => {
    const { matchingRules, duplicateRules } = read(
      [
        "matchingRules/Account.matchingRule-meta.xml",
        `<MatchingRules><matchingRules><fullName>Same</fullName><ruleStatus>Active</ruleStatus>
         <matchingRuleItems><blankValueBehavior>NullNotAllowed</blankValueBehavior><fieldName>Name</fieldName><matchingMethod>Exact</matchingMethod></matchingRuleItems></matchingRules>
         <matchingRules><fullName>Off</fullName><ruleStatus>Inactive</ruleStatus></matchingRules></MatchingRules>`,
      ],
      [
        "duplicateRules/Account.Twins.duplicateRule-meta.xml",
        `<DuplicateRule><actionOnInsert>Block</actionOnInsert><actionOnUpdate>Allow</actionOnUpdate><operationsOnUpdate>Alert</operationsOnUpdate>
         <alertText>Twin!</alertText><isActive>true</isActive><masterLabel>Twins</masterLabel>
         <duplicateRuleMatchRules><matchRuleSObjectType>Account</matchRuleSObjectType><matchingRule>Same</matchingRule></duplicateRuleMatchRules></DuplicateRule>`,
      ],
    );
    expect(matchingRules).toEqual([
      {
        object: "Account",
        name: "Same",
        logic: null,
        items: [{ field: "Name", method: "Exact", matchBlanks: false }],
      },
    ]);
    expect(duplicateRules).toMatchObject([
      { name: "Twins", onInsert: "Block", alertsOnUpdate: true, matchingRules: ["Same"] },
    ]);
  });

  it("with a namespace has it on its own names only, also inside formulas", () => {
    const { fields, namespace } = read(
      ["sfdx-project.json", '{"namespace":"acme"}'],
      field("Twice__c", "<type>Number</type><formula>Once__c + other__Twice__c</formula>"),
    );
    expect(namespace).toBe("acme");
    expect(fields.get("Account")?.[0]).toMatchObject({
      name: "acme__Twice__c",
      formula: "acme__Once__c + other__Twice__c",
    });
  });

  it("changes standard fields and standard value sets", () => {
    const { standard } = read(
      [
        "objects/Account/fields/Phone.field-meta.xml",
        "<CustomField><fullName>Phone</fullName><inlineHelpText>Main line</inlineHelpText><required>true</required></CustomField>",
      ],
      [
        "standardValueSets/Industry.standardValueSet-meta.xml",
        "<StandardValueSet><standardValue><fullName>Gardens</fullName><label>Gardens</label></standardValue></StandardValueSet>",
      ],
    );
    expect(standard.fields.get("Account.Phone")).toMatchObject({
      helpText: "Main line",
      nillable: false,
    });
    expect(standard.valueSets.get("Industry")?.map((each) => each.value)).toEqual(["Gardens"]);
  });

  it("is told what has no effect, and never silently loses a file", () => {
    const { warnings } = read(
      ["flows/Go.flow-meta.xml", "<Flow/>"],
      ["odd/Go.oddity-meta.xml", "<Odd/>"],
      ["objects/Nowhere/fields/A__c.field-meta.xml", field("A__c", "<type>Checkbox</type>")[1]],
      field("B__c", "<type>Checkbox</type><sparkles>true</sparkles>"),
    );
    expect(warnings).toEqual([
      "flows/Go.flow-meta.xml: flows do not run in this emulator",
      "odd/Go.oddity-meta.xml: files of kind 'oddity' are not known to this emulator and have no effect",
      "objects/Account/fields/B__c.field-meta.xml: <sparkles> has no effect in this emulator",
      "objects/Nowhere: this emulator has no object Nowhere, so its fields (A__c) do not exist",
    ]);
    expect(() => read(["objects/Account/fields/B__c.xml", "<CustomField/>"])).toThrow(/rename it/);
    expect(() => read(["objects/A__c/A__c.object-meta.xml", "<CustomObject>"])).toThrow(
      /A__c\.object-meta\.xml: no well-formed XML \(line 1/,
    );
  });
});

describe("the folder of a project", () => {
  it("is read in all its package directories, and only there", () => {
    const inDirectories = ["a", "b/c", "elsewhere", "a/node_modules/x"].map(
      (at) => [`${at}/tabs/T.tab-meta.xml`, "<CustomTab/>"] as const,
    );
    const folder = scratchFolder({
      "sfdx-project.json": '{"packageDirectories":[{"path":"a"},{"path":"b/c"}]}',
      "a/classes/T.cls": "class T {}",
      ...Object.fromEntries(inDirectories),
    });
    expect([...readMetadataFolder(folder).keys()]).toEqual([
      "sfdx-project.json",
      "a/classes/T.cls",
      "a/tabs/T.tab-meta.xml",
      "b/c/tabs/T.tab-meta.xml",
    ]);
    const missing = '{"packageDirectories":[{"path":"missing"}]}';
    writeFileSync(path.join(folder, "sfdx-project.json"), missing);
    expect(() => readMetadataFolder(folder)).toThrow(/missing, which does not exist/);
  });
});
