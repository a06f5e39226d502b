/** The console: the Lightning components of the Salesforce package, with a sign-in of its own. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { errorBody, Refusal } from "../api/refusals.ts";
import type { ApiContext } from "../api/route.ts";
import type { AppParts } from "../app-parts.ts";
import { isSameSecret } from "../auth/constant-time.ts";
import type { Sessions } from "../auth/session.ts";
import { createSignInLimit } from "../auth/sign-in-limit.ts";
import { isSameOrigin, type WhoCalls } from "../auth/who-calls.ts";
import { callApexMethod } from "./apex-calls.ts";
import { ASSETS_BASE, readManifest } from "./assets.ts";
import { CONSOLE_TABS, consolePage } from "./console-page.ts";
import { contentSecurityPolicy } from "./frame.ts";
import { HOME, returnPath, signInPath } from "./return-to.ts";
import { signedInPage, signInPage } from "./sign-in-page.ts";

interface ConsoleParts {
  readonly parts: AppParts;
  readonly context: ApiContext;
  readonly sessions: Sessions;
  readonly whoCalls: WhoCalls;
}

const apexParams = z.object({ method: z.string() });
const apexBody = z.record(z.string(), z.unknown()).default({});
const RETURN_MAX = 2000;
const to = z.string().max(RETURN_MAX).optional().catch(undefined).transform(returnPath);
const signInBody = z.object({ password: z.string().max(500).default(""), to });
const signInQuery = z.object({ ticket: z.string().max(400).optional().catch(undefined), to });

/** Issuer under which used sign-in tickets are remembered, beside the org's tokens. */
const TICKET_ISSUER = "accord-sync:sign-in-link";

export function mountConsole(app: FastifyInstance, console: ConsoleParts): void {
  signInPages(app, console);
  const { assetsFolder } = console.parts;
  if (assetsFolder !== null) {
    void app.register(fastifyStatic, { root: assetsFolder, prefix: ASSETS_BASE, index: false });
  }
  consolePages(app, console);
  apexCalls(app, console);
}

function sendPage(reply: FastifyReply, status: number, text: string, hashes?: readonly string[]) {
  return reply
    .code(status)
    .type("text/html; charset=utf-8")
    .header("content-security-policy", contentSecurityPolicy(hashes))
    .header("cache-control", "no-store")
    .header("referrer-policy", "same-origin")
    .header("x-content-type-options", "nosniff")
    .send(text);
}

function consolePages(app: FastifyInstance, { parts, sessions }: ConsoleParts): void {
  const { assetsFolder, salesforceUrl } = parts;
  for (const tab of CONSOLE_TABS) {
    app.get(tab.path, async (request, reply) => {
      if (!sessions.isOpen(request.headers.cookie)) {
        return tab.path === "/"
          ? sendPage(reply, 200, signInPage({ problem: null, to: HOME }))
          : reply.redirect(signInPath(tab.path), 303);
      }
      const manifest = assetsFolder === null ? null : readManifest(assetsFolder);
      const { text, scriptHashes } = consolePage({ tab, manifest, salesforceUrl });
      return sendPage(reply, 200, text, scriptHashes);
    });
  }
}

function signInPages(app: FastifyInstance, { parts, sessions }: ConsoleParts): void {
  const { auth, clock, log } = parts;
  const limit = createSignInLimit(clock);

  app.get("/sign-in", async (request, reply) => {
    const { ticket, to: path } = signInQuery.parse(request.query);
    if (ticket === undefined) return sendPage(reply, 200, signInPage({ problem: null, to: path }));
    const valid = sessions.readSignInTicket(ticket);
    if (valid === null || !(await auth.useOnce(TICKET_ISSUER, valid.nonce, valid.expiresAtMs))) {
      const problem =
        "This sign-in address was used before or has ended. Sign in with the password.";
      return sendPage(reply, 403, signInPage({ problem, to: path }));
    }
    return reply.header("set-cookie", sessions.open()).redirect(path, 303);
  });

  const refuse = (reply: FastifyReply, status: number, problem: string, path = HOME) =>
    sendPage(reply, status, signInPage({ problem, to: path }));

  void app.register(async (scope) => {
    scope.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string" },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    scope.post("/sign-in", async (request, reply) => {
      if (!isSameOrigin(request.headers)) {
        return refuse(reply, 403, "Open this page itself to sign in.");
      }
      const body = signInBody.safeParse(request.body ?? {});
      const path = body.data?.to ?? HOME;
      if (limit.isClosed()) {
        return refuse(reply, 429, "Too many wrong passwords. Try again in a minute.", path);
      }
      if (!body.success || !isSameSecret(body.data.password.trim(), auth.operatorToken)) {
        limit.countWrong();
        log.warn("A sign-in to the console was refused", { from: request.ip });
        return refuse(reply, 401, "That is not the operator password.", path);
      }
      return CONSOLE_TABS.some((tab) => tab.path === path)
        ? reply.header("set-cookie", sessions.open()).redirect(path, 303)
        : sendPage(reply.header("set-cookie", sessions.open()), 200, signedInPage(path));
    });
    scope.post("/sign-out", async (request, reply) =>
      isSameOrigin(request.headers)
        ? reply.header("set-cookie", sessions.close()).redirect("/sign-in", 303)
        : refuse(reply, 403, "Open the console itself to sign out."),
    );
  });
}

/** `POST /apex/AccordApi/{method}`, answered as the Apex proxy answers: the API's JSON as a text. */
function apexCalls(app: FastifyInstance, { context, whoCalls }: ConsoleParts): void {
  app.post("/apex/AccordApi/:method", async (request, reply) => {
    try {
      const caller = await whoCalls("POST", request.headers);
      if (caller === null || caller.kind === "org") {
        throw new Refusal(operationalError("API_NOT_SIGNED_IN"));
      }
      const { method } = apexParams.parse(request.params);
      const given = apexBody.parse(request.body ?? undefined);
      const answer = await callApexMethod(context, caller, method, given);
      return await reply.type("application/json").send(JSON.stringify(JSON.stringify(answer)));
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem;
      const { code, message, action } = errorBody(problem.error, problem.details).error;
      const words = JSON.stringify({ code, message, action });
      return reply.code(problem.status).send({ message: words });
    }
  });
}
