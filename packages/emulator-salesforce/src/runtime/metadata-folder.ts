import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { forceIgnore } from "./force-ignore.ts";
import { type MetadataFiles, MetadataError } from "../schema/sfdx.ts";

/**
 * The metadata of an SFDX project: every `-meta.xml`, object file and Apex class of its package
 * directories, and the project file itself, but for what `.forceignore` leaves out. A folder without a
 * project file is read whole. Empty when there is no such folder.
 * @throws MetadataError when the project file is broken or names a folder that does not exist
 */
export function readMetadataFolder(appFolder: string): MetadataFiles {
  const files = new Map<string, string>();
  if (!existsSync(appFolder)) return files;
  const project = path.join(appFolder, PROJECT_FILE);
  if (existsSync(project)) files.set(PROJECT_FILE, readFileSync(project, "utf8"));
  const ignored = path.join(appFolder, ".forceignore");
  const isLeftOut = forceIgnore(existsSync(ignored) ? readFileSync(ignored, "utf8") : "");
  for (const folder of packageFolders(appFolder, files.get(PROJECT_FILE))) {
    for (const file of metadataIn(folder)) {
      const relative = path.relative(appFolder, file).split(path.sep).join("/");
      if (!isLeftOut(relative)) files.set(relative, readFileSync(file, "utf8"));
    }
  }
  return files;
}

const PROJECT_FILE = "sfdx-project.json";

/** The folders of `packageDirectories`, absolute. */
function packageFolders(appFolder: string, project: string | undefined): readonly string[] {
  if (project === undefined) return [appFolder];
  const folders = pathsOf(project).map((each) => path.resolve(appFolder, each));
  const missing = folders.find((each) => !existsSync(each));
  if (missing === undefined) return folders;
  const name = path.relative(appFolder, missing);
  throw new MetadataError(
    PROJECT_FILE,
    `packageDirectories names the folder ${name}, which does not exist: make it, or take it out of the list`,
  );
}

function pathsOf(text: string): readonly string[] {
  let project: unknown;
  try {
    project = JSON.parse(text);
  } catch (error) {
    throw new MetadataError(PROJECT_FILE, error instanceof Error ? error.message : String(error));
  }
  const listed = (project as { readonly packageDirectories?: unknown } | null)?.packageDirectories;
  const paths = (Array.isArray(listed) ? listed : []).flatMap((each: unknown) => {
    const folder = (each as { readonly path?: unknown } | null)?.path;
    return typeof folder === "string" ? [folder] : [];
  });
  if (paths.length > 0) return paths;
  throw new MetadataError(PROJECT_FILE, 'it needs "packageDirectories": [{ "path": "force-app" }]');
}

/** Metadata files below a folder; dependencies and hidden folders are none of the project's. */
function* metadataIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== "node_modules" && !entry.name.startsWith(".")) yield* metadataIn(full);
    } else if (entry.isFile() && isMetadata(full)) yield full;
  }
}

const isMetadata = (file: string): boolean =>
  file.endsWith("-meta.xml") || file.endsWith(".cls") || /[\\/]objects[\\/].*\.xml$/.test(file);
