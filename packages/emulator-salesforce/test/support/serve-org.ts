import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type { OrgOptions } from "../../src/org.ts";
import { runInTime } from "../../src/runtime/org-timer.ts";
import { httpShell } from "../../src/runtime/http-shell.ts";
import { OrgClient } from "./org-client.ts";

/** An org on a port of its own, in real time, for clients that speak HTTP only. */
export interface ServedOrg {
  readonly client: OrgClient;
  readonly url: string;
  close(): Promise<void>;
}

export async function serveOrg(options: OrgOptions = {}): Promise<ServedOrg> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = { ...options.settings, instanceUrl: url };
  const client = new OrgClient({ ...options, settings, seededAt: Date.now() });
  const shell = httpShell(client.org, Date.now, () => Promise.resolve(undefined));
  shell.server.listen(port, "127.0.0.1");
  await once(shell.server, "listening");
  const stopJobs = runInTime(client.org, Date.now);
  return {
    client,
    url,
    close: () => {
      stopJobs();
      return shell.close();
    },
  };
}

/** The org must know its own address before it listens there: tokens name it. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
