/**
 * The income account of products that are made in QuickBooks: chosen by a person among the company's
 * income accounts, else the first of them. It is a setting of the QuickBooks connection.
 */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import {
  type ConnectionRow,
  findConnection,
  updateConnectionSettings,
} from "@accord-sync/ledger/connections.ts";
import type { Db, Ledger } from "@accord-sync/ledger/ledger.ts";

const CHOSEN = "incomeAccountId";
const CHOICES = "incomeAccounts";

export interface IncomeAccount {
  readonly id: string;
  readonly name: string;
}

export function chosenIncomeAccount({ settings }: ConnectionRow): string | null {
  return settings[CHOSEN] ?? null;
}

export function incomeAccountChoices({ settings }: ConnectionRow): readonly IncomeAccount[] {
  return JSON.parse(settings[CHOICES] ?? "[]") as readonly IncomeAccount[];
}

/** Remembers what the company offers; what was chosen stays. */
export async function rememberIncomeAccounts(
  tx: Db,
  row: ConnectionRow,
  choices: readonly IncomeAccount[],
): Promise<void> {
  const chosen = chosenIncomeAccount(row) ?? choices[0]?.id;
  await updateConnectionSettings(tx, row.id, {
    [CHOICES]: JSON.stringify(choices),
    ...(chosen === undefined ? {} : { [CHOSEN]: chosen }),
  });
}

/** The choice of the settings file, taken at every start. */
export async function presetIncomeAccount(
  ledger: Ledger,
  row: ConnectionRow,
  accountId: string,
): Promise<void> {
  if (chosenIncomeAccount(row) === accountId) return;
  await ledger.transaction((tx) => updateConnectionSettings(tx, row.id, { [CHOSEN]: accountId }));
}

/** A person's choice. */
export async function chooseIncomeAccount(
  ledger: Ledger,
  connectionId: string,
  accountId: string,
): Promise<Result<ConnectionRow>> {
  return ledger.transaction(async (tx) => {
    const row = await findConnection(tx, connectionId);
    if (row === null || row.system !== "quickbooks") {
      return fail(operationalError("CONNECTION_UNKNOWN", { id: connectionId }));
    }
    if (!incomeAccountChoices(row).some((choice) => choice.id === accountId)) {
      return fail(operationalError("INCOME_ACCOUNT_UNKNOWN", { id: accountId }));
    }
    const change = { [CHOSEN]: accountId };
    await updateConnectionSettings(tx, row.id, change);
    return succeed({ ...row, settings: { ...row.settings, ...change } });
  });
}
