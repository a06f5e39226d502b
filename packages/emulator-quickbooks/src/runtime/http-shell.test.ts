import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { systemFailure } from "../api/system-failure.ts";
import { createHttpShell } from "./http-shell.ts";

it("an error of the emulator's own reaches its maker, and the client as a system fault in JSON", async () => {
  const seen: unknown[] = [];
  const bug = new Error("a bug");
  const server = createHttpShell(
    () => {
      throw bug;
    },
    (error) => {
      seen.push(error);
      return systemFailure(500, undefined, 0, "UTC");
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/v3/company/1/customer/1`);
  server.close();
  expect(answer.status).toBe(500);
  expect(await answer.json()).toMatchObject({
    Fault: { Error: [{ code: "10000" }], type: "SystemFault" },
  });
  expect(seen).toEqual([bug]);
});
