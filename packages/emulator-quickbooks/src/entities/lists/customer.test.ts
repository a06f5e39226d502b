import { describe, expect, it } from "vitest";
import { ApiDriver, bodyOf, faultOf, idOf, invoiceOf } from "../../testing/api-driver.ts";

const update = (customer: Readonly<Record<string, unknown>>, changes: object): object => ({
  Id: customer["Id"],
  SyncToken: customer["SyncToken"],
  sparse: true,
  ...changes,
});

describe("a customer", () => {
  it("keeps what a sparse update leaves out and clears what it empties", () => {
    const driver = new ApiDriver();
    const made = driver.created("customer", {
      DisplayName: "Fern & Sons",
      PrimaryPhone: { FreeFormNumber: "555-0100" },
      CompanyName: "Fern",
      BillAddr: { Line1: "1 Leaf Lane", City: "Moss" },
    });
    const changed = driver.created(
      "customer",
      update(made, {
        CompanyName: "",
        BillAddr: { Line1: "2 Leaf Lane" },
        WebAddr: { URI: "http://fern.example" },
      }),
    );
    expect(changed).toMatchObject({
      SyncToken: "1",
      PrimaryPhone: { FreeFormNumber: "555-0100" },
      WebAddr: { URI: "http://fern.example" },
      BillAddr: { Line1: "2 Leaf Lane" },
    });
    expect(changed).not.toHaveProperty("CompanyName");
    expect(changed["BillAddr"]).not.toHaveProperty("City");
  });

  it("clears a phone that is sent with empty text, and ignores a null", () => {
    const driver = new ApiDriver();
    const made = driver.created("customer", {
      DisplayName: "Quiet",
      PrimaryPhone: { FreeFormNumber: "1" },
      Notes: "kept",
    });
    const changed = driver.created(
      "customer",
      update(made, { PrimaryPhone: { FreeFormNumber: "" }, Notes: null }),
    );
    expect(changed).not.toHaveProperty("PrimaryPhone");
    expect(changed["Notes"]).toBe("kept");
  });

  it("loses what a full update leaves out and gets the defaults again", () => {
    const driver = new ApiDriver();
    const made = driver.created("customer", {
      DisplayName: "Full",
      CompanyName: "Gone",
      Taxable: false,
    });
    const changed = driver.created("customer", {
      Id: made["Id"],
      SyncToken: "0",
      DisplayName: "Full",
    });
    expect(changed).not.toHaveProperty("CompanyName");
    expect(changed["Taxable"]).toBe(true);
  });

  it("builds its display name from the parts of a name", () => {
    const made = new ApiDriver().created("customer", {
      GivenName: "Ada",
      FamilyName: "Moss",
      Suffix: "Jr.",
    });
    expect(made["DisplayName"]).toBe("Ada Moss Jr.");
    expect(made["PrintOnCheckName"]).toBe("Ada Moss Jr.");
  });

  it("prints on cheques the name it is renamed to, unless a person chose another", () => {
    const driver = new ApiDriver();
    const first = driver.created("customer", { DisplayName: "Old" });
    expect(
      driver.created("customer", update(first, { DisplayName: "New" }))["PrintOnCheckName"],
    ).toBe("New");
    const second = driver.created("customer", { DisplayName: "Two", PrintOnCheckName: "Second" });
    expect(
      driver.created("customer", update(second, { DisplayName: "Three" }))["PrintOnCheckName"],
    ).toBe("Second");
  });

  it("is renamed when it is deactivated, and gets its name back with its activity", () => {
    const driver = new ApiDriver();
    const made = driver.created("customer", { DisplayName: "Leaving" });
    const gone = driver.created("customer", update(made, { Active: false }));
    expect([gone["DisplayName"], gone["FullyQualifiedName"], gone["PrintOnCheckName"]]).toEqual([
      "Leaving (deleted)",
      "Leaving (deleted)",
      "Leaving",
    ]);
    expect(driver.created("customer", update(gone, { Active: false }))["SyncToken"]).toBe("1");
    const back = driver.created("customer", update(gone, { Active: true }));
    expect([back["DisplayName"], back["SyncToken"]]).toEqual(["Leaving", "2"]);
  });

  it("takes other changes while it is inactive, also what is emptied and a new name", () => {
    const driver = new ApiDriver();
    const made = driver.created("customer", {
      DisplayName: "Gone",
      WebAddr: { URI: "http://gone.example" },
      Notes: "Owes a key",
      Active: true,
    });
    const gone = driver.created("customer", update(made, { Active: false }));
    const again = { Active: false, DisplayName: "Gone (deleted)" };
    expect(driver.created("customer", update(gone, again))["SyncToken"]).toBe("1");
    const emptied = { Active: false, DisplayName: "Gone", WebAddr: { URI: "" }, Notes: "" };
    const bare = driver.created("customer", update(gone, emptied));
    expect(bare).toMatchObject({ SyncToken: "2", DisplayName: "Gone (deleted)" });
    expect([bare["WebAddr"], bare["Notes"]]).toEqual([undefined, undefined]);
    const renamed = driver.created(
      "customer",
      update(bare, { Active: false, DisplayName: "Long gone" }),
    );
    expect(renamed).toMatchObject({ SyncToken: "3", DisplayName: "Long gone (deleted)" });
  });

  it("frees its name when it is deactivated, and is refused it when another took it meanwhile", () => {
    const driver = new ApiDriver();
    const made = driver.created("customer", { DisplayName: "Shared" });
    const gone = driver.created("customer", update(made, { Active: false }));
    driver.created("vendor", { DisplayName: "shared" });
    expect(faultOf(driver.post("customer", update(gone, { Active: true }))).codes).toEqual([
      "6240",
    ]);
  });

  it("is not deactivated while it owes", () => {
    const driver = new ApiDriver();
    const fault = faultOf(
      driver.post("customer", { Id: "1", SyncToken: "0", sparse: true, Active: false }),
    );
    expect(fault).toMatchObject({
      codes: ["6220"],
      details: ["This customer cannot be deleted because it has a non-zero balance"],
    });
  });

  it("carries its parent's name and adds to its parent's balance with jobs", () => {
    const driver = new ApiDriver();
    const job = driver.created("customer", {
      DisplayName: "Pond",
      Job: true,
      ParentRef: { value: "4" },
    });
    expect(job).toMatchObject({
      FullyQualifiedName: "Diego Rodriguez:Pond",
      Level: 1,
      ParentRef: { value: "4" },
    });
    driver.created("invoice", invoiceOf(idOf(job), 12.5));
    expect(driver.read("customer/4")).toMatchObject({ Balance: 0, BalanceWithJobs: 12.5 });
  });

  it("cannot be its own ancestor, nor the sixth level", () => {
    const driver = new ApiDriver();
    let parent = driver.created("customer", { DisplayName: "Level 1" });
    const top = parent;
    for (let level = 2; level <= 5; level += 1) {
      parent = driver.created("customer", {
        DisplayName: `Level ${level}`,
        Job: true,
        ParentRef: { value: parent["Id"] },
      });
    }
    const sixth = driver.post("customer", {
      DisplayName: "Level 6",
      ParentRef: { value: parent["Id"] },
    });
    expect(faultOf(sixth).codes).toEqual(["6180"]);
    const current = driver.read(`customer/${idOf(top)}`);
    expect(
      faultOf(driver.post("customer", update(current, { ParentRef: { value: parent["Id"] } })))
        .codes,
    ).toEqual(["900"]);
  });
});

describe("a refused customer", () => {
  const driver = new ApiDriver();
  const refusals: readonly [claim: string, body: unknown, code: string, detail: string | RegExp][] =
    [
      ["without a name", {}, "2020", "Required parameter DisplayName is missing in the request"],
      [
        "with a colon in the name",
        { DisplayName: "A:B" },
        "2180",
        "Names must have at least one character, must be on one line, and cannot include colons or tabbing.",
      ],
      ["with a tab in the name", { DisplayName: "A\tB" }, "2180", /colons or tabbing/],
      ["with a line break in the name", { DisplayName: "A\nB" }, "2180", /must be on one line/],
      [
        "with a name that a customer has",
        { DisplayName: "weiskopf consulting" },
        "6240",
        "The name supplied already exists. : null",
      ],
      [
        "with a name that a vendor has",
        { DisplayName: "Books by Bessie" },
        "6240",
        /already exists/,
      ],
      [
        "with a name that an employee has",
        { DisplayName: "John Johnson" },
        "6240",
        /already exists/,
      ],
      [
        "with an unknown property",
        { DisplayName: "X", Colour: "red" },
        "2010",
        /^Property Name:Unrecognized field "Colour" \(class com\.intuit\.schema\.finance\.v3\.Customer\), not marked as ignorable \(\d+ known properties: "Id", /,
      ],
      [
        "with an unknown property of an address",
        { DisplayName: "X", BillAddr: { Street: "1" } },
        "2010",
        /class com\.intuit\.schema\.finance\.v3\.PhysicalAddress/,
      ],
      [
        "with a property that every object has",
        '{"DisplayName":"X","constructor":"1"}',
        "2010",
        /"constructor"/,
      ],
      [
        "with a body that is no JSON",
        "{",
        "2010",
        "Property Name:failed to parse json object; a property specified is unsupported or invalid",
      ],
      [
        "with text where an object belongs",
        { DisplayName: "X", BillAddr: "1 Main St." },
        "2010",
        /failed to parse json object/,
      ],
      [
        "with a name of 501 characters",
        { DisplayName: "x".repeat(501) },
        "2050",
        "String length specified does not match the supported length. Min:0 Max:500 supported. Supplied length:501",
      ],
      [
        "with a web address of 1,016 characters",
        { DisplayName: "X", WebAddr: { URI: "h".repeat(1016) } },
        "2050",
        /Max:1,000 supported\. Supplied length:1,016$/,
      ],
      [
        "with two e-mail addresses",
        { DisplayName: "X", PrimaryEmailAddr: { Address: "a@b.c, d@e.f" } },
        "2210",
        /RFC 822/,
      ],
      [
        "with an unknown parent",
        { DisplayName: "X", ParentRef: { value: "583" } },
        "2500",
        "Invalid Reference Id : Names element id 583 not found",
      ],
    ];
  for (const [claim, body, code, detail] of refusals) {
    it(`${claim} gets ${code}`, () => {
      const fault = faultOf(driver.post("customer", body));
      expect(fault.status).toBe(400);
      expect(fault.codes).toEqual([code]);
      if (typeof detail === "string") expect(fault.details).toEqual([detail]);
      else expect(fault.details[0]).toMatch(detail);
    });
  }

  it("hears of all its bad fields at once", () => {
    const fault = faultOf(
      driver.post("customer", {
        DisplayName: "A:B",
        Title: "x".repeat(17),
        PrimaryEmailAddr: { Address: "no" },
      }),
    );
    expect(fault.codes.toSorted()).toEqual(["2050", "2180", "2210"]);
    expect(fault.elements).toContain("Title");
  });

  it("leaves nothing behind: no record, no id, no notice", () => {
    const before = bodyOf(driver.query("select count(*) from Customer"));
    driver.post("customer", { DisplayName: "Weiskopf Consulting", BillAddr: { Line1: "1" } });
    expect(bodyOf(driver.query("select count(*) from Customer"))["QueryResponse"]).toEqual(
      before["QueryResponse"],
    );
    expect(driver.created("customer", { DisplayName: "Next" })["Id"]).toBe("71");
  });

  it("with an old SyncToken hears who was faster", () => {
    const fault = faultOf(
      driver.post("customer", { Id: "5", SyncToken: "0", sparse: true, Notes: "late" }),
    );
    expect(fault.codes).toEqual(["5010"]);
    expect(fault.details[0]).toBe(
      "Stale Object Error : You and Company user were working on this at the same time. Company user finished before you did, so your work was not saved.",
    );
  });

  it("that does not exist gets 610, and an id that is no number 2030", () => {
    expect(faultOf(driver.get("customer/99999")).codes).toEqual(["610"]);
    expect(
      faultOf(driver.post("customer", { Id: "99999", SyncToken: "0", sparse: true })).codes,
    ).toEqual(["610"]);
    expect(faultOf(driver.get("customer/1.5"))).toMatchObject({
      codes: ["2030"],
      details: ["Id should be a valid number. Supplied value:1.5"],
      elements: ["Id"],
    });
  });

  it("cannot be deleted at all", () => {
    const fault = faultOf(driver.post("customer?operation=delete", { Id: "58", SyncToken: "0" }));
    expect(fault).toMatchObject({
      codes: ["500"],
      details: ["Operation Delete is not supported."],
    });
  });

  it("in bytes that are not UTF-8 gets 500", () => {
    const answer = driver.send(
      "POST",
      "/v3/company/9341452700000001/customer",
      new Uint8Array([0x7b, 0xff, 0x7d]),
    );
    expect(faultOf(answer).details[0]).toBe(
      "Operation com.sun.org.apache.xerces.internal.impl.io.MalformedByteSequenceException: Invalid byte 1 of 1-byte UTF-8 sequence is not supported.",
    );
  });

  it("gets the documented words for a taken name when the company is set up so", () => {
    const reason =
      "Another customer, vendor or employee is already using this name. Please use a different name.";
    const documented = new ApiDriver({ settings: { duplicateNameReason: reason } });
    expect(
      faultOf(documented.post("customer", { DisplayName: "Weiskopf Consulting" })).details,
    ).toEqual([`The name supplied already exists. : ${reason}`]);
  });
});

describe("a sub-customer", () => {
  it("is a job because it has a parent, and bills above only then", () => {
    const driver = new ApiDriver();
    const sub = driver.created("customer", {
      DisplayName: "Shed",
      ParentRef: { value: "4" },
      BillWithParent: true,
      IsProject: true,
    });
    expect(sub).toMatchObject({ Job: true, BillWithParent: true, IsProject: true, Level: 1 });
    const top = driver.created("customer", { DisplayName: "Alone", BillWithParent: true });
    expect(top).toMatchObject({ Job: false, BillWithParent: false });
    const fault = faultOf(driver.post("customer", { DisplayName: "Stray", Job: true }));
    expect(fault).toMatchObject({
      codes: ["6150"],
      details: ["A ParentRef is required depending if (Job) is true or false."],
    });
  });

  it("cannot share its name with one under another parent", () => {
    const driver = new ApiDriver();
    driver.created("customer", { DisplayName: "Kitchen", ParentRef: { value: "4" } });
    const twin = { DisplayName: "kitchen", ParentRef: { value: "5" } };
    expect(faultOf(driver.post("customer", twin)).codes).toEqual(["6240"]);
  });

  it("becomes a customer of its own when a full update leaves its parent out", () => {
    const driver = new ApiDriver();
    const sub = driver.created("customer", { DisplayName: "Shed", ParentRef: { value: "4" } });
    const key = { Id: sub["Id"], SyncToken: "0" };
    const free = driver.created("customer", { ...key, DisplayName: "Shed" });
    expect(free).toMatchObject({ Job: false, FullyQualifiedName: "Shed" });
    expect(free).not.toHaveProperty("Level");
  });

  it("changes its full name with its parent's", () => {
    const driver = new ApiDriver();
    const sub = driver.created("customer", { DisplayName: "Shed", ParentRef: { value: "4" } });
    const parent = driver.read("customer/4");
    driver.created("customer", update(parent, { DisplayName: "Diego" }));
    expect(driver.read(`customer/${idOf(sub)}`)["FullyQualifiedName"]).toBe("Diego:Shed");
  });
});

describe("a customer's references", () => {
  it.each([
    ["SalesTermRef", "3"],
    ["PaymentMethodRef", "2"],
    ["CustomerTypeRef", "5000000000000003466"],
    ["DefaultTaxCodeRef", "3"],
  ])("%s must name a record that is there and active", (name, id) => {
    const driver = new ApiDriver();
    const made = driver.created("customer", { DisplayName: "R", [name]: { value: id } });
    expect(made[name]).toMatchObject({ value: id });
    const wrong = { DisplayName: "S", [name]: { value: "999" } };
    expect(faultOf(driver.post("customer", wrong)).codes).toEqual(["2500"]);
  });

  it("may go on naming what has become inactive since, but not name it anew", () => {
    const driver = new ApiDriver();
    const made = driver.created("customer", { DisplayName: "R", SalesTermRef: { value: "4" } });
    driver.created("term", { Id: "4", SyncToken: "0", sparse: true, Active: false });
    const changed = driver.created("customer", update(made, { Notes: "x" }));
    expect(changed["SalesTermRef"]).toEqual({ value: "4" });
    const anew = { DisplayName: "S", SalesTermRef: { value: "4" } };
    expect(faultOf(driver.post("customer", anew)).details[0]).toContain("has been made inactive");
  });

  it("is delivered to in one of three ways", () => {
    const owl = { DisplayName: "Owl", PreferredDeliveryMethod: "Owl" };
    expect(faultOf(new ApiDriver().post("customer", owl)).codes).toEqual(["2170"]);
  });
});

describe("a vendor", () => {
  it("gets its terms by an update only", () => {
    const driver = new ApiDriver();
    const made = driver.created("vendor", { DisplayName: "V", TermRef: { value: "3" } });
    expect(made).not.toHaveProperty("TermRef");
    const changed = driver.created("vendor", update(made, { TermRef: { value: "3" } }));
    expect(changed["TermRef"]).toEqual({ value: "3" });
  });

  it("keeps an account number of a hundred characters", () => {
    const driver = new ApiDriver();
    const AcctNum = "9".repeat(100);
    expect(driver.created("vendor", { DisplayName: "V", AcctNum })["AcctNum"]).toBe(AcctNum);
    const long = { DisplayName: "W", AcctNum: `${AcctNum}9` };
    expect(faultOf(driver.post("vendor", long)).codes).toEqual(["2050"]);
  });

  it("that is owed money is not deactivated", () => {
    const off = { Id: "31", SyncToken: "0", sparse: true, Active: false };
    expect(faultOf(new ApiDriver().post("vendor", off))).toMatchObject({
      codes: ["6220"],
      details: ["This vendor cannot be deleted because it has a non-zero balance"],
    });
  });

  it("takes what clients send of read-only properties as nothing", () => {
    const made = new ApiDriver().created("vendor", {
      DisplayName: "V",
      FullyQualifiedName: "",
      Balance: 0,
      Id: "",
      SyncToken: "",
    });
    expect(made).toMatchObject({ Balance: 0, SyncToken: "0" });
  });
});

describe("a customer whose name really ends in (deleted)", () => {
  it("keeps it when it becomes inactive and active again", () => {
    const driver = new ApiDriver();
    const made = driver.created("customer", { DisplayName: "Ltd. (deleted)" });
    const gone = driver.created("customer", { ...made, Active: false });
    expect(gone["DisplayName"]).toBe("Ltd. (deleted) (deleted)");
    const back = driver.created("customer", update(gone, { Active: true }));
    expect(back["DisplayName"]).toBe("Ltd. (deleted)");
  });
});

describe("the two Jack Does of the recordings", () => {
  it("can each be changed, but no third can be made", () => {
    const driver = new ApiDriver();
    for (const id of ["60", "64"]) {
      const shown = driver.read(`customer/${id}`);
      expect(driver.created("customer", update(shown, { Notes: "x" }))["Notes"]).toBe("x");
    }
    expect(faultOf(driver.post("customer", { DisplayName: "Jack Doe" })).codes).toEqual(["6240"]);
  });
});
