import { steps, type Mode } from './run/steps.ts';
import { runStep, type StepResult } from './run/run-step.ts';

/**
 * `pnpm test`, `pnpm test:full` (--full: the figures that a release is judged by) and `pnpm verify` (--verify: the
 * quick half). Runs every step even after a failure and ends with `N passed, N failed`.
 */
const mode: Mode = process.argv.includes('--full') ? 'full' : process.argv.includes('--verify') ? 'verify' : 'short';
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

const results: StepResult[] = [];
for (const step of steps(mode)) {
  if (only.length > 0 && !only.includes(step.name)) continue;
  results.push(await runStep(step));
}

console.log('');
for (const { name, passed, failed, failures, seconds } of results) {
  console.log(
    `${failed === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(12)} ${passed} passed, ${failed} failed (${seconds.toFixed(1)} s)`,
  );
  for (const failure of failures) console.log(`       ${failure}`);
}
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
