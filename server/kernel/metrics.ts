import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the server measures. Everybody may call it; `/metrics` reads it. Durations in seconds, as Prometheus wants. */
export interface Metrics {
  /** From a message written beside a mail until the chat has it. */
  mailToChat(seconds: number): void;
  /** From a message written in the chat until live clients are told of it. */
  chatToMail(seconds: number): void;
  /** A call to the chat, by method, and what came of it (done, refused, limited, uncertain). */
  chatCalled(method: string, outcome: string, seconds: number): void;
  jobEnded(name: string, outcome: string, seconds: number): void;
  requestEnded(route: string, method: string, status: number, seconds: number): void;
  /** A number that is asked for when somebody reads the metrics, by label value (`''` for none). */
  watch(name: string, help: string, read: () => Promise<Readonly<Record<string, number>>>): void;
  /** All of it in Prometheus' text form. */
  read(): Promise<string>;
  readonly contentType: string;
}

const relaySeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];
const callSeconds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const workSeconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];

/** @param options.process also measure memory, CPU and the event loop of this process. */
export function createMetrics(options: { process?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.process === true) collectDefaultMetrics({ register: registry });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly Label[] = [],
  ) => new Histogram({ name: `sidethread_${name}`, help, buckets, labelNames, registers: [registry] });

  const mailToChat = histogram(
    'mail_to_chat_seconds',
    'From writing beside a mail until the chat has it.',
    relaySeconds,
  );
  const chatToMail = histogram('chat_to_mail_seconds', 'From the chat until live clients are told.', relaySeconds);
  const calls = histogram('chat_call_seconds', 'Calls to the chat.', callSeconds, ['method', 'outcome']);
  const jobs = histogram('job_seconds', 'Jobs done.', workSeconds, ['job', 'outcome']);
  const requests = histogram('http_request_seconds', 'Requests answered.', workSeconds, ['route', 'method', 'status']);
  const failures = new Counter({
    name: 'sidethread_job_failures_total',
    help: 'Jobs that threw.',
    labelNames: ['job'],
    registers: [registry],
  });

  return {
    mailToChat: (seconds) => mailToChat.observe(seconds),
    chatToMail: (seconds) => chatToMail.observe(seconds),
    chatCalled: (method, outcome, seconds) => calls.observe({ method, outcome }, seconds),
    jobEnded: (job, outcome, seconds) => {
      jobs.observe({ job, outcome }, seconds);
      if (outcome === 'failed') failures.inc({ job });
    },
    requestEnded: (route, method, status, seconds) =>
      requests.observe({ route, method, status: `${Math.floor(status / 100)}xx` }, seconds),
    watch: (name, help, read) => watch(registry, name, help, read),
    read: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function watch(registry: Registry, name: string, help: string, read: () => Promise<Readonly<Record<string, number>>>) {
  const gauge = new Gauge({
    name: `sidethread_${name}`,
    help,
    labelNames: ['kind'],
    registers: [registry],
    collect: async () => {
      const values = await read().catch(() => ({}));
      gauge.reset();
      for (const [kind, value] of Object.entries(values)) gauge.set(kind === '' ? {} : { kind }, value);
    },
  });
}
