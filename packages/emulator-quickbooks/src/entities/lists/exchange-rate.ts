import { formatDate, isDay } from "../../company-time.ts";
import { fault, type FaultError } from "../../faults/api-fault.ts";
import { unreadableDate, missingParameter, staleObject } from "../../faults/fault-texts.ts";
import { unsupportedOperation } from "../../faults/service-faults.ts";
import {
  dateOutOfRange,
  invalidCurrency,
  multiCurrencyIsOff,
  numberOutOfRange,
} from "../../faults/list-faults.ts";
import { numberOf, textOf, type JsonObject } from "../../json/json-value.ts";
import {
  EXCHANGE_RATE_CARRIES_FORWARD,
  UNDOCUMENTED_SPARSE_IS_REFUSED,
} from "../../not-evidenced.ts";
import type { StoredRecord } from "../../store/stored-record.ts";
import { normalise, throwCollected } from "../../write/normalise.ts";
import { rateRecordOn } from "../currencies.ts";
import {
  listOf,
  operations,
  setOf,
  type EntityDescriptor,
  type ReadContext,
  type WriteContext,
} from "../descriptor.ts";
import { isCompanyCurrency } from "./currency-codes.ts";
import { marketRate } from "./market-rates.ts";

/** Rates are kept this long (release notes of April 2026). */
const HISTORY_YEARS = 3;

/**
 * Home units for one unit of a currency, day by day. There is no Id: a rate is named by its currency
 * and day, read at `/exchangerate?sourcecurrencycode=&asofdate=` and set by a POST (documented).
 */
export const EXCHANGE_RATE: EntityDescriptor = {
  type: "ExchangeRate",
  operations: operations("read query update"),
  updatesWhole: true,
  counter: "exchangeRate",
  wireOrder: listOf(
    "SourceCurrencyCode TargetCurrencyCode Rate AsOfDate domain sparse SyncToken MetaData",
  ),
  computed: setOf(""),
  readOnly: setOf(""),
  isInChangeData: true,
  check: () => {},
  prepare: (draft) => ({ fields: draft.fields }),
  view: () => ({}),
  write: setRate,
  readAt: rateAt,
  rowsFor: ratesOfDay,
  finish: withoutId,
};

/** The documented body has no Id and no CreateTime. */
function withoutId({ Id: _id, MetaData, ...shown }: JsonObject): JsonObject {
  const updated = textOf((MetaData ?? {}) as JsonObject, "LastUpdatedTime");
  return { ...shown, MetaData: { LastUpdatedTime: updated ?? "" } };
}

/** A query for one day answers each currency's rate of that day, set on it or carried forward. */
function ratesOfDay(
  wanted: ReadonlyMap<string, string>,
  context: ReadContext,
): readonly StoredRecord[] | undefined {
  const day = wanted.get("asofdate");
  if (day === undefined || !isDay(day) || day < historyStart(context)) return undefined;
  return [...context.store.records("CompanyCurrency")]
    .filter(({ fields }) => fields["Active"] !== false)
    .flatMap(({ fields }) => {
      const found = rateRecordOn(context.store, textOf(fields, "Code") ?? "", day);
      return found === undefined ? [] : [asOf(found, day)];
    });
}

/** A rate that was set earlier, as the rate of a later day. */
function asOf(record: StoredRecord, day: string): StoredRecord {
  return EXCHANGE_RATE_CARRIES_FORWARD
    ? { ...record, fields: { ...record.fields, AsOfDate: day } }
    : record;
}

/** The rate of a day, today unless told: as set for it, else as last set before it. */
function rateAt(query: URLSearchParams, context: ReadContext): StoredRecord {
  const { store, profile, settings, now } = context;
  const code = (query.get("sourcecurrencycode") ?? "").toUpperCase();
  const day = query.get("asofdate") ?? formatDate(now, settings.timeZone);
  if (code === "") throw fault(missingParameter("sourcecurrencycode"));
  if (!isDay(day)) throw fault(unreadableDate("asofdate", day));
  if (!profile.isMultiCurrency) throw fault(multiCurrencyIsOff());
  const isHome = code === profile.homeCurrency;
  if (!isHome && !isCompanyCurrency(store, code)) throw fault(invalidCurrency(code));
  if (day < historyStart(context)) throw fault(dateOutOfRange("asofdate"));
  const found = rateRecordOn(store, code, day);
  if (found === undefined || isHome) return newRate(code, day, isHome ? 1 : 0, context);
  return asOf(found, day);
}

/** Sets the rate of a day. A source that is the home currency is refused (documented). */
function setRate(body: JsonObject, context: WriteContext): StoredRecord {
  const errors: FaultError[] = [];
  const shape = normalise("ExchangeRate", body, errors);
  const { store, profile, settings } = context;
  if (shape["sparse"] === true && UNDOCUMENTED_SPARSE_IS_REFUSED) {
    throw fault(unsupportedOperation("SparseUpdate"));
  }
  for (const name of ["SourceCurrencyCode", "Rate", "AsOfDate"]) {
    if (shape[name] === undefined || shape[name] === null) errors.push(missingParameter(name));
  }
  const rate = numberOf(shape, "Rate");
  if (rate !== undefined && rate <= 0) errors.push(numberOutOfRange("Rate", rate));
  throwCollected(errors);
  if (!profile.isMultiCurrency) throw fault(multiCurrencyIsOff());
  const code = (textOf(shape, "SourceCurrencyCode") ?? "").toUpperCase();
  const target = textOf(shape, "TargetCurrencyCode") ?? profile.homeCurrency;
  if (target !== profile.homeCurrency) throw fault(invalidCurrency(target));
  if (code === target || !isCompanyCurrency(store, code)) throw fault(invalidCurrency(code));
  const day = textOf(shape, "AsOfDate") ?? "";
  const existing = store.record("ExchangeRate", `${code}/${day}`);
  const token = textOf(shape, "SyncToken");
  if (existing !== undefined && token !== undefined && token !== String(existing.syncToken)) {
    throw fault(staleObject(settings.userName));
  }
  const record = newRate(code, day, rate ?? 0, context);
  const stored =
    existing === undefined
      ? record
      : { ...record, syncToken: existing.syncToken + 1, createdAt: existing.createdAt };
  store.putRecord(stored);
  return stored;
}

/** A currency that is new to the company starts with the market's rate for all its history. */
export function plantMarketRate(code: string, context: WriteContext): void {
  const { store, profile } = context;
  if (store.indexes.find(`rate:${code}`).length > 0) return;
  const rate = marketRate(code, profile.homeCurrency);
  store.putRecord(newRate(code, historyStart(context), rate, context));
}

function newRate(
  code: string,
  day: string,
  rate: number,
  { now, profile }: Pick<WriteContext, "now" | "profile">,
): StoredRecord {
  return {
    type: "ExchangeRate",
    id: `${code}/${day}`,
    syncToken: 0,
    createdAt: now,
    updatedAt: now,
    fields: {
      SourceCurrencyCode: code,
      TargetCurrencyCode: profile.homeCurrency,
      Rate: rate,
      AsOfDate: day,
    },
  };
}

/** `YYYY-MM-DD`, three years before today; the last day of February stands in for the 29th. */
function historyStart({ now, settings }: Pick<ReadContext, "now" | "settings">): string {
  const today = formatDate(now, settings.timeZone);
  const day = today.slice(4) === "-02-29" ? "-02-28" : today.slice(4);
  return `${Number(today.slice(0, 4)) - HISTORY_YEARS}${day}`;
}
