import { describe, expect, it } from "vitest";
import { createConsoleLog, type LogForm } from "./console-log.ts";

function written(form: LogForm): string {
  let text = "";
  const sink = { write: (line: string) => void (text += line), now: () => Date.UTC(2026, 10, 23) };
  createConsoleLog(form, sink).warn("QuickBooks is slow", { attempt: 2, url: null });
  return text;
}

describe("the console log", () => {
  it("writes one JSON object a line for machines", () => {
    expect(JSON.parse(written("json"))).toEqual({
      time: "2026-11-23T00:00:00.000Z",
      level: "warn",
      message: "QuickBooks is slow",
      attempt: 2,
      url: null,
    });
    expect(written("json").endsWith("}\n")).toBe(true);
  });

  it("writes a short line for a person", () => {
    expect(written("pretty")).toBe("00:00:00 WARN QuickBooks is slow  attempt=2  url=null\n");
  });
});
