/** The program of a thread of `seed-threads.ts`: runs the ranges that it is sent and answers each. */
import { parentPort } from "node:worker_threads";
import { runRange } from "../run-range.ts";
import type { SeedRange } from "../run-seeds.ts";

parentPort?.on("message", (range: SeedRange) => {
  void runRange(range).then((result) => parentPort?.postMessage(result, []));
});
