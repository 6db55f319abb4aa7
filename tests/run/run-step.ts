import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { z } from 'zod';
import type { Step } from './steps.ts';

export interface StepResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

const root = join(import.meta.dirname, '../..');

const VitestReport = z.object({ numPassedTests: z.number(), numTotalTests: z.number() });
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/** Runs one step, showing its output, and counts its tests. What did not run to its end, or was skipped, failed. */
export async function runStep(step: Step): Promise<StepResult> {
  console.log(`\n── ${step.name}: ${step.command.join(' ')}`);
  const started = performance.now();
  await mkdir(join(root, '.artifacts'), { recursive: true });
  if (step.report !== undefined) await rm(join(root, step.report), { force: true });
  const { code, output } = await run(step);
  const counted = await count(step, code, output);
  // A command that failed has failed at something, whatever it counted.
  const failed = code !== 0 && counted.failed === 0 ? 1 : counted.failed;
  return { name: step.name, passed: counted.passed, failed, seconds: (performance.now() - started) / 1000 };
}

function run(step: Step): Promise<{ code: number; output: string }> {
  const [command = '', ...args] = step.command;
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...step.env,
      PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`,
      PLAYWRIGHT_JSON_OUTPUT_NAME: join(root, '.artifacts/playwright.json'),
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
      process.stdout.write(text);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

async function count(step: Step, code: number, output: string): Promise<{ passed: number; failed: number }> {
  if (step.counts === 'exit') return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  if (step.counts === 'lines') return countLines(output);
  const report = await readReport(step);
  if (report === undefined) return { passed: 0, failed: 1 };
  if (step.counts === 'vitest') {
    const { numPassedTests, numTotalTests } = VitestReport.parse(report);
    return { passed: numPassedTests, failed: numTotalTests - numPassedTests };
  }
  const { expected, unexpected, flaky, skipped } = PlaywrightReport.parse(report).stats;
  return { passed: expected, failed: unexpected + flaky + skipped };
}

function countLines(output: string): { passed: number; failed: number } {
  let passed = 0;
  let failed = 0;
  for (const match of output.matchAll(/^(\d+) passed, (\d+) failed$/gm)) {
    passed += Number(match[1]);
    failed += Number(match[2]);
  }
  return { passed, failed: passed + failed === 0 ? 1 : failed };
}

async function readReport(step: Step): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(root, step.report ?? ''), 'utf8'));
  } catch {
    console.log(`${step.name} wrote no report, so it did not run to its end.`);
    return undefined;
  }
}
