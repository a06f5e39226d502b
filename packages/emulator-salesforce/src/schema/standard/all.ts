import type { ObjectSchema } from "../types.ts";
import { account, contact } from "./account.ts";
import {
  entityDefinition,
  fieldDefinition,
  platformEventChannel,
  platformEventChannelMember,
} from "./catalog.ts";
import { opportunity, opportunityLineItem } from "./opportunity.ts";
import { contract, order, orderItem } from "./order.ts";
import { group, organization, user, userRole } from "./org.ts";
import { pricebook2, pricebookEntry, product2 } from "./product.ts";
import { quote, quoteLineItem } from "./quote.ts";
import {
  currencyType,
  datedConversionRate,
  fieldPermissions,
  objectPermissions,
  opportunityStage,
  orderStatus,
  permissionSet,
  permissionSetAssignment,
  profile,
  recordType,
  userLicense,
} from "./setup.ts";

/** What every org has. */
export const STANDARD_OBJECTS: readonly ObjectSchema[] = [
  account,
  contact,
  contract,
  entityDefinition,
  fieldDefinition,
  fieldPermissions,
  group,
  objectPermissions,
  opportunity,
  opportunityLineItem,
  opportunityStage,
  order,
  orderItem,
  orderStatus,
  organization,
  permissionSet,
  permissionSetAssignment,
  platformEventChannel,
  platformEventChannelMember,
  pricebook2,
  pricebookEntry,
  product2,
  profile,
  quote,
  quoteLineItem,
  recordType,
  user,
  userLicense,
  userRole,
];

/** What an org with several currencies has besides. */
export const CURRENCY_OBJECTS: readonly ObjectSchema[] = [currencyType, datedConversionRate];
