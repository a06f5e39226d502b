/** Carries out one operation of a scenario, as the person who does it would. */
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import { listConnections } from "@accord-sync/ledger/connections.ts";
import { listHeldDeletions } from "@accord-sync/ledger/deletions.ts";
import { listOpenEntries } from "@accord-sync/ledger/entries.ts";
import { findLink, type Link } from "@accord-sync/ledger/links.ts";
import type { Journal, UserAct } from "./journal.ts";
import { mark } from "./marks.ts";
import { findRecord, listRecords } from "./remote-view.ts";
import { readLinks } from "./reports.ts";
import type { Operation } from "./scenario.ts";
import { listUnlinked } from "./unlinked.ts";
import { type Pair, type PairName, PAIRS } from "./shared-fields.ts";
import { FirstLoadPresses } from "./first-load-presses.ts";
import { isOversight, Overseers, type Press } from "./overseers.ts";
import { Sellers } from "./sellers.ts";
import type { Outage } from "./sim-servers.ts";
import { endSessions, takeConsentBack } from "./sim-tokens.ts";
import { Users } from "./users.ts";
import { SCOPE, type World } from "./world.ts";

interface Slot {
  readonly pair: Pair;
  readonly ids: { salesforce: string | null; quickbooks: string | null };
  /** What the product made for it, as people met it before it was linked. */
  readonly met: Set<string>;
}

/** What a click is about. */
interface Pressed extends Pick<UserAct, "salesforceId" | "isAnother"> {
  readonly pair: Pair | null;
}

/** What is done to a record that is there. */
type RecordOperation = Exclude<
  Extract<Operation, { readonly slot: string }>,
  { readonly kind: "create" | "merge" | "swap" }
>;

const ACTOR = "Ada";

const OUTAGES = {
  networkOutage: { what: ["salesforce", "quickbooks"], name: "outage of the network" },
  silence: { what: ["webhooks"], name: "webhooks found nobody" },
  useUpDay: { what: ["requests of salesforce"], name: "the day's requests were used up" },
} as const satisfies Readonly<Record<string, { what: readonly Outage[]; name: string }>>;

export class Performer {
  readonly users: Users;
  readonly #world: World;
  readonly #journal: Journal;
  readonly #slots = new Map<string, Slot>();
  readonly #sellers: Sellers;
  readonly #firstLoads: FirstLoadPresses;
  readonly #overseers: Overseers;

  constructor(world: World, journal: Journal) {
    this.#world = world;
    this.#journal = journal;
    this.users = new Users(world, journal);
    const press: Press = (kind, act) => this.#press(kind, null, act);
    this.#firstLoads = new FirstLoadPresses(world, press);
    this.#overseers = new Overseers(world, press);
    this.#sellers = new Sellers({
      world,
      find: async (slot) => {
        const held = this.#slots.get(slot);
        return held === undefined ? null : this.#find(held, "salesforce");
      },
      press: (kind, salesforceId, act) => this.#press(kind, { pair: null, salesforceId }, act),
    });
  }

  /** Makes `slot` stand for a record; what it is in the other system shows once it is linked. */
  place(slot: string, pair: PairName, system: SystemName, id: string | null): void {
    const held = this.#slots.get(slot) ?? {
      pair: PAIRS[pair],
      ids: { salesforce: null, quickbooks: null },
      met: new Set(),
    };
    held.ids[system] = id;
    this.#slots.set(slot, held);
  }

  /** Operations about records that are not there, or while the service is dead, do nothing. */
  async perform(operation: Operation): Promise<void> {
    if (isOversight(operation)) return this.#overseers.perform(operation);
    switch (operation.kind) {
      case "create": {
        const { slot, pair, system, values } = operation;
        this.place(slot, pair, system, this.users.create(system, PAIRS[pair], values));
        return;
      }
      case "outage":
        return this.#outage([operation.system], "outage", operation.ms);
      case "networkOutage":
      case "silence":
      case "useUpDay": {
        const { what, name } = OUTAGES[operation.kind];
        return this.#outage(what, name, operation.ms);
      }
      case "policy":
        return this.#setPolicy(operation);
      case "restart":
        return this.#world.restart();
      case "realTime":
        return this.#switch(PAIRS[operation.pair], operation.enabled);
      case "integrity":
        return this.#press("integrity", null, (engine) =>
          engine.startIntegrity({ objects: [], repair: operation.repair, actor: ACTOR }),
        );
      case "loseAnswer":
        return this.#world.hindrances.loseAnswer();
      case "spent":
        return this.#world.hindrances.spend(this.#world.clock.now() + operation.ms);
      case "reprocess":
        return this.reprocessAll();
      case "takeOver":
        return this.#world.takeOver();
      case "sell":
      case "sendSale":
      case "moveSale":
        return this.#sellers.perform(operation);
      case "crash":
        return this.#world.kill();
      case "endSessions":
      case "takeConsentBack":
      case "reconnect":
        return this.#authorise(operation.kind, operation.system);
      case "backfill":
      case "pauseBackfill":
        return this.#firstLoads.perform(operation);
      case "syncNow":
        return this.#syncNow(operation.pair, operation.slot);
      case "merge":
        return this.#merge(operation);
      case "swap":
        return this.#swap(operation);
      case "decideHeld":
        return this.#decideHeld(operation);
      case "edit":
      case "lock":
      case "refuse":
      case "delete":
      case "undelete":
      case "tamper":
      case "send":
      case "fetch":
      case "unlink":
      case "link":
      case "decide":
        return this.#onRecord(operation);
    }
  }

  #authorise(kind: "endSessions" | "takeConsentBack" | "reconnect", system: SystemName): void {
    if (kind === "reconnect") return this.reconnect(system);
    if (!this.#world.usesRealTokens) return;
    (kind === "endSessions" ? endSessions : takeConsentBack)(this.#world, system);
  }

  /** Presses Connect and consents. */
  reconnect(system: SystemName): void {
    const world = this.#world;
    if (!world.usesRealTokens) return;
    const asked = world.reconnect(system);
    world.asked.add(asked);
    asked.finally(() => world.asked.delete(asked)).catch(() => {});
    asked.then(
      (isDone) => mark(isDone ? `${system} connected again` : `${system} not connected again`),
      (error: unknown) => world.bugs.push(`reconnect: ${String(error)}`),
    );
  }

  /** Does what the product asks for on its page of connections. */
  async connectWhatAsks(): Promise<void> {
    const rows = await listConnections(this.#world.reports, SCOPE.tenant);
    for (const { system, state } of rows) {
      if (state === "needsReconnect") this.reconnect(system);
    }
  }

  /** Lets what people stopped go on: both connections, and changes that are held. */
  async goOn(): Promise<void> {
    for (const system of ["salesforce", "quickbooks"] as const) {
      await this.perform({ at: 0, kind: "resumeConnection", system });
    }
  }

  /** Presses Re-Process on everything that stands in the log with an error. */
  async reprocessAll(): Promise<void> {
    this.#press("reprocess", null, async (engine) => {
      const refused = await engine.log({ filter: "errors", limit: 500 });
      const held = await engine.log({ filter: "held", limit: 500 });
      return engine.reprocess(
        [...refused.entries, ...held.entries].map((entry) => entry.id),
        ACTOR,
      );
    });
  }

  async #onRecord(operation: RecordOperation): Promise<void> {
    const slot = this.#slots.get(operation.slot);
    if (slot === undefined) return;
    const salesforceId = await this.#find(slot, "salesforce");
    const quickbooksId = await this.#find(slot, "quickbooks");
    const { pair } = slot;
    if (operation.kind === "edit") {
      const { system, field, value, isAutomatic = false } = operation;
      const id =
        (system === "salesforce" ? salesforceId : quickbooksId) ?? this.#findByName(slot, system);
      if (id !== null) this.users.edit(system, pair, id, [field, value, isAutomatic]);
      return;
    }
    if (operation.kind === "refuse") {
      const { system, ms } = operation;
      const { hindrances, clock } = this.#world;
      const id = system === "salesforce" ? salesforceId : quickbooksId;
      if (id !== null) hindrances.refuse(system, id, clock.now() + ms);
      return;
    }
    if (salesforceId === null) return;
    const type = pair.types.salesforce;
    switch (operation.kind) {
      case "delete":
        return this.users.remove(pair, salesforceId);
      case "lock":
        return this.#holdRow(salesforceId, operation.ms);
      case "undelete":
        return this.users.undelete(pair, salesforceId);
      case "tamper":
        return this.users.tamper(pair, salesforceId, operation.mark);
      case "send": {
        const request = { onMatch: operation.onMatch, actor: ACTOR };
        const isAnother = operation.onMatch === "create";
        return this.#press("send", { pair, salesforceId, isAnother }, (engine) =>
          engine.send(type, salesforceId, request),
        );
      }
      case "fetch":
        return this.#press("fetch", { pair, salesforceId }, (engine) =>
          engine.fetch(type, salesforceId, ACTOR),
        );
      case "unlink":
        return this.#press("unlink", { pair, salesforceId }, (engine) =>
          engine.unlink(type, salesforceId, ACTOR),
        );
      case "link":
        return this.#link(pair, salesforceId, operation.to);
      case "decide":
        return this.#decide(pair, salesforceId, operation);
    }
  }

  async #idOf(name: string, system: SystemName): Promise<[Pair, string] | null> {
    const slot = this.#slots.get(name);
    const id = slot === undefined ? null : await this.#find(slot, system);
    return slot === undefined || id === null ? null : [slot.pair, id];
  }

  async #merge({ system, slot, from }: Extract<Operation, { kind: "merge" }>): Promise<void> {
    const survivor = await this.#idOf(slot, system);
    const loser = await this.#idOf(from, system);
    if (survivor === null || loser === null || survivor[0] !== loser[0]) return;
    if (this.users.merge(system, survivor[0], survivor[1], loser[1])) mark(`merge in ${system}`);
  }

  async #swap({ system, slot, other }: Extract<Operation, { kind: "swap" }>): Promise<void> {
    const one = await this.#idOf(slot, system);
    const two = await this.#idOf(other, system);
    if (one === null || two === null || one[0] !== two[0] || one[1] === two[1]) return;
    if (this.users.swapNames(system, one[0], one[1], two[1])) mark(`names swapped in ${system}`);
  }

  async #decideHeld({
    nth,
    decision,
    how,
  }: Extract<Operation, { kind: "decideHeld" }>): Promise<void> {
    const held = await listHeldDeletions(this.#world.reports, SCOPE.tenant, {
      after: null,
      limit: 100,
    });
    const one = held[nth % Math.max(1, held.length)];
    if (one === undefined) return;
    const link = await findLink(this.#world.reports, one.linkId);
    mark(`held delete: ${decision}`);
    const about = { pair: null, salesforceId: link?.salesforceRef.id ?? null };
    this.#press(`held ${decision}`, about, (engine) =>
      engine.decideHeldDeletes({
        ids: [one.id],
        decision,
        ...(how === null ? {} : { how }),
        actor: ACTOR,
      }),
    );
  }

  async #link(pair: Pair, salesforceId: string, to: string): Promise<void> {
    const target = this.#slots.get(to);
    if (target === undefined || target.pair !== pair) return;
    const quickbooksId = target.ids.quickbooks ?? (await this.#find(target, "quickbooks"));
    if (quickbooksId === null) return;
    this.#press("link", { pair, salesforceId }, (engine) =>
      engine.link(pair.types.salesforce, salesforceId, { quickbooksId, actor: ACTOR }),
    );
  }

  async #decide(
    pair: Pair,
    salesforceId: string,
    { nth, keep }: Extract<Operation, { readonly kind: "decide" }>,
  ): Promise<void> {
    const link = await this.#linkOf("salesforce", pair, salesforceId);
    if (link === undefined) return;
    const open = await listOpenEntries(this.#world.reports, link.id);
    const entry = open[nth % Math.max(1, open.length)];
    if (entry === undefined) return;
    mark("decision");
    this.#press("decide", { pair, salesforceId }, (engine) =>
      engine.decide(pair.types.salesforce, salesforceId, { entry: entry.id, keep, actor: ACTOR }),
    );
  }

  async #syncNow(pairName: PairName, slot: string | null): Promise<void> {
    const pair = PAIRS[pairName];
    const held = slot === null ? null : this.#slots.get(slot);
    const id = held ? await this.#find(held, "quickbooks") : null;
    if (slot !== null && id === null) return;
    const type = (held?.pair ?? pair).types.quickbooks;
    const name = type === "Customer" ? "DisplayName" : "Name";
    const filter = id === null ? `${name} LIKE 'Pier%'` : `Id = '${id}'`;
    this.#press("syncNow", null, (engine) => engine.startRun(type, filter, ACTOR));
  }

  #switch(pair: Pair, realTime: boolean): void {
    const about = { pair, salesforceId: null };
    this.#press(realTime ? "real time on" : "real time off", about, (engine) =>
      engine.changeMapping(pair.mapping, { realTime }, ACTOR),
    );
  }

  #holdRow(id: string, ms: number): void {
    const { hindrances, org } = this.#world;
    hindrances.holdRow(org, id, this.#world.timeIn("salesforce") + ms);
  }

  #outage(what: readonly Outage[], name: string, ms: number): void {
    const { down, clock } = this.#world;
    for (const each of what.filter((one) => !down.has(one))) {
      mark(name);
      down.add(each);
      clock.at(clock.now() + ms, `${each} is back`, null, () => {
        down.delete(each);
      });
    }
  }

  #setPolicy({ pair, field, policy }: Extract<Operation, { kind: "policy" }>): void {
    if (!this.#world.isAlive) return;
    const { name, mapping } = PAIRS[pair];
    mark("a policy was changed");
    this.#press("policy", null, (engine) =>
      engine.changeMapping(mapping, { policies: { [field]: policy } }, ACTOR),
    );
    const act = this.#journal.acts.at(-1);
    if (act !== undefined) this.#journal.policies.push({ act, pair: name, field, policy });
  }

  /** A click: what comes of it shows in the records and the log; only a bug is an error here. */
  #press(
    kind: string,
    about: Pressed | null,
    act: (engine: World["engine"]) => Promise<unknown>,
  ): void {
    const { clock, bugs } = this.#world;
    if (!this.#world.isAlive) return;
    clock.note(`click ${kind} ${about?.salesforceId ?? ""}`);
    const done: UserAct = {
      at: clock.now(),
      kind,
      pair: about?.pair?.name ?? null,
      salesforceId: about?.salesforceId ?? null,
      isAnother: about?.isAnother ?? false,
      isTaken: false,
    };
    this.#journal.acted(done);
    const asked = act(this.#world.engine);
    this.#world.asked.add(asked);
    asked.finally(() => this.#world.asked.delete(asked)).catch(() => {});
    asked.then(
      (answer) => {
        done.isTaken = isGiven(answer);
        done.answeredAt = clock.now();
      },
      (error: unknown) => {
        bugs.push(
          `${kind}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      },
    );
  }

  async #find(slot: Slot, system: SystemName): Promise<string | null> {
    const own = slot.ids[system];
    if (own !== null) return own;
    const other = system === "salesforce" ? "quickbooks" : "salesforce";
    const from = slot.ids[other];
    if (from === null) return null;
    const link = await this.#linkOf(other, slot.pair, from);
    if (link === undefined) return this.#findUnlinked(slot, system, from);
    return system === "salesforce" ? link.salesforceRef.id : link.quickbooksRef.id;
  }

  /** As people find a record: by its name, whether or not the product knows of it yet. */
  #findByName({ pair, ids }: Slot, system: SystemName): string | null {
    const other = otherSystem(system);
    const from = ids[other];
    const name =
      from === null ? null : (findRecord(this.#world, other, pair, from)?.values["name"] ?? null);
    if (name === null) return null;
    const same = listRecords(this.#world, system, pair).filter(
      ({ values }) => values["name"] === name,
    );
    const [only] = same;
    return same.length === 1 && only !== undefined ? only.id : null;
  }

  /**
   * What the product made and has not linked yet, or will never: people find it by its name, and know it again. It is
   * no record of theirs.
   */
  async #findUnlinked(slot: Slot, system: SystemName, from: string): Promise<string | null> {
    const { pair } = slot;
    const links = await readLinks(this.#world.reports);
    const source = findRecord(this.#world, otherSystem(system), pair, from);
    const name = source?.values["name"] ?? null;
    const found = listUnlinked(this.#world, this.#journal, { system, pair, links }).find(
      ({ id, values }) => slot.met.has(id) || values["name"] === name,
    );
    if (found === undefined) return null;
    mark(`a person meets what was made in ${system} before it is linked`);
    slot.met.add(found.id);
    return found.id;
  }

  async #linkOf(system: SystemName, pair: Pair, id: string): Promise<Link | undefined> {
    const links = await readLinks(this.#world.reports);
    return links.find(
      (link) =>
        link.mapping === pair.mapping &&
        (system === "salesforce" ? link.salesforceRef.id : link.quickbooksRef.id) === id,
    );
  }
}

/** A result that says no took nothing; what else is answered did. */
function isGiven(answer: unknown): boolean {
  return !(typeof answer === "object" && answer !== null && "ok" in answer && answer.ok === false);
}
