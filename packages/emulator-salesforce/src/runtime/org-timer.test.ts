import { expect, it, vi } from "vitest";
import { OrgClient } from "../../test/support/org-client.ts";
import { runInTime } from "./org-timer.ts";

it("sends an event that was delayed though nobody calls any more, and not before its time", async () => {
  const client = new OrgClient();
  const fault = { match: { path: "Account" }, fault: "delay-event", delayMs: 5000 };
  client.send("POST", "/_emulator/faults", [fault]);
  client.create("Account", { Name: "A" });
  const told: number[] = [];
  client.org.onCommit(({ events }) => told.push(...events.map(({ replayId }) => replayId)));
  const stop = runInTime(client.org, () => client.now);
  try {
    client.wait(4999);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(told).toEqual([]);
    client.wait(1);
    await vi.waitFor(() => expect(told).toHaveLength(1));
  } finally {
    stop();
  }
});
