import { refuse } from "../../api-error.ts";
import { PERSON_ACCOUNT_ERRORS } from "../../not-evidenced.ts";
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

/** First, middle and last name and suffix, as far as there are any. */
function fullName(row: Row): string | null {
  const parts = ["FirstName", "MiddleName", "LastName", "Suffix"]
    .map((name) => row[name])
    .filter((part) => typeof part === "string");
  return parts.length === 0 ? null : parts.join(" ");
}

/** An account with a last name is a person: its name is made of the parts. It cannot become another kind. */
function asPerson(context: DmlContext, row: Row, before: Row | undefined): Row {
  const isPerson =
    before === undefined ? (row["LastName"] ?? null) !== null : before["IsPersonAccount"] === true;
  if (!isPerson) {
    if ((row["LastName"] ?? null) === null && (row["FirstName"] ?? null) === null) return row;
    throw refuse(400, "INVALID_FIELD_FOR_INSERT_UPDATE", PERSON_ACCOUNT_ERRORS.nameOfBusiness, [
      "LastName",
    ]);
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
  const contactId = before?.["PersonContactId"] ?? context.ids.record("003");
  return { ...row, IsPersonAccount: true, PersonContactId: contactId, Name: fullName(row) };
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
