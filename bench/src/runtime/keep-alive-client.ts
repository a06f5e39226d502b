/** Requests over a few connections that stay open, as cheap as Node makes them. */
import { Agent, request } from "node:http";

/** Tells status and body; rejects when the connection fails. */
export type Ask = (method: string, url: string, body?: string) => Promise<string>;

/** `connections` at once; anything but 200 rejects with the answer's text. */
export function keepAliveClient(connections: number): {
  readonly ask: Ask;
  readonly close: () => void;
} {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ask: Ask = (method, url, body = "") =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: "Bearer demo",
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      };
      const sent = request(url, { method, agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          if (answer.statusCode === 200) resolve(text);
          else reject(new Error(`${method} ${url}: ${answer.statusCode} ${text}`));
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  return { ask, close: () => agent.destroy() };
}
