import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
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

it("a client that goes away in the middle of its body is answered nothing, and is no error", async () => {
  const seen: unknown[] = [];
  const answered: string[] = [];
  const server = createHttpShell(
    ({ url }) => {
      answered.push(url);
      return { status: 200, headers: {}, body: "" };
    },
    (error) => {
      seen.push(error);
      return { status: 500, headers: {}, body: "" };
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1");
  const [incoming] = (await Promise.all([
    once(server, "request"),
    once(socket, "connect").then(() =>
      socket.write("POST /half HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf"),
    ),
  ])) as unknown as [[NodeJS.ReadableStream]];
  const gone = new Promise((resolve) => incoming[0].once("close", resolve));
  socket.destroy();
  await gone;
  expect((await fetch(`http://127.0.0.1:${port}/whole`)).status).toBe(200);
  server.close();
  expect(answered).toEqual(["/whole"]);
  expect(seen).toEqual([]);
});
