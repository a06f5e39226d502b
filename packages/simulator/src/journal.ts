/** The journal: what people wrote, and what they could see before they wrote it. */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { FieldPolicy } from "./scenario.ts";
import type { PairName, Value } from "./shared-fields.ts";

export interface UserWrite {
  readonly at: number;
  readonly system: SystemName;
  readonly pair: PairName;
  readonly id: string;
  readonly field: string;
  /** What the record held, and so what the person could see, just before. */
  readonly previous: Value;
  /** What the record holds since, as the system stored it. */
  readonly value: Value;
  readonly isCreate: boolean;
}

export interface UserAct {
  readonly at: number;
  readonly kind: string;
  readonly pair: PairName | null;
  readonly salesforceId: string | null;
  /** Of a Send: whether it was to make another one beside what is there. Default false. */
  readonly isAnother?: boolean;
  /** The product said that it will be done. A dead one said nothing. */
  isTaken: boolean;
  /** When the product answered; absent while it has not. */
  answeredAt?: number;
}

/** A person's save of a record, be it of a field that nobody shares, or of what stood there already. */
export interface Touch {
  readonly system: SystemName;
  readonly id: string;
  /** Virtual milliseconds. */
  readonly at: number;
  /** What the system's own clock showed. */
  readonly shownAt: number;
}

/** A person set who wins when both systems changed a field. */
export interface PolicyChange {
  readonly act: UserAct;
  readonly pair: PairName;
  readonly field: string;
  readonly policy: FieldPolicy;
}

export class Journal {
  readonly writes: UserWrite[] = [];
  readonly policies: PolicyChange[] = [];
  readonly acts: UserAct[] = [];
  readonly #touches: Touch[] = [];
  readonly #created = new Set<string>();
  readonly #survivors = new Map<string, readonly string[]>();
  readonly #deletions = new Map<string, readonly number[]>();

  wrote(write: UserWrite): void {
    this.writes.push(write);
  }

  touched(touch: Touch): void {
    this.#touches.push(touch);
  }

  touchesOf(system: SystemName, id: string): readonly Touch[] {
    return this.#touches.filter((each) => each.system === system && each.id === id);
  }

  acted(act: UserAct): void {
    this.acts.push(act);
  }

  /** A person deleted the record, or had it go into another. */
  removed(id: string, at: number): void {
    this.#deletions.set(id, [...this.#timesOf(id), at]);
  }

  /** A person made one record of two. */
  merged(loser: string, survivor: string): void {
    this.#survivors.set(loser, [...(this.#survivors.get(loser) ?? []), survivor]);
  }

  /** Whether what was `loser` is `survivor` since, at once or by way of others. */
  wentInto(loser: string, survivor: string): boolean {
    const met = new Set([loser]);
    for (const id of met) for (const next of this.#survivors.get(id) ?? []) met.add(next);
    return loser !== survivor && met.has(survivor);
  }

  #timesOf(id: string): readonly number[] {
    return this.#deletions.get(id) ?? [];
  }

  /** Whether a person had deleted it by then. */
  wasRemovedBy(id: string, at: number): boolean {
    return this.#timesOf(id).some((time) => time <= at);
  }

  /** How often a person deleted this record; undeleting takes nothing off. */
  deletionsOf(id: string): number {
    return this.#timesOf(id).length;
  }

  created(system: SystemName, id: string): void {
    this.#created.add(`${system}/${id}`);
  }

  isUsers(system: SystemName, id: string): boolean {
    return this.#created.has(`${system}/${id}`);
  }

  writesTo(system: SystemName, pair: PairName, id: string, field: string): readonly UserWrite[] {
    return this.writes.filter(
      (each) =>
        each.system === system && each.id === id && each.pair === pair && each.field === field,
    );
  }
}
