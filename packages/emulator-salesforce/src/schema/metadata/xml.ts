import { XMLParser, XMLValidator } from "fast-xml-parser";

/** Metadata files as elements that know their file, so that every mistake can be named with its place. */

/** A file that cannot be understood; the message begins with its path. */
export class MetadataError extends Error {
  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.name = "MetadataError";
  }
}

const parser = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: true,
  trimValues: true,
  htmlEntities: true,
});

/** One XML element: children by name, in the order of the file. */
export class MetadataElement {
  readonly path: string;
  readonly #content: Readonly<Record<string, unknown>>;

  constructor(path: string, content: unknown) {
    this.path = path;
    this.#content = isRecord(content) ? content : {};
  }

  /** The names of the children that the file gives. */
  get names(): readonly string[] {
    return Object.keys(this.#content).filter((name) => name !== "#text" && name !== "?xml");
  }

  /** The text of a child; undefined when it is missing, `""` when it is empty. */
  text(name: string): string | undefined {
    const value = this.#content[name];
    if (value === undefined || typeof value === "string") return value;
    if (!Array.isArray(value)) throw this.error(`<${name}> must hold text, not elements`);
    throw this.error(`<${name}> may be given once only`);
  }

  /** The text of a child that has to be there. @throws MetadataError */
  must(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === "") throw this.error(`<${name}> is missing`);
    return value;
  }

  /** A child that is `true` or `false`. */
  flag(name: string, fallback = false): boolean {
    const value = this.text(name);
    if (value === undefined || value === "") return fallback;
    if (value === "true" || value === "false") return value === "true";
    throw this.error(`<${name}> must be true or false, not '${value}'`);
  }

  /** A child that is a whole number of at least 0. */
  count(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined || value === "") return undefined;
    if (/^\d{1,9}$/.test(value)) return Number(value);
    throw this.error(`<${name}> must be a whole number, not '${value}'`);
  }

  /** A child with children; undefined when it is missing or empty. */
  child(name: string): MetadataElement | undefined {
    return this.children(name)[0];
  }

  /** All children of one name that have children. */
  children(name: string): readonly MetadataElement[] {
    const value = this.#content[name];
    return (Array.isArray(value) ? value : [value])
      .filter(isRecord)
      .map((each) => new MetadataElement(this.path, each));
  }

  /** The texts of all children of one name. */
  texts(name: string): readonly string[] {
    const value = this.#content[name];
    return (Array.isArray(value) ? value : [value]).filter(
      (each): each is string => typeof each === "string" && each !== "",
    );
  }

  error(reason: string): MetadataError {
    return new MetadataError(this.path, reason);
  }
}

/** The document's root element. @throws MetadataError when it is broken or another one */
export function rootElement(path: string, xml: string, name: string): MetadataElement {
  const mistake = XMLValidator.validate(xml);
  if (mistake !== true) {
    const { line, col, msg } = mistake.err;
    throw new MetadataError(path, `no well-formed XML (line ${line}, column ${col}): ${msg}`);
  }
  const document: unknown = parser.parse(xml);
  const root = isRecord(document) ? document[name] : undefined;
  if (root === undefined) throw new MetadataError(path, `expected a <${name}> document`);
  return new MetadataElement(path, root);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Names carry special characters as `%2C`; a stray percent sign is itself. */
export function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
