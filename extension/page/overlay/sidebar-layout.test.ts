import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_WIDTH, fitWidth, listWidthLimits } from './sidebar-layout.ts';

describe('the sidebar’s width', () => {
  it('is what was chosen where there is room', () => {
    expect(fitWidth(500, 1600)).toBe(500);
    expect(fitWidth(DEFAULT_WIDTH, 1024)).toBe(DEFAULT_WIDTH);
  });

  it('leaves the mail more than half of any window that is not tiny', () => {
    fc.assert(
      fc.property(fc.double(), fc.integer({ min: 520, max: 4000 }), (chosen, windowWidth) => {
        const width = fitWidth(chosen, windowWidth);
        expect(width).toBeLessThan(windowWidth / 2);
        expect(width).toBeGreaterThanOrEqual(232);
      }),
    );
  });

  it('has limits in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), (windowWidth) => {
        const { min, max } = listWidthLimits(windowWidth);
        expect(min).toBeLessThanOrEqual(max);
      }),
    );
  });
});
