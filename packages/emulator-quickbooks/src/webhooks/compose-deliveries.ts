/**
 * From notices to the deliveries that carry them: body, signature, headers, and what an injected fault
 * makes of them. Pure but for the ids; nothing is stored here.
 */

import type { CompanySettings, WebhookSettings } from "../company-settings.ts";
import type { IdSource } from "../emulator-request.ts";
import type { FaultRules, WebhookFaultRule } from "../injection/fault-rules.ts";
import { CLOUD_EVENTS_SCHEMA_VERSION } from "../not-evidenced.ts";
import { cloudEvents } from "./cloud-events.ts";
import type { Notice, WebhookDelivery } from "./delivery.ts";
import { compactTime, legacyBody } from "./legacy-body.ts";
import { signBody } from "./signature.ts";

/** Events of one POST (documented). */
const EVENTS_MAX = 100;

/** What composing needs besides the notices; `now` is epoch ms. */
export interface Composition {
  readonly settings: CompanySettings;
  readonly webhooks: WebhookSettings;
  readonly ids: IdSource;
  readonly now: number;
}

/** At most a hundred events to a delivery; the first fault rule that fits a delivery has its way with it. */
export function composeDeliveries(
  notices: readonly Notice[],
  composition: Composition,
  faults: FaultRules,
): WebhookDelivery[] {
  const deliveries: WebhookDelivery[] = [];
  for (let at = 0; at < notices.length; at += EVENTS_MAX) {
    const page = notices.slice(at, at + EVENTS_MAX);
    const plain = compose(page, composition);
    const rule = faults.takeWebhookRule(plain.body, composition.ids);
    deliveries.push(...(rule === undefined ? [plain] : underFault(rule, plain, page, composition)));
  }
  return deliveries;
}

/** What becomes of a delivery on which a rule fires; docs/faults-and-control.md has the table. */
function underFault(
  rule: WebhookFaultRule,
  plain: WebhookDelivery,
  page: readonly Notice[],
  composition: Composition,
): WebhookDelivery[] {
  const { ids, now } = composition;
  const delayMs = rule.delayMs ?? 0;
  switch (rule.fault) {
    case "drop-webhook":
      return [];
    case "duplicate-webhook":
      return [plain, { ...plain, id: ids.uuid() }];
    case "delay-webhook":
      return [{ ...plain, dueAt: now + delayMs }];
    case "shuffle-webhook":
      return [compose(shuffled(page, ids), composition)];
    case "scatter-webhook":
      return shuffled(page, ids).map((notice) => ({
        ...compose([notice], composition),
        dueAt: now + Math.floor(ids.draw() * delayMs),
      }));
    case "forge-webhook":
      return [{ ...plain, headers: { ...plain.headers, "intuit-signature": forgery(plain.body) } }];
    default:
      throw new Error("a fault that nothing acts out");
  }
}

/** Header names, `user-agent` and the form of the time as the webhooks guide's sample shows them (D). */
function compose(page: readonly Notice[], composition: Composition): WebhookDelivery {
  const { settings, webhooks, ids, now } = composition;
  const isLegacy = webhooks.format === "legacy";
  const body = isLegacy
    ? legacyBody(page, settings.realmId, settings.timeZone)
    : cloudEvents(page, settings.realmId, ids);
  const id = ids.uuid();
  const headers = {
    "content-type": isLegacy ? "application/json; charset=utf-8" : "application/cloudevents+json",
    "intuit-signature": signBody(body, webhooks.verifierToken),
    "intuit-created-time": compactTime(now, settings.timeZone),
    "intuit-t-id": ids.uuid(),
    "intuit-notification-schema-version": isLegacy ? "0.1" : CLOUD_EVENTS_SCHEMA_VERSION,
    "user-agent": "intuit_notification_server/0.1",
  };
  return { id, createdAt: now, body, headers, attempts: 0, dueAt: now };
}

/** A signature of the right form by a key that is not the app's. */
function forgery(body: string): string {
  return signBody(body, "not the verifier token of this app");
}

/** Fisher and Yates, with the emulator's own draws. */
function shuffled(notices: readonly Notice[], ids: IdSource): Notice[] {
  const left = [...notices];
  const result: Notice[] = [];
  while (left.length > 0) {
    const [taken] = left.splice(Math.floor(ids.draw() * left.length), 1);
    if (taken !== undefined) result.push(taken);
  }
  return result;
}
