import { refuse } from "../../api-error.ts";
import { PERSON_ACCOUNT_ERRORS } from "../../not-evidenced.ts";
import { setupId } from "../../access/setup-ids.ts";
import { PERSON_RECORD_TYPE } from "../../schema/features.ts";
import type { RecordType } from "../../schema/types.ts";
import type { Scalar } from "../../store/document-store.ts";
import { toApiTime } from "../../times.ts";
import type { DmlContext } from "../context.ts";
import { liveRow, type Row } from "../../store/row.ts";
import type { ObjectRules } from "./rule.ts";

/** Accounts, contacts, and people as accounts: an account and a contact that are one (D: "Person Accounts"). */

export const accountRules: ObjectRules = {
  beforeSave: (context, row, before) => {
    const settled = context.schema.features.personAccounts ? asPerson(context, row, before) : row;
    const isMoved = settled["ParentId"] !== before?.["ParentId"];
    if (isMoved && isAbove(context, settled["Id"], settled["ParentId"])) throw circular();
    return settled;
  },
  afterSave: (context, row) => {
    if (row["IsPersonAccount"] === true) savePersonContact(context, row);
  },
  /** Closed won opportunities keep their account (S, recorded answers). */
  beforeDelete: (context, row) => {
    const won = [...context.store.lookup("Opportunity", "AccountId", row["Id"])]
      .map((id) => liveRow(context.store, "Opportunity", id))
      .filter((each) => each?.["IsWon"] === true)
      .map((each) => String(each?.["Name"]));
    if (won.length === 0) return;
    const message = `Your attempt to delete ${String(row["Name"])} could not be completed because some opportunities in that account were closed won. The opportunities that could not be deleted are shown below.: ${won.join(", ")}\n`;
    throw refuse(400, "DELETE_FAILED", message, []);
  },
};

/** Whether an account is another one, or stands above it. Ends also where a seed made a circle. */
export function isAbove(context: Pick<DmlContext, "store">, id: unknown, from: unknown): boolean {
  const seen = new Set<unknown>();
  let next = from;
  while (typeof next === "string" && !seen.has(next)) {
    if (next === id) return true;
    seen.add(next);
    next = liveRow(context.store, "Account", next)?.["ParentId"];
  }
  return false;
}

const circular = () =>
  refuse(400, "CIRCULAR_DEPENDENCY", "attempt to violate hierarchy constraints", ["ParentId"]);

const NAME_PARTS = ["FirstName", "MiddleName", "LastName", "Suffix"];

/** First, middle and last name and suffix, as far as there are any. */
function fullName(row: Row): string | null {
  const parts = NAME_PARTS.map((name) => row[name]).filter((part) => typeof part === "string");
  return parts.length === 0 ? null : parts.join(" ");
}

/**
 * An account with a last name, or with the record type of people, is a person: its name is made of the parts.
 * It cannot become another kind. Each account of such an org has a record type (D: "Person Accounts").
 */
function asPerson(context: DmlContext, row: Row, before: Row | undefined): Row {
  const types = context.schema.object("Account")?.recordTypes ?? [];
  const idOf = (type: RecordType | undefined): string | null =>
    type === undefined ? null : setupId("012", `Account.${type.developerName}`);
  const personType = idOf(PERSON_RECORD_TYPE);
  const isNewPerson = (row["LastName"] ?? null) !== null || row["RecordTypeId"] === personType;
  const isPerson = before === undefined ? isNewPerson : before["IsPersonAccount"] === true;
  const hasNew = (name: string): boolean =>
    (row[name] ?? null) !== null && row[name] !== before?.[name];
  const wrong = (isPerson ? ["Name"] : NAME_PARTS).filter(hasNew);
  if (wrong.length > 0) throw badNames(wrong);
  if (!isPerson) {
    const company = types.find((each) => each.active && each !== PERSON_RECORD_TYPE);
    return before === undefined
      ? { ...row, RecordTypeId: row["RecordTypeId"] ?? idOf(company) }
      : row;
  }
  if ((row["LastName"] ?? null) === null) {
    throw refuse(400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]", [
      "LastName",
    ]);
  }
  if ((row["ParentId"] ?? null) !== null) {
    throw refuse(400, "INVALID_FIELD_FOR_INSERT_UPDATE", PERSON_ACCOUNT_ERRORS.parent, [
      "ParentId",
    ]);
  }
  return {
    ...row,
    IsPersonAccount: true,
    PersonContactId: before?.["PersonContactId"] ?? context.ids.record("003"),
    RecordTypeId: row["RecordTypeId"] ?? personType,
    Name: fullName(row),
  };
}

/** The name of a company given to a person, or parts of a name to a company (S, recorded answers). */
function badNames(fields: readonly string[]): Error {
  const message = `Account: bad field names on insert/update call: ${fields.join(", ")}`;
  return refuse(400, "INVALID_FIELD_FOR_INSERT_UPDATE", message, fields);
}

/** The fields by which the account and its contact are the same person. */
const SHARED = ["FirstName", "LastName", "MiddleName", "Suffix", "Salutation", "Phone", "OwnerId"];

/** Keeps the contact of a person account as the account says. */
function savePersonContact(context: DmlContext, row: Row): void {
  const contact = context.schema.object("Contact");
  const id = String(row["PersonContactId"]);
  if (contact === undefined) return;
  const values: Record<string, Scalar> = {};
  for (const { name } of contact.fields) {
    const source = SHARED.includes(name) ? name : `Person${name.replace(/__c$/, "__pc")}`;
    if (Object.hasOwn(row, source) && name !== "Id") values[name] = row[source] ?? null;
  }
  const known = context.store.get("Contact", id) as Row | undefined;
  const time = toApiTime(context.now);
  context.store.put("Contact", id, {
    ...(known ?? { CreatedDate: time, CreatedById: context.actor.userId }),
    ...values,
    Id: id,
    Name: row["Name"] ?? null,
    AccountId: row["Id"] ?? null,
    IsDeleted: false,
    IsPersonAccount: true,
    LastModifiedDate: row["LastModifiedDate"] ?? null,
    LastModifiedById: row["LastModifiedById"] ?? null,
    SystemModstamp: row["SystemModstamp"] ?? null,
  });
}

export const contactRules: ObjectRules = {
  beforeSave: (_context, row, before) => {
    if (before?.["IsPersonAccount"] === true) {
      const message = PERSON_ACCOUNT_ERRORS.contactOfPerson;
      throw refuse(400, "INVALID_PERSON_ACCOUNT_OPERATION", message, []);
    }
    return { ...row, Name: fullName(row) };
  },
  beforeDelete: (_context, row) => {
    if (row["IsPersonAccount"] !== true) return;
    const message = PERSON_ACCOUNT_ERRORS.contactOfPerson;
    throw refuse(400, "INVALID_PERSON_ACCOUNT_OPERATION", message, []);
  },
};
