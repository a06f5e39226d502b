import { describe, expect, it } from "vitest";
import {
  indicatorOf,
  type Known,
  problemHint,
} from "../force-app/main/default/lwc/accordRecordSync/indicator";
import { toneOf, TONES } from "../force-app/main/default/lwc/accordStatusBadge/tones";
import { view } from "./views";

const NOW = Date.parse("2026-11-23T10:20:30Z");
const UNREACHABLE = { code: null, message: "The service cannot be reached.", action: "" };
const UNMAPPED = {
  code: "OBJECT_NOT_MAPPED",
  message: "Opportunity records are not mapped.",
  action: "These can be kept in agreement: Account, Product2.",
};

const shown = (known: Partial<Known>) =>
  indicatorOf(
    { view: view({}), viewedAtMs: NOW - 180_000, problem: null, calling: false, ...known },
    NOW,
  );

describe("the indicator and its sentence", () => {
  it("are the view's own while the service answers", () => {
    const { statusLabel, detail } = view({});
    expect(shown({})).toEqual({ status: "inSync", label: statusLabel, sentence: detail });
  });

  it("say what was last known, and when, once the service gives no answer", () => {
    const unknown = shown({ problem: UNREACHABLE });
    expect(unknown).toMatchObject({ status: "unknown", label: "Status Unknown" });
    expect(unknown?.sentence).toMatch(/^Last known: In Sync, 3 .+\.$/);
  });

  it("say so too of a record never seen, and nothing more", () => {
    expect(shown({ view: null, problem: UNREACHABLE })).toMatchObject({
      status: "unknown",
      sentence: "",
    });
  });

  it("say Syncing, both of them, while a click is on its way", () => {
    expect(shown({ calling: true, problem: UNREACHABLE })).toEqual({
      status: "syncing",
      label: "Syncing",
      sentence: "Your request is being recorded.",
    });
  });

  it("say what is waited for before anything else", () => {
    const waiting = view({ status: "waiting", waitingFor: "QuickBooks to allow more requests" });
    expect(shown({ view: waiting })?.sentence).toBe(
      "Waiting for QuickBooks to allow more requests.",
    );
  });

  it("leave an error to its own box", () => {
    const error = { code: "X", message: "The name is taken.", action: "Rename it." };
    expect(shown({ view: view({ status: "error", error }) })?.sentence).toBe("");
  });

  it("are left out of a record that the service refuses to speak of", () => {
    expect(shown({ view: null, problem: UNMAPPED })).toBeNull();
  });
});

describe("the way out of a problem", () => {
  it("is the service's own where it refused, and to ask again only where it gave no answer", () => {
    expect(problemHint(UNMAPPED)).toBe(UNMAPPED.action);
    expect(problemHint(UNREACHABLE)).toBe("Trying again by itself.");
  });
});

describe("the look of the indicator", () => {
  it("is green for In Sync alone", () => {
    const green = Object.entries(TONES).filter(([, tone]) => tone.colour === "green");
    expect(green.map(([status]) => status)).toEqual(["inSync"]);
  });

  it("tells statuses of one colour apart by their icons", () => {
    const looks = Object.values(TONES).map((tone) => `${tone.colour} ${tone.icon}`);
    expect(new Set(looks).size).toBe(looks.length);
  });

  it("shows a status that it does not know in grey", () => {
    expect(toneOf("fromTheFuture").colour).toBe("grey");
  });
});
