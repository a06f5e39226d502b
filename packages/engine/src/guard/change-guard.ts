/**
 * The guard of changes: knows how many records of each mapping were carried over from each system lately, what is
 * held, and what a person decided. Its counts are in memory and cost no statement; after a restart they come from
 * the log. What is held is in the ledger, read when it may have changed.
 */
import { CHANGE_KINDS, type ChangeKind, isLoss } from "@accord-sync/core/lifecycle/change-guard.ts";
import { type GuardLimit, isFarMore } from "@accord-sync/core/lifecycle/judge-deletion.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { type Clock, isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { type ChangeLimit, listChangeLimits } from "@accord-sync/ledger/change-limits.ts";
import {
  type ChangeHold,
  listHoldsUnderWay,
  listLastDecisions,
} from "@accord-sync/ledger/held-changes.ts";
import type { Db, Scope } from "@accord-sync/ledger/ledger.ts";
import { countLinksOf } from "@accord-sync/ledger/links.ts";
import { type LogEntry, listLog } from "@accord-sync/ledger/log-entries.ts";
import type { Guards } from "../guards.ts";
import type { LoggedChange } from "../journal.ts";
import { ChangeWindow } from "./change-window.ts";

/** Log entries read at once, while the counts are taken from there. */
const LOG_PAGE = 1_000;

/** The changes of one mapping in one system. */
export interface Stream {
  readonly mapping: Mapping;
  readonly system: SystemName;
}

/** What is about to be written for a stream. */
export interface Planned extends Stream {
  readonly linkId: string;
  readonly fields: readonly {
    readonly name: string;
    readonly before: FieldValue;
    readonly after: FieldValue;
  }[];
}

/** More than the limit: which one, and what had been carried over before. */
export interface Excess {
  readonly kind: ChangeKind;
  readonly written: number;
  /** Milliseconds. */
  readonly since: number;
}

interface Parts {
  readonly guards: Guards;
  readonly clock: Clock;
  readonly scope: Scope;
  readonly mappings: readonly Mapping[];
}

export class ChangeGuard {
  readonly #parts: Parts;
  readonly #windows = new Map<string, ChangeWindow>();
  /** Links of a mapping as they were last counted: more records than before are asked about by none. */
  readonly #links = new Map<string, number>();
  #isCounted = false;
  #holds: readonly ChangeHold[] | null = null;
  #limits: readonly ChangeLimit[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Holds and limits may have changed: they are read again. Call it in the transaction that changes them. */
  forget(): void {
    this.#holds = null;
  }

  /** Counts the stream's records anew, as after a decision. */
  startAnew({ mapping, system }: { readonly mapping: string; readonly system: SystemName }): void {
    for (const kind of CHANGE_KINDS) this.#window(mapping, system, kind).clear();
  }

  /** Takes up, after a start, what was counted and held. Else the first use does. */
  async load(db: Db): Promise<void> {
    if (!this.#isCounted) await this.#countFromLog(db);
    this.#isCounted = true;
    if (this.#holds !== null) return;
    const { tenant } = this.#parts.scope;
    this.#limits = await listChangeLimits(db, tenant);
    this.#holds = await listHoldsUnderWay(db, tenant);
  }

  /** Every hold of which something is left to do, oldest first. */
  async allHolds(db: Db): Promise<readonly ChangeHold[]> {
    if (this.#holds === null || !this.#isCounted) await this.load(db);
    return this.#holds ?? NONE;
  }

  /** Those of the stream; none in almost every case, and then at no cost. */
  async holdsOf(db: Db, { mapping, system }: Stream): Promise<readonly ChangeHold[]> {
    const all = await this.allHolds(db);
    if (all.length === 0) return NONE;
    return all.filter((hold) => hold.mapping === mapping.id && hold.system === system);
  }

  /** Counts what is about to be written; null when it is within the limits. */
  async count(db: Db, planned: Planned): Promise<Excess | null> {
    const { mapping, system, linkId } = planned;
    const now = this.#parts.clock.now();
    const kinds = CHANGE_KINDS.filter((kind) => kind === "changes" || takesAway(planned));
    for (const kind of kinds) {
      const window = this.#window(mapping.id, system, kind);
      const limit = this.limitOf(mapping.id, system, kind);
      const count = window.countWith(linkId, now - limit.withinMs);
      if (count > limit.more && (await this.#isFarMore(db, mapping, limit, count))) {
        return { kind, written: window.size, since: window.first ?? now };
      }
    }
    for (const kind of kinds) this.#window(mapping.id, system, kind).note(linkId, now);
    return null;
  }

  /** The limit that counts: the mapping's own, else the service's. */
  limitOf(mapping: string, system: SystemName, kind: ChangeKind): GuardLimit {
    const general = this.#parts.guards[kind];
    const own = this.#limits.find(
      (each) => each.mapping === mapping && each.system === system && each.kind === kind,
    );
    return own === undefined ? general : { ...general, more: own.more, share: own.share };
  }

  async #isFarMore(db: Db, mapping: Mapping, limit: GuardLimit, count: number): Promise<boolean> {
    const known = this.#links.get(mapping.id);
    if (known !== undefined && !isFarMore(limit, count, known)) return false;
    const links = await countLinksOf(db, { ...this.#parts.scope, mapping: mapping.id });
    this.#links.set(mapping.id, links);
    return isFarMore(limit, count, links);
  }

  #window(mapping: string, system: SystemName, kind: ChangeKind): ChangeWindow {
    const key = `${mapping} ${system} ${kind}`;
    const window = this.#windows.get(key) ?? new ChangeWindow();
    this.#windows.set(key, window);
    return window;
  }

  async #countFromLog(db: Db): Promise<void> {
    const { guards, clock, scope } = this.#parts;
    const longest = Math.max(...CHANGE_KINDS.map((kind) => guards[kind].withinMs));
    const from = isoSeconds(clock.now() - longest);
    const decided = await listLastDecisions(db, scope.tenant);
    const written: LogEntry[] = [];
    let before: string | null = null;
    let isOver = false;
    while (!isOver) {
      const page: readonly LogEntry[] = await listLog(db, scope.tenant, {
        only: "all",
        limit: LOG_PAGE,
        ...(before === null ? {} : { before }),
      });
      const recent = page.filter(({ at }) => at >= from);
      written.push(...recent.filter(isCounted));
      isOver = recent.length < LOG_PAGE;
      before = page.at(-1)?.id ?? null;
    }
    for (const entry of written.toReversed()) {
      const system = entry.direction === "salesforceToQuickbooks" ? "salesforce" : "quickbooks";
      const last = decided.find((each) => each.mapping === entry.mapping && each.system === system);
      if (last === undefined || entry.at > last.at) this.#recount(entry, system);
    }
  }

  #recount({ mapping: id, linkId, at, changes }: LogEntry, system: SystemName): void {
    const mapping = this.#parts.mappings.find((each) => each.id === id);
    if (linkId === null || mapping === undefined) return;
    const fields = (JSON.parse(changes) as readonly LoggedChange[]).map(
      ({ field: name, before, after }) => ({ name, before, after }),
    );
    const time = Date.parse(at);
    this.#window(id, system, "changes").note(linkId, time);
    if (takesAway({ mapping, fields })) this.#window(id, system, "losses").note(linkId, time);
  }
}

const NONE: readonly ChangeHold[] = [];

function takesAway({ mapping, fields }: Pick<Planned, "mapping" | "fields">): boolean {
  return fields.some((field) => isLoss(mapping, field.name, field));
}

/** Carried over with nobody having asked. */
function isCounted({ action, outcome, actor }: LogEntry): boolean {
  return action === "update" && outcome === "applied" && actor === null;
}
