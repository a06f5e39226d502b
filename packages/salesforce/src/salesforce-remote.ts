/** Salesforce as the engine sees it: the composition of this adapter's parts. */
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Http } from "@accord-sync/core/ports/http.ts";
import type { DailyUsage, Fingerprint, SalesforceRemote } from "@accord-sync/core/ports/remote.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import type { Observation, Sighting } from "@accord-sync/core/records/observation.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { createOrgApi, type OrgApi, unreadable } from "./api/org-api.ts";
import { listCaptured } from "./describe/captured-objects.ts";
import { TOPIC_DEFAULT } from "./fields.ts";
import { checkAccess } from "./describe/check-access.ts";
import { createDescribeCache } from "./describe/describe-cache.ts";
import { isRecordId, LINK_MARK_FIELD } from "./fields.ts";
import { isObject, type JsonObject, textOf } from "@accord-sync/core/json/lossless-json.ts";
import {
  type AnsweredAt,
  readObservation,
  readSighting,
  salesforceRef,
} from "./records/observe-record.ts";
import { madeBy, nameField, quoteText, selectRecords, selectSeen } from "./records/soql.ts";
import { queryTogether } from "./api/query-together.ts";
import { linkedByRow } from "./link-row.ts";
import { BULK_ABOVE_ROWS } from "./many/choose-writing.ts";
import { createManyRecords } from "./many/many-records.ts";
import { removals } from "./removals.ts";
import { sendWrite } from "./send-write.ts";
import { rewindSweep } from "./sweep/rewind-sweep.ts";
import { PAGE_ROWS, sweepOrg } from "./sweep/sweep-org.ts";
import { encodeWrite } from "./write-payload.ts";

/** Spring '26, the version of the sources of the Salesforce package. */
export const API_VERSION_DEFAULT = "66.0";
/** How we name ourselves to Salesforce; its change events repeat it (S-CLIENT). */
export const CLIENT_NAME_DEFAULT = "AccordSync";

const TIMEOUT_MS_DEFAULT = 30_000;
/** Bound of a look by name; more of one name than this is ambiguous anyway. */
const NAMESAKES_MAX = 10;
/** Of what we made about then without a mark, one page. */
const MADE_MAX = 2_000;
const NAMESAKES = `ORDER BY CreatedDate, Id LIMIT ${NAMESAKES_MAX}`;

export interface SalesforceRemoteOptions {
  /** 18 characters. */
  readonly orgId: string;
  /** The org's own address (My Domain), without a slash at the end. */
  readonly instanceUrl: string;
  readonly http: Http;
  readonly tokens: TokenSource;
  /** Default `66.0`. */
  readonly apiVersion?: string;
  /** Default `AccordSync`. */
  readonly client?: string;
  /** Where people open records; default: `instanceUrl`. */
  readonly pageUrlBase?: string;
  /** Milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
  /** Rows of a page of a sweep, 1 to 2,000; of products at most 1,000. Default 2,000. */
  readonly sweepRows?: number;
  /** More writes at once than this go as a bulk job, 1 or more. Default 2,000. */
  readonly bulkAbove?: number;
  /** The channel of change events. Default `/data/Accord_Sync__chn`. */
  readonly topic?: string;
}

export function createSalesforceRemote(options: SalesforceRemoteOptions): SalesforceRemote {
  const { orgId, instanceUrl, http, tokens } = options;
  const { apiVersion = API_VERSION_DEFAULT, client = CLIENT_NAME_DEFAULT } = options;
  const { topic = TOPIC_DEFAULT, sweepRows = PAGE_ROWS, bulkAbove = BULK_ABOVE_ROWS } = options;
  const { pageUrlBase = instanceUrl, timeoutMs = TIMEOUT_MS_DEFAULT } = options;
  let usage: DailyUsage | null = null;
  const onUsage = (told: DailyUsage) => {
    usage = told;
  };
  const place = { instanceUrl, apiVersion, client };
  const api = createOrgApi({ ...place, http, tokens, timeoutMs, onUsage });
  const describes = createDescribeCache(api);

  return {
    system: "salesforce",
    accountId: orgId,
    observe: (mapping, id, permit) => observe(api.through(permit), mapping, id),
    // The key is not part of it: creates are idempotent by the link mark, updates by their condition.
    encode: (write, _key) => encodeWrite(api, write),
    send: (mapping, payload, permit) => sendWrite(api.through(permit), mapping, payload),
    find: (mapping, fingerprint, permit) =>
      findByFingerprint(api.through(permit), mapping, fingerprint),
    sweep: (mappings, cursor, now, permit) =>
      sweepOrg({ api: api.through(permit), mappings, rows: sweepRows }, cursor, now),
    compareVersions: (left, right) => Date.parse(left) - Date.parse(right),
    pageUrl: (ref) => `${pageUrlBase}/lightning/r/${ref.type}/${encodeURIComponent(ref.id)}/view`,
    removals,
    findMatches: (mapping, name, linkMark) => {
      const byName = `${nameField(mapping)} = ${quoteText(name)}`;
      return linkMark === null
        ? select(api, mapping, `WHERE ${byName} ${NAMESAKES}`)
        : selectMarked(api, mapping, linkMark, `${byName} OR `);
    },
    describeOrg: () => describeOrg(api),
    dailyUsage: () => usage,
    listCaptured: () => listCaptured(api, topic),
    checkAccess: (mappings) => checkAccess(describes, mappings),
    rewindSweep,
    many: createManyRecords(api, bulkAbove),
  };
}

async function observe(api: OrgApi, mapping: Mapping, id: string): Promise<Result<Sighting>> {
  const ref = salesforceRef(mapping.salesforceType, id);
  // Anything else exists nowhere and need not be asked for.
  if (!isRecordId(id)) return succeed({ kind: "absent", ref });
  const statement = selectSeen(mapping, `WHERE Id = ${quoteText(id)}`);
  const answer = await api.query("queryAll", statement);
  if (!answer.ok) {
    // The one refusal that is about the record: an id that has the form of one and is none.
    return answer.error.code === "SF_NOT_FOUND" ? succeed({ kind: "absent", ref }) : answer;
  }
  const [row] = answer.value.rows;
  if (row === undefined) return succeed({ kind: "absent", ref });
  const sighting = readSighting(mapping, row, answer.value.answeredAt);
  return sighting === null ? fail(unreadableRow(mapping, { ...row, Id: id })) : succeed(sighting);
}

async function select(
  api: OrgApi,
  mapping: Mapping,
  clauses: string,
): Promise<Result<readonly Observation[]>> {
  const answer = await api.query("query", selectRecords(mapping, clauses));
  if (!answer.ok) return answer;
  const { rows, answeredAt } = answer.value;
  return readEach(mapping, rows, answeredAt);
}

/** One that cannot be read may be the very record that is looked for, so that the look fails, and names it. */
function readEach(
  mapping: Mapping,
  rows: readonly JsonObject[],
  answeredAt: AnsweredAt,
): Result<readonly Observation[]> {
  const found: Observation[] = [];
  for (const row of rows) {
    const observation = readObservation(mapping, row, answeredAt);
    if (observation === null) return fail(unreadableRow(mapping, row));
    found.push(observation);
  }
  return succeed(found);
}

function unreadableRow({ salesforceType: type }: Mapping, row: JsonObject): OperationalError {
  const id = textOf(row, "Id");
  if (id === null) return unreadable();
  return operationalError("RECORD_UNREADABLE", { system: "Salesforce", type, id });
}

/**
 * Records that carry the mark, themselves or by a row of a further company's link, and those that `others`
 * names besides. Two queries in one counted request: a subquery stands in no OR (D, SOQL semi-joins).
 */
async function selectMarked(
  api: OrgApi,
  mapping: Mapping,
  mark: string,
  others = "",
): Promise<Result<readonly Observation[]>> {
  const own = `WHERE (${others}${LINK_MARK_FIELD} = ${quoteText(mark)}) ${NAMESAKES}`;
  const byRow = `WHERE ${linkedByRow(mapping.salesforceType, mark)} ${NAMESAKES}`;
  const statements = [own, byRow].map((clauses) => selectRecords(mapping, clauses));
  const pages = await queryTogether(api, "query", statements);
  if (!pages.ok) {
    // A package from before further companies has no such object, and so no such row.
    const hasNoRows = /^INVALID_(?:TYPE|FIELD)$/.test(pages.error.vendor?.code ?? "");
    return hasNoRows ? select(api, mapping, own) : pages;
  }
  const found = new Map<string, Observation>();
  for (const { rows, answeredAt } of pages.value) {
    const read = readEach(mapping, rows, answeredAt);
    if (!read.ok) return read;
    for (const observation of read.value) found.set(observation.ref.id, observation);
  }
  return succeed([...found.values()].slice(0, NAMESAKES_MAX));
}

/** By the mark, which a create stores with the record; without one by name, or by who made it, and time of creation. */
function findByFingerprint(
  api: OrgApi,
  mapping: Mapping,
  fingerprint: Fingerprint,
): Promise<Result<readonly Observation[]>> {
  const { linkMark, name, createdFrom, createdTo, maker = null } = fingerprint;
  if (linkMark !== null) return selectMarked(api, mapping, linkMark);
  const window = `CreatedDate >= ${createdFrom} AND CreatedDate <= ${createdTo}`;
  const byName = `${nameField(mapping)} = ${quoteText(name)}`;
  const wide = maker === null ? byName : `(${byName} OR (${madeBy(maker)}))`;
  const most = maker === null ? NAMESAKES_MAX : MADE_MAX;
  return select(api, mapping, `WHERE ${wide} AND ${window} LIMIT ${most}`);
}

/** Two reads: who we are, and the org's name. */
async function describeOrg(
  api: OrgApi,
): Promise<Result<{ readonly name: string; readonly userId: string }>> {
  const identity = await api.get("/services/oauth2/userinfo");
  if (!identity.ok) return identity;
  const { body } = identity.value;
  const userId = isObject(body) ? textOf(body, "user_id") : null;
  if (userId === null) return fail(unreadable());
  const organisation = await api.query("query", "SELECT Id, Name FROM Organization LIMIT 1");
  if (!organisation.ok) return organisation;
  const [row] = organisation.value.rows;
  const name = row === undefined ? null : textOf(row, "Name");
  return name === null ? fail(unreadable()) : succeed({ name, userId });
}
