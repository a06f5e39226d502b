import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { DEMO_SEED, USERS } from "../test/support/org-client.ts";
import { createRow, updateRow } from "./dml/change-rows.ts";
import type { DmlContext } from "./dml/context.ts";
import { createOrg, type Org } from "./org.ts";
import { readMetadataFolder } from "./runtime/metadata-folder.ts";
import type { ObjectEntry } from "./schema/registry.ts";
import { readMetadata } from "./schema/sfdx.ts";
import type { Scalar } from "./store/document-store.ts";

const APP = fileURLToPath(new URL("../../../salesforce-app", import.meta.url));
const METADATA = readMetadata(readMetadataFolder(APP));
const NOW = Date.parse("2026-11-20T10:00:00Z");

/** Each object after what its rows point to. */
const ORDER = [
  "Account",
  "Contact",
  "Product2",
  "Pricebook2",
  "PricebookEntry",
  "Opportunity",
  "OpportunityLineItem",
  "Quote",
  "QuoteLineItem",
  "Order",
  "OrderItem",
];

type SeedRow = Readonly<Record<string, Scalar>>;

/** What the org itself fills in and a caller could not. */
const STAMPS = ["CreatedDate", "LastModifiedDate", "SystemModstamp", "ActivatedDate", "Id"];

/** An org in which every row of the seed was made by a caller, and the id that each one got. */
function remade(): { readonly org: Org; readonly ids: ReadonlyMap<string, string> } {
  const org = createOrg({ metadata: METADATA, seed: USERS, seededAt: NOW });
  const context: DmlContext = {
    store: org.store,
    schema: org.schema,
    ids: org.ids,
    now: NOW,
    access: org.accessOf(org.settings.adminUserId),
    actor: { userId: org.settings.adminUserId, changeOrigin: "" },
  };
  const ids = new Map<string, string>();
  for (const name of ORDER) {
    const object = objectOf(org, name);
    for (const row of DEMO_SEED[name] ?? []) {
      const id = String(row["Id"]);
      // The standard price book cannot be created: every org has it.
      if (row["IsStandard"] === true) ids.set(id, id);
      else ids.set(id, createRow(context, name, bodyOf(object, row, ids)));
    }
  }
  // An order is a draft until it has its products.
  for (const row of DEMO_SEED["Order"] ?? []) {
    if (row["Status"] === "Draft") continue;
    updateRow(context, "Order", ids.get(String(row["Id"])) ?? "", { Status: row["Status"] });
  }
  return { org, ids };
}

function objectOf(org: Org, name: string): ObjectEntry {
  const object = org.schema.object(name);
  if (object === undefined) throw new Error(`no ${name}`);
  return object;
}

/** What a caller would send: the fields that can be given, with the ids that parents got. */
function bodyOf(object: ObjectEntry, row: SeedRow, ids: ReadonlyMap<string, string>): SeedRow {
  const derived = object.name.endsWith("Item") ? ["TotalPrice", "Product2Id", "ListPrice"] : [];
  const own = Object.entries(row).filter(
    ([name]) => object.field(name)?.createable === true && !derived.includes(name),
  );
  const sent = own.map(([name, value]) => [name, ids.get(String(value)) ?? value] as const);
  const isDraft = object.name === "Order" ? { Status: "Draft" } : {};
  return { ...Object.fromEntries(sent), ...isDraft };
}

describe("the seed of the demo org", () => {
  it("has no row that the org's own rules would refuse, or would store otherwise", () => {
    const { org, ids } = remade();
    const planted = createOrg({ metadata: METADATA, seed: DEMO_SEED, seededAt: NOW });
    for (const name of ORDER) {
      const fields = objectOf(org, name)
        .fields.map((each) => each.name)
        .filter((each) => !STAMPS.includes(each));
      for (const { Id: id } of DEMO_SEED[name] ?? []) {
        const [seeded, made] = [
          planted.store.get(name, String(id)),
          org.store.get(name, ids.get(String(id)) ?? ""),
        ];
        const shown = (row: typeof seeded, map: ReadonlyMap<string, string>) =>
          Object.fromEntries(
            fields.map((field) => [field, map.get(String(row?.[field])) ?? row?.[field] ?? null]),
          );
        expect({ name, id, ...shown(seeded, ids) }).toEqual({
          name,
          id,
          ...shown(made, new Map()),
        });
      }
    }
  });

  it("numbers new orders and quotes after its own", () => {
    const org = createOrg({ metadata: METADATA, seed: DEMO_SEED, seededAt: NOW });
    const numbers = (DEMO_SEED["Order"] ?? []).map((row) => row["OrderNumber"]);
    const context: DmlContext = {
      store: org.store,
      schema: org.schema,
      ids: org.ids,
      now: NOW,
      access: org.accessOf(org.settings.adminUserId),
      actor: { userId: org.settings.adminUserId, changeOrigin: "" },
    };
    const id = createRow(context, "Order", {
      AccountId: "001Hs00001KTbxTIAT",
      EffectiveDate: "2026-11-20",
      Status: "Draft",
    });
    const next = org.store.get("Order", id)?.["OrderNumber"];
    expect(numbers).not.toContain(next);
    expect(next).toBe("00000003");
  });

  it("keeps lines, quotes and orders connected to what they belong to", () => {
    const org = createOrg({ metadata: METADATA, seed: DEMO_SEED, seededAt: NOW });
    for (const object of org.schema.objects.filter((each) => ORDER.includes(each.name))) {
      for (const row of org.store.all(object.name).values()) {
        for (const field of object.fields.filter((each) => each.type === "reference")) {
          const id = row[field.name];
          if (typeof id !== "string") continue;
          const target = org.schema.objectOfId(id)?.name ?? "";
          expect(field.referenceTo, `${object.name}.${field.name} ${id}`).toContain(target);
          expect(org.store.get(target, id), `${object.name}.${field.name} ${id}`).toBeDefined();
        }
      }
    }
  });
});

it("a seed's roll-ups are those of its rows", () => {
  const metadata = readMetadata(
    new Map([
      [
        "objects/Account/fields/Won__c.field-meta.xml",
        "<CustomField><fullName>Won__c</fullName><label>Won</label><type>Summary</type><summaryForeignKey>Opportunity.AccountId</summaryForeignKey><summarizedField>Opportunity.Amount</summarizedField><summaryOperation>sum</summaryOperation></CustomField>",
      ],
    ]),
  );
  const planted = createOrg({ metadata, seed: DEMO_SEED, seededAt: NOW });
  const deals = [...planted.store.all("Opportunity").values()];
  for (const [id, account] of planted.store.all("Account")) {
    const own = deals.filter((deal) => deal["AccountId"] === id);
    const cents = own.reduce((sum, deal) => sum + Math.round(Number(deal["Amount"] ?? 0) * 100), 0);
    expect(account["Won__c"]).toBe(cents / 100);
  }
  expect(deals.some((deal) => Number(deal["Amount"]) > 0)).toBe(true);
});
