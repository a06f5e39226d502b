import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const COMMAND = fileURLToPath(new URL("../bin/emulator-salesforce.mjs", import.meta.url));
const OLD_NODE =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.20.2"}})';

it("tells an old Node how to get a newer one, for the published package and for a packed file", () => {
  const { status, stderr } = spawnSync(process.execPath, ["--import", OLD_NODE, COMMAND], {
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect(stderr).toContain("needs Node 22.13 or newer; this is 20.20.2");
  expect(stderr).toContain(
    "npx -p node@24 -p @accord-sync/emulator-salesforce emulator-salesforce",
  );
  expect(stderr).toContain("the file that npm pack made in place of the name");
});
