import type { FaultError } from "../../../faults/api-fault.ts";
import type { JsonObject } from "../../../json/json-value.ts";
import type { EntityType } from "../../../store/stored-record.ts";
import {
  listOf,
  operations,
  setOf,
  type EntityDescriptor,
  type PreparedFields,
  type Draft,
  type WriteContext,
} from "../../descriptor.ts";
import type { TransactionTraits } from "../traits.ts";
import { checkSale } from "./sale-checks.ts";
import { prepareSale } from "./sale.ts";

/** What tells one kind of sales form from the others. */
export interface SaleForm {
  readonly type: EntityType;
  readonly operations: string;
  /** References that must be there. */
  readonly required: readonly string[];
  readonly wireOrder: string;
  /** Worked out at each read, besides what all sales have. */
  readonly computed: string;
  /** Ignored when sent, besides what all sales have. */
  readonly readOnly: string;
  /** Values of what neither the client nor the customer brings. */
  readonly defaults: JsonObject;
  /** Adds what follows from totals and dates; refuses what this form alone refuses. */
  readonly complete?: (
    prepared: PreparedFields,
    draft: Draft,
    context: WriteContext,
  ) => PreparedFields;
  /** Adds faults of the properties that this form alone has. */
  readonly check?: (draft: Draft, errors: FaultError[]) => void;
  readonly view: EntityDescriptor["view"];
  readonly transaction: TransactionTraits;
  readonly settle?: NonNullable<EntityDescriptor["settle"]>;
}

/** The descriptor of a sales form: everything that invoices, estimates, receipts and credits share. */
export function saleForm(form: SaleForm): EntityDescriptor {
  return {
    type: form.type,
    operations: operations(form.operations),
    counter: "transaction",
    wireOrder: listOf(form.wireOrder),
    computed: setOf(`${form.computed} CurrencyRef HomeTotalAmt HomeBalance`),
    readOnly: setOf(`
      ${form.readOnly} TotalAmt HomeTotalAmt HomeBalance DeliveryInfo RecurDataRef TaxExemptionRef
      TotalCostAmount HomeTotalCostAmount FreeFormAddress`),
    isInChangeData: true,
    check: (draft, errors, profile) => {
      checkSale(form.required, draft, errors, profile);
      form.check?.(draft, errors);
    },
    prepare: (draft, context) => {
      const prepared = prepareSale(form.type, draft, form.defaults, context);
      return form.complete?.(prepared, draft, context) ?? prepared;
    },
    view: form.view,
    transaction: form.transaction,
    ...(form.settle === undefined ? {} : { settle: form.settle }),
  };
}
