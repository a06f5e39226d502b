/**
 * Writes `src/generated/entities.ts` from the published schema:
 *
 *   node packages/quickbooks/scripts/generate-entities.ts
 *
 * The schema's files are data that stands once in the repository, with its licence, in the emulator's
 * folder. They are read as they are; nothing that the emulator makes of them is used.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readSchema, type Schema, SCHEMA_FILES } from "./read-schema.ts";
import { writeEntityTypes } from "./write-entity-types.ts";

const FOLDER = new URL("../../emulator-quickbooks/data/xsd/", import.meta.url);
export const GENERATED = new URL("../src/generated/entities.ts", import.meta.url);

/** True when the schema is there; a copy of this package alone does not bring it. */
export function hasSchema(): boolean {
  return SCHEMA_FILES.every((file) => existsSync(new URL(file, FOLDER)));
}

export function loadSchema(): Schema {
  return readSchema(SCHEMA_FILES.map((file) => readFileSync(new URL(file, FOLDER), "utf8")));
}

export function generateEntities(): string {
  return writeEntityTypes(loadSchema());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(GENERATED, generateEntities());
}
