/**
 * Loads the simulator around a mutated engine, beside the unmutated one in the same process. Modules that
 * are loaded for a mutant carry its name in their address; its patch is applied to their text on the way in,
 * and no file is touched.
 */
import { type ModuleSource, registerHooks } from "node:module";
import { applyPatch, type FilePatch, type Patch } from "../mutants/patch.ts";
import type { runScenario } from "../run-scenario.ts";

const ROOT = new URL("../../../../", import.meta.url).href;
/** Loaded anew for each mutant; the emulators and all that hangs on nothing mutated is shared. */
const CORE = ["merge", "plan", "mapping"].map((folder) => `core/src/${folder}/`);
const OWN = ["engine/", "ledger/", "simulator/", ...CORE];

interface Planted {
  readonly files: ReadonlyMap<string, FilePatch>;
  /** Folders whose modules are loaded anew. */
  readonly own: readonly string[];
  readonly applied: Set<string>;
}

const planted = new Map<string, Planted>();
const nameIn = (url: string | undefined): string | null =>
  url === undefined ? null : (/\?mutant=(.+)$/.exec(url)?.[1] ?? null);

function textOf(source: ModuleSource | undefined): string {
  return typeof source === "string" ? source : new TextDecoder().decode(source);
}

function register(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const name = nameIn(context.parentURL);
      const isOwn = planted.get(name ?? "")?.own.some((folder) => found.url.startsWith(folder));
      return isOwn ? { ...found, url: `${found.url}?mutant=${name}` } : found;
    },
    load(url, context, next) {
      const loaded = next(url, context);
      const mutant = planted.get(nameIn(url) ?? "");
      const file = decodeURI(url.slice(ROOT.length).replace(/\?.*$/, ""));
      const patch = mutant?.files.get(file);
      if (mutant === undefined || patch === undefined) return loaded;
      mutant.applied.add(file);
      return { ...loaded, source: applyPatch(textOf(loaded.source), patch) };
    },
  });
}

/** `runScenario` around the mutant. Throws when its patch does not fit or changed nothing that is loaded. */
export async function plant(name: string, { files }: Patch): Promise<typeof runScenario> {
  if (planted.size === 0) register();
  const packagesTouched = files.map(({ file }) => file.split("/").slice(1, 2).join("/") + "/");
  const own = [...OWN, ...packagesTouched.filter((each) => each !== "core/")];
  const mutant: Planted = {
    files: new Map(files.map((each) => [each.file, each])),
    own: own.map((folder) => `${ROOT}packages/${folder}`),
    applied: new Set(),
  };
  planted.set(name, mutant);
  const address = new URL(`../run-scenario.ts?mutant=${name}`, import.meta.url).href;
  const loaded = (await import(address)) as { readonly runScenario: typeof runScenario };
  const missed = files.filter(({ file }) => !mutant.applied.has(file));
  if (missed.length > 0) {
    throw new Error(`${name} was never planted in ${missed.map(({ file }) => file).join(", ")}`);
  }
  return loaded.runScenario;
}
