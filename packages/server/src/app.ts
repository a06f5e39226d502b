/**
 * The HTTP surface, composed and not yet listening: `inject()` drives all of it in a test.
 *
 *   /webhooks/quickbooks   signed notices           webhooks/
 *   /api/v1                the API                  api/
 *   /connect, /oauth       connecting an account    oauth/
 *   /, /sign-in, /apex     the console              console/
 *   /healthz, /metrics     for operators            health/
 */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import Fastify, { type FastifyInstance } from "fastify";
import { mountApi } from "./api/mount-api.ts";
import { errorBody, Refusal } from "./api/refusals.ts";
import type { ApiContext } from "./api/route.ts";
import type { AppParts } from "./app-parts.ts";
import { createOrgTokenVerifier } from "./auth/org-token.ts";
import { createSessions } from "./auth/session.ts";
import { createSignedValues } from "./auth/signed-value.ts";
import { createWhoCalls } from "./auth/who-calls.ts";
import { mountConsole } from "./console/mount-console.ts";
import { healthPage } from "./health/health.ts";
import { metricsPage } from "./health/metrics.ts";
import { quickbooksConnectPages } from "./oauth/quickbooks-callback.ts";
import { salesforceConnectPages } from "./oauth/salesforce-callback.ts";
import { quickbooksIntake } from "./webhooks/quickbooks-intake.ts";

/** The largest input of the API is a page of log numbers. */
const BODY_LIMIT = 100_000;

export function createApp(parts: AppParts): FastifyInstance {
  const { engine, clock, random, publicUrl, auth } = parts;
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    // What is refused before a path is looked for: too long an id, a broken percent sign.
    frameworkErrors: ({ message: detail, statusCode = 400 }, _request, reply) => {
      const body = JSON.stringify(errorBody(operationalError("API_BAD_REQUEST", { detail })));
      reply.raw.writeHead(statusCode, { "content-type": "application/json" }).end(body);
    },
  });
  const signed = createSignedValues(auth.operatorToken);
  const sessions = createSessions({ signed, clock, random, publicUrl });
  const verifyOrgToken = createOrgTokenVerifier(parts);
  const whoCalls = createWhoCalls({ operatorToken: auth.operatorToken, verifyOrgToken, sessions });
  const context: ApiContext = {
    engine,
    bugs: parts.bugs,
    warnings: parts.warnings,
    readFilter: parts.readFilter,
    makeSignInLink: sessions.makeSignInLink,
  };

  acceptEmptyJson(app);
  answerRefusals(app, parts);
  healthPage(app, parts);
  metricsPage(app, parts, whoCalls);
  quickbooksIntake(app, parts);
  mountApi(app, parts, context, whoCalls);
  quickbooksConnectPages(app, { parts, signed, whoCalls });
  salesforceConnectPages(app, { parts, signed, whoCalls });
  mountConsole(app, { parts, context, sessions, whoCalls });
  return app;
}

/** A call without inputs may come with no body at all, whatever content type it states. */
function acceptEmptyJson(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, {});
    else void parseJson(request, body.toString(), done);
  });
}

function answerRefusals(app: FastifyInstance, { log }: AppParts): void {
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    const error = operationalError("API_BAD_REQUEST", {
      detail: `there is no ${request.method} ${path}`,
    });
    return reply.code(404).send(errorBody(error));
  });
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Refusal) {
      return reply.code(error.status).send(errorBody(error.error, error.details));
    }
    const status = statusOfHttpError(error);
    if (status !== null) {
      const detail = error instanceof Error ? error.message : "unreadable";
      return reply.code(status).send(errorBody(operationalError("API_BAD_REQUEST", { detail })));
    }
    log.error("A request failed inside the service", {
      request: `${request.method} ${request.routeOptions.url ?? "?"}`,
      reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return reply.code(500).send({
      error: {
        code: "INTERNAL",
        message: "Something went wrong inside Accord Sync.",
        action: "Try again. If it stays, report what the service's log says about it.",
      },
    });
  });
}

/** The 4xx status of a request that the HTTP layer itself refused: too large, not JSON, and so on. */
function statusOfHttpError(error: unknown): number | null {
  const status = (error as { statusCode?: unknown }).statusCode;
  return typeof status === "number" && status >= 400 && status < 500 ? status : null;
}
