import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { filterBody, linkBody, logQuery, readInput, mappingBody, reprocessBody } from "./inputs.ts";
import { Refusal } from "./refusals.ts";

function refusalOf(schema: z.ZodType, input: unknown): string {
  try {
    readInput(schema, input);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  throw new Error("the input was taken");
}

describe("an input that does not fit", () => {
  it.each<[string, z.ZodType, unknown]>([
    ["object must be given", filterBody, {}],
    ["object must be a text", filterBody, { object: 5 }],
    ["object must be the API name of an object", filterBody, { object: "a b" }],
    ["filter must be a text", filterBody, { object: "Customer", filter: null }],
    ["there is no input page", filterBody, { object: "Customer", page: 1 }],
    ["the input must be an object", filterBody, []],
    ["quickbooksId must be given", linkBody, {}],
    ["ids must be given", reprocessBody, {}],
    ["ids must be a list", reprocessBody, { ids: "41" }],
    ["ids.0 must be a text", reprocessBody, { ids: [41] }],
    ["ids must name at least one log entry", reprocessBody, { ids: [] }],
    ["realTime must be true or false", mappingBody, { realTime: "on" }],
    ["the input must name realTime, policies, whenDeleted or changeGuard", mappingBody, {}],
    [
      'policies.phone must be "ask" or "salesforce" or "quickbooks" or "newest"',
      mappingBody,
      { policies: { phone: "oldest" } },
    ],
    ["limit must be a number", logQuery, { limit: "many" }],
  ])("is refused with: %s", (words, schema, input) => {
    expect(refusalOf(schema, input)).toContain(`: ${words}`);
    expect(refusalOf(schema, input)).not.toMatch(/invalid|expected|received/i);
  });
});
