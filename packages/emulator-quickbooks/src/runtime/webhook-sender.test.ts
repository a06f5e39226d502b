import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { ApiDriver } from "../testing/api-driver.ts";
import { WebhookSender } from "./webhook-sender.ts";

it("a disk that is full when a webhook is due ends nothing: it is told, and the webhook comes when there is room", async () => {
  let isFull = false;
  const driver = new ApiDriver({
    settings: { webhooks: { verifierToken: "key", aggregateMs: 0 } },
    onCommit: () => {
      if (isFull) throw new Error("no space left on device");
    },
  });
  const server = createServer((request, response) => {
    request.resume();
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const arrived = once(server, "request");
  const crashes: unknown[] = [];
  const { port } = server.address() as AddressInfo;
  const sender = new WebhookSender(
    driver.company,
    `http://127.0.0.1:${port}/`,
    () => driver.now,
    (error) => {
      crashes.push(error);
      isFull = false;
    },
  );
  driver.created("customer", { DisplayName: "Told late" });
  isFull = true;
  sender.wake();
  await arrived;
  await sender.stop();
  server.close();
  expect(crashes).toEqual([new Error("no space left on device")]);
  expect(driver.company.outbox.counts()).toMatchObject({ sent: 1 });
});
