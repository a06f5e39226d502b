import { formatDate } from "../../../company-time.ts";
import { fault, type FaultError } from "../../../faults/api-fault.ts";
import { invalidEnumeration, missingParameter } from "../../../faults/fault-texts.ts";
import {
  employeeAndVendor,
  invalidHourlyRate,
  notEmployeeOrVendor,
} from "../../../faults/time-faults.ts";
import { billableWithoutCustomer } from "../../../faults/transaction-faults.ts";
import { numberOf, referenceOf, textOf, type JsonObject } from "../../../json/json-value.ts";
import type { StoredRecord } from "../../../store/stored-record.ts";
import type { Store } from "../../../store/store.ts";
import { listOf, operations, setOf, type Draft, type EntityDescriptor } from "../../descriptor.ts";
import { checkWorkedTime, dayOfStart, storedClock } from "./worked-time.ts";

/** Documented. */
const HOURLY_RATE_MAX = 99_999_999_999;

/**
 * Time that an employee or a vendor worked. Its ids have a sequence of their own (documented samples: 2 to
 * 6 where transactions of the day are 255 to 259). An invoice that links it makes it billed. Key order of
 * the schema, as recorded in 2014.
 */
export const TIME_ACTIVITY: EntityDescriptor = {
  type: "TimeActivity",
  operations: operations("create read query update delete"),
  counter: "timeActivity",
  updatesWhole: true,
  wireOrder: listOf(`
    TxnDate NameOf EmployeeRef VendorRef CustomerRef DepartmentRef ItemRef ClassRef PayrollItemRef
    ProjectRef BillableStatus Taxable HourlyRate CostRate Hours Minutes BreakHours BreakMinutes StartTime
    EndTime Description domain sparse Id SyncToken MetaData`),
  computed: setOf(""),
  readOnly: setOf("TimeActivityEx TimeChargeId"),
  isInChangeData: false,
  check: checkTimeActivity,
  prepare: ({ fields, existing }, { store, settings, now }) => {
    const { timeZone } = settings;
    const date = textOf(fields, "TxnDate") ?? dayOfStart(fields) ?? formatDate(now, timeZone);
    return {
      fields: {
        Taxable: false,
        ...fields,
        TxnDate: date,
        HourlyRate: rateOf(fields, store),
        BillableStatus: isBilled(existing)
          ? "HasBeenBilled"
          : (textOf(fields, "BillableStatus") ?? "NotBillable"),
        ...storedClock(fields, date, timeZone),
      },
    };
  },
  view: () => ({}),
  transaction: {
    txnType: () => "TimeActivity",
    linksOf: () => [],
    postings: () => [],
    whenLinked: (record) => {
      const status = textOf(record.fields, "BillableStatus");
      if (isBilled(record)) return { ...record.fields, BillableStatus: "HasBeenBilled" };
      const isFreed = status === "HasBeenBilled";
      return isFreed ? { ...record.fields, BillableStatus: "Billable" } : record.fields;
    },
  },
};

function checkTimeActivity({ fields, existing }: Draft, errors: FaultError[]): void {
  const nameOf = textOf(fields, "NameOf");
  const [employee, vendor] = ["EmployeeRef", "VendorRef"].map((ref) => referenceOf(fields, ref));
  if (nameOf === undefined) errors.push(missingParameter("NameOf"));
  else if (nameOf !== "Employee" && nameOf !== "Vendor") errors.push(notEmployeeOrVendor(nameOf));
  else if (employee !== undefined && vendor !== undefined) errors.push(employeeAndVendor(vendor));
  else if (referenceOf(fields, `${nameOf}Ref`) === undefined) {
    errors.push(missingParameter(`${nameOf}Ref`));
  }
  const status = textOf(fields, "BillableStatus");
  if (status === "HasBeenBilled" && !isBilled(existing)) {
    errors.push(invalidEnumeration("HAS_BEEN_BILLED"));
  }
  if (status === "Billable" && referenceOf(fields, "CustomerRef") === undefined) {
    errors.push(billableWithoutCustomer());
  }
  const rate = numberOf(fields, "HourlyRate") ?? 0;
  if (rate < 0 || rate > HOURLY_RATE_MAX) errors.push(invalidHourlyRate(String(rate)));
  checkWorkedTime(fields, errors);
}

function isBilled(record: StoredRecord | undefined): boolean {
  return (record?.linkedFrom ?? []).some(({ type }) => type === "Invoice");
}

/** What an hour costs the customer: as sent, else the item's price. Billable time must have a rate (6330). */
function rateOf(fields: JsonObject, store: Store): number {
  const sent = numberOf(fields, "HourlyRate");
  if (sent !== undefined) return sent;
  const item = store.record("Item", referenceOf(fields, "ItemRef") ?? "")?.fields ?? {};
  const isBillable = textOf(fields, "BillableStatus") === "Billable";
  const price = isBillable ? (numberOf(item, "UnitPrice") ?? 0) : 0;
  if (isBillable && price === 0) throw fault(invalidHourlyRate("null"));
  return price;
}
