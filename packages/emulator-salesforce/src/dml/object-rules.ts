import { accountRules, contactRules } from "./rules/accounts.ts";
import { opportunityLineRules, opportunityRules } from "./rules/opportunities.ts";
import { orderItemRules, orderRules } from "./rules/orders.ts";
import { priceBookEntryRules, priceBookRules, productRules } from "./rules/prices.ts";
import { quoteLineRules, quoteRules } from "./rules/quotes.ts";
import { assignmentRules, userRules } from "./rules/users.ts";
import type { ObjectRules } from "./rules/rule.ts";

const NO_RULES: ObjectRules = {};

const RULES: Readonly<Record<string, ObjectRules>> = {
  Account: accountRules,
  Contact: contactRules,
  Opportunity: opportunityRules,
  OpportunityLineItem: opportunityLineRules,
  Order: orderRules,
  OrderItem: orderItemRules,
  PermissionSetAssignment: assignmentRules,
  Pricebook2: priceBookRules,
  PricebookEntry: priceBookEntryRules,
  Product2: productRules,
  Quote: quoteRules,
  QuoteLineItem: quoteLineRules,
  User: userRules,
};

/** The rules of an object; most objects have none. */
export function rulesOf(objectName: string): ObjectRules {
  return RULES[objectName] ?? NO_RULES;
}
