/** The emulators' control addresses: counted calls and faults on command. */
import type { Place } from "./product.ts";

export interface QuickbooksUsage {
  readonly metered: number;
  readonly free: number;
  readonly batch: number;
  readonly rejected: number;
  readonly byOperation: Readonly<Record<string, number>>;
}

export interface SalesforceUsage {
  readonly total: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly writes: number;
  readonly rowsWritten: number;
}

export interface Usage {
  readonly quickbooks: QuickbooksUsage;
  readonly salesforce: SalesforceUsage;
}

async function readJson<T>(url: string): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

export async function usage({ quickbooks, salesforce }: Place): Promise<Usage> {
  return {
    quickbooks: await readJson(`${quickbooks}/_emulator/usage`),
    salesforce: await readJson(`${salesforce}/_emulator/usage`),
  };
}

/** Calls to QuickBooks between two readings, by operation; the regular CDC sweep is left out. */
export function quickbooksCalls(before: Usage, after: Usage): Record<string, number> {
  const entries = Object.entries(after.quickbooks.byOperation).map(
    ([name, count]) => [name, count - (before.quickbooks.byOperation[name] ?? 0)] as const,
  );
  return Object.fromEntries(entries.filter(([name, count]) => count > 0 && !/\bcdc\b/.test(name)));
}

/** Rows that calls of the API changed in Salesforce between two readings. */
export const salesforceRowsWritten = (before: Usage, after: Usage): number =>
  after.salesforce.rowsWritten - before.salesforce.rowsWritten;

export type Fault = Readonly<Record<string, unknown>>;

/** Replaces the list of armed faults; an empty one clears it. */
export async function setFaults(emulatorUrl: string, faults: readonly Fault[]): Promise<void> {
  const answer = await fetch(`${emulatorUrl}/_emulator/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(faults),
  });
  if (!answer.ok) throw new Error(`The faults were refused: ${await answer.text()}`);
}

/** True when every armed fault has fired as often as it was to. */
export async function haveFaultsStruck(emulatorUrl: string): Promise<boolean> {
  const { rules } = await readJson<{ rules: readonly { remaining?: number | "always" }[] }>(
    `${emulatorUrl}/_emulator/faults`,
  );
  return rules.every(({ remaining }) => remaining === 0);
}
