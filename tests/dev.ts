import { spawn } from 'node:child_process';

/** `pnpm dev`: the server restarted on change and the extension with reload, ended together. */
const commands = [['node', '--watch', '--env-file-if-exists=.env', 'server/main.ts'], ['wxt']] as const;

const children = commands.map(([command, ...args]) => spawn(command, args, { stdio: 'inherit' }));

function endAll(code: number): void {
  process.exitCode = code;
  for (const child of children) child.kill('SIGTERM');
}

for (const child of children) {
  child.on('exit', (code) => endAll(code ?? 0));
  child.on('error', (error) => {
    console.error(error.message);
    endAll(1);
  });
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => endAll(0));
