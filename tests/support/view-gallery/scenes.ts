import { pageScenes } from './page-scenes.ts';
import type { Scene } from './scene.ts';
import { sidebarScenes } from './sidebar-scenes.ts';

/** Every state of every view that the gallery can show, by name. */
export const scenes: Record<string, Scene> = { ...sidebarScenes, ...pageScenes };
