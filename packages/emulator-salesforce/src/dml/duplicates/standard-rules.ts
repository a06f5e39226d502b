import type { DuplicateRule, MatchingItem, MatchingRule, OrgMetadata } from "../../schema/types.ts";

/**
 * The standard matching and duplicate rules of accounts and contacts, which an org can switch on
 * (D help: "Standard Matching Rules"): they warn, and let a save pass that insists.
 */

const item = (field: string, method: string): MatchingItem => ({
  field,
  method,
  matchBlanks: false,
});

const ACCOUNT: MatchingRule = {
  object: "Account",
  name: "Standard_Account_Match_Rule_v1_0",
  items: [
    item("Name", "CompanyName"),
    item("BillingStreet", "Street"),
    item("BillingCity", "City"),
    item("BillingState", "Exact"),
    item("BillingPostalCode", "Zip"),
    item("Phone", "Phone"),
    item("Website", "Exact"),
  ],
  logic: "(1 AND (2 OR (3 AND 4) OR 5 OR 6)) OR (7 AND (2 OR 6))",
};

const CONTACT: MatchingRule = {
  object: "Contact",
  name: "Standard_Contact_Match_Rule_v1_1",
  items: [
    item("FirstName", "FirstName"),
    item("LastName", "LastName"),
    item("Email", "Exact"),
    item("Phone", "Phone"),
    item("Title", "Title"),
    item("AccountId", "Exact"),
    item("MailingStreet", "Street"),
    item("MailingCity", "City"),
    item("MailingPostalCode", "Zip"),
  ],
  logic: "(1 AND 2 AND (3 OR (4 AND 6) OR (5 AND 6) OR (7 AND (8 OR 9 OR 4)))) OR (3 AND 2)",
};

const warning = (matching: MatchingRule, label: string): DuplicateRule => ({
  object: matching.object,
  name: label.replaceAll(" ", "_"),
  label,
  active: true,
  onInsert: "Allow",
  onUpdate: "Allow",
  alertsOnInsert: true,
  alertsOnUpdate: false,
  alertText: "",
  matchingRules: [matching.name],
});

/** The same metadata with the standard rules switched on beside its own. */
export function withStandardDuplicateRules(metadata: OrgMetadata): OrgMetadata {
  return {
    ...metadata,
    matchingRules: [...metadata.matchingRules, ACCOUNT, CONTACT],
    duplicateRules: [
      ...metadata.duplicateRules,
      warning(ACCOUNT, "Standard Account Duplicate Rule"),
      warning(CONTACT, "Standard Contact Duplicate Rule"),
    ],
  };
}
