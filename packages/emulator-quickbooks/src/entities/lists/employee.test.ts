import { describe, expect, it } from "vitest";
import { objectsOf, textOf, type JsonObject } from "../../json/json-value.ts";
import { ApiDriver, faultOf } from "../../testing/api-driver.ts";

const HOME = { Line1: "1 Elm", City: "Moss", CountrySubDivisionCode: "CA", PostalCode: "94000" };

/** A company that also pays its people through QuickBooks. */
function withPayroll(): ApiDriver {
  const driver = new ApiDriver();
  const { store } = driver.company;
  store.transact(() => {
    const info = store.record("CompanyInfo", "1");
    if (info === undefined) throw new Error("no company info");
    const pairs: JsonObject[] = objectsOf(info.fields, "NameValue").map((pair) =>
      textOf(pair, "Name") === "PayrollFeature" ? { ...pair, Value: "true" } : pair,
    );
    store.putRecord({ ...info, fields: { ...info.fields, NameValue: pairs } });
  });
  return driver;
}

describe("an employee", () => {
  it("is named by the parts, or as an app says", () => {
    const driver = new ApiDriver();
    expect(
      driver.created("employee", { GivenName: "John", MiddleName: "B.", FamilyName: "Meuller" }),
    ).toMatchObject({ DisplayName: "John B. Meuller", PrintOnCheckName: "John B. Meuller" });
    const named = { GivenName: "Ann", DisplayName: "Ann of the garden", Title: "Ms." };
    expect(driver.created("employee", named)).toMatchObject(named);
  });

  it("shares its name with no customer and no vendor", () => {
    const driver = new ApiDriver();
    const fault = faultOf(driver.post("employee", { GivenName: "Books", FamilyName: "by Bessie" }));
    expect(fault.codes).toEqual(["6240"]);
  });

  it("needs a given or a family name", () => {
    const fault = faultOf(new ApiDriver().post("employee", { DisplayName: "Nobody" }));
    expect(fault).toMatchObject({ codes: ["2020"], elements: ["GivenName"] });
  });

  it("shows no social security number, and keeps none", () => {
    const driver = new ApiDriver();
    const made = driver.created("employee", { GivenName: "Sam", SSN: "444-55-6666" });
    expect(made["SSN"]).toMatch(/^X{3}-X{2}-X{4}$/);
    expect(JSON.stringify([...driver.company.store.dump()])).not.toContain("444-55-6666");
  });

  it("has a rate only where its time is billed", () => {
    const driver = new ApiDriver();
    expect(driver.created("employee", { GivenName: "A", BillRate: 9 })).not.toHaveProperty(
      "BillRate",
    );
    const billed = { GivenName: "B", BillRate: 9, BillableTime: true };
    expect(driver.created("employee", billed)["BillRate"]).toBe(9);
  });

  it("is refused an unknown gender", () => {
    expect(
      faultOf(new ApiDriver().post("employee", { GivenName: "A", Gender: "X" })).codes,
    ).toEqual(["2170"]);
  });
});

describe("an employee of a company with payroll", () => {
  it("is named by its parts only, and has no title, suffix, cheque name or rate", () => {
    const made = withPayroll().created("employee", {
      Title: "Dr.",
      GivenName: "Emily",
      FamilyName: "Moss",
      Suffix: "II",
      DisplayName: "Boss",
      PrintOnCheckName: "Boss",
      BillableTime: true,
      BillRate: 9,
      PrimaryAddr: HOME,
    });
    expect(made).toMatchObject({ DisplayName: "Emily Moss", PrintOnCheckName: "Emily Moss" });
    for (const name of ["Title", "Suffix", "BillRate"]) expect(made).not.toHaveProperty(name);
  });

  it("is renamed by its parts", () => {
    const driver = withPayroll();
    const made = driver.created("employee", { GivenName: "Emily", PrimaryAddr: HOME });
    const key = { Id: made["Id"], SyncToken: "0", sparse: true };
    const changed = driver.created("employee", { ...key, FamilyName: "Oak", DisplayName: "Boss" });
    expect(changed["DisplayName"]).toBe("Emily Oak");
  });

  it("needs an address to send the pay to", () => {
    const fault = faultOf(withPayroll().post("employee", { GivenName: "Emily" }));
    expect(fault).toMatchObject({ codes: ["2020"], elements: ["PrimaryAddr.City"] });
  });
});
