import { pino, type DestinationStream, type Logger } from 'pino';

/** Fields that carry secrets or what people wrote. They are removed wherever they stand, up to two levels down. */
const hiddenFields = [
  'authorization',
  'cookie',
  'token',
  'accessToken',
  'refreshToken',
  'access_token',
  'refresh_token',
  'client_secret',
  'clientSecret',
  'password',
  'secret',
  'sealedTokens',
  'body',
  'text',
  'html',
  'subject',
  'blocks',
  'query',
  'params',
];

const hidden = [...hiddenFields.map((field) => `.${field}`), '["set-cookie"]'].flatMap((path) => [
  path.replace(/^\./, ''),
  `*${path}`,
  `*.*${path}`,
]);

/**
 * Providers' tokens and codes by their shape (Slack, Google, Microsoft, JSON web tokens, `Bearer …`), for where they
 * hide in messages.
 */
const tokenShapes =
  /\b(?:1\/\/0[\w-]{8,}|4\/0A[\w-]{8,}|Ew[A-Z][\w+/-]{16,}=*|M\.[A-Z]\d+_[\w.!*-]{8,}|[01]\.A[\w.-]{16,}|xox[a-z]?[.-][\w.-]{8,}|xapp-[\w-]{8,}|ya29\.[\w-]{8,}|eyJ[\w-]{8,}\.[\w.-]+|Bearer\s+[\w.~+/-]{8,}=*)/g;
const urlPasswords = /\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s/@]+@/gi;

/** The same text with anything that looks like a token or a URL's password replaced. */
export function withoutTokens(text: string): string {
  return text.replace(tokenShapes, '[removed]').replace(urlPasswords, '$1:[removed]@');
}

/** Structured logs, one JSON object per line, without tokens or what people wrote. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: hidden, censor: '[removed]' },
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
    hooks: {
      logMethod(this: Logger, args: Parameters<Logger['info']>, method: (...all: Parameters<Logger['info']>) => void) {
        const cleaned = args.map((part: unknown) => (typeof part === 'string' ? withoutTokens(part) : part));
        method.apply(this, cleaned as Parameters<Logger['info']>);
      },
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

/** An error's type, code, message and stack. A failed query's SQL and values are left out: they hold what people wrote. */
function describeError(error: unknown): ErrorDescription | unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? withoutTokens(error) : error;
  return describe(error, 0);
}

function describe(error: Error, depth: number): ErrorDescription {
  const message = withoutTokens(messageOf(error));
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? [];
  const inner = error.cause;
  const cause = inner instanceof Error && depth < 4 ? { cause: describe(inner, depth + 1) } : {};
  return { type: error.name, message, ...code, stack: frames.join('\n'), ...cause };
}

function messageOf(error: Error): string {
  // drizzle's DrizzleQueryError writes "Failed query: <sql>\nparams: <values>" into its message.
  const isQuery = 'query' in error && 'params' in error;
  return isQuery ? 'a query failed' : error.message;
}
