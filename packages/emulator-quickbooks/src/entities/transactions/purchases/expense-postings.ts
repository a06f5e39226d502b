import {
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { ITEM_EXPENSE_DEFAULT } from "../../../not-evidenced.ts";
import type { PostingParty } from "../../../store/posting.ts";
import type { Store } from "../../../store/store.ts";
import { partyOnAccount } from "../account-kinds.ts";
import type { Entry } from "../home-amounts.ts";
import { standardAccount } from "../standard-accounts.ts";
import { expenseDetail } from "./expense-detail.ts";

/**
 * What a purchase cost, as debits: one for each line, and the tax that can be reclaimed. `payee` is whose
 * payable a line on such an account is; a receivable is the line's customer's, or the payee's.
 */
export function costEntries(
  fields: JsonObject,
  store: Store,
  payee: PostingParty | undefined,
): Entry[] {
  const lines = objectsOf(fields, "Line").flatMap((line) => {
    const detail = expenseDetail(line);
    if (detail === undefined) return [];
    const account = referenceOf(detail, "AccountRef") ?? itemAccount(detail, store);
    const customer = referenceOf(detail, "CustomerRef");
    const named: PostingParty | undefined =
      customer === undefined ? undefined : { type: "Customer", id: customer };
    const party = partyOnAccount(store, account, [payee, named]);
    const amount = numberOf(line, "Amount") ?? 0;
    return [{ account, amount, ...(party === undefined ? {} : { party }) }];
  });
  const tax = numberOf(objectOf(fields, "TxnTaxDetail") ?? {}, "TotalTax") ?? 0;
  if (tax === 0) return lines;
  return [...lines, { account: standardAccount(store, "SalesTaxPayable"), amount: tax }];
}

/** Stock goes to the item's asset account, anything else to its expense account. */
function itemAccount(detail: JsonObject, store: Store): string {
  const item = store.record("Item", referenceOf(detail, "ItemRef") ?? "")?.fields ?? {};
  const isStock = textOf(item, "Type") === "Inventory";
  const own = referenceOf(item, isStock ? "AssetAccountRef" : "ExpenseAccountRef");
  return own ?? standardAccount(store, ITEM_EXPENSE_DEFAULT);
}
