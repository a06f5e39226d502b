import type { FaultError } from "../../faults/api-fault.ts";
import { missingParameter } from "../../faults/fault-texts.ts";
import { compact, referenceOf, textOf } from "../../json/json-value.ts";
import { listOf, operations, setOf, type Draft, type EntityDescriptor } from "../descriptor.ts";
import {
  checkHierarchy,
  checkName,
  claimName,
  fullyQualifiedName,
  storedName,
  levelOf,
} from "./names.ts";

/** Products, services and categories. Required properties: reference section 1.3. */
export const ITEM: EntityDescriptor = {
  type: "Item",
  operations: operations("create read query update"),
  counter: "item",
  wireOrder: listOf(`
    Name Sku Description Active SubItem ParentRef Level FullyQualifiedName Taxable UnitPrice Type
    IncomeAccountRef PurchaseDesc PurchaseCost ExpenseAccountRef AssetAccountRef PrefVendorRef
    TrackQtyOnHand QtyOnHand ReorderPoint InvStartDate domain sparse Id SyncToken MetaData`),
  computed: setOf("FullyQualifiedName Level SubItem"),
  readOnly: setOf("FullyQualifiedName Level SubItem"),
  queryable: setOf(`
    Name Sku Description Type Active FullyQualifiedName SubItem Taxable ParentRef UnitPrice
    PurchaseCost QtyOnHand`),
  isInChangeData: true,
  raisesEvents: true,
  nameProperty: "Name",
  check: checkItem,
  prepare: (draft, context) => {
    const name = textOf(draft.fields, "Name") ?? "";
    const isCategory = textOf(draft.fields, "Type") === "Category";
    const amounts = isCategory
      ? {}
      : { Taxable: false, UnitPrice: 0, PurchaseCost: 0, TrackQtyOnHand: false };
    const fields = {
      Active: true,
      ...amounts,
      ...draft.fields,
      Name: storedName(name, draft),
    };
    const candidate = { type: "Item" as const, id: draft.id, fields };
    claimName(candidate, context);
    checkHierarchy(candidate, context.store);
    return { fields };
  },
  view: (record, { store }) => {
    const isSub = referenceOf(record.fields, "ParentRef") !== undefined;
    return compact({
      FullyQualifiedName: fullyQualifiedName(record, store),
      SubItem: isSub ? true : undefined,
      Level: isSub ? levelOf(record, store) : undefined,
    });
  },
};

/** Name, type and an account for each kind that is sold (documented). */
function checkItem(draft: Draft, errors: FaultError[]): void {
  const { fields } = draft;
  const name = textOf(fields, "Name");
  const type = textOf(fields, "Type");
  if (name === undefined) errors.push(missingParameter("Name"));
  checkName(name, "Name", errors);
  if (type === undefined) errors.push(missingParameter("Type"));
  const income = referenceOf(fields, "IncomeAccountRef");
  const expense = referenceOf(fields, "ExpenseAccountRef");
  if (
    (type === "Service" || type === "NonInventory") &&
    income === undefined &&
    expense === undefined
  ) {
    errors.push(missingParameter("IncomeAccountRef"));
  }
  if (type === "Inventory") checkInventory(draft, errors);
}

/**
 * Stock needs three accounts, a quantity and a date; each that is missing is told (documented).
 */
function checkInventory({ fields }: Draft, errors: FaultError[]): void {
  for (const name of ["IncomeAccountRef", "ExpenseAccountRef"]) {
    if (referenceOf(fields, name) === undefined) errors.push(missingParameter(name));
  }
  for (const name of ["InvStartDate", "QtyOnHand"]) {
    if (fields[name] === undefined) errors.push(missingParameter(name));
  }
  if (referenceOf(fields, "AssetAccountRef") === undefined) {
    errors.push({
      ...missingParameter("AssetAccountRef"),
      detail:
        "Required parameter is missing in the request. An inventory assetaccount is required if you are tracking inventory quantities for this product.",
    });
  }
}
