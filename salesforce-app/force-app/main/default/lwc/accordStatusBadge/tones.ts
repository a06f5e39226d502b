import type { RecordStatus } from "c/accordApi";

/** How a status looks. Icon and word carry the meaning; the colour only repeats it. */
export interface Tone {
  colour: "green" | "blue" | "amber" | "red" | "grey";
  icon: string;
}

const AMBER_DECIDE: Tone = { colour: "amber", icon: "utility:question" };

export const TONES: Readonly<Record<RecordStatus, Tone>> = {
  inSync: { colour: "green", icon: "utility:success" },
  syncing: { colour: "blue", icon: "utility:sync" },
  needsDecision: AMBER_DECIDE,
  newerRecordAvailable: { colour: "amber", icon: "utility:recent" },
  waiting: { colour: "amber", icon: "utility:clock" },
  error: { colour: "red", icon: "utility:error" },
  quickbooksRecordDeleted: { colour: "red", icon: "utility:delete" },
  quickbooksRecordCreated: { colour: "amber", icon: "utility:new" },
  notLinked: { colour: "grey", icon: "utility:unlinked" },
  unmapped: { colour: "grey", icon: "utility:ban" },
};

/** A status that this version does not know is shown, in grey, by the word the service gave. */
export const toneOf = (status: string): Tone =>
  TONES[status as RecordStatus] ?? { colour: "grey", icon: "utility:info" };
