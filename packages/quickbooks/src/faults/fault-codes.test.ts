import { describe, expect, it } from "vitest";
import { ERRORS, type ErrorCode } from "@accord-sync/core/errors/registry.ts";
import { FAULT_CODES, listedError } from "./fault-codes.ts";

/** Intuit's list of error codes, written off anew; a gap in ours shows here. */
const OFFICIAL =
  "100 110 120 130 140 150 500 600 610 620 630 700 800 900 1000 1010 1020 1040 1050 2000 2010 " +
  "2020 2030 2040 2050 2060 2070 2080 2090 2100 2110 2120 2130 2140 2150 2160 2170 2180 2190 " +
  "2200 2210 2220 2230 2240 2250 2260 2270 2280 2290 2300 2500 2600 3000 3001 3100 3200 3202 " +
  "4000 4001 4002 5000 5010 5020 5030 6000 6010 6020 6030 6040 6041 6050 6060 6070 6080 6090 " +
  "6100 6110 6120 6130 6140 6150 6160 6170 6180 6190 6200 6210 6220 6230 6240 6250 6270 6280 " +
  "6290 6300 6310 6320 6330 6340 6350 6360 6370 6380 6390 6400 6420 6430 6440 6450 6460 6470 " +
  "6480 6490 6500 6510 6520 6530 6540 10000 10100 10200";

/** What a sync engine has to do about each, apart from parking the record (the default). */
const NOT_PARKED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(["100", "110", "120", "130", "140"].map((c) => [c, "reauthorise"])),
  "600": "wait",
  "150": "wait",
  "3001": "wait",
  "3100": "reauthorise",
  "3200": "wait",
  "3202": "wait",
  "4002": "wait",
  "5010": "observe-again",
  "6190": "reauthorise",
  "10000": "wait",
  "10200": "observe-again",
};

describe("Intuit's fault codes", () => {
  it.each(OFFICIAL.split(" "))("%s has an error of its own in the list, and its policy", (code) => {
    const error = listedError(code);
    expect(error).not.toBeNull();
    expect(ERRORS[error as ErrorCode].disposition).toBe(NOT_PARKED[code] ?? "park");
  });

  it.each(["", "99", "151", "6560", "31337", "abc", "2010x", "-1", "1e3"])(
    "does not know %j",
    (code) => {
      expect(listedError(code)).toBeNull();
    },
  );

  it("are those of the list and no others, each once and in order", () => {
    expect(FAULT_CODES.map(({ code }) => code)).toEqual(OFFICIAL.split(" "));
  });

  it("each say in a few words what they mean, and what a person does", () => {
    for (const { error, meaning } of FAULT_CODES) {
      expect(meaning).toMatch(/^\S.{5,45}$/);
      expect(ERRORS[error].action).toMatch(/\.$/);
    }
  });
});
