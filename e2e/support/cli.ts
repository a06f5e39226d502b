/** `npm run accord -- …`, without npm: what it runs. */
import { launch, type Place } from "./product.ts";

export interface CliRun {
  readonly code: number | null;
  /** Both outputs; with `--json` only the standard output holds text. */
  readonly text: string;
}

export async function accord(place: Place, ...words: readonly string[]): Promise<CliRun> {
  const { output, ended } = launch(["scripts/run.mjs", "packages/cli/src/main.ts", ...words], {
    PORT: String(place.port),
    ACCORD_DATA: place.folder,
  });
  const code = await ended;
  return { code, text: output() };
}

/** Runs with `--json` and reads what it printed; the caller names what that is. */
export async function accordJson(
  place: Place,
  ...words: readonly string[]
): Promise<{ readonly code: number | null; readonly value: unknown }> {
  const { code, text } = await accord(place, ...words, "--json");
  // Progress, for whom it lasts longer, stands on lines of its own before it.
  const start = Math.max(0, text.search(/^[[{]/m));
  return { code, value: JSON.parse(text.slice(start)) as unknown };
}
