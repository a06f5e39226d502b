/**
 * `POST /apex/AccordApi/{method}`: the Apex proxy's stand-in. It signs as the External Credential does,
 * forwards, and answers as the platform answers a component: the method's return value as JSON, or the
 * exception's message.
 */
import type { PageAnswer, PageHost } from "../../page-host.ts";
import { jsonAnswer } from "../http/answers.ts";
import { objectOfId } from "../api/request-world.ts";
import { ACCORD_API_ROUTES } from "./accord-api-routes.ts";
import { type Params, ProxyRefusal, serviceRequest } from "./service-request.ts";

export interface ServiceCall {
  readonly url: string;
  readonly verb: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly timeoutMs: number;
}

/** What the stand-in needs of the outside; a test supplies its own. */
export interface ApexPorts {
  /** Rejects when the service cannot be reached or does not answer in time. */
  callService(call: ServiceCall): Promise<{ readonly status: number; readonly body: string }>;
  uniqueId(): string;
}

const TIMEOUT_MS = 10_000;
const AUDIENCE = "accord-sync";
const UNREACHABLE =
  "The Accord Sync service cannot be reached. Nothing is lost. If this lasts, ask your administrator whether it runs.";

/** The shape in which the platform reports an AuraHandledException. */
function refusal(message: string, status = 500): PageAnswer {
  const body = {
    exceptionType: "System.AuraHandledException",
    isUserDefinedException: false,
    message,
    stackTrace: "",
  };
  return jsonAnswer(body, status);
}

/** A refusal as JSON, `{"code","message","action"}`; any other answer is named by its status. */
function refusalText(status: number, body: string): string {
  try {
    const { error } = JSON.parse(body) as { error: Record<"code" | "message" | "action", unknown> };
    const { code, message, action } = error;
    return JSON.stringify({ code, message, action });
  } catch {
    return `The Accord Sync service answered with status ${status}.`;
  }
}

function readParams(body: string): Params {
  const value: unknown = body === "" ? {} : JSON.parse(body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ProxyRefusal("The parameters must be a JSON object.");
  }
  return value as Params;
}

export async function callApex(
  host: PageHost,
  ports: ApexPorts,
  call: { readonly className: string; readonly method: string; readonly body: string },
): Promise<PageAnswer> {
  const route = ACCORD_API_ROUTES.find((candidate) => candidate.method === call.method);
  if (call.className !== "AccordApi" || route === undefined) {
    return refusal(`There is no Apex method ${call.className}.${call.method}.`, 404);
  }
  let request;
  try {
    const { org } = host;
    const typeOfId = (id: string): string | undefined => {
      const object = objectOfId({ org, describe: (name) => org.describe(name) }, id);
      return object.ok ? object.value.name : undefined;
    };
    request = serviceRequest(route, readParams(call.body), typeOfId);
  } catch (error) {
    if (error instanceof ProxyRefusal || error instanceof SyntaxError)
      return refusal(error.message, 400);
    throw error;
  }
  const claims = { aud: AUDIENCE, sub: host.user.id, name: host.user.name, jti: ports.uniqueId() };
  const headers = {
    accept: "application/json",
    authorization: `Bearer ${host.signJwt(claims)}`,
    ...(request.body === undefined ? {} : { "content-type": "application/json" }),
  };
  const { verb, body } = request;
  const url = host.serviceUrl + request.path;
  const answer = await ports
    .callService({ url, verb, headers, body, timeoutMs: TIMEOUT_MS })
    .catch(() => undefined);
  if (answer === undefined) return refusal(UNREACHABLE);
  // The method returns a String, so what a component receives is that text as a JSON string.
  if (answer.status >= 200 && answer.status < 300) return jsonAnswer(answer.body);
  return refusal(refusalText(answer.status, answer.body));
}
