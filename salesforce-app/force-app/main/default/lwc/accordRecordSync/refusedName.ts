import type { RecordView } from "c/accordApi";

/** QuickBooks compares names without regard to case. */
const comparable = (name: string): string => name.trim().replaceAll(/\s+/g, " ").toLowerCase();

/**
 * The name under which QuickBooks would refuse to create this record, because an active record has it;
 * null when nothing stands against creating. An inactive one has given its name up: QuickBooks marks it
 * "(deleted)".
 */
export function refusedName({ name, matches }: RecordView): string | null {
  if (name === null) return null;
  const own = comparable(name);
  const taken = matches.find((match) => match.active && comparable(match.name) === own);
  return taken?.name ?? null;
}
