/** What our components are, and which of Salesforce's base components they use. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export interface Component {
  /** Folder name, `accordAdmin`. */
  readonly name: string;
  /** `c` for what is deployed, `lx` for the pages around it. */
  readonly namespace: "c" | "lx";
  /** Absolute path of the module. */
  readonly entry: string;
  /** Whether its metadata exposes it to pages; others are parts. */
  readonly isExposed: boolean;
}

export function readComponents(folder: string): Component[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((item) => item.isDirectory())
    .map(({ name }) => {
      const entry = path.join(folder, name, `${name}.ts`);
      if (!existsSync(entry)) throw new Error(`${name} lacks ${name}.ts`);
      const metadata = readFileSync(path.join(folder, name, `${name}.js-meta.xml`), "utf8");
      return {
        name,
        namespace: "c",
        entry,
        isExposed: /<isExposed>\s*true\s*<\/isExposed>/.test(metadata),
      };
    });
}

/** The parts of the pages, `lx/app`; they have no metadata, because they are never deployed. */
export function readPageParts(folder: string): Component[] {
  const home = path.join(folder, "lx");
  return readdirSync(home, { withFileTypes: true })
    .filter((item) => item.isDirectory())
    .map(({ name }) => ({ name, namespace: "lx", entry: partEntry(home, name), isExposed: false }));
}

function partEntry(home: string, name: string): string {
  const entry = path.join(home, name, `${name}.ts`);
  if (!existsSync(entry)) throw new Error(`${name} lacks ${name}.ts`);
  return entry;
}

/** `<lightning-formatted-url>` and `import … from "lightning/confirm"`, as module names. */
export function baseComponentsIn(source: string): string[] {
  const tags = [...source.matchAll(/<lightning-([a-z0-9-]+)/g)].map(
    ([, tag = ""]) =>
      `lightning/${tag.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())}`,
  );
  const imports = [...source.matchAll(/from\s+["'](lightning\/\w+)["']/g)].map(
    ([, name = ""]) => name,
  );
  return [...tags, ...imports];
}

/** All base components that any of our sources uses, sorted. */
export function usedBaseComponents(...folders: readonly string[]): string[] {
  const used = new Set<string>();
  for (const file of folders.flatMap(sourceFiles)) {
    if (!/\.(ts|html)$/.test(file) || file.endsWith(".d.ts")) continue;
    for (const name of baseComponentsIn(readFileSync(file, "utf8"))) used.add(name);
  }
  return [...used].sort();
}

/** Every file below a folder, sorted, without compiled JavaScript that a deployment left behind. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile() && !item.name.endsWith(".js"))
    .map((item) => path.join(item.parentPath, item.name))
    .sort();
}
