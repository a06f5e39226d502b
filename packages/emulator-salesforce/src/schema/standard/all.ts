import type { ObjectSchema } from "../types.ts";
import { account, contact } from "./account.ts";
import { opportunity, organization, user } from "./org.ts";
import { pricebook2, pricebookEntry, product2 } from "./product.ts";

/** What every org has. */
export const STANDARD_OBJECTS: readonly ObjectSchema[] = [
  account,
  contact,
  opportunity,
  organization,
  pricebook2,
  pricebookEntry,
  product2,
  user,
];
