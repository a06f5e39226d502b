import { describe, expect, it } from "vitest";
import { enumerateDeaths } from "./crash-enumeration.ts";
import { CHANNELS, STORIES_OF_EDITS } from "./crash-stories.ts";

/** I9, for what people do to records that are linked. The other half runs beside it, in a file of its own. */
describe.each(Object.entries(STORIES_OF_EDITS))("a death at any point while %s", (_name, story) => {
  it.each(Object.entries(CHANNELS))(
    "does no harm with %s",
    async (name, channels) => {
      const { points, harms } = await enumerateDeaths(story, channels);
      expect(harms).toEqual([]);
      // Webhooks tell nothing of a change in Salesforce.
      if (name !== "webhooks alone") expect(points).toBeGreaterThan(10);
    },
    240_000,
  );
});
