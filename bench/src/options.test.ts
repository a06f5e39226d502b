import { describe, expect, it } from "vitest";
import { readCommand } from "./options.ts";
import { SUITES } from "./suites.ts";

const namesOf = (...argv: string[]) => {
  const command = readCommand(argv);
  if (command === "help" || "problem" in command) throw new Error("no command");
  return command.suites.map(({ name }) => name);
};

describe("the command line of the bench", () => {
  it("measures everything when nothing is named", () => {
    expect(namesOf()).toEqual(SUITES.map(({ name }) => name));
  });

  it("takes a figure's name for all its parts, in the usual order and once", () => {
    expect(namesOf("p4", "P1", "p4-real")).toEqual(["p1", "p1-echo", "p4-queueing", "p4-real"]);
    expect(namesOf("exact")).not.toContain("p3");
    expect(namesOf("real")).toContain("p3");
  });

  it("says what is wrong", () => {
    expect(readCommand(["p9"])).toEqual({ problem: "nothing is measured under the name p9" });
    expect(readCommand(["--size", "few"])).toEqual({
      problem: "--size few is no number of records",
    });
    expect(readCommand(["--fast"])).toHaveProperty("problem");
    expect(readCommand(["--help"])).toBe("help");
  });
});
