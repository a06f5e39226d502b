/** QuickBooks as the engine sees it: the composition of this adapter's parts. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Http } from "@accord-sync/core/ports/http.ts";
import type { Fingerprint, Page, QuickbooksRemote } from "@accord-sync/core/ports/remote.ts";
import type { TokenSource } from "@accord-sync/core/ports/tokens.ts";
import type { Observation, Sighting } from "@accord-sync/core/records/observation.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { type CompanyApi, createCompanyApi } from "./api/company-api.ts";
import { describeCompany } from "./describe-company.ts";
import { directoryEntry } from "./directory.ts";
import { entityType } from "./entity-types.ts";
import { isObject } from "@accord-sync/core/json/lossless-json.ts";
import { pageUrl } from "./page-address.ts";
import { QUERY_ROWS_MAX, quoteText } from "./query/query-text.ts";
import { selectObservations, selectPage } from "./query/run-query.ts";
import { quickbooksRef, readSighting } from "./records/observe-record.ts";
import { removals } from "./removals.ts";
import { sweepCompany } from "./changes/sweep-company.ts";
import { encodeWrite, sendWrite } from "./write-record.ts";

export const PRODUCTION_URL = "https://quickbooks.api.intuit.com";
export const SANDBOX_URL = "https://sandbox-quickbooks.api.intuit.com";
export const PRODUCTION_APP_URL = "https://qbo.intuit.com";

/** QuickBooks gives a request 120 seconds; waiting longer than this for one answer holds up a lane. */
const TIMEOUT_MS_DEFAULT = 30_000;

export interface QuickbooksRemoteOptions {
  readonly realmId: string;
  /** Address of the API, without a slash at the end, for example `PRODUCTION_URL`. */
  readonly baseUrl: string;
  /** Address of QuickBooks' own pages, for people, without a slash at the end. */
  readonly appUrl: string;
  readonly http: Http;
  readonly tokens: TokenSource;
  /** Rows of a directory or filter page, 1 to 1000. Default 1000: fewer pages cost fewer metered calls. */
  readonly pageSize?: number;
  /** Objects that make an answer of change data full. Default: what is documented, 1000. */
  readonly changeObjectsMax?: number;
  /** Milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
}

export function createQuickbooksRemote(options: QuickbooksRemoteOptions): QuickbooksRemote {
  const { realmId, baseUrl, appUrl, http, tokens } = options;
  const {
    pageSize: rows = QUERY_ROWS_MAX,
    timeoutMs = TIMEOUT_MS_DEFAULT,
    changeObjectsMax,
  } = options;
  const full = changeObjectsMax === undefined ? { rows } : { rows, objectsMax: changeObjectsMax };
  const api = createCompanyApi({ realmId, baseUrl, http, tokens, timeoutMs });

  return {
    system: "quickbooks",
    accountId: realmId,
    observe: (mapping, id, permit) => observe(api.through(permit), mapping, id),
    encode: (write, key) => encodeWrite(realmId, write, key),
    send: (mapping, payload, permit) => sendWrite(api.through(permit), mapping, payload),
    find: (mapping, fingerprint, permit) => find(api.through(permit), mapping, fingerprint),
    sweep: (mappings, cursor, now, permit) =>
      sweepCompany({ api: api.through(permit), mappings, ...full, now }, cursor),
    compareVersions: (left, right) => Number(left) - Number(right),
    pageUrl: (ref) => pageUrl(appUrl, ref),
    removals,
    async listDirectory(type, from, permit) {
      const page = await selectPage(api.through(permit), null, { type, where: [] }, { from, rows });
      if (!page.ok) return page;
      return succeed({ ...page.value, items: page.value.items.map(directoryEntry) });
    },
    directoryEntry,
    select: (mapping, filter, from, permit) =>
      selectPage(
        api.through(permit),
        mapping,
        { type: mapping.quickbooksType, where: filter === "" ? [] : [filter] },
        { from, rows },
      ),
    describeCompany: (permit) => describeCompany(api.through(permit)),
  };
}

async function observe(api: CompanyApi, mapping: Mapping, id: string): Promise<Result<Sighting>> {
  const type = mapping.quickbooksType;
  const ref = quickbooksRef(type, id);
  // Ids are whole numbers; anything else exists nowhere and need not be asked for.
  if (!/^\d{1,20}$/.test(id)) return succeed({ kind: "absent", ref });
  const answer = await api.get(`${type.toLowerCase()}/${id}`, {}, { type, id, name: "" });
  if (!answer.ok) {
    return answer.error.code === "QBO_NOT_FOUND" ? succeed({ kind: "absent", ref }) : answer;
  }
  const record = answer.value[type];
  if (!isObject(record)) {
    return fail(operationalError("REMOTE_ANSWER_UNREADABLE", { system: "QuickBooks" }));
  }
  const sighting = readSighting(type, mapping, record);
  return sighting === null
    ? fail(operationalError("RECORD_UNREADABLE", { system: "QuickBooks", type, id }))
    : succeed(sighting);
}

/** By name, also as it would read if somebody has deactivated the record since, and by time of creation. */
async function find(
  api: CompanyApi,
  mapping: Mapping,
  fingerprint: Fingerprint,
): Promise<Result<readonly Observation[]>> {
  const { type, name, createdFrom, createdTo, isChanged = false } = fingerprint;
  const made = [
    `MetaData.CreateTime >= ${quoteText(createdFrom)}`,
    `MetaData.CreateTime <= ${quoteText(createdTo)}`,
  ];
  if (isChanged) return findChanged(api, mapping, { type, where: made });
  const property = entityType(type).nameProperty;
  const names = [name, `${name} (deleted)`].map(quoteText).join(", ");
  return selectObservations(api, mapping, { type, where: [`${property} IN (${names})`, ...made] });
}

/** The version of a record that nobody changed since it was made. */
const FIRST_VERSION = "0";

async function findChanged(
  api: CompanyApi,
  mapping: Mapping,
  selection: { readonly type: string; readonly where: readonly string[] },
): Promise<Result<readonly Observation[]>> {
  const found: Observation[] = [];
  let from: string | null = null;
  do {
    const page: Result<Page<Observation>> = await selectPage(api, mapping, selection, {
      from,
      rows: QUERY_ROWS_MAX,
    });
    if (!page.ok) return page;
    found.push(...page.value.items);
    from = page.value.next;
  } while (from !== null);
  return succeed(found.filter(({ version }) => version !== FIRST_VERSION));
}
