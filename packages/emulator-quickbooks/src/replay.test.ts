/** The recordings that this package holds (data/recorded), and those of a folder beside the checkout. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { readRecordings, recordedOutcome, Replay } from "./testing/replay-recordings.ts";

const OWN = new URL("../data/recorded/", import.meta.url);
/** Evidence from outside is kept beside the checkout; `QUICKBOOKS_RECORDINGS` names another folder of such files. */
const EVIDENCE =
  process.env["QUICKBOOKS_RECORDINGS"] ??
  fileURLToPath(new URL("../../../../shared/evidence/quickbooks-recorded", import.meta.url));
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

const isThere = existsSync(EVIDENCE);
if (!isThere) {
  process.stderr.write(
    `There is no folder ${EVIDENCE}: only the recordings of this package are replayed. QUICKBOOKS_RECORDINGS names another one.\n`,
  );
}

describe.skipIf(!isThere)("the recorded exchanges of the evidence folder, replayed", () => {
  if (isThere) replays(pathToFileURL(`${EVIDENCE}/`));
});
