/**
 * Webhook intake: check the signature over the exact bytes, record the notices, answer. Nothing else
 * happens here, because Intuit gives three seconds and we promise fifty milliseconds.
 *
 * 401 wrong or no signature (counted, nothing stored); 200 recorded, also when events of it, or the whole,
 * could not be read: they are counted as refused. Delivering them again would not make them readable, and
 * Intuit holds back what comes after a webhook that is not taken; the sweeps find what they told of.
 * Anything else that goes wrong answers 5xx, and Intuit delivers again.
 */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { FastifyInstance } from "fastify";
import { Refusal } from "../api/refusals.ts";
import type { AppParts } from "../app-parts.ts";

/** Intuit publishes no bound; a full aggregate of a large company stays far below. */
const BODY_LIMIT = 1_500_000;

export function quickbooksIntake(app: FastifyInstance, parts: AppParts): void {
  const { engine, webhooks, log } = parts;
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => {
      done(null, body);
    });
    scope.post("/webhooks/quickbooks", { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const given = request.headers["intuit-signature"];
      const signature = typeof given === "string" ? given : undefined;
      if (!webhooks.verify(body, signature)) {
        await engine.countRefusedWebhook();
        log.warn("A webhook was refused for its signature", { bytes: body.length });
        throw new Refusal(operationalError("WEBHOOK_SIGNATURE_WRONG"));
      }
      const { notices, unreadable } = webhooks.read(body);
      if (notices.length > 0) await engine.receiveWebhooks(notices);
      if (unreadable > 0) {
        await engine.countRefusedWebhook(unreadable);
        log.warn("Events of a webhook could not be read", { unreadable, read: notices.length });
      }
      return reply.code(200).send();
    });
  });
}
