import { CUSTOMER_ACCOUNT, ITEM_PRODUCT } from "@accord-sync/core/mapping/default-mappings.ts";
import { listLog } from "@accord-sync/ledger/log-entries.ts";
import { describe, expect, it } from "vitest";
import { testContext } from "../testing/test-context.ts";
import { changeMapping, listMappings } from "./mapping-surface.ts";

const { id } = CUSTOMER_ACCOUNT;

async function setUp() {
  const context = await testContext();
  const policyOf = async (mapping: string, field: string) => {
    const views = await listMappings(context);
    const view = views.find((each) => each.id === mapping);
    return view?.fields.find((each) => each.name === field)?.policy;
  };
  const log = async () =>
    (await listLog(context.ledger.db, context.scope.tenant, { only: "all", limit: 9 })).map(
      ({ actor, action, message, mapping }) => ({ actor, action, message, mapping }),
    );
  return { context, policyOf, log };
}

describe("changing a mapping", () => {
  it("sets policies for single fields of one mapping, and says who did it", async () => {
    const { context, policyOf, log } = await setUp();
    expect(await policyOf(id, "phone")).toBe("ask");
    const policies = { phone: "newest", website: "salesforce" } as const;
    expect(await changeMapping(context, id, { policies }, "Ada")).toMatchObject({ ok: true });
    expect(await policyOf(id, "phone")).toBe("newest");
    expect(await policyOf(id, "website")).toBe("salesforce");
    expect(await policyOf(id, "email")).toBe("ask");
    expect(await policyOf(ITEM_PRODUCT.id, "name")).toBe("ask");
    expect(await log()).toEqual([
      {
        actor: "Ada",
        action: "setting",
        mapping: id,
        message:
          "Phone, when both systems changed it: newest wins (before: ask). Website, when both systems changed it: Salesforce wins (before: ask).",
      },
    ]);
  });

  it("says nothing of what stays as it is", async () => {
    const { context, log } = await setUp();
    const change = { realTime: true, policies: { phone: "ask" } } as const;
    expect(await changeMapping(context, id, change, "Ada")).toMatchObject({ ok: true });
    expect(await log()).toEqual([]);
  });

  it("writes a switch of real time into the log too", async () => {
    const { context, log } = await setUp();
    const switched = await changeMapping(context, id, { realTime: false }, "Ada");
    expect(switched).toMatchObject({ ok: true, value: { realTime: false } });
    expect(await log()).toMatchObject([{ message: "Real-time updates to Account: off." }]);
  });

  it.each([
    ["has no field fax", id, "fax"],
    ["writes type one way only", ITEM_PRODUCT.id, "type"],
  ])("refuses a policy where the mapping %s, and sets nothing", async (words, mapping, field) => {
    const { context, policyOf, log } = await setUp();
    const change = { realTime: false, policies: { name: "newest", [field]: "newest" } } as const;
    const refused = await changeMapping(context, mapping, change, "Ada");
    expect(refused).toMatchObject({ ok: false, error: { code: "API_BAD_REQUEST" } });
    expect(JSON.stringify(refused)).toContain(words);
    expect(await policyOf(mapping, "name")).toBe("ask");
    expect(await log()).toEqual([]);
  });

  it("refuses a mapping that is not there", async () => {
    const { context } = await setUp();
    const refused = await changeMapping(context, "fax", { realTime: true }, "Ada");
    expect(refused).toMatchObject({ ok: false, error: { code: "MAPPING_UNKNOWN" } });
  });
});
