import { describe, expect, it } from "vitest";
import { problemText, readProblem } from "../force-app/main/default/lwc/accordApi/problem";

const refusal = { code: "RECORD_UNKNOWN", message: "There is no Account 1.", action: "Check it." };
const rejected = (message: string) => ({ body: { message } });

describe("a rejected call", () => {
  it("is the service's refusal in its parts", () => {
    const rejection = rejected(JSON.stringify(refusal));
    expect(readProblem(rejection, "")).toEqual(refusal);
    expect(problemText(rejection, "")).toBe("There is no Account 1. Check it.");
  });

  it("has no code where the service gave no answer", () => {
    const rejection = rejected("The service cannot be reached.");
    expect(readProblem(rejection, "")).toEqual({
      code: null,
      message: "The service cannot be reached.",
      action: "",
    });
  });

  it.each([
    ["nothing", undefined],
    ["a JSON that is no refusal", rejected('{"a":1}')],
    ["half a JSON", rejected('{"code":')],
    ["no text", { body: {}, message: 7 }],
  ])("reads as the fallback where it says %s", (_, rejection) => {
    expect(problemText(rejection, "That did not work")).toBe("That did not work");
  });

  it("reads an error of the page's own", () => {
    expect(problemText(new Error("Lost the connection."), "")).toBe("Lost the connection.");
  });
});
