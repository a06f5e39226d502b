import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const LWC_FOLDER = fileURLToPath(
  new URL("salesforce-app/force-app/main/default/lwc", import.meta.url),
);

/** Unit, property, contract, ledger and simulation tests. Journeys in a browser run apart (e2e/). */
export default defineConfig({
  // Lightning components import each other by name, as on the platform.
  resolve: {
    alias: [{ find: /^c\/(\w+)$/, replacement: `${LWC_FOLDER}/$1/$1.ts` }],
  },
  test: {
    include: [
      "packages/**/*.test.ts",
      "tools/**/*.test.ts",
      "bench/**/*.test.ts",
      "salesforce-app/test/**/*.test.ts",
      "scripts/**/*.test.mjs",
    ],
    exclude: ["**/node_modules/**", "**/*.e2e.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});
