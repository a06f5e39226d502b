/**
 * Notices that npm was killed. A killed npm tells nobody, and a shell may stand between it and us that
 * lives on; what we started would run on unseen and keep the ports. Linux only, by /proc.
 */
import { readFileSync } from "node:fs";

const POLL_MS = 500;

function readProc(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}

/** The parent of a process; 0 where that cannot be told. */
function parentOf(pid) {
  // pid (command) state ppid …; the command may hold spaces and brackets.
  const stat = readProc(pid, "stat");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0);
}

const isNpm = (pid) => /(?:^|[\s/])npm\b/.test(readProc(pid, "cmdline").replaceAll("\0", " "));

/** Our ancestors up to npm, nearest first; empty when npm did not start us. */
function ancestorsToNpm() {
  const parent = process.ppid;
  if (isNpm(parent)) return [parent];
  const grandparent = parentOf(parent);
  return isNpm(grandparent) ? [parent, grandparent] : [];
}

/** Calls `act` once when the npm that started us is gone. */
export function whenNpmIsGone(act) {
  const known = ancestorsToNpm().join();
  if (process.env.npm_lifecycle_event !== "start" || known === "") return;
  const timer = setInterval(() => {
    if (ancestorsToNpm().join() === known) return;
    clearInterval(timer);
    act();
  }, POLL_MS);
  timer.unref();
}
