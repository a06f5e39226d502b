import { compact, numberOf } from "../../../json/json-value.ts";
import type { EntityDescriptor } from "../../descriptor.ts";
import { linksFromOthers } from "../links.ts";
import { withDepositAccount } from "./deposit-account.ts";
import { saleForm } from "./sale-form.ts";
import { depositAccount, postSale } from "./sale-postings.ts";
import { shownSale } from "./sale-view.ts";

type SaleForm = Parameters<typeof saleForm>[0];

/** In which receipts differ; `sign` -1 is money given back. */
type Receipt = Pick<SaleForm, "type" | "operations" | "required" | "wireOrder" | "readOnly"> & {
  readonly sign: 1 | -1;
};

/** A sale that is settled as it is made: the money moves at once, and nothing of it is ever open. */
export function receiptForm({ sign, ...receipt }: Receipt): EntityDescriptor {
  return saleForm({
    ...receipt,
    computed: "Balance LinkedTxn",
    defaults: {},
    complete: (prepared, _draft, context) => ({
      ...prepared,
      fields: withDepositAccount(prepared.fields, context),
    }),
    view: (record, context) =>
      compact({ ...shownSale(record, 0, context), LinkedTxn: linksFromOthers(record) }),
    transaction: {
      txnType: () => receipt.type,
      linksOf: () => [],
      postings: ({ fields }, context) => {
        const account = depositAccount(fields, context.store);
        const moved = [{ account, amount: numberOf(fields, "TotalAmt") ?? 0 }];
        return postSale(fields, context, moved, sign);
      },
    },
  });
}
