import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { SelectorUpdate, toSigned, type SignedSelectors } from '#shared/contract/selector-update.ts';
import { StartRefused } from '#server/kernel/start-refused.ts';
import { runCommand } from './run-command.ts';

const USAGE =
  'Say what to sign: SELECTORS_KEY_FILE=<key> pnpm sign-selectors <update.json> (the signed file is printed), or make a key: pnpm sign-selectors make-key <new key file>.';

/** For whoever publishes the extension, on a machine of their own: the key is read from a file or the environment. */
async function main(): Promise<void> {
  const [first, second] = process.argv.slice(2).filter((argument) => argument !== '--');
  if (first === 'make-key' && second !== undefined) return makeKey(second);
  if (first === undefined || second !== undefined) throw new StartRefused(USAGE);
  const key = await readKey(process.env);
  const signed = signSelectors(await readUpdate(first), key);
  process.stdout.write(`${JSON.stringify(signed)}\n`);
}

/** Writes a new private key (PKCS #8, PEM), never over an old one, and prints the public half for shared/release-key.ts. */
async function makeKey(path: string): Promise<void> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' });
  await writeFile(path, pem, { mode: 0o600, flag: 'wx' }).catch(() => {
    throw new StartRefused(`${path} can’t be written; a file that is there is never replaced.`);
  });
  process.stdout.write(`${toPublicKey(privateKey)}\n`);
}

async function readKey(env: Readonly<Record<string, string | undefined>>): Promise<KeyObject> {
  const { SELECTORS_KEY: text, SELECTORS_KEY_FILE: path } = env;
  const pem = text ?? (path === undefined ? undefined : await readFile(path, 'utf8').catch(() => undefined));
  if (pem === undefined) throw new StartRefused('Name the release key’s file in SELECTORS_KEY_FILE.');
  try {
    return createPrivateKey(pem);
  } catch {
    throw new StartRefused('The release key is not a private key in PEM.');
  }
}

async function readUpdate(path: string): Promise<SelectorUpdate> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) throw new StartRefused(`${path} can’t be read.`);
  const parsed = SelectorUpdate.safeParse(toJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new StartRefused(`${path} is no update: ${issue?.path.join('.')} ${issue?.message}.`);
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function signSelectors(update: SelectorUpdate, key: KeyObject): SignedSelectors {
  const payload = JSON.stringify(update);
  return { payload, signature: sign(null, toSigned(payload), key).toString('base64') };
}

/** The last 32 bytes of the DER form are the key itself (RFC 8410). */
function toPublicKey(privateKey: KeyObject): string {
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return der.subarray(-32).toString('base64');
}

await runCommand(main);
