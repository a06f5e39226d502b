import { isCertificate } from "../oauth/jwt.ts";
import { memberOf } from "../feed/channel-member.ts";
import { trustCertificate } from "../oauth/apps.ts";
import type { Org } from "../org.ts";
import { parseRecordId } from "../store/record-id.ts";
import {
  empty,
  type EmulatorAnswer,
  type EmulatorRequest,
  isObject,
  json,
  splitUrl,
} from "../wire.ts";
import { parseFaultRules } from "./faults.ts";
import { refusalOf } from "./who-may-control.ts";

/**
 * `/_emulator/…`: what tests and people use to look into the org and to break it. Answered to this machine
 * only, and to no page of another address.
 */
export function controlEndpoint(org: Org, request: EmulatorRequest, now: number): EmulatorAnswer {
  const refusal = refusalOf(request);
  if (refusal !== undefined) return problem(403, refusal);
  const { segments, query } = splitUrl(request.url);
  const command = `${request.method} ${segments.slice(1).join("/")}`;
  switch (command) {
    case "GET usage":
      return json(200, { ...org.usage.report(), allocations: org.allocations.report(now) });
    case "GET faults":
      return json(200, { rules: org.faults.rules() });
    case "POST faults":
      return setFaults(org, request.body);
    case "POST reset":
      org.reset(now);
      return json(200, { reset: true });
    case "GET requests":
      return json(200, { requests: org.requestLog.last(Number(query.get("limit") ?? "50") || 50) });
    case "GET certificate":
      return org.trust === undefined
        ? problem(404, "this org has no certificate")
        : {
            status: 200,
            headers: { "content-type": "application/x-pem-file" },
            body: org.trust.certificatePem,
          };
    case "POST certificates":
      return addCertificate(org, request.body);
    case "POST locks":
      return holdRows(org, request.body, now);
    case "GET channels":
      return json(200, { channels: [...org.feed.channels.all().values()] });
    case "POST channels":
    case "DELETE channels":
      return changeChannels(org, request);
    case "POST gap":
      return publishGap(org, request.body, now);
    default:
      return problem(404, `no such command: ${command}`);
  }
}

const problem = (status: number, message: string): EmulatorAnswer =>
  json(status, { error: message });

/**
 * The body as JSON; undefined when it is none, which every command then refuses in its own words.
 */
function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Arms a list of faults in place of those before, or says which rule makes no sense. */
function setFaults(org: Org, body: string): EmulatorAnswer {
  const rules = parseFaultRules(parse(body));
  if (typeof rules === "string") return problem(400, rules);
  org.faults.replace(rules);
  return json(200, { rules: org.faults.rules() });
}

/** Takes a certificate or public key (PEM, as the body) for assertions of the JWT bearer flow. */
function addCertificate(org: Org, pem: string): EmulatorAnswer {
  if (!isCertificate(pem)) return problem(400, "expected a certificate or public key in PEM form");
  trustCertificate(org, org.ids.opaque("certificate"), pem);
  return empty(204);
}

/** `{recordIds, ms}`: holds rows for so long, so that writing them answers UNABLE_TO_LOCK_ROW. */
function holdRows(org: Org, body: string, now: number): EmulatorAnswer {
  const asked = parse(body);
  const given: unknown = isObject(asked) ? asked["recordIds"] : undefined;
  const ids = Array.isArray(given) ? given.map((id) => parseRecordId(String(id))) : [];
  const ms = isObject(asked) ? asked["ms"] : undefined;
  const known = ids.filter((id) => id !== undefined);
  const isRight = known.length > 0 && known.length === ids.length;
  if (!isRight || typeof ms !== "number" || !(ms >= 0)) {
    return problem(400, "expected {recordIds: [id, …], ms: how long}");
  }
  if (ms === 0) org.locks.release(known);
  else org.locks.hold(known, now + ms);
  return json(200, { held: ms === 0 ? [] : known });
}

/**
 * `{channel, selectedEntity, enrichedFields?, filterExpression?}`: selects an entity on a channel, as in Setup,
 * or with DELETE takes it off. The refusals are those of the platform.
 */
function changeChannels(org: Org, { method, body }: EmulatorRequest): EmulatorAnswer {
  const asked = parse(body);
  if (!isObject(asked)) return problem(400, "expected {channel, selectedEntity}");
  const { channels } = org.feed;
  const { channel = "ChangeEvents" } = asked;
  if (typeof channel !== "string") return problem(400, "channel is not a text");
  const member = memberOf(asked);
  if (method === "DELETE") channels.unselect(channel, member.entity);
  else channels.select(channel, member);
  return json(200, { channels: [...channels.all().values()] });
}

/** `{object, recordIds, change?}`: publishes a gap event, as after an internal error of the platform. */
function publishGap(org: Org, body: string, now: number): EmulatorAnswer {
  const asked = parse(body);
  const object = isObject(asked) ? org.schema.object(String(asked["object"])) : undefined;
  const recordIds = isObject(asked) && Array.isArray(asked["recordIds"]) ? asked["recordIds"] : [];
  const change = isObject(asked) ? (asked["change"] ?? "UPDATE") : undefined;
  const kind = (["CREATE", "UPDATE", "DELETE", "UNDELETE", "OVERFLOW"] as const).find(
    (each) => each === change,
  );
  if (object === undefined || !object.changeEvents || kind === undefined) {
    return problem(
      400,
      "expected {object, recordIds, change?: CREATE|UPDATE|DELETE|UNDELETE|OVERFLOW}",
    );
  }
  org.publishGap(object.name, recordIds.map(String), `GAP_${kind}`, now);
  return json(200, { published: true });
}
