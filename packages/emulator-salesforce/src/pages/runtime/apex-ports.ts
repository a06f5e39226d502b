import { randomUUID } from "node:crypto";
import type { ApexPorts } from "../apex/apex-endpoint.ts";

/** The stand-in's ports over the network. */
export function networkApexPorts(): ApexPorts {
  return {
    uniqueId: () => randomUUID(),
    async callService({ url, verb, headers, body, timeoutMs }) {
      const response = await fetch(url, {
        method: verb,
        headers,
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body }),
      });
      return { status: response.status, body: await response.text() };
    },
  };
}
