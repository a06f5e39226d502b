import { XMLParser } from "fast-xml-parser";

/** Metadata files as trees of elements; what is missing is an error that names the file. */

/** A file that cannot be understood; the message begins with its path. */
export class MetadataError extends Error {
  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.name = "MetadataError";
  }
}

/** A parsed XML element: children by name, text as text. */
export interface Element {
  readonly [name: string]: unknown;
}

const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true, trimValues: true });

/** The document's root element. @throws MetadataError when it is another one */
export function root(path: string, xml: string, name: string): Element {
  let document: unknown;
  try {
    document = parser.parse(xml, true);
  } catch (error) {
    throw new MetadataError(path, error instanceof Error ? error.message : String(error));
  }
  const element = childElement(document, name);
  if (element === undefined) throw new MetadataError(path, `expected a <${name}> document`);
  return element;
}

/** A child that has children; undefined for text and for several of one name. */
export function childElement(parent: unknown, name: string): Element | undefined {
  if (typeof parent !== "object" || parent === null) return undefined;
  const child = (parent as Element)[name];
  const isOne = typeof child === "object" && child !== null && !Array.isArray(child);
  return isOne ? (child as Element) : undefined;
}

/** The text of a child, if it is there. */
export function optional(element: Element, name: string): string | undefined {
  const value = element[name];
  return typeof value === "string" ? value : undefined;
}

/** The text of a child that has to be there. */
export function must(path: string, element: Element, name: string): string {
  const value = optional(element, name);
  if (value === undefined || value === "") throw new MetadataError(path, `<${name}> is missing`);
  return value;
}
