/** The operational log on the standard output: JSON lines, or short lines for a person at a terminal. */
import type { Log } from "@accord-sync/core/ports/log.ts";

export type LogForm = "pretty" | "json";
type Level = "info" | "warn" | "error";
type Fields = Parameters<Log["info"]>[1];

export interface LogSink {
  write(text: string): void;
  now(): number;
}

const processSink: LogSink = {
  write: (text) => {
    process.stdout.write(text);
  },
  now: () => Date.now(),
};

function prettyLine(time: string, level: Level, message: string, fields: Fields): string {
  const details = Object.entries(fields ?? {}).map(([name, value]) => `${name}=${String(value)}`);
  const mark = level === "info" ? "" : `${level.toUpperCase()} `;
  return [`${time.slice(11, 19)} ${mark}${message}`, ...details].join("  ");
}

/** `form` null chooses: pretty on a terminal, JSON elsewhere. */
export function createConsoleLog(form: LogForm | null, sink: LogSink = processSink): Log {
  const isPretty = (form ?? (process.stdout.isTTY ? "pretty" : "json")) === "pretty";
  const write = (level: Level) => (message: string, fields?: Fields) => {
    const time = new Date(sink.now()).toISOString();
    const line = isPretty
      ? prettyLine(time, level, message, fields)
      : JSON.stringify({ time, level, message, ...fields });
    sink.write(`${line}\n`);
  };
  return { info: write("info"), warn: write("warn"), error: write("error") };
}
