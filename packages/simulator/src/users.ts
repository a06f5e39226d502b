/**
 * People at work in both systems. What they write goes into the journal together with what they could
 * see; what a system refuses was not written.
 */
import { pageOrg } from "@accord-sync/emulator-salesforce/page-org.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Journal } from "./journal.ts";
import { mark } from "./marks.ts";
import { type Fields, findRecord, standardPrice } from "./remote-view.ts";
import { type Pair, type SharedField, STANDARD_PRICE, type Value } from "./shared-fields.ts";
import type { World } from "./world.ts";

/** A field, what it is to hold, and whether an automation of the org changes it. Default: a person does. */
export type Change = readonly [field: string, value: Value, isAutomatic?: boolean];

/** What an automation that a write of the product started is told to be the client of (S-ECHO). */
const OUR_CLIENT = "AccordSync";

export type Values = Readonly<Record<string, Value>>;

export class Users {
  readonly #world: World;
  readonly #journal: Journal;

  constructor(world: World, journal: Journal) {
    this.#world = world;
    this.#journal = journal;
  }

  /** The new record's id; null when the system refused it. */
  create(system: SystemName, pair: Pair, values: Values): string | null {
    const id =
      system === "salesforce"
        ? this.#createInSalesforce(pair, values)
        : this.#createInQuickbooks(pair, values);
    if (id === null) return null;
    this.#journal.created(system, id);
    for (const field of pair.fields) this.#note(system, pair, id, { field, previous: null });
    return id;
  }

  /** False when there is no such record or the system refused. */
  edit(
    system: SystemName,
    pair: Pair,
    id: string,
    [name, value, isAutomatic = false]: Change,
  ): boolean {
    const field = pair.fields.find((each) => each.name === name);
    const before = findRecord(this.#world, system, pair, id);
    if (field === undefined || before === null) return false;
    this.#markSecond(system, id);
    const isDone =
      system === "salesforce"
        ? this.#editInSalesforce(pair, id, field, [name, value, isAutomatic])
        : this.#editInQuickbooks(pair, id, field, value);
    if (isDone && isAutomatic) mark("an automation of the org edits in the product's name");
    if (isDone) this.#note(system, pair, id, { field, previous: before.values[name] ?? null });
    return isDone;
  }

  /** Times of either system are whole seconds: within one, nothing shows what came later. */
  #markSecond(system: SystemName, id: string): void {
    const { traffic, clock } = this.#world;
    const ahead = this.#world.timeIn(system) - clock.now();
    const secondOf = (at: number) => Math.floor((at + ahead) / 1_000);
    const now = secondOf(clock.now());
    const isOurs = traffic.some(
      ({ doneAt, changes }) =>
        doneAt !== null &&
        secondOf(doneAt) === now &&
        changes.some((change) => change.system === system && change.id === id),
    );
    if (isOurs) mark(`edit in the second of a write of ours in ${system}`);
    const isPersons = this.#journal.writes.some(
      (write) => write.system === system && write.id === id && secondOf(write.at) === now,
    );
    if (isPersons) mark(`two edits of one second in ${system}`);
  }

  /** Overwrites the field that shows the QuickBooks id, which no person should. */
  tamper(pair: Pair, id: string, mark: string | null): void {
    this.#world.salesforce("PATCH", `/sobjects/${pair.types.salesforce}/${id}`, {
      Accord_QB_Id__c: mark,
    });
    this.#touched("salesforce", id);
  }

  /** Into Salesforce's recycle bin. */
  remove(pair: Pair, id: string): void {
    if (findRecord(this.#world, "salesforce", pair, id) === null) return;
    this.#world.salesforce("DELETE", `/sobjects/${pair.types.salesforce}/${id}`);
    if (findRecord(this.#world, "salesforce", pair, id) !== null) return;
    this.#touched("salesforce", id);
    this.#journal.removed(id, this.#world.clock.now());
  }

  /** Out of the recycle bin again, as on its page. */
  undelete(pair: Pair, id: string): void {
    const { org, clock } = this.#world;
    if (org.store.get(pair.types.salesforce, id)?.["IsDeleted"] !== true) return;
    pageOrg(org, () => this.#world.timeIn("salesforce")).undelete(id);
    clock.note(`user salesforce undelete ${id}`);
    // Restoring is a change of the record, by the time that it shows.
    this.#touched("salesforce", id);
  }

  /** Makes one record of two, as on the screens; false where they do not let one. */
  merge(system: SystemName, pair: Pair, survivor: string, loser: string): boolean {
    const { org, clock } = this.#world;
    if (system === "quickbooks") {
      const type = pair.name === "customer" ? "Customer" : "Item";
      if (!this.#world.mergeInQuickbooks(type, survivor, loser)) return false;
      this.#journal.removed(loser, clock.now());
      this.#journal.merged(loser, survivor);
      this.#touched("quickbooks", survivor);
      return true;
    }
    const page = pageOrg(org, () => this.#world.timeIn("salesforce"));
    const request = { masterId: survivor, loserIds: [loser], values: {} };
    const { ok } = page.merge(pair.types.salesforce, request);
    clock.note(`user salesforce merge ${loser} into ${survivor}: ${ok ? "done" : "refused"}`);
    if (!ok) return false;
    this.#journal.removed(loser, clock.now());
    this.#journal.merged(loser, survivor);
    this.#touched("salesforce", survivor);
    return true;
  }

  /** Gives each of two records the other's name, by way of a third. */
  swapNames(system: SystemName, pair: Pair, one: string, two: string): boolean {
    const nameOf = (id: string) =>
      findRecord(this.#world, system, pair, id)?.values["name"] ?? null;
    const [first, second] = [nameOf(one), nameOf(two)];
    if (first === null || second === null || first === second) return false;
    return (
      this.edit(system, pair, one, ["name", `${first} for now`]) &&
      this.edit(system, pair, two, ["name", first]) &&
      this.edit(system, pair, one, ["name", second])
    );
  }

  #touched(system: SystemName, id: string): void {
    const at = this.#world.clock.now();
    this.#journal.touched({ system, id, at, shownAt: this.#world.timeIn(system) });
  }

  /** Notes what the record holds now, whatever the person typed. */
  #note(
    system: SystemName,
    pair: Pair,
    id: string,
    { field, previous }: { readonly field: SharedField; readonly previous: Value },
  ): void {
    const value = findRecord(this.#world, system, pair, id)?.values[field.name] ?? null;
    const isCreate =
      previous === null && this.#journal.writesTo(system, pair.name, id, field.name).length === 0;
    this.#touched(system, id);
    if (isCreate && value === null) return;
    this.#journal.wrote({
      at: this.#world.clock.now(),
      system,
      pair: pair.name,
      id,
      field: field.name,
      previous,
      value,
      isCreate,
    });
  }

  #createInSalesforce(pair: Pair, values: Values): string | null {
    const body = salesforceBody(pair, values);
    const made = this.#world.salesforce("POST", `/sobjects/${pair.types.salesforce}`, body);
    const id = (made as { id?: string } | null)?.id ?? null;
    const price = values["price"];
    if (id !== null && pair.name === "product" && price) this.#createPrice(id, price);
    return id;
  }

  #createPrice(productId: string, price: string): void {
    const books = [...this.#world.org.store.all("Pricebook2").entries()];
    const [book] = books.find(([, row]) => row["IsStandard"] === true) ?? [];
    this.#world.salesforce("POST", "/sobjects/PricebookEntry", {
      Pricebook2Id: book,
      Product2Id: productId,
      UnitPrice: Number(price),
      IsActive: true,
    });
  }

  #editInSalesforce(
    pair: Pair,
    id: string,
    field: SharedField,
    [, value, isAutomatic]: Change,
  ): boolean {
    if (field.salesforce === STANDARD_PRICE) {
      if (value === null) return false;
      const entry = standardPrice(this.#world, id);
      if (entry === null) {
        this.#createPrice(id, value);
        return standardPrice(this.#world, id) !== null;
      }
      const path = `/sobjects/PricebookEntry/${String(entry["Id"])}`;
      return this.#world.salesforce("PATCH", path, { UnitPrice: Number(value) }) === null;
    }
    const path = `/sobjects/${pair.types.salesforce}/${id}`;
    const body = { [field.salesforce]: typed(field, value) };
    const client = isAutomatic === true ? OUR_CLIENT : undefined;
    return this.#world.salesforce("PATCH", path, body, client) === null;
  }

  #createInQuickbooks(pair: Pair, values: Values): string | null {
    const body = quickbooksBody(pair, values);
    if (pair.name === "product") {
      body["Type"] = "Service";
      body["IncomeAccountRef"] = { value: this.#incomeAccount() };
    }
    const made = this.#writeQuickbooks(pair, body);
    return made === null ? null : String(made["Id"]);
  }

  #incomeAccount(): string {
    for (const account of this.#world.company.store.records("Account")) {
      if (account.fields["AccountType"] === "Income") return account.id;
    }
    throw new Error("the company has no income account");
  }

  #editInQuickbooks(pair: Pair, id: string, field: SharedField, value: Value): boolean {
    const type = pair.name === "customer" ? "Customer" : "Item";
    const record = this.#world.company.store.record(type, id);
    if (record === undefined) return false;
    const body = quickbooksChange(record.fields, field, value);
    const { syncToken } = record;
    return (
      this.#writeQuickbooks(pair, {
        ...body,
        Id: id,
        SyncToken: String(syncToken),
        sparse: true,
      }) !== null
    );
  }

  #writeQuickbooks(pair: Pair, body: unknown): Record<string, unknown> | null {
    const type = pair.types.quickbooks;
    const answer = this.#world.quickbooks("POST", `/${type.toLowerCase()}`, body);
    const made = (answer as Record<string, unknown>)[type];
    return made === undefined ? null : (made as Record<string, unknown>);
  }
}

type Body = Record<string, unknown>;

/** A new record, as a person's screen sends it. The standard price is a record of its own. */
export function salesforceBody(pair: Pair, values: Values): Body {
  const body: Body = {};
  for (const field of pair.fields) {
    const value = values[field.name];
    if (value === undefined || field.salesforce === STANDARD_PRICE) continue;
    body[field.salesforce] = typed(field, value);
  }
  return body;
}

export function quickbooksBody(pair: Pair, values: Values): Body {
  const body: Body = {};
  for (const field of pair.fields) {
    const value = values[field.name];
    if (value !== undefined) setAtPath(body, field.quickbooks, typed(field, value));
  }
  return body;
}

/** A person's screen sends the whole group, as it stood, with one value changed. */
export function quickbooksChange(fields: Fields, field: SharedField, value: Value): Body {
  const [root = ""] = field.quickbooks.split(".");
  const body: Body = structuredClone({ [root]: fields[root] ?? {} });
  setAtPath(body, field.quickbooks, value === null ? "" : typed(field, value));
  return body;
}

export function typed({ form }: SharedField, value: Value): unknown {
  if (value === null) return null;
  if (form === "flag") return value === "true";
  return form === "amount" ? Number(value) : value;
}

function setAtPath(body: Record<string, unknown>, path: string, value: unknown): void {
  const [first = "", ...rest] = path.split(".");
  if (rest.length === 0) {
    body[first] = value;
    return;
  }
  const inner = { ...(body[first] as Record<string, unknown> | undefined) };
  setAtPath(inner, rest.join("."), value);
  body[first] = inner;
}
