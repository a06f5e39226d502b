import { describe, expect, it } from "vitest";
import type { RecordView } from "../force-app/main/default/lwc/accordApi/types";
import { toneOf, TONES } from "../force-app/main/default/lwc/accordStatusBadge/tones";
import {
  completionToast,
  mayHaveWritten,
} from "../force-app/main/default/lwc/accordRecordSync/completion";
import { dayBound } from "../force-app/main/default/lwc/accordLogViewer/rows";

const REQUEST = { done: "Sent to QuickBooks" };

function view(changes: Partial<RecordView>): RecordView {
  return {
    type: "Account",
    id: "001000000000001AAA",
    name: "Cool Cars",
    mapping: null,
    company: null,
    status: "inSync",
    statusLabel: "In Sync",
    detail: "Both systems hold the same values.",
    busy: false,
    waitingFor: null,
    quickbooks: null,
    lastSyncAt: null,
    error: null,
    decisions: [],
    matches: [],
    actions: { send: true, fetch: true, link: false, unlink: true },
    revision: "1",
    ...changes,
  };
}

describe("the toast that ends a request", () => {
  it("waits while the work is under way", () => {
    expect(completionToast(REQUEST, view({ status: "syncing", busy: true }))).toBeNull();
  });

  it("names the request when it succeeded", () => {
    expect(completionToast(REQUEST, view({}))).toMatchObject({
      title: REQUEST.done,
      variant: "success",
    });
  });

  it("tells what went wrong and what to do", () => {
    const error = { code: "X", message: "The name is taken.", action: "Rename it." };
    const toast = completionToast(REQUEST, view({ status: "error", error }));
    expect(toast).toMatchObject({ message: "The name is taken. Rename it.", variant: "error" });
  });

  it("ends with what is waited for, because the work goes on without the page", () => {
    const waiting = view({
      status: "waiting",
      busy: true,
      waitingFor: "QuickBooks to answer again",
    });
    expect(completionToast(REQUEST, waiting)).toMatchObject({
      message: "QuickBooks to answer again",
      variant: "info",
    });
  });

  it("says that a send is held for a possible match, but not so of an unlink that shows one", () => {
    const match = { quickbooksId: "3", name: "Cool Cars", active: true, url: "", linkedTo: null };
    const unlinked = view({ status: "notLinked", matches: [{ ...match, salesforce: null }] });
    expect(completionToast({ ...REQUEST, mayBeHeld: true }, unlinked)?.variant).toBe("warning");
    const unlink = { done: "Unlinked", message: "Both records stay as they are." };
    expect(completionToast(unlink, unlinked)).toEqual({
      title: "Unlinked",
      message: "Both records stay as they are.",
      variant: "success",
    });
  });

  it("is never green while a value waits for a decision", () => {
    const toast = completionToast(REQUEST, view({ status: "needsDecision" }));
    expect(toast?.variant).toBe("warning");
  });
});

describe("the page around the component", () => {
  it("is read anew after a sync and after a link was made or ended, not after other changes", () => {
    const linked = view({ quickbooks: { id: "3", name: "Cool Cars", active: true, url: "" } });
    expect(mayHaveWritten(view({}), view({ lastSyncAt: "2026-11-23T10:20:30Z" }))).toBe(true);
    expect(mayHaveWritten(linked, view({}))).toBe(true);
    expect(mayHaveWritten(linked, { ...linked, revision: "2", status: "syncing" })).toBe(false);
  });
});

describe("the indicator", () => {
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

describe("the log's date range", () => {
  it("covers the whole of both days in the reader's time zone", () => {
    const start = Date.parse(dayBound("2026-11-23", "start"));
    const end = Date.parse(dayBound("2026-11-23", "end"));
    expect(new Date(start).getHours()).toBe(0);
    expect(end - start).toBe(86_400_000 - 1);
  });

  it("is open where no day is given", () => {
    expect(dayBound("", "start")).toBe("");
  });
});
