/**
 * Reads the published schema of the Accounting API (XSD) into types, properties and enumerations.
 *
 * This reader shares no code with the one that the emulator's table comes from: a misreading that both
 * shared would be invisible to every test that lets one talk to the other.
 */
import { XMLParser } from "fast-xml-parser";

/** The files of the schema, in the order in which they build on each other. */
export const SCHEMA_FILES = [
  "IntuitBaseTypes.xsd",
  "IntuitNamesTypes.xsd",
  "Finance.xsd",
  "SalesTax.xsd",
] as const;

export interface SchemaProperty {
  readonly name: string;
  /** Name of a type of this schema, or of XML Schema (`xs:string`). */
  readonly type: string;
  readonly isList: boolean;
}

export interface SchemaType {
  readonly name: string;
  /** The type that it extends; null for none. */
  readonly base: string | null;
  /** Text content beside attributes: the JSON has it under `value`. */
  readonly content: string | null;
  /** Own properties, without those of `base`, in the order of the schema. */
  readonly properties: readonly SchemaProperty[];
}

export interface Schema {
  readonly types: ReadonlyMap<string, SchemaType>;
  /** Values by the name of the enumeration. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
  /** What a simple type without values restricts, for example `id` → `xs:string`. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** One element of the parser's ordered output: its children under its name, its attributes under `:@`. */
type RawNode = Readonly<Record<string, unknown>>;

const PARSER = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseAttributeValue: false,
  removeNSPrefix: false,
});

export function readSchema(texts: readonly string[]): Schema {
  const types = new Map<string, SchemaType>();
  const enums = new Map<string, readonly string[]>();
  const aliases = new Map<string, string>();
  const roots = texts.flatMap((text) =>
    (PARSER.parse(text) as RawNode[]).filter((node) => tagOf(node) === "xs:schema"),
  );
  const groups = new Map(
    roots.flatMap((root) =>
      childrenOf(root, "xs:group").map((node) => [attribute(node, "name"), node]),
    ),
  );
  for (const root of roots) {
    for (const node of childrenOf(root, "xs:complexType")) {
      types.set(attribute(node, "name"), readType(node, groups));
    }
    for (const node of childrenOf(root, "xs:simpleType")) {
      const [restriction] = childrenOf(node, "xs:restriction");
      if (restriction === undefined) continue;
      const values = childrenOf(restriction, "xs:enumeration");
      if (values.length === 0) aliases.set(attribute(node, "name"), attribute(restriction, "base"));
      else
        enums.set(attribute(node, "name"), [...new Set(values.map((v) => attribute(v, "value")))]);
    }
  }
  return { types, enums, aliases };
}

function readType(node: RawNode, groups: ReadonlyMap<string, RawNode>): SchemaType {
  const [simple] = childrenOf(node, "xs:simpleContent");
  const [complex] = childrenOf(node, "xs:complexContent");
  const holder = simple ?? complex;
  const [extension] = holder === undefined ? [] : childrenOf(holder, "xs:extension");
  const base = extension === undefined ? null : attribute(extension, "base");
  const properties = propertiesIn(extension ?? node, groups);
  return {
    name: attribute(node, "name"),
    base: simple === undefined ? base : null,
    content: simple === undefined ? null : base,
    // A property may stand in several branches of a choice.
    properties: [...new Map(properties.map((property) => [property.name, property])).values()],
  };
}

const CONTAINERS: ReadonlySet<string> = new Set(["xs:sequence", "xs:choice", "xs:all", "xs:group"]);

function propertiesIn(
  node: RawNode,
  groups: ReadonlyMap<string, RawNode>,
): readonly SchemaProperty[] {
  return childrenOf(node).flatMap((child) => {
    const tag = tagOf(child);
    if (tag === "xs:element" || tag === "xs:attribute") return [readProperty(child)];
    if (!CONTAINERS.has(tag)) return [];
    const referred = groups.get(attribute(child, "ref"));
    return propertiesIn(referred ?? child, groups).map((property) =>
      repeats(child) ? { ...property, isList: true } : property,
    );
  });
}

function readProperty(node: RawNode): SchemaProperty {
  // One without a type of its own restricts text in place.
  const type = attribute(node, "type") || "xs:string";
  return { name: attribute(node, "name"), type, isList: repeats(node) };
}

function repeats(node: RawNode): boolean {
  const most = attribute(node, "maxOccurs");
  return most === "unbounded" || Number(most) > 1;
}

function tagOf(node: RawNode): string {
  return Object.keys(node).find((key) => key !== ":@") ?? "";
}

function childrenOf(node: RawNode, tag?: string): readonly RawNode[] {
  const children = node[tagOf(node)];
  const list = Array.isArray(children) ? (children as RawNode[]) : [];
  return tag === undefined ? list : list.filter((child) => tagOf(child) === tag);
}

/** Empty text where there is none. */
function attribute(node: RawNode, name: string): string {
  const attributes = (node[":@"] ?? {}) as Readonly<Record<string, unknown>>;
  const value = attributes[name];
  return typeof value === "string" ? value : "";
}
