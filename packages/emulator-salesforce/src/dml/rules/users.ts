import { refuse } from "../../api-error.ts";
import { DUPLICATE_USERNAME_TEXT } from "../../not-evidenced.ts";
import type { DmlContext } from "../context.ts";
import { liveRow, type Row } from "../../store/row.ts";
import { checkRequired } from "../check-fields.ts";
import type { ObjectRules } from "./rule.ts";

/** Users: what a new one must tell, its name, and user names that nobody else has (D: object reference, User). */

/** Required of a new user beside what every row of the object has. */
const REQUIRED = [
  "TimeZoneSidKey",
  "LocaleSidKey",
  "EmailEncodingKey",
  "ProfileId",
  "LanguageLocaleKey",
] as const;

export const userRules: ObjectRules = {
  beforeSave: (context, row, before) => {
    if (before === undefined) checkNewUser(context, row);
    checkUsername(context, row);
    const name = [row["FirstName"], row["LastName"]].filter((part) => typeof part === "string");
    const nickname = String(row["Username"] ?? "").split("@")[0] ?? "";
    return {
      ...row,
      Name: name.join(" "),
      UserType: row["UserType"] ?? "Standard",
      CommunityNickname: row["CommunityNickname"] ?? nickname.slice(0, 40),
    };
  },
};

/** A permission set is assigned once; the answer names neither field nor row (S, recorded answers). */
export const assignmentRules: ObjectRules = {
  beforeSave: (context, row) => {
    const assigned = context.store.lookup(
      "PermissionSetAssignment",
      "AssigneeId",
      row["AssigneeId"],
    );
    for (const id of assigned) {
      const other = liveRow(context.store, "PermissionSetAssignment", id);
      if (id === row["Id"] || other?.["PermissionSetId"] !== row["PermissionSetId"]) continue;
      const message =
        "duplicate value found: <unknown> duplicates value on record with id: <unknown>";
      throw refuse(400, "DUPLICATE_VALUE", message, []);
    }
    return row;
  },
};

function checkNewUser(context: DmlContext, row: Row): void {
  const fields = context.schema.object("User")?.fields ?? [];
  const always = fields.filter((each) => !each.nillable && each.createable);
  const more = fields.filter((each) => REQUIRED.some((name) => name === each.name));
  checkRequired([...always, ...more], row);
}

/** A user name has the form of an e-mail address and is given once. */
function checkUsername(context: DmlContext, row: Row): void {
  const username = row["Username"] ?? null;
  if (typeof username !== "string") return;
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(username)) {
    throw refuse(400, "INVALID_EMAIL_ADDRESS", `Username: invalid email address: ${username}`, [
      "Username",
    ]);
  }
  const index = context.store.keyIndex("User", "username", (user) => [String(user["Username"])]);
  if ([...index.find(username)].every((id) => id === row["Id"])) return;
  throw refuse(400, "DUPLICATE_USERNAME", DUPLICATE_USERNAME_TEXT, ["Username"]);
}

/** Nothing is given to a user who has left (S, recorded answers). */
export function checkOwner(
  context: DmlContext,
  objectName: string,
  row: Row,
  before: Row | undefined,
): void {
  const owner = row["OwnerId"];
  if (typeof owner !== "string" || owner === before?.["OwnerId"]) return;
  if (liveRow(context.store, "User", owner)?.["IsActive"] !== false) return;
  const message = `operation performed with inactive user [${owner.slice(0, 15)}] as owner of ${objectName.toLowerCase()}`;
  throw refuse(400, "INACTIVE_OWNER_OR_USER", message, []);
}
