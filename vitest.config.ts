import { defineConfig } from "vitest/config";

/** Unit, property, contract, ledger and simulation tests. Journeys in a browser run apart (e2e/). */
export default defineConfig({
  test: {
    include: ["packages/**/*.test.ts", "tools/**/*.test.ts", "bench/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/*.e2e.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});
