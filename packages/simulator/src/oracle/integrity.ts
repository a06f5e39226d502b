/**
 * I23: at rest Sync Integrity finds nothing of a linked pair, and what is changed behind the ledger's back it finds,
 * exactly that, and has mended. Judged last: the comparison itself reads, and the planted change is written.
 */
import type { FindingView, IntegrityRunView } from "@accord-sync/engine/engine-api.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import { behindItsBack } from "../behind-its-back.ts";
import { mark } from "../marks.ts";
import { findRecord } from "../remote-view.ts";
import { PAIR_LIST } from "../shared-fields.ts";
import type { World } from "../world.ts";
import type { Evidence, Violation } from "./evidence.ts";

/** A run waits for what is under way at most so long, and reads for seconds. */
const RUN_MS_MAX = 20 * 60_000;
/** One scenario of so many is compared at its end, and one of those has a change planted. */
const COMPARED_OF = 8;
const PLANTED_OF = 3;
const UNLINKED = new Set(["unlinked", "match", "ambiguous"]);

export async function judgeIntegrity(
  world: World,
  { reports }: Pick<Evidence, "reports">,
): Promise<readonly Violation[]> {
  if (!world.isAlive || !world.random.happens(1 / COMPARED_OF, "compared")) return [];
  const atRest = await compare(world, false);
  if (typeof atRest === "string") return [violation(atRest)];
  const found = atRest.findings.map(
    ({ kind, name, note, fields }) =>
      `at rest Sync Integrity finds ${kind} of ${name}: ${JSON.stringify(fields)} ${note ?? ""}`,
  );
  if (found.length > 0) return found.map(violation);
  mark("compared at rest");
  const link = reports.links.find((each) => isPlain(world, each));
  if (link === undefined || !world.random.happens(1 / PLANTED_OF, "planted")) return [];
  return plant(world, link);
}

const violation = (text: string): Violation => ({ id: "I23", text });

/** Both records are there and in use: a change of one has to come over. */
function isPlain(world: World, link: Link): boolean {
  const pair = PAIR_LIST.find((each) => each.mapping === link.mapping);
  if (pair?.name !== "customer") return false;
  const salesforce = findRecord(world, "salesforce", pair, link.salesforceRef.id);
  const quickbooks = findRecord(world, "quickbooks", pair, link.quickbooksRef.id);
  if (salesforce === null || quickbooks === null) return false;
  return salesforce.values["billingCity"] === quickbooks.values["billingCity"];
}

async function plant(world: World, link: Link): Promise<readonly Violation[]> {
  const type = link.salesforceRef.type;
  const path = `/sobjects/${type}/${link.salesforceRef.id}`;
  const city = "Planted Harbor";
  await behindItsBack(world, () => {
    world.salesforce("PATCH", path, { BillingCity: city });
  });
  const planted = await compare(world, true);
  if (typeof planted === "string") return [violation(planted)];
  mark("found what was planted");
  const [finding, ...others] = planted.findings;
  const isIt = finding?.kind === "missing" && finding.salesforce?.id === link.salesforceRef.id;
  if (!isIt || others.length > 0) {
    const seen = planted.findings.map(({ kind, name }) => `${kind} of ${name}`).join(", ");
    return [violation(`a change of ${type} ${link.salesforceRef.id} is planted, found: ${seen}`)];
  }
  const again = await compare(world, false);
  if (typeof again === "string") return [violation(again)];
  return again.findings.map(({ kind, name }) =>
    violation(`after the repair Sync Integrity still finds ${kind} of ${name}`),
  );
}

interface Compared {
  readonly run: IntegrityRunView;
  /** Of linked pairs, and of marks. */
  readonly findings: readonly FindingView[];
}

/** A sentence when it did not come to an end. */
async function compare(world: World, repair: boolean): Promise<Compared | string> {
  const { engine } = world;
  const order = { objects: [], repair, actor: "Ada" };
  const started = await world.until(engine.startIntegrity(order), RUN_MS_MAX);
  if (!started.ok) return `Sync Integrity does not start: ${started.error.code}`;
  const { id } = started.value;
  const look = async () => {
    const seen = await world.until(engine.viewIntegrity(id), RUN_MS_MAX);
    return seen.ok ? seen.value : null;
  };
  await world.runUntil(async () => (await look())?.finishedAt !== null, RUN_MS_MAX);
  const run = await look();
  if (run?.state !== "done") return `Sync Integrity ends as ${run?.state ?? "nothing"}`;
  const listed = await world.until(engine.listFindings(id, { after: null, limit: 500 }));
  if (!listed.ok) return `its findings cannot be listed: ${listed.error.code}`;
  const findings = listed.value.findings.filter(({ kind }) => !UNLINKED.has(kind));
  return { run, findings };
}
