import { SCHEMA_TYPES } from "../generated/properties.ts";

/** How many characters of names the vendor prints before it gives up (61 names of an invoice). */
const PRINTED_LENGTH_MAX = 1000;

/** The invoice's properties in the order in which the recorded fault lists them; 83 were known then. */
const RECORDED_INVOICE = `
  DocNumber HomeTotalAmt TotalAmt TxnSource AllowOnlinePayment RecurringInfo EmailStatus
  callToAction AutoDocNumber ECloudStatusTimeStamp TaxFormNum TxnDate FOB ClassRef
  AllowOnlineACHPayment DepositToAccountRef InvoiceEx AllowOnlineCreditCardPayment CurrencyRef
  InvoiceLink PONumber ShipDate PaymentMethodRef TrackingNum TxnTaxDetail CustomerRef
  ShipFromAddr BillAddr EInvoiceStatus Id RecurDataRef ApplyTaxAfterDiscount DepartmentRef
  SalesRepRef ExchangeRate domain invoiceStatusLog TaxFormType BillEmailBcc LessCIS
  CustomerMemo TxnStatus HomeBalance PrintStatus ConvenienceFeeDetail DiscountRate
  DeliveryInfo FreeFormAddress AllowIPNPayment CustomField PaymentDetailsMessage
  TransactionLocationType MetaData LinkedTxn status RemitToRef PrivateNote ShipMethodRef
  PaymentRefNum Tag TxnApprovalInfo`;
const RECORDED_INVOICE_COUNT = 83;

/** `83 known properties: "DocNumber", "HomeTotalAmt", … [truncated]]`, as fault 2010 prints it. */
export function knownProperties(schemaType: string): string {
  if (schemaType === "Invoice") {
    return print(RECORDED_INVOICE.trim().split(/\s+/), RECORDED_INVOICE_COUNT);
  }
  const names = Object.keys(SCHEMA_TYPES[schemaType] ?? {});
  const fitting = names.filter(
    (_, index) => names.slice(0, index + 1).join('", "').length <= PRINTED_LENGTH_MAX,
  );
  return print(fitting, names.length);
}

/** The list ends with `[truncated]` where it was cut, inside the bracket (recorded). */
function print(names: readonly string[], count: number): string {
  const list = names.map((name) => `"${name}"`).join(", ");
  return `${count} known properties: ${list}${names.length < count ? " [truncated]" : ""}]`;
}
