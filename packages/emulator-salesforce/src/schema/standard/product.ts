import {
  checkbox,
  lookup,
  money,
  readOnly,
  required,
  systemFields,
  text,
  textArea,
  picklist,
  url,
  VIEWED,
} from "../field-kinds.ts";
import type { ObjectSchema } from "../types.ts";

const FIXED_AFTER_CREATE = { ...required, updateable: false } as const;

/** Product2: the counterpart of a QuickBooks item. */
export const product2: ObjectSchema = {
  name: "Product2",
  label: "Product",
  labelPlural: "Products",
  keyPrefix: "01t",
  custom: false,
  writable: true,
  changeEvents: true,
  fields: [
    ...systemFields("Product"),
    text("Name", "Product Name", 255, { ...required, nameField: true }),
    text("ProductCode", "Product Code", 255),
    textArea("Description", "Product Description", 4_000),
    checkbox("IsActive", "Active"),
    picklist("Family", "Product Family", ["None"]),
    url("DisplayUrl", "Display URL"),
    text("ExternalId", "External ID", 255),
    text("StockKeepingUnit", "Product SKU", 180),
    picklist("QuantityUnitOfMeasure", "Quantity Unit Of Measure", ["Each"]),
    checkbox("IsArchived", "Is Archived", false, readOnly),
    ...VIEWED,
  ],
};

/** Price books. Every org has exactly one standard one, which the API cannot create. */
export const pricebook2: ObjectSchema = {
  name: "Pricebook2",
  label: "Price Book",
  labelPlural: "Price Books",
  keyPrefix: "01s",
  custom: false,
  writable: true,
  changeEvents: true,
  fields: [
    ...systemFields("Price Book"),
    text("Name", "Price Book Name", 255, { ...required, nameField: true }),
    textArea("Description", "Description", 255),
    checkbox("IsActive", "Active"),
    // That the standard price book can be told from others is nobody's to hide (docs/not-evidenced.md).
    checkbox("IsStandard", "Is Standard Price Book", false, { ...readOnly, permissionable: false }),
    checkbox("IsArchived", "Is Archived", false, { ...readOnly, permissionable: false }),
    ...VIEWED,
  ],
};

/**
 * The price of a product in a price book. It has change events from API 57.0 on (D object reference,
 * `PricebookEntry`, Associated Objects), without what it takes over from its product.
 */
export const pricebookEntry: ObjectSchema = {
  name: "PricebookEntry",
  label: "Price Book Entry",
  labelPlural: "Price Book Entries",
  keyPrefix: "01u",
  custom: false,
  writable: true,
  changeEvents: true,
  permissionsFrom: "Pricebook2",
  fields: [
    ...systemFields("Price Book Entry"),
    text("Name", "Product Name", 255, { ...readOnly, nameField: true, inChangeEvents: false }),
    lookup(
      "Pricebook2Id",
      "Price Book ID",
      { to: "Pricebook2", as: "Pricebook2", children: "PricebookEntries" },
      { ...FIXED_AFTER_CREATE, cascadeDelete: true },
    ),
    lookup(
      "Product2Id",
      "Product ID",
      { to: "Product2", as: "Product2", children: "PricebookEntries" },
      { ...FIXED_AFTER_CREATE, cascadeDelete: true },
    ),
    money("UnitPrice", "List Price", required),
    checkbox("IsActive", "Active", false, { permissionable: false }),
    checkbox("UseStandardPrice", "Use Standard Price", false, { permissionable: false }),
    text("ProductCode", "Product Code", 255, {
      ...readOnly,
      permissionable: false,
      inChangeEvents: false,
    }),
    checkbox("IsArchived", "Is Archived", false, { ...readOnly, permissionable: false }),
  ],
};
