/** A page host for tests: a small org of its own, with the project's metadata and a virtual clock. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createOrg, DEFAULT_SETTINGS, type Org } from "../../org.ts";
import type { PageAnswer, PageHost, PageRequest } from "../../page-host.ts";
import { pageOrg } from "../../page-org.ts";
import { pageSetup } from "../../page-setup.ts";
import { readMetadataFolder } from "../../runtime/metadata-folder.ts";
import { readMetadata } from "../../schema/sfdx.ts";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../../..");

export const APP_FOLDER = path.join(ROOT, "salesforce-app");
export const ASSETS_FOLDER = path.join(ROOT, "build/lwc");
/** Where nothing was ever built. */
const NO_ASSETS = path.join(ROOT, "build/none");

const ADMIN = { id: DEFAULT_SETTINGS.adminUserId, name: "Ada Admin", username: "ada@example.com" };
const SELLER = { id: "005000000000003AAA", name: "Sam Seller", username: "sam@example.com" };

const userRow = ({ id, name, username }: typeof ADMIN) => ({
  Id: id,
  Name: name,
  LastName: name,
  Username: username,
  IsActive: true,
  UserType: "Standard",
});

export interface FakeHost extends PageHost {
  /** The whole org, for what no page can do. */
  readonly whole: Org;
  /** Claims of every token signed so far. */
  readonly signed: Readonly<Record<string, unknown>>[];
}

/** Metadata is the same for every test, and reading it takes longer than all they do. */
const metadata = readMetadata(readMetadataFolder(APP_FOLDER));

export function fakeHost(changes: Partial<PageHost> = {}): FakeHost {
  const whole = createOrg({
    metadata,
    seed: {
      User: [userRow(ADMIN), userRow(SELLER)],
      Pricebook2: [
        { Id: "01s000000000001AAA", Name: "Standard Price Book", IsActive: true, IsStandard: true },
      ],
    },
  });
  let seconds = 1_000;
  const now = (): number => (seconds += 1) * 1_000;
  const signed: Readonly<Record<string, unknown>>[] = [];
  return {
    org: pageOrg(whole, now),
    orgAs: (userId) => pageOrg(whole, now, userId),
    setupOf: (userId) => pageSetup(whole, now, userId),
    user: ADMIN,
    users: () => [ADMIN, SELLER],
    organization: { id: "00D000000000001EAA", name: "Accord Demo" },
    now: () => 0,
    serviceUrl: "http://service.test",
    appFolder: APP_FOLDER,
    assetsFolder: NO_ASSETS,
    ...changes,
    whole,
    signed,
    signJwt(claims) {
      signed.push(claims);
      return "signed.jwt";
    },
    listenToChanges: (listener) =>
      whole.onCommit(({ rows }) => {
        if (rows.length > 0) listener(rows);
      }),
  };
}

export function get(url: string, headers: Readonly<Record<string, string>> = {}): PageRequest {
  return { method: "GET", url, headers, body: "" };
}

/** A call as our own page makes it. */
export function send(
  method: string,
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): PageRequest {
  const own = { host: "localhost:4001", origin: "http://localhost:4001", ...headers };
  return { method, url, headers: own, body: JSON.stringify(body) };
}

/** The text of an answer that is not a stream. */
export function bodyText(answer: PageAnswer | undefined): string {
  if (answer === undefined) throw new Error("The pages did not answer.");
  if (typeof answer.body === "function") throw new Error("The answer is a stream.");
  return typeof answer.body === "string" ? answer.body : new TextDecoder().decode(answer.body);
}
