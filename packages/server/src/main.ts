/**
 * Composition root of the service. Everything that reads the environment, a file or a clock is handed
 * in from here.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  actionOf,
  messageOf,
  type OperationalError,
  operationalError,
  OperationalFailure,
} from "@accord-sync/core/errors/operational-error.ts";
import { DEFAULT_MAPPINGS } from "@accord-sync/core/mapping/default-mappings.ts";
import { createEngine, type Engine } from "@accord-sync/engine/engine.ts";
import { type Ledger, openLedger } from "@accord-sync/ledger/ledger.ts";
import { createCipher, loadOrCreateKey } from "@accord-sync/ledger/runtime/cipher.ts";
import { useOnce } from "@accord-sync/ledger/used-tokens.ts";
import { readFilter } from "@accord-sync/quickbooks/filter/read-filter.ts";
import { readNotices } from "@accord-sync/quickbooks/webhooks/read-notices.ts";
import { verifyWebhook } from "@accord-sync/quickbooks/webhooks/verify-webhook.ts";
import packageJson from "../package.json" with { type: "json" };
import { createApp } from "./app.ts";
import type { AppParts } from "./app-parts.ts";
import {
  connectRemotes,
  quickbooksAuthorisation,
  salesforceAuthorisation,
} from "./connect/connect.ts";
import { demoSystems } from "./connect/demo-systems.ts";
import { liveSystems } from "./connect/live-systems.ts";
import type { Systems } from "./connect/systems.ts";
import { systemClock } from "./runtime/clock.ts";
import { type BugCount, countBugs } from "./health/bug-count.ts";
import { createConsoleLog } from "./runtime/console-log.ts";
import { envFile, openDataFolder, warnOfReaders } from "./runtime/data-folder.ts";
import { createHttp } from "./runtime/http.ts";
import { listen } from "./runtime/listen.ts";
import { systemRandom } from "./runtime/random.ts";
import { onStopSignal } from "./runtime/stop-signals.ts";
import { readEnvFile } from "./settings/env-file.ts";
import { readSettings, type Settings } from "./settings/settings.ts";

/** One business; several come with their own tenants. */
const TENANT = "main";

const http = createHttp();
const clock = systemClock;

function settingsInvalid(detail: string): OperationalFailure {
  return new OperationalFailure(operationalError("SETTINGS_INVALID", { detail }));
}

/** The environment over the data folder's `accord.env`. */
function loadSettings(environment: NodeJS.ProcessEnv): Settings {
  const file = envFile(environment.ACCORD_DATA ?? ".accord");
  const kept = readEnvFile(existsSync(file) ? readFileSync(file, "utf8") : "");
  if (kept.unreadableLines.length > 0) {
    throw settingsInvalid(`${file}, line ${kept.unreadableLines.join(", ")} is not NAME=value`);
  }
  const settings = readSettings({ ...kept.values, ...environment });
  if (!settings.ok) throw new OperationalFailure(settings.error);
  const openFile = warnOfReaders(file);
  const { warnings } = settings.value;
  return { ...settings.value, warnings: openFile === null ? warnings : [...warnings, openFile] };
}

function readSettingFile(setting: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw settingsInvalid(`${setting}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function systemsOf({ systems, publicUrl }: Settings): Systems {
  const parts = { http, publicUrl, now: () => clock.now(), readFile: readSettingFile };
  return systems.mode === "demo" ? demoSystems(systems, parts) : liveSystems(systems, parts);
}

interface Started {
  readonly settings: Settings;
  readonly systems: Systems;
  readonly ledger: Ledger;
  readonly engine: Engine;
}

function authParts({ systems, ledger }: Started, operatorToken: string): AppParts["auth"] {
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    operatorToken,
    orgId: systems.salesforce.orgId,
    orgKeys: systems.salesforce.orgKeys,
    useOnce: (issuer, tokenId, expiresAtMs) =>
      ledger.transaction((tx) => useOnce(tx, issuer, tokenId, iso(expiresAtMs), iso(clock.now()))),
  };
}

/** The log, which counts bugs, begun with what is to be looked at in the settings. */
function openLog({ logForm, warnings }: Settings): BugCount {
  const bugs = countBugs(createConsoleLog(logForm), () => clock.now());
  for (const warning of warnings) bugs.log.warn(warning);
  return bugs;
}

function webhookParts({ verifierToken }: Settings): AppParts["webhooks"] {
  return {
    verify: (body, signature) => verifyWebhook(body, signature, verifierToken),
    read: readNotices,
  };
}

/** Where a person connects each system; Salesforce only where a person is needed for it. */
function connectUrls({ publicUrl }: Settings, { salesforce }: Systems) {
  return {
    connectUrl: `${publicUrl}/connect/quickbooks`,
    salesforceConnectUrl: salesforce.consent === null ? null : `${publicUrl}/connect/salesforce`,
  };
}

async function main(): Promise<void> {
  const settings = loadSettings(process.env);
  const bugs = openLog(settings);
  const { log } = bugs;
  const systems = systemsOf(settings);
  const folder = openDataFolder(settings.dataFolder);
  const ledger = await openLedger({ file: folder.ledgerFile, onTakenOver: endAtOnce });
  const cipher = createCipher(loadOrCreateKey(folder.keyFile));
  const connect = { ledger, cipher, clock, http };
  const engine = createEngine({
    ...connectRemotes(systems, connect),
    ledger,
    clock,
    random: systemRandom,
    log,
    scope: {
      tenant: TENANT,
      org: systems.salesforce.orgId,
      company: systems.quickbooks.realmId,
    },
    mappings: DEFAULT_MAPPINGS,
    version: packageJson.version,
    incomeAccountId: settings.incomeAccountId,
    ...connectUrls(settings, systems),
    pacing: { salesforceSweepMs: settings.salesforcePollMs },
    meteredPerMonth: settings.meteredPerMonth,
    guards: { deletes: settings.guardDeletes, ...settings.guardChanges },
  });

  let isReady = false;
  const { publicUrl } = settings;
  const assetsFolder = path.resolve(settings.assetsFolder);
  const app = createApp({
    engine,
    clock,
    random: systemRandom,
    log,
    bugs: () => bugs.view(),
    warnings: settings.warnings,
    version: packageJson.version,
    publicUrl,
    salesforceUrl: systems.salesforce.instanceUrl,
    isReady: () => isReady,
    isDemo: settings.systems.mode === "demo",
    auth: authParts({ settings, systems, ledger, engine }, folder.operatorToken),
    webhooks: webhookParts(settings),
    readFilter,
    quickbooks: quickbooksAuthorisation(systems, {
      ...connect,
      publicUrl,
      onConnected: () => engine.reconnected("quickbooks"),
    }),
    salesforce: salesforceAuthorisation(systems, {
      ...connect,
      publicUrl,
      onConnected: () => engine.reconnected("salesforce"),
    }),
    assetsFolder: existsSync(assetsFolder) ? assetsFolder : null,
  });
  onStopSignal(async () => {
    isReady = false;
    await app.close();
    await engine.stop();
    await ledger.close();
    log.info("Stopped");
  });
  await engine.start();
  await listen(app, settings.port, settings.host);
  isReady = true;
  log.info("Accord Sync is listening", { url: publicUrl, mode: settings.systems.mode });
}

/** Tidies nothing up: what this process still holds is another's by now. */
async function endAtOnce(error: OperationalError): Promise<never> {
  process.stderr.write(`${messageOf(error)}.\n${actionOf(error)} (${error.code})\n`);
  process.exit(1);
}

try {
  await main();
} catch (problem) {
  if (!(problem instanceof OperationalFailure)) throw problem;
  await endAtOnce(problem.error);
}
