import { describe, expect, it } from "vitest";
import { FAULT_CODES as EMULATED } from "@accord-sync/emulator-quickbooks/faults/code-table.ts";
import { readJson } from "@accord-sync/core/json/lossless-json.ts";
import { createCompany } from "@accord-sync/emulator-quickbooks/company.ts";
import { answerText } from "@accord-sync/emulator-quickbooks/emulator-request.ts";
import { predictableIds } from "@accord-sync/emulator-quickbooks/testing/predictable-ids.ts";
import { FAULT_CODES, listedError } from "../src/faults/fault-codes.ts";
import { readFaults } from "../src/faults/read-fault.ts";
import { REALM } from "./emulated-company.ts";

const ADDRESS = `/v3/company/${REALM}/customer/1`;

describe("the fault codes of the adapter", () => {
  it("are those that the emulator knows", () => {
    expect(FAULT_CODES.map(({ code }) => code)).toEqual(EMULATED.map(({ code }) => code));
  });

  it.each(EMULATED)(
    "$code is read from its answer, with the vendor's words",
    ({ code, message }) => {
      const company = createCompany({ ids: predictableIds(), settings: { rateLimits: false } });
      company.faults.replace([{ match: {}, fault: "status", code }]);
      const headers = { authorization: "Bearer demo" };
      const answer = company.handle({ method: "GET", url: ADDRESS, headers, body: "" }, 0);
      const [fault] = readFaults(readJson(answerText(answer)));
      expect(fault).toMatchObject({ code, message });
      expect(listedError(code)).not.toBeNull();
    },
  );
});
