/**
 * Generates `src/generated/properties.ts` from the published schema in `data/xsd`.
 *
 *   node scripts/generate-properties.ts
 *
 * The table holds every complex type that the emulated entities reach: property name, JSON type,
 * whether it repeats, and the QuickBooks Online length where the schema's notes state one. Lengths
 * that the documentation states otherwise stand in `src/entities/lengths.ts` and win.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { XMLParser } from "fast-xml-parser";

const ROOTS = [
  "Account",
  "Attachable",
  "Bill",
  "BillPayment",
  "Class",
  "CompanyCurrency",
  "CompanyInfo",
  "CreditMemo",
  "Customer",
  "CustomerType",
  "Department",
  "Deposit",
  "Employee",
  "Estimate",
  "ExchangeRate",
  "Invoice",
  "Item",
  "JournalEntry",
  "Payment",
  "PaymentMethod",
  "Preferences",
  "Purchase",
  "PurchaseOrder",
  "RefundReceipt",
  "SalesReceipt",
  "TaxAgency",
  "TaxCode",
  "TaxRate",
  "TaxService",
  "Term",
  "TimeActivity",
  "Transfer",
  "Vendor",
  "VendorCredit",
];
const FILES = ["IntuitBaseTypes.xsd", "IntuitNamesTypes.xsd", "Finance.xsd", "SalesTax.xsd"];
const SCALARS: Record<string, string> = {
  "xs:string": "string",
  "xs:anyURI": "string",
  id: "string",
  "xs:boolean": "boolean",
  "xs:decimal": "decimal",
  "xs:float": "decimal",
  "xs:double": "decimal",
  quantity: "decimal",
  ratio: "decimal",
  "xs:int": "integer",
  "xs:integer": "integer",
  "xs:long": "integer",
  "xs:positiveInteger": "integer",
  "xs:nonNegativeInteger": "integer",
  "xs:short": "integer",
  "xs:date": "date",
  "xs:dateTime": "dateTime",
  IntuitAnyType: "any",
  "xs:anyType": "any",
  "xs:base64Binary": "string",
};

interface Node {
  readonly tag: string;
  readonly attributes: Record<string, string>;
  readonly children: readonly Node[];
  readonly text: string;
}

/** One property: `type` is a scalar, `enum:<Name>`, or the name of another type of the table. */
interface Property {
  readonly type: string;
  readonly many: boolean;
  readonly max: number | undefined;
}

/** Turns the parser's ordered output into plain nodes. */
function toNodes(raw: readonly Record<string, unknown>[]): Node[] {
  return raw.flatMap((entry) => {
    const tag = Object.keys(entry).find((key) => key !== ":@") ?? "";
    if (tag === "#text" || tag === "?xml" || tag === "#comment") return [];
    const content = entry[tag] as readonly Record<string, unknown>[];
    const attributes = (entry[":@"] ?? {}) as Record<string, string>;
    const text = content
      .map((child) => (typeof child["#text"] === "string" ? child["#text"] : ""))
      .join("");
    return [{ tag: tag.replace("xs:", ""), attributes, children: toNodes(content), text }];
  });
}

function loadTypes(): { complex: Map<string, Node>; enums: Map<string, string[]> } {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: "",
    parseTagValue: false,
  });
  const complex = new Map<string, Node>();
  const enums = new Map<string, string[]>();
  for (const file of FILES) {
    const text = readFileSync(new URL(`../data/xsd/${file}`, import.meta.url), "utf8");
    const schema = toNodes(parser.parse(text) as Record<string, unknown>[])[0];
    for (const node of schema?.children ?? []) {
      const name = node.attributes["name"] ?? "";
      if (node.tag === "complexType") complex.set(name, node);
      if (node.tag === "simpleType") {
        const values = descend(node, "enumeration").map((value) => value.attributes["value"] ?? "");
        if (values.length > 0) enums.set(name, values);
      }
    }
  }
  return { complex, enums };
}

/** All nodes with the tag at or under `node`, not looking inside a nested element's own content. */
function descend(node: Node, tag: string): Node[] {
  return node.children.flatMap((child) => {
    if (child.tag === tag) return [child];
    return child.tag === "annotation" ? [] : descend(child, tag);
  });
}

/** The length that the notes state for QuickBooks Online, e.g. `ValidRange: QBO: Min=0 Max=4000`. */
function statedLength(element: Node): number | undefined {
  const notes = element.children
    .filter((child) => child.tag === "annotation")
    .flatMap((child) => child.children)
    .map((child) => child.text)
    .join("\n");
  const match = /ValidRange:\s*(?:QBO|ALL):[^\n]*?max\s*=\s*(\d+)/i.exec(notes);
  return match === null ? undefined : Number(match[1]);
}

const { complex, enums } = loadTypes();
const usedEnums = new Set<string>();

function propertiesOf(name: string): Map<string, Property> {
  const node = complex.get(name);
  const properties = new Map<string, Property>();
  if (node === undefined) return properties;
  const extension = descend(node, "extension")[0];
  const base = extension?.attributes["base"] ?? "";
  if (complex.has(base)) for (const [key, value] of propertiesOf(base)) properties.set(key, value);
  const isSimple = node.children.some((child) => child.tag === "simpleContent");
  if (isSimple) properties.set("value", { type: "string", many: false, max: undefined });
  for (const element of [...descend(node, "element"), ...descend(node, "attribute")]) {
    const key = element.attributes["name"];
    if (key === undefined) continue;
    const many = !["1", undefined].includes(element.attributes["maxOccurs"]);
    properties.set(key, {
      type: jsonType(element.attributes["type"] ?? "xs:string"),
      many,
      max: statedLength(element),
    });
  }
  return properties;
}

function jsonType(type: string): string {
  if (enums.has(type)) {
    usedEnums.add(type);
    return `enum:${type}`;
  }
  return SCALARS[type] ?? (complex.has(type) ? type : "string");
}

const reached = new Map<string, Map<string, Property>>();
const queue = [...ROOTS];
for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
  if (reached.has(name)) continue;
  const properties = propertiesOf(name);
  reached.set(name, properties);
  for (const property of properties.values())
    if (complex.has(property.type)) queue.push(property.type);
}

const describe = (property: Property): string => {
  const many = property.many ? ", many: true" : "";
  const max = property.max === undefined ? "" : `, max: ${property.max}`;
  return `{ type: ${JSON.stringify(property.type)}${many}${max} }`;
};
const types = [...reached]
  .toSorted(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, properties]) => {
    const rows = [...properties].map(
      ([key, property]) => `    ${JSON.stringify(key)}: ${describe(property)},`,
    );
    return `  ${JSON.stringify(name)}: {\n${rows.join("\n")}\n  },`;
  });
const lists = [...usedEnums]
  .toSorted()
  .map((name) => `  ${JSON.stringify(name)}: ${JSON.stringify(enums.get(name))},`);

writeFileSync(
  new URL("../src/generated/properties.ts", import.meta.url),
  `// Generated by scripts/generate-properties.ts from data/xsd. Do not edit.

/** \`type\` is a scalar (string, boolean, decimal, integer, date, dateTime, any), \`enum:<Name>\` or a type of this table. */
export interface SchemaProperty {
  readonly type: string;
  /** The property holds a list. */
  readonly many?: true;
  /** Longest text the schema's notes allow in QuickBooks Online. */
  readonly max?: number;
}

export const SCHEMA_TYPES: Readonly<Record<string, Readonly<Record<string, SchemaProperty>>>> = {
${types.join("\n")}
};

export const SCHEMA_ENUMS: Readonly<Record<string, readonly string[]>> = {
${lists.join("\n")}
};
`,
);
