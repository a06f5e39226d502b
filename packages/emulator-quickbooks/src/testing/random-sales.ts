import { objectOf, objectsOf, referenceOf, type JsonObject } from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { openBalance } from "../entities/balances.ts";
import type { ApiDriver, TextAnswer } from "./api-driver.ts";
import { amountOff, itemLine, paymentOf, percentOff, plantRecord, saleOf } from "./sales.ts";

/** The kinds of company that random sales are made in. */
export type World = "us" | "global";

/** One thing that a user does; the numbers choose among what is there. */
export interface Step {
  readonly act: string;
  readonly pick: number;
  readonly cents: number;
  readonly shape: number;
}

/** What a step may be. */
export const ACTS = [
  "invoice",
  "creditmemo",
  "estimate",
  "salesreceipt",
  "refundreceipt",
  "bill estimate",
  "pay",
  "pay two",
  "use credit",
  "move job",
  "relines",
  "move",
  "void",
  "delete",
  "note",
] as const;

/** 1 and 4 stand alone; 9 is a job, first of 7. In the global world 3 is in euros and 19 in yen. */
const CUSTOMERS = ["1", "3", "4", "7", "9", "19"] as const;
const FOREIGN: Readonly<Record<string, string>> = { 3: "EUR", 19: "JPY" };
/** Ids of sales up to this one are the seed's. */
export const SEEDED_MAX = 266;
const WAYS = ["TaxExcluded", "TaxInclusive", "NotApplicable"] as const;

/** Turns the company into one of another country with several currencies and a code of 20 % and one of two rates. */
export function makeGlobal(driver: ApiDriver): void {
  plantRecord(driver, "CompanyInfo", "1", { Country: "GB" });
  plantRecord(driver, "Preferences", "1", {
    CurrencyPrefs: { MultiCurrencyEnabled: true, HomeCurrency: { value: "USD" } },
  });
  for (const [id, code] of Object.entries(FOREIGN)) {
    plantRecord(driver, "Customer", id, { CurrencyRef: { value: code } });
  }
  const rates = { 51: 20, 53: 5, 54: 9.975 };
  for (const [id, RateValue] of Object.entries(rates))
    plantRecord(driver, "TaxRate", id, { RateValue });
  for (const [id, ids] of [
    ["61", ["51"]],
    ["63", ["53", "54"]],
  ] as const) {
    const TaxRateDetail = ids.map((value, TaxOrder) => ({ TaxRateRef: { value }, TaxOrder }));
    plantRecord(driver, "TaxCode", id, {
      Name: id,
      Active: true,
      SalesTaxRateList: { TaxRateDetail },
    });
  }
}

/** The sales and payments of the company. */
export function salesOf(driver: ApiDriver): StoredRecord[] {
  const types = [
    "Invoice",
    "CreditMemo",
    "Estimate",
    "SalesReceipt",
    "RefundReceipt",
    "Payment",
  ] as const;
  return types.flatMap((type) => [...driver.company.store.records(type)]);
}

/** Performs a step as one call with a `requestid`; undefined where there is nothing to do it with. */
export function perform(driver: ApiDriver, world: World, step: Step): TextAnswer | undefined {
  const call = callOf(driver, world, step);
  if (call === undefined) return undefined;
  driver.now += 1000;
  const [resource, body] = call;
  const mark = resource.includes("?") ? "&" : "?";
  const address = `${resource}${mark}requestid=step-${driver.now}`;
  const first = driver.post(address, body);
  const second = driver.post(address, body);
  if (first.status === 200 && first.body !== second.body)
    throw new Error(`replayed: ${second.body}`);
  return first;
}

function callOf(driver: ApiDriver, world: World, step: Step): [string, JsonObject] | undefined {
  const { act, pick } = step;
  const customer = CUSTOMERS[pick % CUSTOMERS.length] ?? "1";
  const sale = saleBody(world, customer, step);
  switch (act) {
    case "refundreceipt":
      return [act, { ...sale, DepositToAccountRef: { value: "35" } }];
    case "invoice":
    case "creditmemo":
    case "estimate":
    case "salesreceipt":
      return [act, sale];
    case "move job":
      return moveJob(driver, step);
    case "bill estimate":
      return billEstimate(driver, world, step);
    case "pay":
    case "pay two":
    case "use credit":
      return payCall(driver, world, step);
    default:
      return changeCall(driver, world, step);
  }
}

/** The job goes to another parent, whoever has paid its invoices by then. */
function moveJob({ company }: ApiDriver, { shape }: Step): [string, JsonObject] | undefined {
  const job = company.store.record("Customer", "9");
  if (job === undefined) return undefined;
  const ParentRef = { value: ["1", "4", "7"][shape % 3] ?? "7" };
  return [
    "customer",
    { Id: job.id, SyncToken: String(job.syncToken), sparse: true, Job: true, ParentRef },
  ];
}

function saleBody(world: World, customer: string, { cents, shape }: Step): JsonObject {
  const amount = cents / 100;
  const code = world === "us" ? ["TAX", "NON"] : ["61", "63"];
  const coded = (value: number, place: number) =>
    itemLine(value, { TaxCodeRef: { value: code[(shape + place) % 2] ?? "NON" } });
  const discount = [[], [percentOff(12.5)], [amountOff(0.01)]][shape % 3] ?? [];
  const shipping = { ...coded(4.99, 0) };
  const shipped = {
    ...shipping,
    SalesItemLineDetail: {
      ...objectOf(shipping, "SalesItemLineDetail"),
      ItemRef: { value: "SHIPPING_ITEM_ID" },
    },
  };
  const lines = [
    coded(amount, 0),
    coded(0.07, 1),
    ...discount,
    ...(shape % 5 === 0 ? [shipped] : []),
  ];
  return saleOf(customer, lines, {
    ...money(world, customer, shape),
    ...(world === "us"
      ? {
          TxnTaxDetail: { TxnTaxCodeRef: { value: "3" }, TotalTax: shape % 7 === 0 ? 1.23 : 0 },
          ApplyTaxAfterDiscount: shape % 2 === 0,
        }
      : { GlobalTaxCalculation: WAYS[shape % WAYS.length] ?? "TaxExcluded" }),
  });
}

function money(world: World, customer: string, shape: number): JsonObject {
  if (world === "us") return {};
  const code = FOREIGN[customer];
  if (code === undefined) return { CurrencyRef: { value: "USD" } };
  return { CurrencyRef: { value: code }, ExchangeRate: ((shape % 97) + 40) / 64 };
}

function billEstimate(
  driver: ApiDriver,
  world: World,
  step: Step,
): [string, JsonObject] | undefined {
  const estimate = chosen([...driver.company.store.records("Estimate")], step.pick);
  if (estimate === undefined) return undefined;
  const customer = referenceOf(estimate.fields, "CustomerRef") ?? "";
  const LinkedTxn = [{ TxnId: estimate.id, TxnType: "Estimate" }];
  return ["invoice", { ...saleBody(world, customer, step), LinkedTxn }];
}

function payCall(driver: ApiDriver, world: World, step: Step): [string, JsonObject] | undefined {
  const { store } = driver.company;
  const { act, pick, cents, shape } = step;
  const amount = cents / 100;
  const open = (type: "Invoice" | "CreditMemo") =>
    [...store.records(type)].filter((record) => openBalance(record) > 0);
  const invoice = chosen(open("Invoice"), pick);
  if (invoice === undefined) return undefined;
  const own = referenceOf(invoice.fields, "CustomerRef") ?? "";
  const parent = referenceOf(store.record("Customer", "9")?.fields ?? {}, "ParentRef") ?? "7";
  const customer = own === "9" && shape % 2 === 0 ? parent : own;
  const header = money(world, customer, shape);
  const part = Math.min(amount, openBalance(invoice));
  const others = open("Invoice").filter((each) => each.id !== invoice.id);
  const second = others.find((each) => referenceOf(each.fields, "CustomerRef") === own);
  const credit = open("CreditMemo").find((each) => referenceOf(each.fields, "CustomerRef") === own);
  if (act === "use credit" && credit !== undefined) {
    const used = Math.min(part, openBalance(credit));
    const lines = [
      [invoice.id, used],
      [credit.id, used, "CreditMemo"],
    ] as const;
    return ["payment", { ...paymentOf(customer, shape % 2, lines), ...header }];
  }
  if (act === "pay two" && second !== undefined) {
    const rest = Math.min(amount, openBalance(second));
    const lines = [
      [invoice.id, part],
      [second.id, rest],
    ] as const;
    return ["payment", { ...paymentOf(customer, amount * 2, lines), ...header }];
  }
  // One in three tries to pay more than is open, which is refused.
  const tried = shape % 3 === 0 ? amount : part;
  return ["payment", { ...paymentOf(customer, amount, [[invoice.id, tried]]), ...header }];
}

function changeCall(driver: ApiDriver, world: World, step: Step): [string, JsonObject] | undefined {
  // Documents of the seed say nothing of how other countries tax them.
  const all = salesOf(driver).filter(({ id }) => world === "us" || Number(id) > SEEDED_MAX);
  const record = chosen(all, step.pick);
  if (record === undefined) return undefined;
  const path = record.type.toLowerCase();
  const key = { Id: record.id, SyncToken: String(record.syncToken) };
  const sparse = { ...key, sparse: true };
  if (step.act === "void" || step.act === "delete") return [`${path}?operation=${step.act}`, key];
  if (step.act === "note") return [path, { ...sparse, PrivateNote: "changed" }];
  if (step.act === "move") {
    const customer = CUSTOMERS[step.shape % CUSTOMERS.length] ?? "1";
    return [
      path,
      { ...sparse, CustomerRef: { value: customer }, ...money(world, customer, step.shape) },
    ];
  }
  if (record.type === "Payment") return [path, { ...sparse, TotalAmt: step.cents / 100 }];
  const { Line = [] } = saleBody(world, "1", step);
  return [path, { ...sparse, Line }];
}

function chosen<T>(list: readonly T[], pick: number): T | undefined {
  return list[pick % Math.max(1, list.length)];
}

/** What the lines and the tax of a sale come to, in plain code. */
export function sumOfSale(fields: JsonObject): number {
  const cents = (value: unknown): number => Math.round(Number(value ?? 0) * 100);
  const isInside = fields["GlobalTaxCalculation"] === "TaxInclusive";
  let sum = isInside ? 0 : cents(objectOf(fields, "TxnTaxDetail")?.["TotalTax"]);
  for (const line of objectsOf(fields, "Line")) {
    const item = objectOf(line, "SalesItemLineDetail");
    const amount = isInside ? (item?.["TaxInclusiveAmt"] ?? line["Amount"]) : line["Amount"];
    if (line["DetailType"] === "SalesItemLineDetail") sum += cents(amount);
    if (line["DetailType"] === "DiscountLineDetail") sum -= cents(amount);
  }
  return sum / 100;
}
