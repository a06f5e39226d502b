import { HELP, WrongOption } from "./options.ts";

/** What kept the emulator from starting, for a person at a terminal: what is wrong, and what to do. */
export function explain(error: unknown): string {
  if (error instanceof WrongOption) return `${error.message}\n\n${HELP}`;
  if (!(error instanceof Error)) return String(error);
  const { code = "", path, port, address, hostname } = error as SystemError;
  const file = path ?? "a file";
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} is in use. Choose another one, or stop what uses it.`;
    case "EADDRNOTAVAIL":
    case "EAFNOSUPPORT":
    case "ENOTFOUND":
      return `--host: this machine has no address ${address ?? hostname}.`;
    case "EACCES":
    case "EPERM":
      if (port !== undefined) return `No permission for port ${port}. Choose one above 1023.`;
      return `No permission for ${file}. Choose another folder or port, or give the permission.`;
    case "ENOENT":
      return `There is no file ${file}.`;
    case "EEXIST":
    case "ENOTDIR":
      return `${file} is no folder.`;
    case "ENOSPC":
      return `No space is left on the disk for ${file}.`;
    default:
      return portOf(error.message) ?? error.message;
  }
}

/** gRPC tells of a port that is taken in words alone. */
function portOf(message: string): string | undefined {
  const port = /EADDRINUSE: address already in use \S+:(\d+)/.exec(message)?.[1];
  return port === undefined
    ? undefined
    : `Port ${port} is in use. Choose another one, or stop what uses it.`;
}

interface SystemError extends Error {
  readonly code?: string;
  readonly path?: string;
  readonly port?: number;
  readonly address?: string;
  readonly hostname?: string;
}
