/** What a first load's state means for the screen. Pure. */
import type { FirstLoad } from "c/accordApi";

export const isMoving = ({ state }: FirstLoad): boolean =>
  state === "reading" || state === "applying";

export const isEnded = ({ state }: FirstLoad): boolean =>
  state === "done" || state === "cancelled" || state === "failed";

const many = (count: number, what: string): string =>
  `${count.toLocaleString()} ${count === 1 ? what : `${what}s`}`;

/** What Apply will do, as a question's text. */
export function applyQuestion({ items, calls }: FirstLoad): string {
  const left =
    items.waiting === 0
      ? ""
      : ` ${many(items.waiting, "record")} that ${items.waiting === 1 ? "waits" : "wait"} for a decision ${items.waiting === 1 ? "is" : "are"} left out for now.`;
  return (
    `${many(items.planned, "record")} of the plan will be created, linked or updated, with ` +
    `${many(calls.expected.metered, "metered call")} of QuickBooks.${left} You can pause at any time.`
  );
}
