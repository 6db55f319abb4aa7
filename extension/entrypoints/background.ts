import type { BackgroundDefinition } from 'wxt';
import { defineBackground } from 'wxt/utils/define-background';
import { startWorker } from '../worker/start-worker.ts';

const background: BackgroundDefinition = defineBackground({ type: 'module', main: startWorker });
export default background;
