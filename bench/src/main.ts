/** Composition root of the bench: figures to standard output, their comparison to standard error. */
import {
  compare,
  type Comparison,
  comparisonText,
  type Measured,
  readBaselines,
  summaryText,
  writeBaseline,
} from "./baselines.ts";
import type { Figure } from "./figure.ts";
import { type BenchCommand, readCommand, USAGE } from "./options.ts";
import { appendBaselines, readBaselineFile } from "./runtime/baseline-files.ts";
import { readOrigin } from "./runtime/machine.ts";
import { measureApart } from "./runtime/measure-apart.ts";
import type { Suite } from "./suites.ts";

const complain = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (figure: Figure): void => void process.stdout.write(`${JSON.stringify(figure)}\n`);

function sizeOf(suite: Suite, command: BenchCommand): number {
  return command.size ?? (command.isFull ? suite.fullSize : suite.size);
}

/** A suite that fails is reported and does not keep the others from being measured. */
async function measureAll(command: BenchCommand): Promise<void> {
  const origin = readOrigin();
  const comparisons: Comparison[] = [];
  for (const suite of command.suites) {
    const size = sizeOf(suite, command);
    const measured: Measured[] = [];
    complain(`measuring ${suite.name}: ${suite.about} …`);
    try {
      await measureApart(suite.name, size, (result) => {
        print(result);
        measured.push({ size, result });
      });
    } catch (error) {
      complain(error instanceof Error ? error.message : String(error));
      process.exitCode = 1;
      continue;
    }
    const baselines = readBaselines(readBaselineFile(suite.name));
    comparisons.push(...measured.map((each) => compare(each, baselines)));
    if (command.isStored) {
      appendBaselines(
        suite.name,
        measured.map((each) => writeBaseline(each, origin)),
      );
    }
  }
  complain(["", ...comparisons.map(comparisonText), "", summaryText(comparisons)].join("\n"));
}

async function measureHere(suite: Suite, size: number): Promise<void> {
  for (const figure of await suite.measure(size)) print(figure);
}

const command = readCommand(process.argv.slice(2));
if (command === "help") process.stdout.write(USAGE);
else if ("problem" in command) {
  complain(`${command.problem}\n\n${USAGE}`);
  process.exitCode = 2;
} else if (command.here === null) await measureAll(command);
else await measureHere(command.here, sizeOf(command.here, command));
