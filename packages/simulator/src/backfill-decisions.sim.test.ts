import type { BackfillChoice } from "@accord-sync/engine/backfill-api.ts";
import { afterEach, describe, expect, it } from "vitest";
import { FirstLoad } from "./first-load-steps.ts";
import { readLinks } from "./reports.ts";
import type { World } from "./world.ts";

/** What a person may decide about a first load: the real engine, adapters and emulators in virtual time. */

let load: FirstLoad;
let world: World;

async function start(fill: () => void | Promise<void>): Promise<void> {
  load = new FirstLoad("backfill-decisions");
  ({ world } = load);
  await load.start(fill);
}

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.kill();
});

describe("what a person decides about a first load", () => {
  it("fills what is empty where one system's values win, and empties nothing", async () => {
    let known = "";
    let customer = "";
    await start(() => {
      known = load.account("Alpha Works", { Phone: "(415) 555-0100", Accord_Email__c: null });
      customer = load.customer("Alpha Works", {
        PrimaryPhone: { FreeFormNumber: "(415) 555-0199" },
        PrimaryEmailAddr: { Address: "hello@alpha.example" },
      });
    });
    const { id } = await load.plan({ linkFrom: 1, differing: "salesforce" });
    const [item] = await load.itemsOf(id);
    expect(item?.action).toBe("link");
    expect(item?.fields).toContainEqual(
      expect.objectContaining({ field: "phone", writes: "quickbooks", after: "(415) 555-0100" }),
    );
    expect(item?.fields).toContainEqual(
      expect.objectContaining({
        field: "email",
        writes: "salesforce",
        after: "hello@alpha.example",
      }),
    );
    await load.ask(world.engine.applyBackfill(id, "Ada"));
    await load.reaches(id, "done");
    await world.run(60_000);
    expect(world.salesforce("GET", `/sobjects/Account/${known}`)).toMatchObject({
      Phone: "(415) 555-0100",
      Accord_Email__c: "hello@alpha.example",
    });
    expect(world.quickbooks("GET", `/customer/${customer}`)).toMatchObject({
      Customer: {
        PrimaryPhone: { FreeFormNumber: "(415) 555-0100" },
        PrimaryEmailAddr: { Address: "hello@alpha.example" },
      },
    });
  });

  it("never brings one record into two links, whichever is decided first", async () => {
    let known = "";
    await start(() => {
      const contact = { Phone: "(415) 555-0100", Accord_Email__c: "hello@alpha.example" };
      known = load.account("Alpha Works", contact);
      const same = {
        PrimaryPhone: { FreeFormNumber: "(415) 555-0100" },
        PrimaryEmailAddr: { Address: "hello@alpha.example" },
      };
      load.customer("Alpha Works", same);
      load.customer("Alfa Works of Bayshore", same);
    });
    const { id } = await load.plan();
    const items = await load.itemsOf(id);
    const match = items.find(({ action }) => action === "link");
    const rival = items.find(({ name }) => name === "Alfa Works of Bayshore");
    expect(match).toMatchObject({ name: "Alpha Works", salesforce: { id: known } });
    expect(rival).toMatchObject({ action: "ask", candidates: [{ id: known }] });
    const decide = (item: string, choice: BackfillChoice) =>
      load.ask(world.engine.decideBackfillItems(id, { items: [item], choice, actor: "Ada" }));
    const link: BackfillChoice = { kind: "link", to: known };

    const early = await decide(rival?.id ?? "", link);
    expect(early).toMatchObject({
      decided: 0,
      refused: [{ reason: expect.stringContaining("clear match of another, Alpha Works") }],
    });
    expect(await decide(match?.id ?? "", { kind: "skip" })).toMatchObject({ decided: 1 });
    expect(await decide(rival?.id ?? "", link)).toMatchObject({ decided: 1 });
    expect(await decide(match?.id ?? "", { kind: "approve" })).toMatchObject({ decided: 0 });

    await load.ask(world.engine.applyBackfill(id, "Ada"));
    await load.reaches(id, "done");
    const links = await readLinks(world.reports);
    expect(
      links.map(({ salesforceRef, quickbooksRef }) => [salesforceRef.id, quickbooksRef.id]),
    ).toEqual([[known, rival?.quickbooks?.id]]);
  });
});
