/** Lengths of the bars, in percent. Pure. */

/** A part of a whole, at most all of it; nothing of a whole that is not there. */
export function shareOf(part: number | undefined, whole: number | undefined): number {
  if (!part || !whole) return 0;
  return Math.min(100, Math.round((part * 1_000) / whole) / 10);
}

/** One bar a day, the highest as high as there is room. */
export function barsOf(
  days: readonly { day: string; metered: number }[],
): { day: string; title: string; height: string }[] {
  const most = Math.max(0, ...days.map(({ metered }) => metered));
  return days.map(({ day, metered }) => ({
    day,
    title: `${day}: ${metered.toLocaleString()}`,
    height: `height: ${shareOf(metered, most)}%`,
  }));
}
