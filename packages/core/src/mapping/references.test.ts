import { describe, expect, it } from "vitest";
import { InvariantError } from "../errors/assert.ts";
import { mergeRecord } from "../merge/merge-record.ts";
import { neededFor, neededToCreate, planCreate, planWrites } from "../plan/plan-writes.ts";
import type { Image } from "../records/image.ts";
import { INVOICE_OPPORTUNITY } from "../testing/invoice-mapping.ts";
import { checkMappings } from "./check-mappings.ts";
import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "./default-mappings.ts";
import type { FieldRule, Mapping, ReferenceRule } from "./mapping.ts";
import { agreeAcross, type LinkedIds, type References, referredKey } from "./references.ts";
import { writeRows } from "./rows.ts";

const ADA: LinkedIds = { salesforce: "001A", quickbooks: "1" };
const BEE: LinkedIds = { salesforce: "001B", quickbooks: "2" };
const ROPE: LinkedIds = { salesforce: "01tR", quickbooks: "9" };

/** The links of these pairs, known from both sides. */
function linked(pairs: readonly (readonly [string, LinkedIds])[]): References {
  return new Map(
    pairs.flatMap(([mapping, ids]) =>
      (["salesforce", "quickbooks"] as const).map((system) => [
        referredKey({ mapping, system, id: ids[system] }),
        ids,
      ]),
    ),
  );
}

const customers = (...pairs: readonly LinkedIds[]) =>
  linked(pairs.map((ids) => ["customer-account", ids]));

const opportunity = (AccountId: string | null, more: Image = {}): Image => ({
  Name: "INV-1",
  AccountId,
  "Account.Name": "Ada Ltd",
  CloseDate: "2026-06-20",
  Description: null,
  ...more,
});

const invoice = (customer: string | null): Image => ({
  DocNumber: "INV-1",
  "CustomerRef.value": customer,
  TxnDate: "2026-06-20",
  PrivateNote: null,
});

/** With another rule for the customer. */
function withRule(rule: Partial<ReferenceRule>): Mapping {
  const fields = INVOICE_OPPORTUNITY.fields.map((field): FieldRule => {
    if (field.name !== "customer" || field.reference === undefined) return field;
    return { ...field, reference: { ...field.reference, ...rule } };
  });
  return { ...INVOICE_OPPORTUNITY, fields };
}

interface Sides {
  readonly salesforce: { readonly base: Image; readonly seen: Image };
  readonly quickbooks: { readonly base: Image; readonly seen: Image };
}

function plan(
  { salesforce, quickbooks }: Sides,
  references: References,
  { mapping = INVOICE_OPPORTUNITY, forced = false } = {},
) {
  const forceFrom = forced ? "salesforce" : null;
  const merge = mergeRecord({
    mapping,
    salesforce,
    quickbooks,
    entries: {},
    forceFrom,
    references,
  });
  const target = (system: "salesforce" | "quickbooks", seen: Image) => ({
    ref: { system, type: "any", id: "1" },
    version: "0",
    seen,
    members: {},
  });
  const targets = {
    salesforce: target("salesforce", salesforce.seen),
    quickbooks: target("quickbooks", quickbooks.seen),
  };
  const writes = planWrites({ mapping, merge, targets, forceFrom });
  const verdict = merge.fields.find(({ rule }) => rule.name === "customer")?.verdict;
  return {
    verdict: verdict?.kind,
    patches: writes.map((each) => [each.target, each.write.patch]),
    needs: [...neededFor(merge, "quickbooks"), ...neededFor(merge, "salesforce")],
  };
}

const same = (image: Image) => ({ base: image, seen: image });
const moved = (base: Image, seen: Image) => ({ base, seen });

describe("a reference in a merge", () => {
  it("is the same in both systems when both name records of one link", () => {
    const sides = { salesforce: same(opportunity("001A")), quickbooks: same(invoice("1")) };
    expect(plan(sides, customers(ADA))).toMatchObject({ verdict: "unchanged", patches: [] });
  });

  it("goes over as the id that the other system knows the record by", () => {
    const sides = {
      salesforce: moved(opportunity("001A"), opportunity("001B")),
      quickbooks: same(invoice("1")),
    };
    const { patches, needs } = plan(sides, customers(ADA, BEE));
    expect(patches).toEqual([["quickbooks", { "CustomerRef.value": "2" }]]);
    expect(needs).toEqual([]);
  });

  it("that both systems moved to the same record is agreed, though the ids differ", () => {
    const sides = {
      salesforce: moved(opportunity("001A"), opportunity("001B")),
      quickbooks: moved(invoice("1"), invoice("2")),
    };
    expect(plan(sides, customers(ADA, BEE))).toMatchObject({ verdict: "agreed", patches: [] });
  });

  it("that each system moved to another record is a conflict", () => {
    const sides = {
      salesforce: moved(opportunity(null), opportunity("001B")),
      quickbooks: moved(invoice(null), invoice("1")),
    };
    expect(plan(sides, customers(ADA, BEE))).toMatchObject({ verdict: "conflict", patches: [] });
  });

  it("to a record without a link is not written, and says what it needs", () => {
    const sides = {
      salesforce: moved(opportunity("001A"), opportunity("001C")),
      quickbooks: same(invoice("1")),
    };
    expect(plan(sides, customers(ADA))).toMatchObject({
      verdict: "blocked",
      patches: [],
      needs: [
        {
          mapping: "customer-account",
          system: "salesforce",
          id: "001C",
          name: "Ada Ltd",
          unlinked: "make",
        },
      ],
    });
  });

  it("lets the other fields go on while it waits", () => {
    const sides = {
      salesforce: moved(opportunity("001A"), opportunity("001C", { Description: "By truck" })),
      quickbooks: same(invoice("1")),
    };
    const { patches, needs } = plan(sides, customers(ADA));
    expect(patches).toEqual([["quickbooks", { PrivateNote: "By truck" }]]);
    expect(needs).toHaveLength(1);
  });

  it("stays as it is when the link behind it ended", () => {
    const sides = { salesforce: same(opportunity("001A")), quickbooks: same(invoice("1")) };
    expect(plan(sides, customers())).toMatchObject({ verdict: "unchanged", needs: [] });
    const sent = plan(sides, customers(), { forced: true });
    expect(sent.needs).toEqual([]);
    expect(sent.patches).toEqual([
      ["quickbooks", { DocNumber: "INV-1", TxnDate: "2026-06-20", PrivateNote: null }],
    ]);
  });

  it("that the mapping leaves out without a link is neither written nor needed", () => {
    const sides = {
      salesforce: moved(opportunity("001A"), opportunity("001C")),
      quickbooks: same(invoice("1")),
    };
    const mapping = withRule({ unlinked: "skip" });
    expect(plan(sides, customers(ADA), { mapping })).toMatchObject({ patches: [], needs: [] });
  });

  it("that something stands in for goes over as that", () => {
    const sides = {
      salesforce: moved(opportunity("001A"), opportunity("001C")),
      quickbooks: same(invoice("1")),
    };
    const mapping = withRule({ unlinked: "skip", otherwise: { quickbooks: "99" } });
    const { patches } = plan(sides, customers(ADA), { mapping });
    expect(patches).toEqual([["quickbooks", { "CustomerRef.value": "99" }]]);
  });
});

const LINES = writeRows([
  { item: "01tR", "item@name": "Rope", quantity: "2", amount: "25.00" },
  { item: "01tX", "item@name": "Anchor", quantity: "1", amount: "80" },
  { item: "01tX", "item@name": "Anchor", quantity: "3", amount: "240" },
]);

describe("a new record that refers to others", () => {
  const source = opportunity("001A", { OpportunityLineItems: LINES });
  const create = { mapping: INVOICE_OPPORTUNITY, target: "quickbooks", source } as const;

  it("needs each of them once, those of its rows too", () => {
    const needs = neededToCreate(create);
    expect(needs.map(({ id, name }) => [id, name])).toEqual([
      ["001A", "Ada Ltd"],
      ["01tR", "Rope"],
      ["01tX", "Anchor"],
    ]);
  });

  it("names them by the ids of the other system when all are linked", () => {
    const references = new Map([
      ...customers(ADA),
      ...linked([
        ["item-product", ROPE],
        ["item-product", { salesforce: "01tX", quickbooks: "10" }],
      ]),
    ]);
    expect(neededToCreate({ ...create, references })).toEqual([]);
    const settings = { incomeAccountId: null };
    const planned = planCreate({ ...create, references, settings, linkMark: null });
    expect(planned).toMatchObject({
      ok: true,
      value: {
        patch: {
          "CustomerRef.value": "1",
          Line: writeRows([
            { item: "9", quantity: "2", rate: null, amount: "25.00", description: null },
            { item: "10", quantity: "1", rate: null, amount: "80", description: null },
            { item: "10", quantity: "3", rate: null, amount: "240", description: null },
          ]),
        },
      },
    });
  });

  it("is never planned before them", () => {
    const settings = { incomeAccountId: null };
    expect(() => planCreate({ ...create, settings, linkMark: null })).toThrow(InvariantError);
  });
});

describe("rows of two systems", () => {
  const rule = INVOICE_OPPORTUNITY.fields.find(({ name }) => name === "lines");

  it("mean the same when their values do and their items are linked", () => {
    if (rule === undefined) throw new Error("the mapping has lines");
    const salesforce = writeRows([{ item: "01tR", "item@name": "Rope", amount: "25.00" }]);
    const quickbooks = writeRows([{ item: "9", "item@name": "Rope 8mm", amount: "25" }]);
    const references = linked([["item-product", ROPE]]);
    expect(agreeAcross(rule, { salesforce, quickbooks }, references)).toBe(true);
    expect(agreeAcross(rule, { salesforce, quickbooks }, new Map())).toBe(false);
    const other = writeRows([{ item: "9", amount: "26" }]);
    expect(agreeAcross(rule, { salesforce, quickbooks: other }, references)).toBe(false);
    expect(agreeAcross(rule, { salesforce, quickbooks: null }, references)).toBe(false);
  });
});

describe("checkMappings", () => {
  const all = [CUSTOMER_ACCOUNT, ITEM_PRODUCT, INVOICE_OPPORTUNITY];
  const [name] = CUSTOMER_ACCOUNT.fields;
  const withField = (change: Partial<FieldRule>): Mapping => ({
    ...CUSTOMER_ACCOUNT,
    fields: name === undefined ? [] : [{ ...name, ...change }],
  });
  const reference = { mapping: "item-product", unlinked: "make" } as const;
  const rows = { columns: [], quickbooksMarks: {}, salesforceOrder: "Id" };

  it("takes the mappings that there are", () => {
    expect(() => checkMappings(all)).not.toThrow();
  });

  it.each([
    ["two of one id", [CUSTOMER_ACCOUNT, CUSTOMER_ACCOUNT]],
    ["a reference to what is not mapped", [INVOICE_OPPORTUNITY]],
    ["a reference without a rule", [withField({ kind: "reference" })]],
    ["a rule without a reference", [ITEM_PRODUCT, withField({ reference })]],
    ["rows that are merged", [withField({ kind: "rows", rows, direction: "toQuickbooks" })]],
    ["rows for Salesforce", [withField({ kind: "rows", rows, when: "create" })]],
  ])("refuses %s", (_what, mappings) => {
    expect(() => checkMappings(mappings)).toThrow(InvariantError);
  });
});
