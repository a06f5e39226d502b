import { ApiError, refuse } from "../../api-error.ts";
import type { DmlContext } from "../../dml/context.ts";
import { emptyBin } from "../../dml/delete-rows.ts";
import { mergeRows } from "../../dml/merge-rows.ts";
import { undeleteRow } from "../../dml/undelete-rows.ts";
import type { Org } from "../../org.ts";
import { parseRecordId } from "../../store/record-id.ts";
import { elementOf, isElement, listOf, type SoapElement, type SoapValue } from "./envelope.ts";

/** What the SOAP API can do and REST cannot (D, SOAP API: merge, undelete, emptyRecycleBin, …). */

/** An operation's surroundings. */
export interface SoapWorld {
  readonly org: Org;
  readonly dml: DmlContext;
}

type Operation = (world: SoapWorld, message: SoapElement) => SoapValue;

/** Ids of one undelete or one emptying of the bin; merges of one call. */
const IDS_MAX = 200;
const MERGES_MAX = 10;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  merge,
  undelete,
  emptyRecycleBin,
  getServerTimestamp: ({ dml }) => ({ timestamp: new Date(dml.now).toISOString() }),
  getUserInfo,
  describeTabs,
};

/** The operation of that name; undefined when the platform knows it and the emulator does not. */
export function operationNamed(name: string): Operation | undefined {
  return Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
}

/** Runs one row of a call; a refused one says why and leaves nothing behind. */
function rowResult(
  { org }: SoapWorld,
  change: () => Readonly<Record<string, SoapValue>>,
): SoapValue {
  const savepoint = org.store.savepoint();
  try {
    return { ...change(), success: true };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    org.store.rollbackTo(savepoint);
    const errors = error.items.map((item) => ({
      fields: item.fields ?? [],
      message: item.message,
      statusCode: item.errorCode,
    }));
    return { errors, success: false };
  }
}

/**
 * Up to ten merges, each of a master and one or two others; each stands or falls alone. The WSDL calls
 * them `request`, jsforce `mergeRequests`.
 */
function merge(world: SoapWorld, message: SoapElement): SoapValue {
  const requests = [...listOf(message, "request"), ...listOf(message, "mergeRequests")];
  limit(requests, MERGES_MAX);
  return requests.map((request) =>
    rowResult(world, () => {
      const given = isElement(request) ? request : {};
      const { type, Id, fieldsToNull, ...fields } = elementOf(given, "masterRecord");
      const emptied = listOf({ fieldsToNull }, "fieldsToNull").map((name) => [String(name), null]);
      const values = { ...fields, ...Object.fromEntries(emptied) };
      const loserIds = listOf(given, "recordToMergeIds").map(String);
      const objectName = typeof type === "string" ? type : "";
      const masterId = typeof Id === "string" ? Id : "";
      return { ...mergeRows(world.dml, objectName, { masterId, loserIds, values }) };
    }),
  );
}

/** Brings rows back from the bin, each by itself. */
function undelete(world: SoapWorld, message: SoapElement): SoapValue {
  return idsOf(message).map((text) =>
    rowResult(world, () => {
      const id = checkedId(text);
      const object = world.org.schema.objectOfId(id);
      if (object === undefined) throw noSuchRow();
      undeleteRow(world.dml, object.name, id);
      return { id };
    }),
  );
}

/** Erases rows of the bin, with those that were deleted along with them. */
function emptyRecycleBin(world: SoapWorld, message: SoapElement): SoapValue {
  return idsOf(message).map((text) =>
    rowResult(world, () => {
      const id = checkedId(text);
      emptyBin(world.dml, id);
      return { id };
    }),
  );
}

/** The `ids` of a message. @throws LIMIT_EXCEEDED */
function idsOf(message: SoapElement): readonly string[] {
  const ids = listOf(message, "ids").map(String);
  limit(ids, IDS_MAX);
  return ids;
}

function limit(list: readonly unknown[], countMax: number): void {
  if (list.length <= countMax) return;
  const message = `record limit reached. cannot submit more than ${countMax} records into this call`;
  throw refuse(400, "EXCEEDED_ID_LIMIT", message);
}

function checkedId(text: string): string {
  const id = parseRecordId(text);
  if (id === undefined) throw refuse(400, "MALFORMED_ID", `malformed id ${text}`, []);
  return id;
}

const noSuchRow = () =>
  refuse(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", []);

/** Who is signed in, and the settings of the org that clients format by. */
function getUserInfo({ org, dml }: SoapWorld): SoapValue {
  const { organizationId } = org.settings;
  const user = org.store.get("User", dml.actor.userId) ?? {};
  const organization = org.store.get("Organization", organizationId) ?? {};
  const text = (row: Readonly<Record<string, unknown>>, name: string): string | null => {
    const value = row[name];
    return typeof value === "string" ? value : null;
  };
  return {
    accessibilityMode: false,
    currencySymbol: null,
    orgDefaultCurrencyIsoCode: text(organization, "DefaultCurrencyIsoCode"),
    orgHasPersonAccounts: org.schema.object("Account")?.field("IsPersonAccount") !== undefined,
    organizationId,
    organizationMultiCurrency: org.schema.object("Account")?.field("CurrencyIsoCode") !== undefined,
    organizationName: text(organization, "Name"),
    profileId: text(user, "ProfileId"),
    roleId: text(user, "UserRoleId"),
    sessionSecondsValid: Math.floor(org.settings.sessionIdleMs / 1000),
    userDefaultCurrencyIsoCode: text(user, "DefaultCurrencyIsoCode"),
    userEmail: text(user, "Email"),
    userFullName: text(user, "Name"),
    userId: dml.actor.userId,
    userLanguage: text(user, "LanguageLocaleKey"),
    userLocale: text(user, "LocaleSidKey"),
    userName: text(user, "Username"),
    userTimeZone: text(user, "TimeZoneSidKey"),
    userType: "Standard",
  };
}

/** One app with a tab for each object that people work with. */
function describeTabs({ org }: SoapWorld): SoapValue {
  const { instanceUrl } = org.settings;
  const tabs = org.schema.objects
    .filter((object) => object.writable && object.platformEvent === undefined)
    .map((object) => ({
      custom: object.custom,
      label: object.labelPlural,
      name: object.custom ? object.name : `standard-${object.name}`,
      sobjectName: object.name,
      url: `${instanceUrl}/lightning/o/${object.name}/list`,
    }));
  return [{ label: "All Tabs", logoUrl: "", namespace: null, selected: true, tabs }];
}
