import { describe, expect, it } from "vitest";
import { createOrg } from "../../org.ts";
import { readMetadata } from "../sfdx.ts";

type File = readonly [path: string, text: string];

const field = (object: string, name: string, xml: string): File => [
  `objects/${object}/fields/${name}.field-meta.xml`,
  `<CustomField><fullName>${name}</fullName><label>${name}</label>${xml}</CustomField>`,
];
const object = (name: string): File => [
  `objects/${name}/${name}.object-meta.xml`,
  `<CustomObject><label>${name}</label><pluralLabel>${name}</pluralLabel><nameField><label>N</label><type>Text</type></nameField></CustomObject>`,
];
const link = (type: string, to: string, children: string): string =>
  `<type>${type}</type><referenceTo>${to}</referenceTo><relationshipName>${children}</relationshipName>`;
const permissionSet = (xml: string): File => [
  "permissionsets/Mine.permissionset-meta.xml",
  `<PermissionSet><label>Mine</label>${xml}</PermissionSet>`,
];
const fieldRight = (name: string): string =>
  `<fieldPermissions><field>${name}</field><readable>true</readable><editable>false</editable></fieldPermissions>`;
const rule = (xml: string, active = true): File => [
  "objects/Account/validationRules/Mine.validationRule-meta.xml",
  `<ValidationRule><fullName>Mine</fullName><active>${active}</active><errorMessage>m</errorMessage>${xml}</ValidationRule>`,
];

const load = (...files: readonly File[]) =>
  createOrg({ metadata: readMetadata(new Map(files.map(([path, text]) => [path, text]))) });

const detail = (name: string, master: string): readonly File[] => [
  object(name),
  field(name, "Master__c", link("MasterDetail", master, `${name.slice(0, 1)}s`)),
];

describe("a project that names what is not there is refused with its file and the name", () => {
  const refused: readonly (readonly [string, readonly File[], RegExp])[] = [
    [
      "a field in a permission set",
      [permissionSet(fieldRight("Account.Nope__c"))],
      /^permissionsets\/Mine\.permissionset-meta\.xml: no CustomField named Account\.Nope__c found/,
    ],
    [
      "an object in a permission set",
      [
        permissionSet(
          "<objectPermissions><object>Nope__c</object><allowRead>true</allowRead></objectPermissions>",
        ),
      ],
      /no CustomObject named Nope__c found/,
    ],
    [
      "the place of a rule's message",
      [
        rule(
          "<errorConditionFormula>true</errorConditionFormula><errorDisplayField>Nope__c</errorDisplayField>",
        ),
      ],
      /^objects\/Account\/validationRules\/Mine.*no CustomField named Account\.Nope__c/,
    ],
    [
      "a field of a rule that is switched off",
      [rule("<errorConditionFormula>ISBLANK(Nope__c)</errorConditionFormula>", false)],
      /Nope__c does not exist on Account/,
    ],
    [
      "the target of a lookup",
      [field("Account", "X__c", link("Lookup", "Nope__c", "Xs"))],
      /^objects\/Account\/fields\/X__c\.field-meta\.xml: no CustomObject named Nope__c/,
    ],
    [
      "a field of a lookup filter",
      [
        field(
          "Contact",
          "X__c",
          `${link("Lookup", "Account", "Xs")}<lookupFilter><active>true</active><isOptional>false</isOptional><errorMessage>e</errorMessage><filterItems><field>Account.Nope__c</field><operation>equals</operation><value>x</value></filterItems></lookupFilter>`,
        ),
      ],
      /no CustomField named Account\.Nope__c/,
    ],
    [
      "the matching rule of a duplicate rule",
      [
        [
          "duplicateRules/Account.X.duplicateRule-meta.xml",
          "<DuplicateRule><actionOnInsert>Block</actionOnInsert><actionOnUpdate>Allow</actionOnUpdate><duplicateRuleMatchRules><matchRuleSObjectType>Account</matchRuleSObjectType><matchingRule>Nope</matchingRule></duplicateRuleMatchRules><isActive>true</isActive><masterLabel>X</masterLabel></DuplicateRule>",
        ],
      ],
      /no MatchingRule named Nope/,
    ],
    [
      "two fields that differ in case",
      [
        field("Account", "X__c", "<type>Text</type><length>3</length>"),
        field("Account", "x__c", "<type>Text</type><length>3</length>"),
      ],
      /is given twice/,
    ],
    [
      "two lists of one name",
      [
        field("Contact", "X__c", link("Lookup", "Account", "Mine")),
        field("Contact", "Y__c", link("Lookup", "Account", "Mine")),
      ],
      /already a Child Relationship named Mine on Account/,
    ],
    [
      "masters in a circle",
      [...detail("P__c", "Q__c"), ...detail("Q__c", "P__c")],
      /its own master: P__c → Q__c → P__c/,
    ],
    ["a master of itself", detail("P__c", "P__c"), /its own master: P__c → P__c/],
    [
      "details four levels deep",
      [
        ...detail("A__c", "Account"),
        ...detail("B__c", "A__c"),
        ...detail("C__c", "B__c"),
        ...detail("D__c", "C__c"),
      ],
      /3 levels deep: D__c → C__c → B__c → A__c → Account/,
    ],
    [
      "a standard object as a detail",
      [field("Contact", "X__c", link("MasterDetail", "Account", "Xs"))],
      /standard object cannot be the detail/,
    ],
    [
      "a roll-up over a lookup",
      [
        object("V__c"),
        field("V__c", "A__c", link("Lookup", "Account", "Vs")),
        field(
          "Account",
          "Count__c",
          "<type>Summary</type><summaryForeignKey>V__c.A__c</summaryForeignKey><summaryOperation>count</summaryOperation>",
        ),
      ],
      /V__c\.A__c is a lookup/,
    ],
    [
      "a sum of texts",
      [
        field(
          "Account",
          "Sum__c",
          "<type>Summary</type><summaryForeignKey>Opportunity.AccountId</summaryForeignKey><summarizedField>Opportunity.Name</summarizedField><summaryOperation>sum</summaryOperation>",
        ),
      ],
      /operation sum cannot be used on Opportunity\.Name/,
    ],
  ];
  it.each(refused)("%s", (_what, files, reason) => {
    expect(() => load(...files)).toThrow(reason);
  });

  it("but not for what an org may have beside this emulator", () => {
    expect(() =>
      load(
        permissionSet(
          fieldRight("Lead.Mine__c") +
            fieldRight("Account.pkg__Theirs__c") +
            fieldRight("Account.Jigsaw"),
        ),
        ...detail("A__c", "Account"),
        ...detail("B__c", "A__c"),
        ...detail("C__c", "B__c"),
      ),
    ).not.toThrow();
  });
});

it("a tower of formulas is checked once for each, not once for each way through it", () => {
  const number = "<type>Number</type><precision>18</precision><scale>0</scale>";
  const files = Array.from({ length: 28 }, (_, at) => {
    const text = at < 2 ? "1" : `F${at - 1}__c + F${at - 2}__c`;
    return field("Account", `F${at}__c`, `${number}<formula>${text}</formula>`);
  });
  const start = performance.now();
  load(...files);
  expect(performance.now() - start).toBeLessThan(1500);
});
