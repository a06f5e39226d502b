import { api, LightningElement, track } from "lwc";
import { type Problem, problemOf, readSetup } from "../../shared/api.ts";
import { recordUrl } from "../../shared/router.ts";

type Row = Readonly<Record<string, unknown>>;

const partOf = (row: Row, parent: string, name: string): unknown =>
  (row[parent] as Row | null | undefined)?.[name];

const link = (label: string, name: string) => ({
  label,
  fieldName: name,
  type: "record",
  typeAttributes: { url: { fieldName: "url" }, label: { fieldName: name } },
});
const text = (label: string, fieldName: string) => ({ label, fieldName, type: "text" });

const COLUMNS: Readonly<Record<string, readonly unknown[]>> = {
  users: [
    link("Full Name", "name"),
    text("Username", "username"),
    text("Email", "email"),
    text("Profile", "profile"),
    text("Time Zone", "zone"),
    { label: "Active", fieldName: "isActive", type: "boolean", initialWidth: 90 },
  ],
  permissions: [
    text("Permission Set", "label"),
    text("API Name", "apiName"),
    link("Assigned To", "name"),
  ],
};

/** People of the org, or the permission sets and who has them. */
export default class SetupUsers extends LightningElement {
  @api section: "users" | "permissions" = "users";

  @track found: readonly Row[] | null = null;
  @track problem: Problem | null = null;

  connectedCallback(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.found = await readSetup<readonly Row[]>(this.section);
    } catch (error) {
      this.problem = problemOf(error);
    }
  }

  get columns(): readonly unknown[] {
    return COLUMNS[this.section] ?? [];
  }

  get rows() {
    return (this.found ?? []).map((row, index) => ({
      key: String(index),
      name: row["Name"] ?? partOf(row, "Assignee", "Name"),
      url: recordUrl("User", String(row["Id"] ?? row["AssigneeId"])),
      username: row["Username"],
      email: row["Email"],
      profile: partOf(row, "Profile", "Name"),
      zone: row["TimeZoneSidKey"],
      isActive: row["IsActive"],
      label: partOf(row, "PermissionSet", "Label"),
      apiName: partOf(row, "PermissionSet", "Name"),
    }));
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }
}
