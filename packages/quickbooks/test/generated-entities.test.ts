import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isObject, type Json, readJson } from "@accord-sync/core/json/lossless-json.ts";
import {
  GENERATED,
  generateEntities,
  hasSchema,
  loadSchema,
} from "../scripts/generate-entities.ts";
import type { Schema } from "../scripts/read-schema.ts";
import { OPERATIONS } from "../src/entities/operations.ts";

const RECORDED = new URL("../../emulator-quickbooks/data/recorded/", import.meta.url);
const isComplete = hasSchema() && existsSync(RECORDED);
if (!isComplete) {
  console.warn("SKIPPED: the published schema or the recordings are not beside this package");
}

describe.skipIf(!isComplete)("the types of the entities", () => {
  it("are what the schema says today", () => {
    expect(generateEntities() === readFileSync(GENERATED, "utf8")).toBe(true);
  });

  it("name every entity that the API has an address for", () => {
    const text = readFileSync(GENERATED, "utf8");
    const missing = Object.keys(OPERATIONS).filter(
      (name) => !text.includes(`  readonly ${name}: ${name};\n`),
    );
    expect(missing).toEqual([]);
  });

  it("never say any", () => {
    expect(readFileSync(GENERATED, "utf8")).not.toMatch(/\bany\b|\bunknown\b/);
  });

  it("know every property that a real company sent", () => {
    const schema = loadSchema();
    const unknown = new Set<string>();
    let seen = 0;
    for (const [type, record] of recordedRecords()) {
      seen += 1;
      for (const path of strangers(schema, type, record)) unknown.add(`${type}.${path}`);
    }
    expect(seen).toBeGreaterThan(50);
    expect([...unknown].toSorted()).toEqual([]);
  });

  it("know every property of an invoice that QuickBooks itself lists", () => {
    const file = readFileSync(new URL("error--400-json.json", RECORDED), "utf8");
    const listed = /known properties: (.*?)\]/.exec(file)?.[1] ?? file;
    const names = Array.from(listed.matchAll(/\\\\\\"(\w+)\\\\\\"/g), ([, name]) => name ?? "");
    expect(names.length).toBeGreaterThan(50);
    const own = propertiesOf(loadSchema(), "Invoice");
    // The recorded request asked for a property that does not exist.
    expect(names.filter((name) => !own.has(name) && name !== "BadJson")).toEqual([]);
  });
});

/** Every object under an entity's name in a recorded answer. */
function recordedRecords(): readonly (readonly [string, Json])[] {
  return readdirSync(RECORDED)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const file = readJson(readFileSync(new URL(name, RECORDED), "utf8"));
      const exchanges = isObject(file) ? (file["exchanges"] as readonly Json[]) : [];
      return exchanges.flatMap((exchange) => {
        const response = isObject(exchange) ? exchange["response"] : undefined;
        const body = isObject(response) ? response["body"] : undefined;
        return typeof body === "string" ? recordsIn(readJson(body)) : [];
      });
    });
}

function recordsIn(json: Json | undefined): readonly (readonly [string, Json])[] {
  if (Array.isArray(json)) return (json as readonly Json[]).flatMap((item) => recordsIn(item));
  if (!isObject(json)) return [];
  return Object.entries(json).flatMap(([name, value]) =>
    Object.hasOwn(OPERATIONS, name)
      ? [value].flat().map((record) => [name, record] as const)
      : recordsIn(value),
  );
}

function propertiesOf(schema: Schema, name: string): ReadonlyMap<string, string> {
  const type = schema.types.get(name);
  if (type === undefined) return new Map();
  const inherited = type.base === null ? [] : [...propertiesOf(schema, type.base)];
  const content: [string, string][] = type.content === null ? [] : [["value", type.content]];
  const own = type.properties.map(({ name, type }): [string, string] => [name, type]);
  return new Map([...inherited, ...content, ...own]);
}

/** Paths in `json` that the type does not have. */
function strangers(schema: Schema, type: string, json: Json): readonly string[] {
  if (!isObject(json) || !schema.types.has(type) || type === "IntuitAnyType") return [];
  const properties = propertiesOf(schema, type);
  return Object.entries(json).flatMap(([name, value]) => {
    const member = properties.get(name);
    if (member === undefined) return [name];
    return [value]
      .flat()
      .flatMap((each) => strangers(schema, member, each))
      .map((path) => `${name}.${path}`);
  });
}
