import type { Logger } from 'pino';
import type { Clock } from '#server/kernel/clock.ts';
import type { Config } from '#server/kernel/config.ts';
import type { Metrics } from '#server/kernel/metrics.ts';
import type { Database } from '#server/db/client.ts';
import type { FileStore } from './file-store.ts';
import type { LiveFeed } from './live-feed.ts';
import type { PictureSource } from './picture-source.ts';
import type { Queue } from './queue.ts';
import type { SelectorSource } from './selector-source.ts';
import type { Vault } from './vault.ts';
import type { WebhookCaller } from './webhook-caller.ts';

/** Everything a verb may need from outside, made once in main.ts. The chat is given to the chat domain and jobs alone. */
export interface Ports {
  readonly db: Database;
  readonly queue: Queue;
  readonly liveFeed: LiveFeed;
  readonly files: FileStore;
  readonly pictures: PictureSource;
  readonly selectors: SelectorSource;
  readonly webhooks: WebhookCaller;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Metrics;
}
