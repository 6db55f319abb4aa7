/** How wide the sidebar may be, in CSS pixels. */
export const DEFAULT_WIDTH = 360;
export const COLLAPSED_WIDTH = 40;
const MIN_WIDTH = 280;
const MAX_WIDTH = 720;
/** On a small or much zoomed page the mail keeps more than half. */
const LARGEST_SHARE = 0.45;
const SMALLEST_WIDTH = 232;

/** The narrowest and widest that the sidebar can be in a window of this width. */
export function listWidthLimits(windowWidth: number): { min: number; max: number } {
  const max = Math.max(SMALLEST_WIDTH, Math.min(MAX_WIDTH, Math.floor(windowWidth * LARGEST_SHARE)));
  return { min: Math.min(MIN_WIDTH, max), max };
}

/** A width within the limits; what a person chose is kept apart and comes back when the window grows. */
export function fitWidth(width: number, windowWidth: number): number {
  const { min, max } = listWidthLimits(windowWidth);
  return Math.round(Math.min(max, Math.max(min, Number.isFinite(width) ? width : DEFAULT_WIDTH)));
}
