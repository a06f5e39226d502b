/** The pages of Setup: the part of the address that names each, and its title. */
export interface SetupPage {
  /** As in `/lightning/setup/{name}/home`. */
  readonly name: string;
  readonly label: string;
}

export const SETUP_PAGES: readonly SetupPage[] = [
  { name: "ApiUsage", label: "API Usage and Limits" },
  { name: "ChangeEvents", label: "Change Events" },
  { name: "Faults", label: "Faults on Command" },
  { name: "ManageUsers", label: "Users" },
  { name: "PermSets", label: "Permission Sets" },
];

export const setupUrl = (name: string): string => `/lightning/setup/${name}/home`;
