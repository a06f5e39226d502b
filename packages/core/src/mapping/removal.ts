/** What may be done with a record whose counterpart was deleted, and what a mapping does by itself. */

/** `void` empties a transaction and keeps its number. */
export const REMOVALS = ["deactivate", "delete", "void"] as const;

export type Removal = (typeof REMOVALS)[number];

export const DELETE_POLICIES = ["hold", ...REMOVALS] as const;

/** `hold` asks a person. */
export type DeletePolicy = (typeof DELETE_POLICIES)[number];

/** What a sentence says was done. */
export const REMOVAL_DONE: Readonly<Record<Removal, string>> = {
  deactivate: "Made inactive",
  delete: "Deleted",
  void: "Voided",
};

/** What a sentence calls each policy: what happens to the other record. */
export const DELETE_POLICY_LABEL: Readonly<Record<DeletePolicy, string>> = {
  hold: "ask",
  deactivate: "make the other record inactive",
  delete: "delete the other record",
  void: "void the other record",
};
