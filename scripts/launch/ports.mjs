/** Checks before the start that our ports are free, and finds what an earlier start left behind. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";

const LEFTOVER_STOP_MS = 6000;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What `localhost` means to a browser, which may try either. */
const LOOPBACK_ADDRESSES = ["127.0.0.1", "::1"];

/** True when something listens on the port, on a loopback address or on all addresses. */
export async function isPortTaken(port) {
  const tryAddress = (host) =>
    new Promise((resolve) => {
      const probe = createServer();
      probe.once("error", (error) => resolve(error.code === "EADDRINUSE"));
      probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(false)));
    });
  const taken = await Promise.all(LOOPBACK_ADDRESSES.map(tryAddress));
  return taken.includes(true);
}

export const pidFile = (folder, name) => path.join(folder, `${name}.pid`);

export function writePidFile(folder, name, pid) {
  writeFileSync(pidFile(folder, name), `${pid}\n`);
}

export function removePidFile(folder, name) {
  rmSync(pidFile(folder, name), { force: true });
}

/**
 * The live process that a pid file names, if it still is what wrote the file: the system gives old
 * numbers to new programs. Null otherwise.
 */
function liveProcess(folder, name, mark) {
  const file = pidFile(folder, name);
  const pid = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  if (!Number.isInteger(pid) || pid <= 1 || process.platform === "win32") return null;
  try {
    const command = execFileSync("ps", ["-p", String(pid), "-o", "args="], { encoding: "utf8" });
    return command.includes(mark) ? pid : null;
  } catch {
    return null;
  }
}

/**
 * Where another start of ours runs on this folder, an Error that says so. Where its launcher was
 * killed and left programs behind, they are stopped: nobody watches them any more.
 */
export async function clearLeftovers(folder, programs, say) {
  const launcher = liveProcess(folder, "launcher", "start.mjs");
  if (launcher !== null && launcher !== process.pid) {
    throw new Error(
      `Accord Sync already runs on ${folder} (process ${launcher}). Stop it, or choose another folder and port with ACCORD_DATA and PORT.`,
    );
  }
  const left = programs.flatMap(({ name, label, command }) => {
    const pid = liveProcess(folder, name, command[0]);
    return pid === null ? [] : [{ pid, name, label }];
  });
  for (const { pid, label } of left) {
    say(`Stopping ${label} of an earlier start (process ${pid})\n`);
    process.kill(pid, "SIGTERM");
  }
  const deadline = Date.now() + LEFTOVER_STOP_MS;
  for (const { pid } of left) {
    while (isAlive(pid) && Date.now() < deadline) await sleep(50);
    if (isAlive(pid)) process.kill(pid, "SIGKILL");
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** An Error that names the first port that is taken and how to choose others. */
export async function checkPorts(programs, port) {
  const wanted = programs
    .flatMap(({ label, ports }) => ports.map((number) => ({ number, label })))
    .sort((left, right) => left.number - right.number);
  for (const { number, label } of wanted) {
    if (await isPortTaken(number)) {
      throw new Error(
        `Port ${number} is in use, which ${label} needs (PORT_IN_USE). Stop the program that uses it, or choose other ports, for example: PORT=${port + 1000} npm start`,
      );
    }
  }
}
