/** Values that several standard picklists share. */

export const SOURCES: readonly string[] = [
  "Web",
  "Phone Inquiry",
  "Partner Referral",
  "Purchased List",
  "Other",
];
