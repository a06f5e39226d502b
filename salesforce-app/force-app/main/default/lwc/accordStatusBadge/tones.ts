import type { RecordStatus } from "c/accordApi";

/** How a status looks. Icon and word carry the meaning; the colour only repeats it. */
export interface Tone {
  colour: "green" | "blue" | "amber" | "red" | "grey";
  icon: string;
}

/** `unknown` is the page's own: the service could not be asked. */
export type ShownStatus = RecordStatus | "unknown";

export const TONES: Readonly<Record<ShownStatus, Tone>> = {
  inSync: { colour: "green", icon: "utility:success" },
  syncing: { colour: "blue", icon: "utility:sync" },
  needsDecision: { colour: "amber", icon: "utility:question" },
  newerRecordAvailable: { colour: "amber", icon: "utility:download" },
  waiting: { colour: "amber", icon: "utility:clock" },
  error: { colour: "red", icon: "utility:error" },
  quickbooksRecordDeleted: { colour: "red", icon: "utility:delete" },
  notLinked: { colour: "grey", icon: "utility:unlinked" },
  unknown: { colour: "grey", icon: "utility:help" },
};

/** A status that this version does not know is shown, in grey, by the word the service gave. */
export const toneOf = (status: string): Tone =>
  TONES[status as ShownStatus] ?? { colour: "grey", icon: "utility:info" };
