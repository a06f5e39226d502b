import {
  compact,
  numberOf,
  referenceOf,
  textOf,
  type JsonObject,
  type JsonValue,
} from "../json/json-value.ts";
import type { Places, Problems } from "./problems.ts";
import { problemsAt } from "./problems.ts";
import type { Typed, Visit } from "./visit.ts";

const TEXTS = {
  name: "Name",
  sku: "Sku",
  description: "Description",
  purchaseDescription: "PurchaseDesc",
  startDate: "InvStartDate",
} as const;

const AMOUNTS = {
  price: ["UnitPrice", "price"],
  cost: ["PurchaseCost", "cost"],
  quantity: ["QtyOnHand", "quantity"],
  reorderPoint: ["ReorderPoint", "quantity"],
} as const;

const REFERENCES = {
  category: "ParentRef",
  incomeAccount: "IncomeAccountRef",
  expenseAccount: "ExpenseAccountRef",
  assetAccount: "AssetAccountRef",
} as const;

/** Inputs that only some types have; any other is for every type. What a type has not is never sent. */
const ONLY_FOR: Readonly<Record<string, readonly string[]>> = {
  ...forTypes("sku description price taxable incomeAccount", "Service NonInventory Inventory"),
  ...forTypes("purchaseDescription cost expenseAccount", "Service NonInventory Inventory"),
  ...forTypes("quantity startDate reorderPoint assetAccount", "Inventory"),
};

function forTypes(inputs: string, types: string): Record<string, readonly string[]> {
  return Object.fromEntries(inputs.split(" ").map((input) => [input, types.split(" ")]));
}

/** Which input each fault about an item speaks of. */
export const ITEM_PLACES: Places = {
  ...Object.fromEntries(Object.entries(TEXTS).map(([input, property]) => [property, input])),
  ...Object.fromEntries(Object.entries(AMOUNTS).map(([input, [property]]) => [property, input])),
  ...Object.fromEntries(Object.entries(REFERENCES).map(([input, property]) => [property, input])),
  "900": "category",
  "6180": "category",
  "6240": "name",
};

/** The form's inputs for an item as the API shows it. */
export function typedFromItem(shown: JsonObject, { formats }: Visit): Typed {
  const check = (isOn: boolean): string => (isOn ? "true" : "");
  return {
    ...Object.fromEntries(
      Object.entries(TEXTS).map(([input, property]) => [input, textOf(shown, property) ?? ""]),
    ),
    ...Object.fromEntries(
      Object.entries(AMOUNTS).map(([input, [property]]) => [
        input,
        formats.input(numberOf(shown, property)),
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(REFERENCES).map(([input, property]) => [
        input,
        referenceOf(shown, property) ?? "",
      ]),
    ),
    type: textOf(shown, "Type") ?? "",
    taxable: check(shown["Taxable"] === true),
    active: check(shown["Active"] !== false),
    syncToken: textOf(shown, "SyncToken") ?? "",
  };
}

/** The form as a request; problems where an amount is none. What is as it was is not sent. */
export function itemBody(
  { typed, formats }: Visit,
  existing: JsonObject | undefined,
): { readonly body: JsonObject } | { readonly problems: Problems } {
  const type = textOf(existing ?? {}, "Type") ?? typed["type"] ?? "";
  const isFor = (input: string): boolean =>
    typed[input] !== undefined && (ONLY_FOR[input]?.includes(type) ?? true);
  const body: Record<string, JsonValue | undefined> = {};
  const wrong: Record<string, string> = {};
  for (const [input, property] of Object.entries(TEXTS)) {
    const before = textOf(existing ?? {}, property) ?? "";
    if (isFor(input) && typed[input] !== before) body[property] = typed[input];
  }
  for (const [input, [property, noun]] of Object.entries(AMOUNTS)) {
    const text = typed[input] ?? "";
    if (!isFor(input) || text === formats.input(numberOf(existing ?? {}, property))) continue;
    const amount = formats.read(text);
    if (amount === "unreadable") wrong[input] = `“${text}” is not a ${noun}.`;
    else body[property] = amount === "empty" ? emptied(property) : amount;
  }
  for (const [input, property] of Object.entries(REFERENCES)) {
    const before = referenceOf(existing ?? {}, property) ?? "";
    const id = typed[input] ?? "";
    if (isFor(input) && id !== before) body[property] = { value: id };
  }
  if (Object.keys(wrong).length > 0) return { problems: problemsAt(wrong) };
  const head = existing === undefined ? newHead(type) : editHead(existing, typed);
  const taxable = isFor("price") ? { Taxable: typed["taxable"] === "true" } : {};
  return { body: compact({ ...head, ...body, ...taxable, Active: typed["active"] === "true" }) };
}

/** An emptied price is none, a price of 0; an emptied quantity is not a quantity at all. */
function emptied(property: string): JsonValue | undefined {
  return property === "UnitPrice" || property === "PurchaseCost" ? 0 : undefined;
}

function newHead(type: string): JsonObject {
  return { Type: type, ...(type === "Inventory" ? { TrackQtyOnHand: true } : {}) };
}

function editHead(existing: JsonObject, typed: Typed): Record<string, JsonValue | undefined> {
  return { Id: textOf(existing, "Id"), SyncToken: typed["syncToken"], sparse: true };
}
