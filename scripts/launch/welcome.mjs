/** What a person reads when everything runs: the addresses, and what to try first. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../install.mjs";
import { connectionLine, readStatus } from "./connections.mjs";
import { FOLDER_DEFAULT, PORT_DEFAULT } from "./settings.mjs";

/** An Account of the demonstration that QuickBooks does not know. */
const FIRST_ACCOUNT = "Ridgeway Robotics";
const SEED = path.join(ROOT, "packages", "emulator-salesforce", "data", "seed", "org.json");

function firstAccountId() {
  const { Account: accounts } = JSON.parse(readFileSync(SEED, "utf8"));
  return accounts.find(({ Name }) => Name === FIRST_ACCOUNT)?.Id;
}

/** An address that opens the console signed in; the plain address when the service gives none. */
async function consoleAddress({ folder, port }) {
  const plain = `http://localhost:${port}/`;
  try {
    const token = readFileSync(path.join(folder, "operator-token"), "utf8").trim();
    const answer = await fetch(`http://localhost:${port}/api/v1/sign-in-links`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
    });
    const { url } = await answer.json();
    return typeof url === "string" ? url : plain;
  } catch {
    return plain;
  }
}

/** What a shell must be told so that a command finds this service: nothing where all is as it comes. */
function commandPrefix({ folder, port }) {
  const quoted = /^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`;
  return [
    port === PORT_DEFAULT ? "" : `PORT=${port} `,
    folder === FOLDER_DEFAULT ? "" : `ACCORD_DATA=${quoted} `,
  ].join("");
}

export async function welcome(settings) {
  const { port, folder, isDemo } = settings;
  const salesforce = `http://localhost:${port + 1}`;
  const quickbooks = `http://localhost:${port + 2}`;
  const lines = ["", "Accord Sync is running.", ""];
  // A demonstration connects by itself, and is told by its addresses.
  const status = await readStatus(settings, isDemo ? 0 : undefined);
  if (isDemo) {
    lines.push(
      `  Salesforce   ${salesforce}/lightning/o/Account/list   (emulator)`,
      `  QuickBooks   ${quickbooks}/app/customers   (emulator)`,
    );
  }
  if (!isDemo) lines.push(...(status?.connections ?? []).map(connectionLine));
  lines.push(`  Console      ${await consoleAddress(settings)}   (signs you in, once)`);
  lines.push(...(status?.warnings ?? []).map((warning) => `  Look at      ${warning}`), "");
  if (isDemo) {
    lines.push(
      "What to try first:",
      "",
      `  1. Open ${FIRST_ACCOUNT}, an Account that QuickBooks does not know until you send it:`,
      `     ${salesforce}/lightning/r/Account/${firstAccountId()}/view`,
      "  2. Press Send to QuickBooks. The indicator turns green, with the QuickBooks Id as a link.",
      "  3. Follow the link, change the phone number, Save. The Account shows it within seconds.",
      "  4. Open an Account whose name a QuickBooks customer has, and press Link Record.",
      "",
    );
  }
  lines.push(
    `  Commands     ${commandPrefix(settings)}npm run accord -- help`,
    `  Files        ${folder}`,
    "  Stop         Ctrl-C",
    "",
  );
  return `${lines.join("\n")}\n`;
}
