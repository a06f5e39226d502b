/** What a hand loop does, whichever clients it uses. */
import type { Customer } from "./people.ts";

export interface LoadedCustomer extends Customer {
  readonly DisplayName: string;
  readonly PrimaryPhone?: { readonly FreeFormNumber: string };
  readonly PrimaryEmailAddr?: { readonly Address: string };
  readonly BillAddr?: { readonly Line1?: string; readonly City?: string };
}

export interface HandPair {
  readonly accountId: string;
  /** As last answered: the next write needs its SyncToken. */
  customer: Customer;
}

export interface HandLoop {
  /** Customers whose name starts with `prefix` into Accounts; answers with what belongs together. */
  load(prefix: string): Promise<HandPair[]>;
  /** Changed Accounts into their customers: one read and one write each. */
  carry(pairs: readonly HandPair[]): Promise<void>;
}

export function accountOf(customer: LoadedCustomer) {
  return {
    Accord_QB_Id__c: `hand:Customer:${customer.Id}`,
    Name: customer.DisplayName,
    Phone: customer.PrimaryPhone?.FreeFormNumber,
    Accord_Email__c: customer.PrimaryEmailAddr?.Address,
    BillingStreet: customer.BillAddr?.Line1,
    BillingCity: customer.BillAddr?.City,
  };
}
