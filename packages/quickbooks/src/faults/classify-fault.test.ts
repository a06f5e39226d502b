import { describe, expect, it } from "vitest";
import type { ErrorCode } from "@accord-sync/core/errors/registry.ts";
import { readJson } from "@accord-sync/core/json/lossless-json.ts";
import { classifyFaults } from "./classify-fault.ts";
import { type FaultItem, readFaults } from "./read-fault.ts";

const subject = { type: "Customer", id: "58", name: "Cool Cars" };

const classify = (fault: Partial<FaultItem> & { code: string }, about = subject) =>
  classifyFaults([{ message: "", detail: "", element: "", type: "", ...fault }], about, "tid-1");

describe("a fault of QuickBooks", () => {
  const table: readonly [string, string, ErrorCode][] = [
    ["120", ": -11014-You do not have access to use QuickBooks Online Plus.", "AUTH_FORBIDDEN"],
    ["500", "Operation Delete is not supported.", "QBO_REFUSED"],
    ["600", "", "QBO_REQUEST_KNOWN"],
    ["610", "Object Not Found", "QBO_NOT_FOUND"],
    ["2010", "Property Name:Unrecognized field", "QBO_REFUSED"],
    ["2020", "Required parameter DisplayName is missing in the request", "QBO_NAME_INVALID"],
    ["2020", "Required parameter IncomeAccountRef is missing in the request", "QBO_VALUE_INVALID"],
    ["2030", "Id should be a valid number. Supplied value:1.5", "QBO_VALUE_INVALID"],
    ["2050", "Min:0 Max:100 supported. Supplied length:101", "QBO_VALUE_TOO_LONG"],
    ["2070", "UnitPrice should be a valid number", "QBO_VALUE_INVALID"],
    ["2170", "Invalid Enumeration : X", "QBO_VALUE_INVALID"],
    ["2180", "Names must have at least one character, must be on one line", "QBO_NAME_INVALID"],
    ["2210", "Email Address does not conform to the syntax rules", "QBO_VALUE_INVALID"],
    ["2500", "Invalid Reference Id : Accounts element id 5 not found", "QBO_REFERENCE_INVALID"],
    ["3001", "The request limit was reached.  Try again later", "QBO_THROTTLED"],
    ["3100", "", "AUTH_FORBIDDEN"],
    ["3200", "Token expired: AB01", "AUTH_EXPIRED"],
    ["4000", "QueryParserError", "QBO_QUERY_INVALID"],
    ["4001", "QueryValidationError", "QBO_QUERY_INVALID"],
    ["5010", "Stale Object Error", "QBO_STALE_VERSION"],
    ["6000", "You can only add or edit one name at a time. Please try again.", "QBO_THROTTLED"],
    ["6000", "Business Validation Error: something else", "QBO_REFUSED"],
    ["6190", "Subscription period has ended", "QBO_SUBSCRIPTION_ENDED"],
    ["6200", "", "QBO_PERIOD_CLOSED"],
    ["6210", "The account period has closed", "QBO_PERIOD_CLOSED"],
    ["6220", "This customer cannot be deleted", "QBO_REFUSED"],
    ["6240", "The name supplied already exists.", "QBO_DUPLICATE_NAME"],
    ["31337", "", "QBO_REFUSED"],
  ];

  it.each(table)("%s (%s) means %s", (code, detail, expected) => {
    expect(classify({ code, detail }).code).toBe(expected);
  });

  it("610 means a missing reference when the request names no record of its own", () => {
    expect(classify({ code: "610" }, { ...subject, id: "" }).code).toBe("QBO_REFERENCE_INVALID");
  });

  it("tells how long to wait: a minute when throttled, a moment for the lock on names", () => {
    expect(classify({ code: "3001" }).retryAfterMs).toBe(60_000);
    const lock = { code: "6000", detail: "You can only add or edit one name at a time." };
    expect(classify(lock).retryAfterMs).toBe(2_000);
    expect(classify({ code: "5010" }).retryAfterMs).toBeNull();
  });

  it("keeps the vendor's words and request id, and says what it was about", () => {
    const fault = { code: "6240", message: "Duplicate", element: "", type: "ValidationFault" };
    const errors = [
      { ...fault, detail: "already exists" },
      { ...fault, detail: "too long" },
    ] as const;
    expect(classifyFaults(errors, subject, "tid-1")).toMatchObject({
      params: { name: "Cool Cars", type: "Customer", id: "58" },
      vendor: {
        code: "6240",
        message: "Duplicate",
        detail: "already exists; too long",
        requestId: "tid-1",
      },
    });
  });
});

describe("the two fault envelopes", () => {
  it("are read alike", () => {
    const application = readJson(
      '{"Fault":{"Error":[{"Message":"M","Detail":"D","code":"5010","element":""}],"type":"ValidationFault"},"time":"x"}',
    );
    expect(readFaults(application)).toEqual([
      { code: "5010", message: "M", detail: "D", element: "", type: "ValidationFault" },
    ]);
    const gateway = readJson(
      '{"fault":{"error":[{"message":"m","detail":null,"code":"003100","element":null}],"type":"SERVICE"}}',
    );
    expect(readFaults(gateway)).toEqual([
      { code: "3100", message: "m", detail: "", element: "", type: "SERVICE" },
    ]);
  });

  it.each(["{}", "[]", "1", '{"Fault":{}}', '{"Fault":{"Error":"x"}}'])(
    "hold nothing in %s",
    (text) => {
      expect(readFaults(readJson(text))).toEqual([]);
    },
  );
});
