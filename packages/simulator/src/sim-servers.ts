/** What stands behind the simulated addresses: the emulators' pure handlers, each with the clock of its system. */
import type { HttpRequest } from "@accord-sync/core/ports/http.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { answerText } from "@accord-sync/emulator-quickbooks/emulator-request.ts";
import { partsOf, refusal, type Server } from "./sim-network.ts";
import type { World } from "./world.ts";

export const QUICKBOOKS_ORIGIN = "http://quickbooks.simulated";
/** Intuit's tokens come from another host than its API. */
export const INTUIT_ORIGIN = "http://intuit.simulated";
export const SALESFORCE_ORIGIN = "http://salesforce.simulated";

type Handle = (
  request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Record<string, string>;
    readonly body: string;
  },
  now: number,
) => {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What is not to be had now: a system, the way by which webhooks come, or the day's requests of Salesforce. */
export type Outage = SystemName | "webhooks" | "requests of salesforce";

type Places = Pick<World, "company" | "org" | "down" | "timeIn" | "hindrances" | "clock">;

/** Null where nothing listens now; `changed` is called after whatever may have made a webhook due. */
export function serverOf(world: Places, origin: string, changed: () => void): Server | null {
  const { company, org, down } = world;
  if (origin === QUICKBOOKS_ORIGIN || origin === INTUIT_ORIGIN) {
    if (down.has("quickbooks")) return null;
    return serverBy(world, "quickbooks", (request, now) => {
      const answer = company.handle(request, now);
      changed();
      return { ...answer, body: answerText(answer) };
    });
  }
  if (origin !== SALESFORCE_ORIGIN || down.has("salesforce")) return null;
  return serverBy(world, "salesforce", (request, now) => {
    const isOfApi = request.url.startsWith("/services/data/");
    if (isOfApi && down.has("requests of salesforce"))
      return refusal("TotalRequests Limit exceeded.");
    return org.handle(request, now);
  });
}

function serverBy(world: Places, system: SystemName, handle: Handle): Server {
  return (request: HttpRequest) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const now = world.timeIn(system);
    const { method, url, body } = request;
    const refusal = world.hindrances.answerTo(system, request, world.clock.now());
    if (refusal !== null) return refusal;
    const answer = handle({ method, url: partsOf(url).path, headers, body: body ?? "" }, now);
    // The HTTP shell's own header; the adapter reads the remote's time from it.
    const date = new Date(now).toUTCString();
    return { status: answer.status, headers: { date, ...answer.headers }, body: answer.body };
  };
}
