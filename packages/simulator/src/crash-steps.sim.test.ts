import { expect, it } from "vitest";
import { enumerateDeaths } from "./crash-enumeration.ts";
import { STORIES_OF_EDITS, STORIES_OF_LINKS } from "./crash-stories.ts";

/** I9 at every await: of stories in which the process waits for timers, turns, tokens and answers. */
it.each([
  ["sending a new record", STORIES_OF_LINKS],
  ["renewing tokens", STORIES_OF_LINKS],
  ["editing the same field in both systems", STORIES_OF_EDITS],
  ["an outage of QuickBooks", STORIES_OF_EDITS],
] as const)(
  "a death at any step of the clock while %s does no harm",
  async (name, stories) => {
    const story = stories[name];
    if (story === undefined) throw new Error(`there is no story about ${name}`);
    const { points, harms } = await enumerateDeaths(story, {}, "steps");
    expect(harms).toEqual([]);
    expect(points).toBeGreaterThan(15);
  },
  240_000,
);
