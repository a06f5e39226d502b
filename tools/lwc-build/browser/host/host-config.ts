/** What the page around the components supplies. In Salesforce the platform does. */

export interface PageReference {
  readonly type: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly state?: Readonly<Record<string, string>>;
}

export interface HostConfig {
  /** Where Apex calls go: `POST {apexEndpoint}/{Class}/{method}` with the parameters as JSON. */
  readonly apexEndpoint: string;
  /** Where records are read and changed for `lightning/uiRecordApi`. */
  readonly recordsEndpoint: string;
  /** The address of a page; by default as in Lightning Experience. */
  readonly urlOf: (page: PageReference) => string;
  /** Goes to a page; by default loads its address. */
  readonly navigate: (page: PageReference, replace: boolean) => void;
}

/** The form or page of a record; what is neither edit nor delete shows it. */
function recordAction(page: PageReference): string {
  const action = page.attributes?.["actionName"] ?? "view";
  return action === "edit" || action === "delete" ? action : "view";
}

/** Addresses as in Lightning Experience. */
export function lightningUrlOf(page: PageReference): string {
  const { recordId = "", objectApiName = "", apiName = "", url = "" } = page.attributes ?? {};
  switch (page.type) {
    case "standard__recordPage":
      return `/lightning/r/${objectApiName === "" ? "" : `${objectApiName}/`}${recordId}/${recordAction(page)}`;
    case "standard__recordRelationshipPage": {
      const { relationshipApiName = "" } = page.attributes ?? {};
      return `/lightning/r/${objectApiName}/${recordId}/related/${relationshipApiName}/view`;
    }
    case "standard__objectPage":
      return `/lightning/o/${objectApiName}/${page.attributes?.["actionName"] === "new" ? "new" : "list"}`;
    case "standard__navItemPage":
      return `/lightning/n/${apiName}`;
    case "standard__webPage":
      return url;
    default:
      return "/";
  }
}

const DEFAULT_HOST: HostConfig = {
  apexEndpoint: "/apex",
  recordsEndpoint: "/lightning/api",
  urlOf: lightningUrlOf,
  navigate(page, replace) {
    const url = currentHost().urlOf(page);
    if (page.type === "standard__webPage") window.open(url, "_blank", "noopener");
    else if (replace) window.location.replace(url);
    else window.location.assign(url);
  },
};

/** The shims are bundled apart from the host and find it here. */
const shared = globalThis as typeof globalThis & { __host?: HostConfig };

export function currentHost(): HostConfig {
  return shared.__host ?? DEFAULT_HOST;
}

export function setHost(config: Partial<HostConfig>): void {
  shared.__host = { ...DEFAULT_HOST, ...config };
}
