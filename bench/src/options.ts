import { parseArgs } from "node:util";
import { SUITES, type Suite, suitesNamed } from "./suites.ts";

export interface BenchCommand {
  readonly suites: readonly Suite[];
  /** Overrides each suite's own; null leaves it. */
  readonly size: number | null;
  readonly isFull: boolean;
  /** Whether the results become the baselines. */
  readonly isStored: boolean;
  /** The one suite to measure in this very process; the usual run gives each suite one of its own. */
  readonly here: Suite | null;
}

export const USAGE = `Measures Accord Sync; prints one JSON object a line.

  npm run bench                   everything at its usual size
  npm run bench -- p1 p2          these only; 'exact' and 'real' name all of a kind
  --full                          the reference's sizes: takes long
  --size N                        records, instead of each suite's own
  --store                         keeps the results as the new baselines
  --list                          what there is

${SUITES.map(({ name, about }) => `  ${name.padEnd(12)} ${about}`).join("\n")}
`;

/** The command of a command line, its help, or a sentence about what is wrong with it. */
export function readCommand(
  argv: readonly string[],
): BenchCommand | "help" | { readonly problem: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        full: { type: "boolean", default: false },
        size: { type: "string" },
        store: { type: "boolean", default: false },
        here: { type: "string" },
        list: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help || values.list) return "help";
    const size = values.size === undefined ? null : Number(values.size);
    if (size !== null && !(Number.isInteger(size) && size > 0)) {
      return { problem: `--size ${values.size} is no number of records` };
    }
    const unknown = positionals.find((word) => suitesNamed(word).length === 0);
    if (unknown !== undefined) return { problem: `nothing is measured under the name ${unknown}` };
    const named = new Set(positionals.flatMap(suitesNamed));
    return {
      suites: positionals.length === 0 ? SUITES : SUITES.filter((suite) => named.has(suite)),
      size,
      isFull: values.full,
      isStored: values.store,
      here: SUITES.find(({ name }) => name === values.here) ?? null,
    };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
