import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type MetadataFiles } from "../schema/sfdx.ts";

/** The metadata of an SFDX project that the org is made of; empty when there is no such folder. */
export function readMetadataFolder(appFolder: string): MetadataFiles {
  const files = new Map<string, string>();
  if (!existsSync(appFolder)) return files;
  for (const entry of readdirSync(appFolder, { recursive: true, withFileTypes: true })) {
    if (
      !entry.isFile() ||
      !/\.(?:field|object|platformEventChannelMember)-meta\.xml$/.test(entry.name)
    ) {
      continue;
    }
    const full = path.join(entry.parentPath, entry.name);
    const relative = path.relative(appFolder, full).split(path.sep).join("/");
    files.set(relative, readFileSync(full, "utf8"));
  }
  return files;
}
