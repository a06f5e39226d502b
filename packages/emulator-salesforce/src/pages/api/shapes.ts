/**
 * What the pages' own JSON addresses (`/lightning/api/…`) answer. Types alone: the browser's code and the
 * server's share this file.
 */

/** One error as the REST API words it. `fields` are API names. Nothing of the server's is imported here. */
export interface ApiErrorItem {
  readonly message: string;
  readonly errorCode: string;
  readonly fields?: readonly string[];
}

export interface UserInfo {
  readonly id: string;
  readonly name: string;
  readonly username: string;
}

/** A tab of an app's navigation bar. */
export interface NavItem {
  /** Object API name, or custom tab name. */
  readonly name: string;
  readonly label: string;
  readonly url: string;
  readonly kind: "object" | "tab";
  /** `standard:account`, for `lightning-icon`. */
  readonly icon: string;
  /** The component of a custom tab, `c:accordAdmin`. */
  readonly component?: string;
}

export interface AppInfo {
  /** API name; the address bar never shows it. */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly items: readonly NavItem[];
}

/** All that the frame around each page needs, once per load. */
export interface AppContext {
  readonly user: UserInfo;
  readonly users: readonly UserInfo[];
  readonly organization: { readonly id: string; readonly name: string };
  readonly apps: readonly AppInfo[];
  /** Every object that has a tab, and every custom tab, for the app launcher. */
  readonly items: readonly NavItem[];
}

export interface FieldInfo {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  /** Must be filled before a save. */
  readonly required: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly sortable: boolean;
  readonly isName: boolean;
  readonly helpText: string | null;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** What a new record starts with. */
  readonly defaultValue: string | number | boolean | null;
  /** Objects that a lookup may point to. */
  readonly referenceTo: readonly string[];
  /** The street, city, state, postal code and country of an address; null elsewhere. */
  readonly address: AddressParts | null;
}

export interface AddressParts {
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly country: string;
}

/** One place of a layout. */
export interface LayoutItem {
  readonly field: string;
  readonly label: string;
  readonly readOnly: boolean;
  /** A time shown after a person's name, as under Created By. */
  readonly timeField?: string;
}

export interface LayoutSection {
  readonly title: string;
  readonly columns: readonly (readonly LayoutItem[])[];
}

export interface RelatedList {
  readonly relationship: string;
  readonly label: string;
  readonly object: string;
  /** The lookup of the child to the record. */
  readonly field: string;
  readonly icon: string;
  /** One child, as New names it: `Contact`. */
  readonly objectLabel: string;
  readonly canCreate: boolean;
  /** Children that are picked from a price book, not written one by one. */
  readonly isOfProducts: boolean;
}

export interface ListViewInfo {
  readonly id: string;
  readonly label: string;
  /** Fields that the view shows; the object's own columns where it names none. */
  readonly columns?: readonly string[];
}

export interface ObjectInfo {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly icon: string;
  readonly nameField: string;
  readonly canCreate: boolean;
  /** Whether its lists show New: as `canCreate`, where metadata does not leave the button out. */
  readonly offersNew: boolean;
  readonly canEdit: boolean;
  readonly canDelete: boolean;
  readonly canMerge: boolean;
  readonly fields: Readonly<Record<string, FieldInfo>>;
  readonly sections: readonly LayoutSection[];
  readonly highlights: readonly LayoutItem[];
  readonly listColumns: readonly LayoutItem[];
  /** Every field that a list may show besides. */
  readonly otherColumns: readonly LayoutItem[];
  readonly listViews: readonly ListViewInfo[];
  readonly related: readonly RelatedList[];
}

/** A field of a record; `displayValue` is the name behind a lookup, else null. */
export interface FieldValue {
  readonly value: unknown;
  readonly displayValue: string | null;
}

export interface RecordData {
  readonly id: string;
  readonly object: string;
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** A component that metadata places on a page. */
export interface PlacedComponent {
  readonly component: string;
  readonly properties: Readonly<Record<string, string | number | boolean>>;
  /** The label of the tab that holds it; null outside tabs. */
  readonly tab: string | null;
}

export interface PageRegion {
  readonly name: string;
  readonly components: readonly PlacedComponent[];
}

export interface RecordPage {
  readonly info: ObjectInfo;
  readonly record: RecordData;
  readonly regions: readonly PageRegion[];
}

export interface ListPage {
  readonly records: readonly RecordData[];
  /** Whether rows follow these. */
  readonly hasMore: boolean;
}

export interface RelatedPage extends ListPage {
  readonly list: RelatedList;
  /** The child object's columns without the lookup to the parent. */
  readonly columns: readonly LayoutItem[];
}

export interface SearchGroup {
  readonly info: ObjectInfo;
  readonly records: readonly RecordData[];
  readonly hasMore: boolean;
}

export interface LookupMatch {
  readonly id: string;
  readonly name: string;
  readonly object: string;
  readonly icon: string;
  readonly subtitle: string;
}

/** What a price book sells a product for. */
export interface ProductEntry {
  readonly id: string;
  readonly productId: string;
  readonly name: string;
  readonly code: string;
  readonly family: string;
  readonly description: string;
  readonly price: number;
}

export interface ProductChoice {
  readonly books: readonly { readonly id: string; readonly name: string }[];
  /** Null until one is chosen. */
  readonly book: string | null;
  /** With lines in place the price book stays as it is. */
  readonly isFixed: boolean;
  /** Null in an org with one currency. */
  readonly currency: string | null;
  readonly entries: readonly ProductEntry[];
  readonly hasMore: boolean;
}

export interface SetupUsage {
  readonly limits: readonly {
    readonly name: string;
    readonly max: number;
    readonly used: number;
  }[];
  readonly byKind: readonly { readonly kind: string; readonly calls: number }[];
  readonly calls: readonly {
    readonly at: number;
    readonly method: string;
    readonly url: string;
    readonly client: string | null;
    readonly status: number;
  }[];
}

export interface SetupEvent {
  readonly replayId: number;
  readonly at: number;
  readonly entity: string;
  readonly changeType: string | null;
  readonly recordIds: readonly string[];
  readonly payload: unknown;
}

export interface DeletedRecord {
  readonly id: string;
  readonly name: string;
  readonly object: string;
  readonly label: string;
  readonly deletedBy: string;
  readonly deletedAt: string;
}

/** What a refused call answers. */
export interface Refusal {
  readonly errors: readonly ApiErrorItem[];
}
