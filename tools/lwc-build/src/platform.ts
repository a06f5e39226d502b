/** Modules that exist only inside Salesforce, and the shim that stands for each outside. */
import path from "node:path";

export const PLATFORM_SHIMS: Readonly<Record<string, string>> = {
  "@salesforce/apex": "apex.ts",
  "lightning/uiRecordApi": "ui-record-api.ts",
  "lightning/platformShowToastEvent": "show-toast-event.ts",
  "lightning/navigation": "navigation.ts",
  "@salesforce/i18n/timeZone": "time-zone.ts",
  // The base components re-export NavigationMixin from here.
  "force/navigation": "navigation.ts",
};

export function shimPath(browserFolder: string, module: string): string | undefined {
  const file = PLATFORM_SHIMS[module];
  return file === undefined ? undefined : path.join(browserFolder, "shims", file);
}

/** What each stage tells the LWC compiler. */
export const COMPILER_OPTIONS = {
  apiVersion: 66,
  // lightning-datatable draws its cells with `lwc:component lwc:is`.
  enableDynamicComponents: true,
  enableLwcOn: true,
  // lightning-combobox calls attachInternals(), which synthetic shadow else refuses.
  enableSyntheticElementInternals: true,
} as const;
