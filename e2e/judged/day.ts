/** What people do while the service dies again and again: drawn from a seed, on a few hot records. */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { KeyedRandom } from "@accord-sync/simulator/keyed-random.ts";
import type { Value } from "@accord-sync/simulator/shared-fields.ts";
import type { People } from "./people.ts";

const SYSTEMS: readonly SystemName[] = ["salesforce", "quickbooks"];
const FIELDS = ["name", "phone", "email", "website", "billingCity", "billingPostalCode", "active"];
/** People go back to the same few records. */
const HOT = 6;

type Act = (people: People, random: KeyedRandom, nth: number) => Promise<unknown>;

/** How often each kind is drawn. */
const ACTS: readonly (readonly [number, Act])[] = [
  [40, editOne],
  [14, editBoth],
  [10, createInQuickbooks],
  [16, createAndSend],
  [6, (people, random) => people.send(hot(people, random, "salesforce"))],
  [4, (people, random) => people.fetch(hot(people, random, "salesforce"))],
  [6, decide],
  [3, (people, random) => people.remove(hot(people, random, "salesforce"))],
  [3, decideHeld],
];

/** The nth thing that people do. */
export async function act(people: People, random: KeyedRandom, nth: number): Promise<void> {
  const total = ACTS.reduce((sum, [weight]) => sum + weight, 0);
  let left = random.fraction("kind") * total;
  const [, chosen] = ACTS.find(([weight]) => (left -= weight) < 0) ?? [0, editOne];
  await chosen(people, random, nth);
}

/** The first few records, which both systems share. */
export async function begin(people: People, random: KeyedRandom): Promise<void> {
  for (let nth = 0; nth < HOT; nth += 1) await createInQuickbooks(people, random, `first ${nth}`);
}

async function editOne(people: People, random: KeyedRandom): Promise<void> {
  const system = random.pick(SYSTEMS, "system");
  const field = random.pick(FIELDS, "field");
  await people.edit(system, hot(people, random, system), field, valueOf(random, field));
}

/** Two people change one field in the two systems at about the same time. */
async function editBoth(people: People, random: KeyedRandom): Promise<void> {
  const field = random.pick(["phone", "billingCity", "email"], "contested");
  const shown = marked(people);
  if (shown.length === 0) return;
  const account = random.pick(shown, "contested record");
  const [, , customer = ""] = (account.mark ?? "").split(":");
  await Promise.all([
    people.edit("salesforce", account.id, field, valueOf(random, field)),
    people.edit("quickbooks", customer, field, valueOf(random, field)),
  ]);
}

function createInQuickbooks(
  people: People,
  random: KeyedRandom,
  nth: number | string,
): Promise<unknown> {
  return people.create("quickbooks", valuesOf(random, `Quay ${nth}`));
}

async function createAndSend(people: People, random: KeyedRandom, nth: number): Promise<void> {
  const id = await people.create("salesforce", valuesOf(random, `Pier ${nth}`));
  if (id !== null) await people.send(id);
}

async function decide(people: People, random: KeyedRandom): Promise<void> {
  await people.decide(hot(people, random, "salesforce"), random.pick(SYSTEMS, "keep"));
}

async function decideHeld(people: People, random: KeyedRandom): Promise<void> {
  await people.decideHeld(random.pick(["approve", "keep", "unlink"] as const, "held"));
}

/** One of the first records most of the time, else any. */
function hot(people: People, random: KeyedRandom, system: SystemName): string {
  const records = people.records(system);
  const few = random.happens(0.7, "hot") ? records.slice(0, HOT) : records;
  return random.pick(few, "record").id;
}

/** Accounts that show a customer's id. */
function marked(people: People) {
  const shown = people.records("salesforce").filter(({ mark }) => mark !== null);
  return shown.length > HOT ? shown.slice(0, HOT) : shown;
}

function valuesOf(random: KeyedRandom, name: string): Readonly<Record<string, Value>> {
  const values = ["phone", "email", "billingCity"].map(
    (field) => [field, valueOf(random, field)] as const,
  );
  return { ...Object.fromEntries(values), name, active: "true" };
}

function valueOf(random: KeyedRandom, field: string): Value {
  const number = random.between(100, 999, "value", field);
  switch (field) {
    case "active":
      return random.happens(0.25, "inactive") ? "false" : "true";
    case "name":
      return `Pier ${number} and Sons`;
    case "phone":
      return `(415) 555-0${number}`;
    case "email":
      return `u${number}@pier.example`;
    case "website":
      return `https://u${number}.example`;
    case "billingPostalCode":
      return String(94_000 + number);
    default:
      return random.happens(0.1, "nothing") ? null : `Harbor ${number}`;
  }
}
