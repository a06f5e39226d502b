/** Reads single settings and collects every fault, so that one start tells all of them. */
import { isLoopback } from "./loopback.ts";
import { SETTINGS, type SettingName } from "./setting-table.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** The emulators listen up to eleven ports above. */
const PORT_MAX = 65_535 - 11;

/** What the README's example has where a value is to be filled in. */
const PLACEHOLDER = "…";

const NOWHERE = { protocol: "", hostname: "" };

export interface SettingReader {
  text(name: SettingName, fallback: string): string;
  /** Null when it is not given. */
  optional(name: SettingName): string | null;
  required(name: SettingName, form?: RegExp, demand?: string): string;
  /** An http or https address without a slash at the end. A null fallback makes it required. */
  url(name: SettingName, fallback: string | null): string;
  /** The same, and https unless it is on this machine: what is a secret travels to it. */
  secureUrl(name: SettingName, fallback: string | null): string;
  port(name: SettingName, fallback: number): number;
  choice<const T extends string, F extends T | null>(
    name: SettingName,
    values: readonly T[],
    fallback: F,
  ): T | F;
  refuse(name: SettingName, demand: string): void;
  faults(): readonly string[];
}

export function createSettingReader(environment: Environment): SettingReader {
  const faults: string[] = [];
  const given = (name: SettingName): string | null => {
    const value = environment[name]?.trim() ?? "";
    return value === "" || value === PLACEHOLDER ? null : value;
  };
  const refuse = (name: SettingName, demand: string) => {
    faults.push(`${name} ${demand}`);
  };
  const missing = (name: SettingName): string => {
    refuse(name, `is missing (${SETTINGS[name].meaning})`);
    return "";
  };

  const url = (name: SettingName, fallback: string | null): string => {
    const value = given(name) ?? fallback;
    if (value === null) return missing(name);
    const isUrl = URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
    if (!isUrl) refuse(name, `must be an http or https address, not "${value}"`);
    return value.replace(/\/+$/, "");
  };

  return {
    refuse,
    faults: () => faults,
    optional: given,
    text: (name, fallback) => given(name) ?? fallback,
    required: (name, form, demand = "is not in the right form") => {
      const value = given(name);
      if (value === null) return missing(name);
      if (form !== undefined && !form.test(value)) refuse(name, demand);
      return value;
    },
    url,
    secureUrl: (name, fallback) => {
      const value = url(name, fallback);
      const { protocol, hostname } = URL.canParse(value) ? new URL(value) : NOWHERE;
      if (protocol === "http:" && !isLoopback(hostname)) {
        refuse(
          name,
          "must begin with https:// (over http:// secrets travel readable; it is taken for this machine alone)",
        );
      }
      return value;
    },
    port: (name, fallback) => {
      const value = given(name);
      if (value === null) return fallback;
      const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
      if (port < 1 || port > PORT_MAX) {
        refuse(name, `must be a port from 1 to ${PORT_MAX}, not "${value}"`);
      }
      return port;
    },
    choice: (name, values, fallback) => {
      const value = given(name);
      if (value === null) return fallback;
      const chosen = values.find((candidate) => candidate === value);
      if (chosen !== undefined) return chosen;
      refuse(name, `must be ${values.join(" or ")}, not "${value}"`);
      return fallback;
    },
  };
}
