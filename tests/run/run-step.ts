import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { readPlaywrightReport, readVitestReport, type Count } from './read-report.ts';
import type { Step } from './steps.ts';

export interface StepResult extends Count {
  readonly name: string;
  readonly seconds: number;
}

const root = join(import.meta.dirname, '../..');

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
  return { ...counted, name: step.name, failed, seconds: (performance.now() - started) / 1000 };
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

async function count(step: Step, code: number, output: string): Promise<Count> {
  if (step.counts === 'exit') return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, failures: [] };
  if (step.counts === 'lines') return countLines(output);
  const report = await readReport(step);
  if (report === undefined) return { passed: 0, failed: 1, failures: [] };
  return step.counts === 'vitest' ? readVitestReport(report, root) : readPlaywrightReport(report);
}

function countLines(output: string): Count {
  let passed = 0;
  let failed = 0;
  for (const match of output.matchAll(/^(\d+) passed, (\d+) failed$/gm)) {
    passed += Number(match[1]);
    failed += Number(match[2]);
  }
  const failures = [...output.matchAll(/^FAILED .+$/gm)].map(([told]) => told);
  return { passed, failed: passed + failed === 0 ? 1 : failed, failures };
}

async function readReport(step: Step): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(root, step.report ?? ''), 'utf8'));
  } catch {
    console.log(`${step.name} wrote no report, so it did not run to its end.`);
    return undefined;
  }
}
