/** The recordings that this package holds (data/recorded), and those of a folder beside the checkout. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readRecordings, recordedOutcome, Replay } from "./testing/replay-recordings.ts";

const OWN = new URL("../data/recorded/", import.meta.url);
/** `QUICKBOOKS_RECORDINGS` names another folder of files in the same form. */
const OUTSIDE = new URL(
  process.env["QUICKBOOKS_RECORDINGS"] ?? "../../../../shared/evidence/quickbooks-recorded",
  new URL("./", import.meta.url),
);
/** Recordings that the emulator answers otherwise, and why. None. */
const EXCEPTIONS: Readonly<Record<string, string>> = {};

function filesOf(folder: URL): ReadonlyMap<string, string> {
  const base = new URL(`${folder.href.replace(/\/$/, "")}/`);
  const names = readdirSync(base).filter((name) => name.endsWith(".json"));
  return new Map(names.map((name) => [name, readFileSync(new URL(name, base), "utf8")]));
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

const isThere = existsSync(OUTSIDE);
if (!isThere) {
  process.stderr.write(
    `No recordings in ${OUTSIDE.pathname}: only this package's own are replayed. QUICKBOOKS_RECORDINGS names another folder.\n`,
  );
}

describe.skipIf(!isThere)(
  "the recorded exchanges of a folder beside the checkout, replayed",
  () => {
    if (isThere) replays(OUTSIDE);
  },
);
