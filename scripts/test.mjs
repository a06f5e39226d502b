/**
 * `npm test`: installs what is missing and runs every check, cheap ones first, each to its end. The
 * last line is `N passed, N failed`. `--only <step>` runs one step, and may be repeated. Plain
 * JavaScript without dependencies.
 */
import { randomInt } from "node:crypto";
import { ensureInstalled } from "./install.mjs";
import { stepsOf } from "./checks/steps.mjs";

const SEED_MAX = 2 ** 31;

const say = (text) => process.stdout.write(`${text}\n`);

function chosenSteps(steps, words) {
  const only = words.flatMap((word, place) => (word === "--only" ? [words[place + 1]] : []));
  const unknown = only.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0 || words.length !== only.length * 2) {
    const names = steps.map(({ name }) => name).join(", ");
    process.stderr.write(`Use --only with one of these steps: ${names}.\n`);
    process.exit(2);
  }
  return only.length === 0 ? steps : steps.filter(({ name }) => only.includes(name));
}

async function runStep(step) {
  try {
    return await step.run();
  } catch (problem) {
    say(problem instanceof Error ? problem.message : String(problem));
    return { passed: 0, failed: 1, repeats: [`npm test -- --only ${step.name}`] };
  }
}

const words = process.argv.slice(2);
const seed = Number(process.env.ACCORD_SEED ?? randomInt(SEED_MAX));
await ensureInstalled();
const steps = chosenSteps(stepsOf({ seed }), words);
say(`Seed of this run: ${seed} (ACCORD_SEED=${seed} repeats it)`);

let passed = 0;
const repeats = [];
for (const [place, step] of steps.entries()) {
  say(`\n== ${step.name} (${place + 1} of ${steps.length})`);
  const startedAt = Date.now();
  const result = await runStep(step);
  passed += result.passed;
  repeats.push(...result.repeats);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  say(`== ${step.name}: ${result.passed} passed, ${result.failed} failed, ${seconds} s`);
}

if (repeats.length > 0) {
  say("\nTo repeat what failed:");
  for (const repeat of repeats) say(`  ${repeat}`);
}
say(`\n${passed} passed, ${repeats.length} failed`);
process.exitCode = repeats.length === 0 ? 0 : 1;
