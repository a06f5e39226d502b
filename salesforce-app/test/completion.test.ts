import { describe, expect, it } from "vitest";
import {
  completionToast,
  mayHaveWritten,
} from "../force-app/main/default/lwc/accordRecordSync/completion";
import { match, view } from "./views";

const REQUEST = { done: "Sent to QuickBooks" };

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
      waitingFor: "QuickBooks to answer again (tried every few seconds)",
    });
    expect(completionToast(REQUEST, waiting)).toEqual({
      title: "Recorded",
      message: "Waiting for QuickBooks to answer again; it is tried every few seconds.",
      variant: "info",
    });
  });

  it("says that a send is held for a possible match, but not so of an unlink that shows one", () => {
    const unlinked = view({ status: "notLinked", matches: [match({})] });
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
