import { afterEach, expect, it } from "vitest";
import { isObject, readJson, writeJson } from "@accord-sync/core/json/lossless-json.ts";
import type { EngineOptions } from "@accord-sync/engine/engine.ts";
import type { RecordView } from "@accord-sync/engine/engine-api.ts";
import { World } from "./world.ts";

/** A QuickBooks that answers every write of a web address with the one it had. */
function keepsWebsites(options: EngineOptions): EngineOptions {
  const { quickbooks } = options;
  return {
    ...options,
    quickbooks: {
      ...quickbooks,
      send: (mapping, payload) => {
        const body = readJson(payload.body);
        if (!isObject(body) || body["Id"] === undefined) return quickbooks.send(mapping, payload);
        const { WebAddr: _ignored, ...rest } = body;
        return quickbooks.send(mapping, { ...payload, body: writeJson(rest) });
      },
    },
  };
}

let world: World;

afterEach(() => {
  expect(world.bugs).toEqual([]);
  world.kill();
});

async function view(id: string): Promise<RecordView> {
  const result = await world.until(world.engine.viewRecord("Account", id));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function settled(id: string): Promise<RecordView> {
  await world.run(5_000);
  await world.runUntil(async () => !(await view(id)).busy, 60_000);
  return view(id);
}

it("a value that QuickBooks does not take is shown as a difference, never as in sync", async () => {
  world = new World({ seed: "values not taken", demo: true, tamper: keepsWebsites });
  await world.boot();
  await world.run(20_000);
  const made = world.salesforce("POST", "/sobjects/Account", {
    Name: "Tidewater Supply",
    Website: "http://old.example",
  }) as { id: string };
  await world.run(3_000);
  await world.until(world.engine.send("Account", made.id, { onMatch: "ask", actor: "Ada" }));
  expect((await settled(made.id)).status).toBe("inSync");

  world.salesforce("PATCH", `/sobjects/Account/${made.id}`, { Website: "http://new.example" });
  const changed = await settled(made.id);
  expect(changed.status).toBe("needsDecision");
  expect(changed.decisions).toMatchObject([
    {
      kind: "difference",
      field: "website",
      salesforce: "http://new.example",
      quickbooks: "http://old.example",
    },
  ]);
  const { length: writesBefore } = world.traffic;
  await world.until(world.engine.send("Account", made.id, { onMatch: "ask", actor: "Ada" }));
  const again = await settled(made.id);
  expect([again.status, again.decisions.length]).toEqual(["needsDecision", 1]);
  // It is asked about once, and not written again and again.
  const writes = world.traffic.slice(writesBefore).filter(({ isWrite }) => isWrite);
  expect(writes.length).toBeLessThan(3);
});
