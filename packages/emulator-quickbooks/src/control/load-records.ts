import { formatSeconds } from "../company-time.ts";
import type { Company } from "../company.ts";
import {
  bodyText,
  jsonAnswer,
  type EmulatorAnswer,
  type EmulatorRequest,
} from "../emulator-request.ts";
import type { EntityDescriptor } from "../entities/descriptor.ts";
import { exactDescriptor } from "../entities/registry.ts";
import { UnbalancedBooks } from "../entities/transactions/book.ts";
import { ApiFault, type FaultError } from "../faults/api-fault.ts";
import { isList, isObject, textOf, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { plant, toRecord } from "../seed/plant-record.ts";
import { isTransactionType } from "../store/stored-record.ts";
import { checkReferences } from "../write/check-references.ts";
import { contentOf } from "../write/merge-draft.ts";
import { normalise, parseBody, throwCollected } from "../write/normalise.ts";

/** What a test may leave out: a record that has just been made. */
const IDENTITY = { SyncToken: "0", domain: "QBO", sparse: false } as const;

/**
 * `POST /_emulator/records` with `{"Customer": [{"Id": "900", "DisplayName": "Amy"}], "Invoice": […]}`:
 * puts records into the company as the API shows them, with their ids, versions and times, in the place of
 * those with the same id. All of them or none; no webhook tells of it. Balances and links follow from the
 * records. Answers how many, or 400 with a sentence.
 */
export function loadRecords(
  request: EmulatorRequest,
  company: Company,
  now: number,
): EmulatorAnswer {
  const { store } = company;
  let place = "";
  try {
    const records = readRecords(parseBody(bodyText(request) ?? ""));
    store.transact(() => {
      for (const { descriptor, shown } of records) {
        place = `${descriptor.type} ${textOf(shown, "Id") ?? "without Id"}: `;
        load(descriptor, shown, company, now);
      }
    });
    return jsonAnswer(200, { loaded: records.length });
  } catch (error) {
    const problem = sentence(error);
    if (problem === undefined) throw error;
    return jsonAnswer(400, { error: `${place}${problem}` });
  }
}

/** Something that the caller can mend; undefined for a bug of the emulator. */
class BadRecords extends Error {}

interface Loading {
  readonly descriptor: EntityDescriptor;
  readonly shown: JsonObject;
}

/** Lists before the transactions that name them, each in the order given. */
function readRecords(body: JsonObject): Loading[] {
  const all = Object.entries(body).flatMap(([type, value]) => {
    const descriptor = exactDescriptor(type);
    if (descriptor === undefined || type === "Attachable") {
      throw new BadRecords(`"${type}" is no record type that can be loaded`);
    }
    return shownRecords(type, value).map((shown) => ({ descriptor, shown }));
  });
  const isLater = ({ descriptor }: Loading): boolean => isTransactionType(descriptor.type);
  return [...all.filter((each) => !isLater(each)), ...all.filter(isLater)];
}

function shownRecords(type: string, value: JsonValue): JsonObject[] {
  if (!isList(value)) throw new BadRecords(`"${type}" must be a list of records`);
  return value.map((each) => {
    if (!isObject(each)) throw new BadRecords(`"${type}" must be a list of records`);
    return each;
  });
}

function load(
  descriptor: EntityDescriptor,
  given: JsonObject,
  company: Company,
  now: number,
): void {
  const { store, settings } = company;
  const time = formatSeconds(now, settings.timeZone);
  const MetaData = { CreateTime: time, LastUpdatedTime: time };
  const errors: FaultError[] = [];
  const shown = { MetaData, ...IDENTITY, ...normalise(descriptor.type, given, errors) };
  throwCollected(errors);
  const id = textOf(shown, "Id") ?? "";
  if (!/^\d{1,15}$/.test(id)) throw new BadRecords("Id must be a number written as text");
  if (!/^\d{1,9}$/.test(textOf(shown, "SyncToken") ?? "")) {
    throw new BadRecords("SyncToken must be a number written as text");
  }
  checkReferences(descriptor.type, contentOf(shown, descriptor), store);
  plant(toRecord(descriptor.type, shown), store);
  const next = store.state("counter", descriptor.counter) ?? 0;
  if (Number(id) > next) store.putState("counter", descriptor.counter, Number(id));
}

function sentence(error: unknown): string | undefined {
  if (error instanceof BadRecords) return error.message;
  if (error instanceof UnbalancedBooks) return "its lines, tax and totals do not add up";
  return error instanceof ApiFault ? error.errors.map(({ detail }) => detail).join(" ") : undefined;
}
