import { describe, expect, it } from "vitest";
import { OrgClient, USERS } from "../../test/support/org-client.ts";

/** 1 USD is 0.8 EUR and 150 JPY; the asking user reads amounts in EUR. */
function sales(): OrgClient {
  const currency = (isoCode: string, conversionRate: number) => ({
    isoCode,
    conversionRate,
    decimalPlaces: 2,
    active: true,
  });
  const multiCurrency = {
    corporate: "USD",
    advanced: false,
    currencies: [currency("USD", 1), currency("EUR", 0.8), currency("JPY", 150)],
  };
  const client = new OrgClient({
    settings: { multiCurrency },
    seed: {
      ...USERS,
      User: (USERS["User"] ?? []).map((user) => ({ ...user, DefaultCurrencyIsoCode: "EUR" })),
    },
  });
  const AccountId = client.create("Account", {
    Name: "A",
    AnnualRevenue: 15_000,
    CurrencyIsoCode: "JPY",
  });
  const deal = (Name: string, Amount: number | null, CurrencyIsoCode: string): string =>
    client.create("Opportunity", {
      Name,
      Amount,
      CurrencyIsoCode,
      AccountId,
      CloseDate: "2026-01-01",
      StageName: "Prospecting",
    });
  deal("Dollars", 1_000, "USD");
  deal("Euros", 1_000, "EUR");
  deal("Yen", 15_000, "JPY");
  deal("None", null, "EUR");
  return client;
}

const shown = (client: OrgClient, soql: string): readonly unknown[] =>
  client.records(soql).map((row) => Object.values(row));

const messageOf = (client: OrgClient, soql: string): string => {
  const [error] = client.query(soql).body as { message: string; errorCode: string }[];
  return `${error?.errorCode}: ${error?.message.split("\n").at(-1)}`;
};

describe("amounts in several currencies", () => {
  it.each([
    [
      "SELECT convertCurrency(Amount) FROM Opportunity ORDER BY Name",
      [[800], [1_000], [null], [80]],
    ],
    [
      "SELECT FORMAT(Amount) f, FORMAT(convertCurrency(Amount)) c FROM Opportunity WHERE Amount != null ORDER BY Name",
      [
        ["USD 1,000.00", "EUR 800.00"],
        ["EUR 1,000.00", "EUR 1,000.00"],
        ["JPY 15,000.00", "EUR 80.00"],
      ],
    ],
    // Only a code makes amounts comparable; a plain number is compared with what is stored.
    ["SELECT Name FROM Opportunity WHERE Amount > USD999 ORDER BY Name", [["Dollars"], ["Euros"]]],
    ["SELECT Name FROM Opportunity WHERE Amount = EUR800", [["Dollars"]]],
    [
      "SELECT Name FROM Opportunity WHERE Amount IN (USD100, EUR1000) ORDER BY Name",
      [["Euros"], ["Yen"]],
    ],
    [
      "SELECT Name FROM Opportunity WHERE Amount > 999 ORDER BY Name",
      [["Dollars"], ["Euros"], ["Yen"]],
    ],
    // Sorted by what they are worth, not by their figures.
    [
      "SELECT Name FROM Opportunity ORDER BY Amount DESC NULLS LAST",
      [["Euros"], ["Dollars"], ["Yen"], ["None"]],
    ],
    // Aggregates are in the org's currency: 1,000 + 1,250 + 100.
    ["SELECT SUM(Amount), MAX(Amount) m, MIN(Amount) n FROM Opportunity", [[2_350, 1_250, 100]]],
    ["SELECT FORMAT(SUM(Amount)) s FROM Opportunity", [["USD 2,350.00"]]],
    ["SELECT AccountId FROM Opportunity GROUP BY AccountId HAVING SUM(Amount) > 2351", []],
  ])("%s", (soql, expected) => {
    expect(shown(sales(), soql)).toEqual(expected);
  });

  it("are in the currency of the parent when they are the parent's", () => {
    const soql =
      "SELECT convertCurrency(Account.AnnualRevenue) FROM Opportunity WHERE Name = 'Dollars'";
    expect(sales().records(soql)).toMatchObject([{ Account: { AnnualRevenue: 80 } }]);
    const where =
      "SELECT Name FROM Opportunity WHERE Account.AnnualRevenue = USD100 AND Name = 'Yen'";
    expect(sales().records(where)).toHaveLength(1);
  });

  it.each([
    [
      "SELECT Id FROM Opportunity WHERE convertCurrency(Amount) > 5",
      "MALFORMED_QUERY: convertCurrency cannot be used in a WHERE clause",
    ],
    [
      "SELECT Id FROM Opportunity WHERE Amount IN (USD5, 6)",
      "MALFORMED_QUERY: Amounts with and without a currency code cannot be mixed",
    ],
    [
      "SELECT Name FROM Opportunity GROUP BY Name HAVING MAX(Amount) > USD10000",
      "MALFORMED_QUERY: Amounts with a currency code cannot be compared with aggregates",
    ],
    [
      "SELECT SUM(convertCurrency(Amount)) FROM Opportunity",
      "MALFORMED_QUERY: convertCurrency cannot be used with aggregate functions",
    ],
    ["SELECT Id FROM Opportunity WHERE Amount > CHF5", "MALFORMED_QUERY: Invalid currency code"],
  ])("are refused: %s", (soql, expected) => {
    expect(messageOf(sales(), soql)).toBe(expected);
  });

  it("do not exist in an org with one currency", () => {
    const client = new OrgClient();
    expect(messageOf(client, "SELECT convertCurrency(Amount) FROM Opportunity")).toContain(
      "MALFORMED_QUERY: convertCurrency is only supported",
    );
    expect(messageOf(client, "SELECT Id FROM Opportunity WHERE Amount > USD5")).toBe(
      "MALFORMED_QUERY: Invalid currency code",
    );
  });
});
