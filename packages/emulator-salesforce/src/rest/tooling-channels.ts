import {
  channelId,
  memberDeveloperName,
  memberId,
  selectedEntityOf,
} from "../access/catalog-rows.ts";
import { methodNotAllowed, notFound, refuse } from "../api-error.ts";
import { memberOf } from "../feed/channel-member.ts";
import { CHANNEL_ERRORS } from "../not-evidenced.ts";
import { entityOf } from "../schema/metadata/channels.ts";
import { toLongId } from "../store/record-id.ts";
import { empty, type EmulatorAnswer, isObject, json } from "../wire.ts";
import { bodyOf } from "./request-body.ts";
import type { Call } from "./call.ts";

/**
 * The part of the Tooling API that changes what is selected for change data capture (D
 * `tooling_api_objects_platformeventchannelmember`): `/tooling/sobjects/PlatformEventChannel` and
 * `…/PlatformEventChannelMember`, each with `FullName` and `Metadata`.
 */

/** Whether a call below `tooling` is for this file. */
export function isChannelResource(call: Call): boolean {
  const [, resource, type, id] = call.path;
  const isRow = id === undefined ? call.request.method === "POST" : id !== "describe";
  return isRow && resource === "sobjects" && /^PlatformEventChannel(?:Member)?$/.test(type ?? "");
}

export function toolingChannels(call: Call): EmulatorAnswer {
  const { method } = call.request;
  const [, resource, type, id, ...rest] = call.path;
  if (resource !== "sobjects" || rest.length > 0) throw notFound();
  if (type === "PlatformEventChannel") {
    if (id !== undefined) return channelById(call, id);
    if (method !== "POST") throw methodNotAllowed(method, ["POST"]);
    return createChannel(call);
  }
  if (type !== "PlatformEventChannelMember") throw notFound();
  if (id === undefined) {
    if (method !== "POST") throw methodNotAllowed(method, ["POST"]);
    return createMember(call);
  }
  const at = placeOf(call, id);
  if (at === undefined) throw notFound();
  const { channels } = call.org.feed;
  switch (method) {
    case "GET":
      return memberAnswer(call, id, at);
    case "PATCH": {
      const metadata = metadataOf(call);
      refuseMove(at, metadata);
      channels.select(at.channel, { ...memberOf(metadata), entity: at.entity });
      return empty(204);
    }
    case "DELETE":
      channels.unselect(at.channel, at.entity);
      return empty(204);
    default:
      throw methodNotAllowed(method, ["DELETE", "GET", "HEAD", "PATCH"]);
  }
}

interface Place {
  readonly channel: string;
  readonly entity: string;
}

/** What an id stands for, in 15 or 18 characters; undefined when nothing is selected under it any more. */
function placeOf(call: Call, id: string): Place | undefined {
  const wanted = id.length === 15 ? toLongId(id) : id;
  for (const channel of call.org.feed.channels.all().values()) {
    const member = channel.members.find((each) => memberId(channel.name, each.entity) === wanted);
    if (member !== undefined) return { channel: channel.name, entity: member.entity };
  }
  return undefined;
}

/** Channel and entity of a member stay what they were (D: neither field has the property Update). */
function refuseMove(at: Place, metadata: Readonly<Record<string, unknown>>): void {
  const channel = textOf(metadata["eventChannel"]);
  const entity = textOf(metadata["selectedEntity"]);
  if (
    (channel === "" || channel === at.channel) &&
    (entity === "" || entityOf(entity) === at.entity)
  )
    return;
  throw refuse(400, "INVALID_INPUT", CHANNEL_ERRORS.moved);
}

const created = (id: string): EmulatorAnswer =>
  json(201, { id, success: true, errors: [], warnings: [], infos: [] });

function createChannel(call: Call): EmulatorAnswer {
  const name = textOf(bodyOf(call)["FullName"]);
  const type = metadataOf(call)["channelType"] === "event" ? "event" : "data";
  call.org.feed.channels.create(name, type);
  return created(channelId(name));
}

/** A channel, shown or dropped with all that is selected on it. */
function channelById(call: Call, id: string): EmulatorAnswer {
  const { method } = call.request;
  const { channels } = call.org.feed;
  const wanted = id.length === 15 ? toLongId(id) : id;
  const channel = [...channels.all().values()].find((each) => channelId(each.name) === wanted);
  if (channel === undefined) throw notFound();
  const { name, channelType } = channel;
  if (method === "DELETE") {
    channels.drop(name);
    return empty(204);
  }
  if (method !== "GET") throw methodNotAllowed(method, ["DELETE", "GET", "HEAD"]);
  const url = `${call.base}/tooling/sobjects/PlatformEventChannel/${wanted}`;
  return json(200, {
    attributes: { type: "PlatformEventChannel", url },
    Id: wanted,
    DeveloperName: name.replace(/__chn$/, ""),
    FullName: name,
    MasterLabel: name,
    ChannelType: channelType,
    Metadata: { channelType, label: name },
  });
}

function createMember(call: Call): EmulatorAnswer {
  const metadata = metadataOf(call);
  const channel = textOf(metadata["eventChannel"]);
  const member = memberOf(metadata);
  const id = memberId(channel, member.entity);
  const { channels } = call.org.feed;
  if (
    channels
      .all()
      .get(channel)
      ?.members.some((each) => each.entity === member.entity) === true
  ) {
    const message = `duplicate value found: SelectedEntity duplicates value on record with id: ${id.slice(0, 15)}`;
    throw refuse(400, "DUPLICATE_VALUE", message);
  }
  channels.select(channel, member);
  return created(id);
}

/** A member as the Tooling API shows it; 404 when somebody has taken it off its channel. */
function memberAnswer(call: Call, id: string, at: Place): EmulatorAnswer {
  const channel = call.org.feed.channels.all().get(at.channel);
  const member = channel?.members.find((each) => each.entity === at.entity);
  if (member === undefined) throw notFound();
  const selectedEntity = selectedEntityOf(at.entity);
  const developerName = memberDeveloperName(at.channel, selectedEntity);
  return json(200, {
    attributes: {
      type: "PlatformEventChannelMember",
      url: `${call.base}/tooling/sobjects/PlatformEventChannelMember/${id}`,
    },
    Id: id,
    DeveloperName: developerName,
    FullName: developerName,
    EventChannel: at.channel,
    SelectedEntity: selectedEntity,
    Metadata: {
      enrichedFields: member.enrichedFields.map((name) => ({ name })),
      eventChannel: at.channel,
      filterExpression: member.filterExpression,
      selectedEntity,
    },
  });
}

function metadataOf(call: Call): Readonly<Record<string, unknown>> {
  const metadata = bodyOf(call)["Metadata"];
  if (isObject(metadata)) return metadata;
  throw refuse(400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [Metadata]", [
    "Metadata",
  ]);
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
