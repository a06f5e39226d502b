import { describe, expect, it } from "vitest";
import { Turns } from "./turns.ts";

describe("turns", () => {
  it("go to one at a time, in the order of asking", async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const work = async (name: string) => {
      await turns.take();
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      turns.pass();
    };
    await Promise.all(["a", "b", "c"].map(work));
    expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
    expect(turns.isTaken).toBe(false);
  });

  it("are taken until they are passed", async () => {
    const turns = new Turns();
    await turns.take();
    let isTaken = false;
    const next = turns.take().then(() => {
      isTaken = true;
    });
    await Promise.resolve();
    expect(isTaken).toBe(false);
    turns.pass();
    await next;
    expect(turns.isTaken).toBe(true);
  });
});
