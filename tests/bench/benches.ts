import type { Measurement } from './measurement.ts';

interface Bench {
  measure(): Promise<Measurement[]>;
}

/** Every bench by the name it is called with; loaded only when it runs. */
export const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  relay: () => import('./relay.ts'),
  panel: () => import('./panel.ts'),
  popup: () => import('./popup.ts'),
  host: () => import('./host.ts'),
  edge: () => import('./edge.ts'),
  webhook: () => import('./webhook.ts'),
  'first-sync': () => import('./first-sync.ts'),
  ingest: () => import('./ingest.ts'),
  open: () => import('./open.ts'),
  send: () => import('./send.ts'),
};
