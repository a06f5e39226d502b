/** The recordings that this package holds (data/recorded), and those of a folder that is named. */

import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { readRecordings, recordedOutcome, Replay } from "./testing/replay-recordings.ts";

const OWN = new URL("../data/recorded/", import.meta.url);
/** Path of another folder of files in the same form; only this package's own are replayed without it. */
const FURTHER = process.env["QUICKBOOKS_RECORDINGS"];
/** Recordings that the emulator answers otherwise, and why. None. */
const EXCEPTIONS: Readonly<Record<string, string>> = {};

function filesOf(folder: URL): ReadonlyMap<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return new Map(names.map((name) => [name, readFileSync(new URL(name, folder), "utf8")]));
}

function replays(folder: URL): void {
  const replay = new Replay();
  for (const recording of readRecordings(filesOf(folder))) {
    const { name, request } = recording;
    const title = `${name}: ${request.method} ${request.path.split("/").slice(4).join("/")}`;
    const reason = EXCEPTIONS[name];
    if (reason !== undefined) {
      it(`answers ${title} otherwise, because ${reason}`, () => {
        expect(replay.perform(recording)).not.toEqual(recordedOutcome(recording));
      });
      continue;
    }
    it(`answers ${title} as the vendor did`, () => {
      expect(replay.perform(recording)).toEqual(recordedOutcome(recording));
    });
  }
}

describe("the recorded exchanges, replayed", () => {
  replays(OWN);
});

describe.skipIf(FURTHER === undefined)(
  "the recorded exchanges of a further folder, replayed",
  () => {
    if (FURTHER !== undefined) replays(pathToFileURL(`${FURTHER}/`));
  },
);
