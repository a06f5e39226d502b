/**
 * Adding products to an opportunity, quote or order: the price book, its entries, and the lines as one
 * change, as the dialogue "Add Products" of Lightning Experience does.
 */
import type { PageResult, RecordBody } from "../../page-host.ts";
import { containing, failed, objectOfId, quoted, type World } from "./request-world.ts";
import type { ProductChoice, ProductEntry } from "./shapes.ts";

/** The lines of a document that sells products. */
const LINES: Readonly<Record<string, { readonly object: string; readonly parent: string }>> = {
  Opportunity: { object: "OpportunityLineItem", parent: "OpportunityId" },
  Quote: { object: "QuoteLineItem", parent: "QuoteId" },
  Order: { object: "OrderItem", parent: "OrderId" },
};
/** Objects whose related list offers Add Products in place of New. */
export const LINE_OBJECTS: ReadonlySet<string> = new Set(
  Object.values(LINES).map(({ object }) => object),
);
/** Objects that have such lines. */
export const SELLING_OBJECTS: ReadonlySet<string> = new Set(Object.keys(LINES));
const ENTRIES_MAX = 100;
/** As many rows as the dialogue takes at once. */
const LINES_MAX = 200;
const CURRENCY = "CurrencyIsoCode";

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

interface Document {
  readonly id: string;
  readonly object: string;
  readonly lines: { readonly object: string; readonly parent: string };
  readonly row: RecordBody;
}

function documentAt(world: World, id: string): PageResult<Document> {
  const object = objectOfId(world, id);
  if (!object.ok) return object;
  const lines = LINES[object.value.name];
  if (lines === undefined) {
    return failed(400, "INVALID_TYPE", `${object.value.label} has no products.`);
  }
  const row = world.org.read(object.value.name, id);
  if (!row.ok) return row;
  return { ok: true, value: { id, object: object.value.name, lines, row: row.value } };
}

/** The price books, the one that is chosen, and its entries that match a text. */
export function productChoice(
  world: World,
  id: string,
  wish: { readonly book: string; readonly text: string },
): PageResult<ProductChoice> {
  const document = documentAt(world, id);
  if (!document.ok) return document;
  const books = world.org.query(
    "SELECT Id, Name FROM Pricebook2 WHERE IsActive = true ORDER BY IsStandard DESC, Name",
  );
  if (!books.ok) return books;
  const { row, lines } = document.value;
  const used = world.org.query(
    `SELECT Id FROM ${lines.object} WHERE ${lines.parent} = ${quoted(id)} LIMIT 1`,
  );
  if (!used.ok) return used;
  const own = textOf(row["Pricebook2Id"]);
  const isFixed = own !== "" && used.value.records.length > 0;
  const book = isFixed || wish.book === "" ? own : wish.book;
  const found = book === "" ? [] : entriesOf(world, { book, text: wish.text, row });
  if (!Array.isArray(found)) return found;
  return {
    ok: true,
    value: {
      books: books.value.records.map((each) => ({
        id: textOf(each["Id"]),
        name: textOf(each["Name"]),
      })),
      book: book === "" ? null : book,
      isFixed,
      currency: textOf(row[CURRENCY]) === "" ? null : textOf(row[CURRENCY]),
      entries: found.slice(0, ENTRIES_MAX),
      hasMore: found.length > ENTRIES_MAX,
    },
  };
}

function entriesOf(
  world: World,
  { book, text, row }: { readonly book: string; readonly text: string; readonly row: RecordBody },
): ProductEntry[] | PageResult<never> {
  const where = [
    `Pricebook2Id = ${quoted(book)}`,
    "IsActive = true",
    "Product2.IsActive = true",
    ...(typeof row[CURRENCY] === "string" ? [`${CURRENCY} = ${quoted(row[CURRENCY])}`] : []),
    ...(text === ""
      ? []
      : [`(Product2.Name ${containing(text)} OR Product2.ProductCode ${containing(text)})`]),
  ];
  const found = world.org.query(
    "SELECT Id, UnitPrice, Product2Id, Product2.Name, Product2.ProductCode, Product2.Family, " +
      `Product2.Description FROM PricebookEntry WHERE ${where.join(" AND ")} ` +
      `ORDER BY Product2.Name, Id LIMIT ${ENTRIES_MAX + 1}`,
  );
  if (!found.ok) return found;
  return found.value.records.map((each): ProductEntry => {
    const product = (each["Product2"] ?? {}) as RecordBody;
    return {
      id: textOf(each["Id"]),
      productId: textOf(each["Product2Id"]),
      name: textOf(product["Name"]),
      code: textOf(product["ProductCode"]),
      family: textOf(product["Family"]),
      description: textOf(product["Description"]),
      price: typeof each["UnitPrice"] === "number" ? each["UnitPrice"] : 0,
    };
  });
}

/** Fields that a line of the dialogue may give. */
const LINE_FIELDS = new Set([
  "PricebookEntryId",
  "Quantity",
  "UnitPrice",
  "ServiceDate",
  "Description",
]);

/** `{book, lines: [{PricebookEntryId, Quantity, UnitPrice, …}]}`: all of them, or none. */
export function addProducts(
  world: World,
  id: string,
  body: Readonly<Record<string, unknown>>,
): PageResult<{ readonly ids: readonly string[] }> {
  const document = documentAt(world, id);
  if (!document.ok) return document;
  const given: unknown = body["lines"];
  const isList = Array.isArray(given) && given.length > 0 && given.length <= LINES_MAX;
  if (!isList) return failed(400, "INVALID_INPUT", "Choose at least one product.");
  const { object, lines, row } = document.value;
  const book = textOf(body["book"]);
  return world.org.together((): PageResult<{ readonly ids: readonly string[] }> => {
    if (book !== "" && book !== textOf(row["Pricebook2Id"])) {
      const moved = world.org.update(object, id, { Pricebook2Id: book });
      if (!moved.ok) return moved;
    }
    const ids: string[] = [];
    for (const [index, line] of given.entries()) {
      const wished = Object.entries((line ?? {}) as RecordBody);
      const values = Object.fromEntries(
        wished.filter(([name, value]) => LINE_FIELDS.has(name) && value !== null && value !== ""),
      );
      const made = world.org.create(lines.object, { ...values, [lines.parent]: id });
      if (!made.ok) return atLine(made, index);
      ids.push(made.value.id);
    }
    return { ok: true, value: { ids } };
  });
}

/** Which of the lines was refused stands before the platform's own words. */
function atLine<T>(refused: PageResult<T>, index: number): PageResult<never> {
  if (refused.ok) return failed(500, "UNKNOWN_EXCEPTION", "");
  const errors = refused.errors.map((error) => ({
    ...error,
    message: `Row ${index + 1}: ${error.message}`,
  }));
  return { ...refused, errors };
}
