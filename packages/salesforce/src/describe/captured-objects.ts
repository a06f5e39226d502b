/** Which objects the channel tells changes of: an org selects five, and the rest is polled. */
import {
  objectsOf,
  isObject,
  type JsonObject,
  textOf,
} from "@accord-sync/core/json/lossless-json.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { type OrgApi, queryPath, unreadable } from "../api/org-api.ts";
import { classifyRefusal, isCertainRefusal, readErrors } from "../faults/classify-error.ts";
import { objectOfEvent } from "../feed/event-object.ts";
import { quoteText } from "../records/soql.ts";

/**
 * The objects of the channel that `topic` names (`/data/Accord_Sync__chn`), by a look at the org's set-up;
 * null where the integration user may not look at it. Two reads.
 */
export async function listCaptured(
  api: OrgApi,
  topic: string,
): Promise<Result<readonly string[] | null>> {
  const channel = topic.slice(topic.lastIndexOf("/") + 1);
  const developerName = channel.replace(/__chn$/, "");
  const named = `SELECT Id FROM PlatformEventChannel WHERE DeveloperName = ${quoteText(developerName)}`;
  const channels = await toolingRows(api, named);
  if (!channels.ok) return channels;
  if (channels.value === null) return succeed(null);
  const ids = channels.value.map((row) => (textOf(row, "Id") ?? "").slice(0, 15));
  const names = new Set([...ids, developerName, channel]);
  const all = "SELECT EventChannel, SelectedEntity FROM PlatformEventChannelMember";
  const members = await toolingRows(api, all);
  if (!members.ok) return members;
  if (members.value === null) return succeed(null);
  const selected = members.value.filter((row) => {
    const of = textOf(row, "EventChannel") ?? "";
    return names.has(of) || names.has(of.slice(0, 15));
  });
  const entities = selected.map((row) => textOf(row, "SelectedEntity") ?? "");
  return succeed(entities.map((entity) => objectOfEvent(entity) ?? entity));
}

/** Null where the user does not see the set-up. */
async function toolingRows(
  api: OrgApi,
  statement: string,
): Promise<Result<readonly JsonObject[] | null>> {
  const path = queryPath(`${api.dataPath}/tooling`, "query", statement);
  const ended = await api.exchange({ method: "GET", path, body: null });
  if (ended.kind !== "answer") return fail(ended.error);
  const { status, body } = ended.answer;
  if (status === 200) {
    return isObject(body) && Array.isArray(body["records"])
      ? succeed(objectsOf(body, "records"))
      : fail(unreadable());
  }
  const error = classifyRefusal({ status, errors: readErrors(body) }, null);
  // A refusal of this one question says nothing about the connection, unless it is one of all questions.
  const isOfAll = !isCertainRefusal(status) || status === 401 || OF_ALL.has(error.code);
  return isOfAll ? fail(error) : succeed(null);
}

const OF_ALL: ReadonlySet<string> = new Set(["SF_REQUEST_LIMIT", "SF_BUSY"]);
