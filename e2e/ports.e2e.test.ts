/** Products of test files that run side by side never meet on a port. */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { claimPorts, holdPort, releasePort } from "./support/ports.ts";
import { ROOT } from "./support/product.ts";

/** Every claim begins its search at the same place, so that chance cannot part them. */
const sameDraw = (): number => 0.97;

describe("a block of ports", () => {
  it("is given once, in this process and in another", async () => {
    const first = await claimPorts(sameDraw);
    const second = await claimPorts(sameDraw);
    const words = `import { claimPorts } from "./e2e/support/ports.ts"; console.log(await claimPorts(() => 0.97));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module-typescript", "--eval", words],
      { cwd: path.resolve(ROOT) },
    );
    expect(new Set([first, second, Number(stdout)]).size).toBe(3);
  });

  it("is passed over while a program listens in it", async () => {
    const free = await claimPorts(sameDraw);
    const left = await holdPort(free + 22);
    expect(await claimPorts(sameDraw)).not.toBe(free + 20);
    await releasePort(left);
  });

  it("tells who holds a port that it is in use", async () => {
    const port = await claimPorts();
    const held = await holdPort(port);
    await expect(holdPort(port)).rejects.toThrow("EADDRINUSE");
    await releasePort(held);
  });
});
