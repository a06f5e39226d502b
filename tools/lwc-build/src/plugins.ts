/** Rollup plugins that both stages share. */
import { transform } from "esbuild";
import type { Plugin } from "rollup";
import { shimPath } from "./platform.ts";

const cleanId = (id: string): string => id.split("?")[0] ?? id;

/** The engine reads its build mode from the environment; a browser has none. */
export function replaceEnvironment(): Plugin {
  return {
    name: "replace-environment",
    transform(code) {
      if (!/import\.meta\.env|process\.env/.test(code)) return null;
      return {
        code: code
          .replaceAll("import.meta.env.SSR", "false")
          .replaceAll("process.env.NODE_ENV", '"production"')
          .replaceAll("process.env.SKIP_LWC_VERSION_MISMATCH_CHECK", "false"),
        map: null,
      };
    },
  };
}

/** Takes the types out of TypeScript and leaves decorators and fields for the LWC compiler. */
export function stripTypes(): Plugin {
  return {
    name: "strip-types",
    async transform(code, id) {
      const file = cleanId(id);
      if (!file.endsWith(".ts")) return null;
      const compilerOptions = { useDefineForClassFields: true, verbatimModuleSyntax: true };
      const result = await transform(code, {
        loader: "ts",
        target: "esnext",
        sourcefile: file,
        tsconfigRaw: { compilerOptions: { target: "ESNext", ...compilerOptions } },
      });
      return { code: result.code, map: null };
    },
  };
}

/** Resolves platform modules to their shims. */
export function platformShims(browserFolder: string): Plugin {
  return {
    name: "platform-shims",
    resolveId: (id) => shimPath(browserFolder, id) ?? null,
  };
}

/** Shrinks what is written; the vendor chunks lose about half. */
export function minify(): Plugin {
  return {
    name: "minify",
    async renderChunk(code) {
      const result = await transform(code, { loader: "js", target: "es2022", minify: true });
      return { code: result.code, map: null };
    },
  };
}

/** Tells how many modules have been compiled, for the progress line. */
export function countModules(onModule: (count: number) => void): Plugin {
  let count = 0;
  return {
    name: "count-modules",
    moduleParsed() {
      count += 1;
      onModule(count);
    },
  };
}

const DIALOG = "lightning/interactiveDialogBase/interactiveDialogBase.js";
const DIALOG_LABEL = "this.label = detail.label;";

/**
 * Names the host of a base dialog. LightningConfirm sets its `role` property, which the engine reflects
 * to the host element; the heading names only the section inside, so that a screen reader would meet a
 * dialog without a name around the named one (axe: aria-dialog-name).
 */
export function nameDialogs(): Plugin {
  return {
    name: "name-dialogs",
    transform(code, id) {
      if (!cleanId(id).replaceAll("\\", "/").endsWith(DIALOG)) return null;
      if (!code.includes(DIALOG_LABEL))
        this.error("The base dialog has changed; look at this repair.");
      const named = `${DIALOG_LABEL} this.setAttribute("aria-label", detail.label);`;
      return { code: code.replace(DIALOG_LABEL, named), map: null };
    },
  };
}

const FORMATTED_DATE = "lightning/formattedDateTime/formattedDateTime.js";
const ZONE_PROPERTY = /@api\s+timeZone;/;

/**
 * Shows moments in the zone of the person's settings, as Lightning Experience does. Outside Salesforce the
 * component leaves the zone to the browser where none is given, while `lightning-input` takes the
 * person's: what was typed would be shown as another time.
 */
export function formatInUserZone(): Plugin {
  return {
    name: "format-in-user-zone",
    transform(code, id) {
      if (!cleanId(id).replaceAll("\\", "/").endsWith(FORMATTED_DATE)) return null;
      if (!ZONE_PROPERTY.test(code))
        this.error("The base component for dates has changed; look at this repair.");
      const property = `givenZone;
    @api get timeZone() { return this.givenZone || userTimeZone; }
    set timeZone(zone) { this.givenZone = zone; }`;
      const importLine = `import userTimeZone from "@salesforce/i18n/timeZone";\n`;
      return { code: importLine + code.replace(ZONE_PROPERTY, property), map: null };
    },
  };
}
