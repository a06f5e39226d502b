import { describe, expect, it } from "vitest";
import { createCompany } from "@accord-sync/emulator-quickbooks/company.ts";
import { answerText } from "@accord-sync/emulator-quickbooks/emulator-request.ts";
import { readNotices } from "../src/webhooks/read-notices.ts";
import { verifyWebhook } from "../src/webhooks/verify-webhook.ts";
import { REALM, START_MS } from "./emulated-company.ts";

describe("a delivery of QuickBooks", () => {
  it("verifies under the app's token and names the record that was made", () => {
    let drawn = 0;
    const token = () => `t${String((drawn += 1)).padStart(8, "0")}`;
    const company = createCompany({
      ids: { token, uuid: token, draw: () => 0 },
      settings: { webhooks: { verifierToken: "verifier", aggregateMs: 200 } },
    });
    const headers = { authorization: "Bearer demo", "content-type": "application/json" };
    const url = `/v3/company/${REALM}/customer`;
    const body = '{"DisplayName":"Ärger & Söhne"}';
    const made = company.handle({ method: "POST", url, headers, body }, START_MS);
    const { Customer } = JSON.parse(answerText(made)) as { Customer: { Id: string } };

    const [delivery] = company.takeDueDeliveries(START_MS + 1_000);
    const bytes = new TextEncoder().encode(delivery?.body ?? "");
    expect(verifyWebhook(bytes, delivery?.headers["intuit-signature"], "verifier")).toBe(true);
    expect(readNotices(bytes)).toMatchObject({
      unreadable: 0,
      notices: [
        {
          realmId: REALM,
          type: "Customer",
          id: Customer.Id,
          operation: "created",
          time: "2026-11-23T10:00:00Z",
        },
      ],
    });
  });
});
