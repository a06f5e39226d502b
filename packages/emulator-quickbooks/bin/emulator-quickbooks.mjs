#!/usr/bin/env node
/** Starts the published emulator; in the repository `src/main.ts` is run as it is. */

const NEEDED = [22, 13];
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  process.stderr.write(
    `The QuickBooks emulator needs Node ${NEEDED.join(".")} or newer; this is ${process.versions.node}. ` +
      "Run it with: npx -p node@24 -p @accord-sync/emulator-quickbooks emulator-quickbooks " +
      "(or the file that npm pack made in place of the name)\n",
  );
  process.exitCode = 1;
} else {
  await import("../dist/main.js");
}
