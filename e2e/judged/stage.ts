/** Both emulators behind their sockets in this process, on the ports where the service looks for them. */
import { once } from "node:events";
import type { Server } from "node:http";
import { createHttpShell } from "@accord-sync/emulator-quickbooks/runtime/http-shell.ts";
import { WebhookSender } from "@accord-sync/emulator-quickbooks/runtime/webhook-sender.ts";
import { grpcShell } from "@accord-sync/emulator-salesforce/runtime/grpc-shell.ts";
import { httpShell } from "@accord-sync/emulator-salesforce/runtime/http-shell.ts";
import { runInTime } from "@accord-sync/emulator-salesforce/runtime/org-timer.ts";
import type { Org } from "@accord-sync/emulator-salesforce/org.ts";
import type { Door } from "./door.ts";

export interface StagePorts {
  readonly salesforce: number;
  readonly pubSub: number;
  readonly quickbooks: number;
}

export interface Stage {
  /** Bugs of the emulators' own. */
  readonly crashes: readonly string[];
  stop(): Promise<void>;
}

const NO_PAGE = { status: 404, headers: {}, body: "Not here" };

/** @param webhookUrl where the company's webhooks go */
export async function openStage(
  door: Door,
  { salesforce, pubSub, quickbooks }: StagePorts,
  webhookUrl: string,
): Promise<Stage> {
  const crashes: string[] = [];
  const crashed = (error: unknown) => void crashes.push(String(error));
  const now = () => Date.now();
  const sender = new WebhookSender(door.company, webhookUrl, now, crashed);
  const shell = createHttpShell(
    (request) => {
      const answer = door.quickbooks(request);
      sender.wake();
      return answer;
    },
    (error) => {
      crashed(error);
      return { status: 500, headers: {}, body: "" };
    },
  );
  const org: Org = { ...door.org, handle: (request) => door.salesforce(request) };
  const lightning = httpShell(org, now, async () => NO_PAGE);
  const stopTime = runInTime(door.org, now);
  const events = await grpcShell(door.org, { host: "localhost", port: pubSub, now });
  await listening(shell, quickbooks);
  await listening(lightning.server, salesforce);
  return {
    crashes,
    stop: async () => {
      stopTime();
      shell.closeAllConnections();
      shell.close();
      await Promise.all([sender.stop(), lightning.close(), events.close()]);
    },
  };
}

/** On whichever address the name has, as the service asks for it by name. */
async function listening(server: Server, port: number): Promise<void> {
  server.listen(port, "localhost");
  await once(server, "listening");
}
