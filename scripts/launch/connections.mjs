/** What a person reads of the connections when the service has started: each one's state, and what to do. */
import { readFileSync } from "node:fs";
import path from "node:path";

const NAMES = { salesforce: "Salesforce", quickbooks: "QuickBooks" };
const LATER = "npm run accord -- status says when there is one";

/** One line a connection of `GET /api/v1/status`. */
export function connectionLine(connection) {
  const { system, name, accountId } = connection;
  const account = name === accountId ? accountId : `${name} (${accountId})`;
  return `  ${(NAMES[system] ?? system).padEnd(12)} ${account}: ${stateOf(connection)}`;
}

function stateOf({ isKnown, state, wasConnected, detail, connectUrl }) {
  if (!isKnown) return `no answer yet; ${LATER}`;
  if (state === "connected") return "connected";
  const why = detail === null ? "" : ` (${detail})`;
  if (state === "waiting") return `waiting${why}; it goes on by itself`;
  if (connectUrl === null) {
    return `${wasConnected ? "broken" : "not connected yet"}${why}; docs/errors.md says what to do`;
  }
  return wasConnected
    ? `broken${why}; connect it again at ${connectUrl}`
    : `not connected yet; connect it at ${connectUrl}`;
}

/** The service's status as soon as it knows every connection, at the latest after `waitMs`; null without an answer. */
export async function readStatus({ folder, port }, waitMs = 10_000, everyMs = 250) {
  const endsAt = Date.now() + waitMs;
  let status = null;
  for (;;) {
    status = (await askStatus(folder, port)) ?? status;
    const isWhole = status?.connections.every(({ isKnown }) => isKnown) === true;
    if (isWhole || Date.now() >= endsAt) return status;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

async function askStatus(folder, port) {
  try {
    const token = readFileSync(path.join(folder, "operator-token"), "utf8").trim();
    const answer = await fetch(`http://localhost:${port}/api/v1/status`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(5000),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
