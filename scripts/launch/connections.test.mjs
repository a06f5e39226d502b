import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectionLine, readStatus } from "./connections.mjs";
import { FOLDER_DEFAULT } from "./settings.mjs";
import { welcome } from "./welcome.mjs";

const AT = "https://accord.example/connect/quickbooks";
const QUICKBOOKS = {
  system: "quickbooks",
  name: "9130",
  accountId: "9130",
  state: "needsReconnect",
  detail: "QuickBooks is not connected yet",
  wasConnected: false,
  isKnown: true,
  connectUrl: AT,
};
const SALESFORCE = {
  ...QUICKBOOKS,
  system: "salesforce",
  name: "Acme",
  accountId: "00D1",
  state: "connected",
  detail: null,
  wasConnected: true,
  connectUrl: null,
};

describe("a connection at the start", () => {
  it.each([
    [{}, `  QuickBooks   9130: not connected yet; connect it at ${AT}`],
    [
      { wasConnected: true, detail: "QuickBooks no longer accepts our authorisation" },
      `  QuickBooks   9130: broken (QuickBooks no longer accepts our authorisation); connect it again at ${AT}`,
    ],
    [
      { state: "waiting", detail: "QuickBooks cannot be reached" },
      "  QuickBooks   9130: waiting (QuickBooks cannot be reached); it goes on by itself",
    ],
    [
      { isKnown: false, state: "connected" },
      "  QuickBooks   9130: no answer yet; npm run accord -- status says when there is one",
    ],
  ])("of %j is told in words", (change, line) => {
    expect(connectionLine({ ...QUICKBOOKS, ...change })).toBe(line);
  });

  it("of Salesforce, which signs in by itself, is mended in the settings", () => {
    expect(connectionLine(SALESFORCE)).toBe("  Salesforce   Acme (00D1): connected");
    const refused = { state: "needsReconnect", detail: "Salesforce does not know the app" };
    expect(connectionLine({ ...SALESFORCE, ...refused })).toBe(
      "  Salesforce   Acme (00D1): broken (Salesforce does not know the app); docs/errors.md says what to do",
    );
    expect(connectionLine({ ...SALESFORCE, ...refused, wasConnected: false })).toContain(
      "not connected yet (Salesforce does not know the app)",
    );
  });
});

describe("the start of the service on real accounts", () => {
  let folder = "";
  let server = null;
  let asked = 0;
  let answers = [];
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "accord-launch-"));
    writeFileSync(path.join(folder, "operator-token"), "token\n");
    asked = 0;
    server = createServer((request, response) => {
      const isStatus = request.url === "/api/v1/status";
      if (isStatus && request.headers.authorization === "Bearer token") {
        const body = answers[Math.min(asked, answers.length - 1)];
        asked += 1;
        response.end(JSON.stringify(body));
      } else {
        response.writeHead(404).end("{}");
      }
    });
    await new Promise((resolve) => server.listen(0, "localhost", resolve));
  });
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });
  const settings = () => ({ folder, port: server.address().port, isDemo: false });

  it("says how both connections stand, once both are known, and what to look at", async () => {
    const warnings = ["ACCORD_MOOD is not a setting and does nothing: is ACCORD_MODE meant?"];
    answers = [
      { connections: [SALESFORCE, { ...QUICKBOOKS, isKnown: false }], warnings },
      { connections: [SALESFORCE, QUICKBOOKS], warnings },
    ];
    const text = await welcome(settings());
    expect(asked).toBe(2);
    expect(text).toContain("  Salesforce   Acme (00D1): connected\n");
    expect(text).toContain(`  QuickBooks   9130: not connected yet; connect it at ${AT}\n`);
    expect(text).toContain(`  Look at      ${warnings[0]}\n`);
  });

  it("names the command line so that it finds this port and this folder", async () => {
    answers = [{ connections: [SALESFORCE, QUICKBOOKS], warnings: [] }];
    const port = server.address().port;
    expect(await welcome(settings())).toContain(
      `  Commands     PORT=${port} ACCORD_DATA=${folder} npm run accord -- help\n`,
    );
    expect(await welcome({ ...settings(), isDemo: true, folder: "/srv/it's here" })).toContain(
      ` ACCORD_DATA='/srv/it'\\''s here' npm run accord -- help\n`,
    );
    expect(await welcome({ port: 4000, isDemo: true, folder: FOLDER_DEFAULT })).toContain(
      "  Commands     npm run accord -- help\n",
    );
  });

  it("does not wait for ever for a system that does not answer", async () => {
    answers = [{ connections: [{ ...QUICKBOOKS, isKnown: false }], warnings: [] }];
    const status = await readStatus(settings(), 60, 10);
    expect(status.connections[0].isKnown).toBe(false);
    expect(asked).toBeGreaterThan(1);
  });

  it("says what it can when the service gives no status", async () => {
    rmSync(path.join(folder, "operator-token"));
    expect(await readStatus(settings(), 20, 10)).toBeNull();
  });
});
