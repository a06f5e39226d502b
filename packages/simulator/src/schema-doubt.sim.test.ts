import { expect, it } from "vitest";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { fail, succeed } from "@accord-sync/core/records/result.ts";
import { World } from "./world.ts";

it("looks again at what the integration user may do until the look succeeds, once a write was refused for it", async () => {
  const looks: string[] = [];
  const down = operationalError("REMOTE_UNREACHABLE", { system: "Salesforce", detail: "down" });
  const refused = operationalError("SF_FIELD_NOT_WRITABLE", { detail: "Account.Phone" });
  const world = new World({
    seed: "schema doubt",
    tamper: (options) => ({
      ...options,
      salesforce: {
        ...options.salesforce,
        send: async () => ({ outcome: "rejected", error: refused }),
        checkAccess: async () => {
          looks.push(looks.length === 1 ? "down" : "told");
          return looks.length === 2 ? fail(down) : succeed([]);
        },
      },
    }),
  });
  await world.boot();
  await world.run(15_000);
  expect(looks).toEqual(["told"]);
  world.quickbooks("POST", "/customer", { DisplayName: "Pier Bakery" });
  await world.run(120_000);
  expect(looks.slice(0, 3)).toEqual(["told", "down", "told"]);
  expect(looks.length).toBeLessThan(6);
  world.kill();
});
