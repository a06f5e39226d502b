import { describe, expect, it } from "vitest";
import { chooseWriting } from "./choose-writing.ts";

const job = { items: 60_000, isAttended: true, meteredLeft: 400_000, meteredReserve: 300_000 };

describe("the choice between single writes and batches", () => {
  it("takes batches for large work that a person waits for, and says what they cost and save", () => {
    expect(chooseWriting(job)).toEqual({
      form: "batches",
      calls: 2_000,
      meteredCalls: 2_000,
      minutes: 50,
      reason: "2000 metered calls save 70 minutes",
    });
  });

  it.each([
    ["nobody waits", { ...job, isAttended: false }],
    ["it is soon done", { ...job, items: 2_500 }],
    ["nothing is to be done", { ...job, items: 0 }],
    ["the month's calls are needed for reads", { ...job, meteredLeft: 301_999 }],
    ["the month's calls are used up", { ...job, meteredLeft: 0 }],
  ])("takes single writes, which are free, when %s", (_why, given) => {
    expect(chooseWriting(given)).toMatchObject({
      form: "singles",
      calls: given.items,
      meteredCalls: 0,
      minutes: given.items / 500,
    });
  });

  it("spends the last metered call that is to spare, and not one more", () => {
    const items = 2_501;
    const batches = 84;
    const just = chooseWriting({ ...job, items, meteredLeft: 300_000 + batches });
    expect(just).toMatchObject({ form: "batches", meteredCalls: batches });
    const less = chooseWriting({ ...job, items, meteredLeft: 300_000 + batches - 1 });
    expect(less).toMatchObject({ form: "singles" });
  });
});
