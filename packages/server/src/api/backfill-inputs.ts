/** The inputs of a backfill. */
import { z } from "zod";
import { ledgerId, limit, oneOf } from "./inputs.ts";

const ACTIONS = ["create", "link", "ask", "update", "skip"] as const;
const STATES = ["planned", "waiting", "skipped", "underWay", "done", "refused"] as const;
/** As many decisions as one call may name; a rule takes any number. */
const ITEMS_MAX = 500;
const LINK_FROM_DEFAULT = 80;

const mapping = z.string().min(1, "must name a mapping").max(80, "must be the id of a mapping");
const score = z
  .number("must be a number from 0 to 100")
  .min(0, "must be at least 0")
  .max(100, "must be at most 100");

export const backfillParams = z.strictObject({ id: z.string().min(1).max(64) });

export const planBackfillBody = z.strictObject({
  objects: z
    .array(
      z.strictObject({
        mapping,
        direction: oneOf(["both", "toSalesforce", "toQuickbooks", "none"]).default("toSalesforce"),
      }),
    )
    .min(1, "must name at least one object")
    .max(50, "must name at most 50 objects")
    .refine((objects) => new Set(objects.map((object) => object.mapping)).size === objects.length, {
      error: "must name each mapping once",
    }),
  linkFrom: score.default(LINK_FROM_DEFAULT),
  askEachMatch: z.boolean({ error: "must be true or false" }).default(false),
  differing: oneOf(["ask", "salesforce", "quickbooks"]).default("ask"),
  includeInactive: z.boolean({ error: "must be true or false" }).default(false),
});

export const backfillItemsQuery = z.strictObject({
  action: oneOf(ACTIONS).exactOptional(),
  state: oneOf(STATES).exactOptional(),
  mapping: mapping.exactOptional(),
  withRefusals: oneOf(["true", "false"])
    .transform((word) => word === "true")
    .exactOptional(),
  text: z.string().max(200, "must have at most 200 characters").exactOptional(),
  after: ledgerId.exactOptional(),
  limit: limit(100),
});

const choice = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("approve") }),
    z.strictObject({ kind: z.literal("skip") }),
    z.strictObject({ kind: z.literal("create") }),
    z.strictObject({
      kind: z.literal("link"),
      to: z.string().min(1, "must be the id of a candidate").max(40),
    }),
  ],
  { error: 'must have the kind "approve", "skip", "create" or "link"' },
);

export const decideBackfillBody = z
  .strictObject({
    items: z
      .array(ledgerId)
      .min(1, "must name at least one item")
      .max(ITEMS_MAX, `must name at most ${ITEMS_MAX} items; a rule takes any number`)
      .optional(),
    rule: z
      .strictObject({
        action: oneOf(ACTIONS).exactOptional(),
        mapping: mapping.exactOptional(),
        state: oneOf(STATES).exactOptional(),
        withRefusals: z.boolean({ error: "must be true or false" }).exactOptional(),
      })
      .optional(),
    choice,
  })
  .refine(({ items, rule }) => (items === undefined) !== (rule === undefined), {
    error: "the input must name either items or a rule",
  });
