/** Requests over a few connections that stay open, as cheap as Node makes them. */
import { Agent, request } from "node:http";

/** Tells the body; `extra` adds to the headers or replaces them. */
export type Ask = (
  method: string,
  url: string,
  body?: string,
  extra?: Readonly<Record<string, string>>,
) => Promise<string>;

/** `connections` at once; anything but success rejects with the answer's text. */
export function keepAliveClient(connections: number): {
  readonly ask: Ask;
  readonly close: () => void;
} {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ask: Ask = (method, url, body = "", extra = {}) =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: "Bearer demo",
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        ...extra,
      };
      const sent = request(url, { method, agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          if (Math.floor((answer.statusCode ?? 0) / 100) === 2) resolve(text);
          else reject(new Error(`${method} ${url}: ${answer.statusCode} ${text}`));
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  return { ask, close: () => agent.destroy() };
}
