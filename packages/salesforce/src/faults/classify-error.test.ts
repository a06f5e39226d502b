import { describe, expect, it } from "vitest";
import type { ErrorCode } from "@accord-sync/core/errors/registry.ts";
import { readJson } from "@accord-sync/core/json/lossless-json.ts";
import { classifyRefusal, readErrors } from "./classify-error.ts";

const ref = { system: "salesforce", type: "Account", id: "001000000000001AAA" } as const;

const classify = (status: number, code: string, message = "words") =>
  classifyRefusal({ status, errors: [{ code, message, fields: [] }] }, ref);

describe("a refusal of Salesforce", () => {
  const table: readonly [number, string, ErrorCode][] = [
    [400, "REQUIRED_FIELD_MISSING", "SF_REQUIRED_FIELD_MISSING"],
    [400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "SF_VALIDATION_FAILED"],
    [400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "SF_VALIDATION_FAILED"],
    [400, "INVALID_EMAIL_ADDRESS", "SF_VALIDATION_FAILED"],
    [400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "SF_VALIDATION_FAILED"],
    [400, "STRING_TOO_LONG", "SF_VALUE_TOO_LONG"],
    [400, "DUPLICATE_VALUE", "SF_DUPLICATE"],
    [400, "DUPLICATES_DETECTED", "SF_DUPLICATE"],
    [400, "INVALID_FIELD", "SF_FIELD_NOT_WRITABLE"],
    [400, "INVALID_FIELD_FOR_INSERT_UPDATE", "SF_FIELD_NOT_WRITABLE"],
    [403, "INSUFFICIENT_ACCESS", "SF_FIELD_NOT_WRITABLE"],
    [404, "NOT_FOUND", "SF_NOT_FOUND"],
    [404, "ENTITY_IS_DELETED", "SF_NOT_FOUND"],
    [412, "PRECONDITION_FAILED", "SF_STALE_VERSION"],
    [400, "UNABLE_TO_LOCK_ROW", "SF_ROW_LOCKED"],
    [500, "UNABLE_TO_LOCK_ROW", "SF_ROW_LOCKED"],
    [403, "REQUEST_LIMIT_EXCEEDED", "SF_REQUEST_LIMIT"],
    [401, "INVALID_SESSION_ID", "AUTH_EXPIRED"],
    [403, "API_DISABLED_FOR_ORG", "AUTH_FORBIDDEN"],
    [403, "SOMETHING_ELSE", "AUTH_FORBIDDEN"],
    [503, "SERVER_UNAVAILABLE", "REMOTE_FAILING"],
    [500, "UNKNOWN_EXCEPTION", "REMOTE_FAILING"],
    [400, "MALFORMED_QUERY", "SF_REFUSED"],
  ];

  it.each(table)("%i %s means %s", (status, code, expected) => {
    expect(classify(status, code).code).toBe(expected);
  });

  it("without words means by its status", () => {
    const bare = (status: number) => classifyRefusal({ status, errors: [] }, null);
    expect(bare(502)).toMatchObject({ code: "REMOTE_FAILING", params: { status: "502" } });
    expect(bare(412).code).toBe("SF_STALE_VERSION");
    expect(bare(302)).toMatchObject({ code: "REMOTE_ANSWER_UNREADABLE", vendor: null });
  });

  it("names the cause, never what was only undone with it", () => {
    const errors = [
      { code: "PROCESSING_HALTED", message: "The transaction was rolled back", fields: [] },
      { code: "STRING_TOO_LONG", message: "Account Name: data value too large", fields: ["Name"] },
    ];
    expect(classifyRefusal({ status: 400, errors }, ref)).toMatchObject({
      code: "SF_VALUE_TOO_LONG",
      vendor: { code: "STRING_TOO_LONG", detail: "Name" },
    });
  });
});

describe("errors in an answer", () => {
  it("are read from rows, collections and OAuth alike", () => {
    const rows = readJson('[{"message":"m","errorCode":"NOT_FOUND","fields":["Name"]}]');
    expect(readErrors(rows)).toEqual([{ code: "NOT_FOUND", message: "m", fields: ["Name"] }]);
    const collection = readJson('[{"statusCode":"DUPLICATE_VALUE","message":"m","fields":[]}]');
    expect(readErrors(collection)).toMatchObject([{ code: "DUPLICATE_VALUE" }]);
    const oauth = readJson('{"error":"invalid_grant","error_description":"d"}');
    expect(readErrors(oauth)).toEqual([{ code: "invalid_grant", message: "d", fields: [] }]);
    expect(readErrors(undefined)).toEqual([]);
  });
});
