import type { Actor, CapturedChange } from "../feed/capture.ts";

/**
 * Change events that a fault keeps back: until a time (`delay-event`), or until another event has overtaken
 * them (`reorder-event`). In memory, like the faults themselves.
 */
export interface HeldEvent {
  readonly change: CapturedChange;
  readonly actor: Actor;
  /** Epoch milliseconds of the commit that made it. */
  readonly at: number;
  /** Epoch milliseconds from which it may go out; undefined: after the next event. */
  readonly due: number | undefined;
}

/** How long `delay-event` keeps an event back by default, in milliseconds. */
export const EVENT_DELAY_MS = 1000;

export class HeldEvents {
  #held: HeldEvent[] = [];

  hold(event: HeldEvent): void {
    this.#held.push(event);
  }

  /** What may go out now, in the order in which it happened. @param isOvertaken by an event just sent */
  release(now: number, isOvertaken: boolean): readonly HeldEvent[] {
    if (this.#held.length === 0) return [];
    const isFree = ({ due }: HeldEvent): boolean => (due === undefined ? isOvertaken : due <= now);
    const free = this.#held.filter(isFree);
    this.#held = this.#held.filter((event) => !isFree(event));
    return free;
  }

  /** Whether something is due by time alone. */
  hasDue(now: number): boolean {
    return this.#held.some(({ due }) => due !== undefined && due <= now);
  }

  clear(): void {
    this.#held = [];
  }
}
