import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { DEFAULT_BULK_SETTINGS } from "../bulk/advance.ts";
import { EDITIONS } from "../control/editions.ts";
import { trustCertificate } from "../oauth/apps.ts";
import { isCertificate, signJwt } from "../oauth/jwt.ts";
import type { Commit } from "../commit.ts";
import { createOrg, DEFAULT_SETTINGS, type Org } from "../org.ts";
import type { PageHost, PageUser } from "../page-host.ts";
import { pageOrg } from "../page-org.ts";
import { pageSetup } from "../page-setup.ts";
import { mountPages } from "../pages/mount-pages.ts";
import { readMetadata } from "../schema/sfdx.ts";
import type { Seed } from "../seed.ts";
import type { Document } from "../store/document-store.ts";
import { idsFrom } from "../store/ids.ts";
import { runInTime } from "./org-timer.ts";
import { systemNow } from "./clock.ts";
import { type FileLog, openLog } from "./file-log.ts";
import { lockFolder } from "./folder-lock.ts";
import { grpcShell } from "./grpc-shell.ts";
import { httpShell } from "./http-shell.ts";
import { addressesOf, inUrl, listen } from "./listen.ts";
import { readMetadataFolder } from "./metadata-folder.ts";
import { type Options, WrongOption } from "./options.ts";
import { openOrgKeys } from "./org-keys.ts";

/** A running emulator. */
export interface Emulator {
  readonly org: Org;
  readonly url: string;
  readonly grpcPort: number;
  readonly grpcTlsPort: number | undefined;
  stop(): Promise<void>;
}

const SEED_FILE = new URL("../../data/seed/org.json", import.meta.url);

/**
 * Opens the folder, loads the project and the org, and listens. Whatever fails leaves nothing open.
 * @throws FolderInUse, BrokenLog, MetadataError, WrongOption, or the system's EADDRINUSE
 */
export async function startEmulator(options: Options): Promise<Emulator> {
  mkdirSync(options.dataFolder, { recursive: true });
  const unlock = lockFolder(options.dataFolder);
  const closers: (() => void | Promise<void>)[] = [unlock];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const port = options.port === 0 ? await freePort(options.host) : options.port;
    const org = openOrg({ ...options, port }, closers);
    closers.push(runInTime(org, systemNow));
    const host = pageHostOf(org, options);
    const pages = mountPages(host);
    const createServer = () => httpShell(org, systemNow, pages).server;
    closers.push(await listen(createServer, options.host, port));
    const grpc = await grpcShell(org, {
      host: options.host,
      port: options.grpcPort,
      now: systemNow,
      ...tlsOf(org, options),
    });
    closers.push(() => grpc.close());
    const { port: grpcPort, tlsPort: grpcTlsPort } = grpc;
    return { org, url: org.settings.instanceUrl, grpcPort, grpcTlsPort, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The second port of the Pub/Sub API, if it was asked for: it shows the org's own certificate. */
function tlsOf({ trust }: Org, { grpcTlsPort: port }: Options) {
  if (port === undefined || trust === undefined) return {};
  const { certificatePem, privateKeyPem } = trust;
  return { tls: { port, certificatePem, privateKeyPem } };
}

/** Warnings with the same reason as one line: the first file, and how many more. */
function summaryOf(warnings: readonly string[]): readonly string[] {
  const byReason = Map.groupBy(warnings, (each) => each.slice(each.indexOf(": ") + 2));
  return [...byReason.values()].map((same) => {
    const [first = "", ...rest] = same;
    return rest.length === 0 ? first : first.replace(": ", ` (and ${rest.length} more): `);
  });
}

/** The org of a folder, connected to its log. Pushes what must be closed. */
function openOrg(options: Options, closers: (() => void)[]): Org {
  const metadata = readMetadata(readMetadataFolder(options.appFolder));
  for (const line of summaryOf(metadata.warnings)) {
    process.stderr.write(`Salesforce emulator: ${line}\n`);
  }
  const { snapshot, log } = openLog(options.dataFolder);
  closers.push(() => log.close());
  const instanceUrl = `http://${inUrl(addressesOf(options.host)[0])}:${options.port}`;
  const org = createOrg({
    metadata,
    settings: {
      instanceUrl,
      bulk: { ...DEFAULT_BULK_SETTINGS, rowsPerCall: 1000 },
      ...EDITIONS[options.edition],
      events: { edition: options.edition },
    },
    seed: seedOf(options),
    seededAt: systemNow(),
    trust: openOrgKeys(options.dataFolder, DEFAULT_SETTINGS.organizationId, systemNow()),
    ids: (store) => idsFrom(store, () => randomBytes(24).toString("base64url")),
    ...(snapshot === undefined || snapshot.size === 0 ? {} : { restore: snapshot }),
  });
  if (options.jwtCertificate !== undefined) trustFile(org, options.jwtCertificate);
  // What start-up made (the seed, key prefixes, a certificate) is logged whole: the file is the org.
  org.store.takeChanges();
  log.rewrite(org.store.snapshot());
  org.onCommit((commit) => appendOrDie(log, commit));
  return org;
}

/** The demo rows; the organization says which edition it is. */
function seedOf({ edition }: Options): Seed {
  const seed = JSON.parse(readFileSync(SEED_FILE, "utf8")) as Seed;
  // The field has no value of its own for the Performance Edition.
  const OrganizationType = `${edition === "Performance" ? "Unlimited" : edition} Edition`;
  return {
    ...seed,
    Organization: (seed["Organization"] ?? []).map((row) => ({ ...row, OrganizationType })),
  };
}

/**
 * A change that cannot be written must not be answered, and memory already holds it: the only honest way
 * on is to stop and let the next start read what is on disk.
 */
function appendOrDie(log: FileLog, commit: Commit): void {
  try {
    log.append(commit);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`Salesforce emulator: cannot write its log: ${reason}\n`);
    process.exit(1);
  }
}

/** `--jwt-cert`: read at each start, so that a changed file is noticed. */
function trustFile(org: Org, file: string): void {
  const pem = readFileSync(file, "utf8");
  if (!isCertificate(pem)) throw new WrongOption(`${file} holds no certificate or public key.`);
  trustCertificate(org, `file:${file}`, pem);
}

/** The seam to the pages, filled. */
function pageHostOf(org: Org, options: Options): PageHost {
  const { adminUserId, organizationId } = org.settings;
  const user = org.store.get("User", adminUserId) ?? {};
  return {
    org: pageOrg(org, systemNow),
    orgAs: (userId) => pageOrg(org, systemNow, userId),
    setupOf: (userId) => pageSetup(org, systemNow, userId),
    user: userOf(user),
    users: () => peopleOf(org),
    organization: {
      id: organizationId,
      name: String(org.store.get("Organization", organizationId)?.["Name"]),
    },
    now: systemNow,
    serviceUrl: options.serviceUrl,
    signJwt: (claims) => {
      if (org.trust === undefined) throw new Error("This org has no certificate.");
      const nowS = Math.floor(systemNow() / 1000);
      return signJwt(org.trust, {
        iss: organizationId,
        iat: nowS,
        nbf: nowS,
        exp: nowS + 120,
        ...claims,
      });
    },
    appFolder: options.appFolder,
    assetsFolder: options.assetsFolder,
    listenToChanges: (listener) =>
      org.onCommit((commit) => {
        if (commit.rows.length > 0) listener(commit.rows);
      }),
  };
}

/** A row of User as the pages name the person. */
function userOf(row: Document): PageUser {
  const { Id: id, Name: name, Username: username, TimeZoneSidKey: zone } = row;
  const person = { id: String(id), name: String(name), username: String(username) };
  return typeof zone === "string" ? { ...person, timeZone: zone } : person;
}

/** Active people who can use the pages, the administrator first; the integration user has the API alone. */
function peopleOf(org: Org): PageUser[] {
  const { adminUserId, integrationUserId } = org.settings;
  const active = [...org.store.all("User").values()].filter((row) => row["IsActive"] === true);
  const people = active
    .filter((row) => row["UserType"] === "Standard" && row["Id"] !== integrationUserId)
    .map(userOf);
  return people.sort((a, b) => Number(b.id === adminUserId) - Number(a.id === adminUserId));
}

/** The org must know its own address before it listens there. */
function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, addressesOf(host)[0], () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
