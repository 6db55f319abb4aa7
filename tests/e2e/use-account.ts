import { expect } from '@playwright/test';
import type { Frame } from 'playwright-core';
import { composerIn, useWithThisAccount } from '#tests/support/sidebar.ts';

/** Switches the sidebar on and waits until it shows the open mail. */
export async function useAccount(sidebar: Frame): Promise<void> {
  await useWithThisAccount(sidebar);
  await expect(composerIn(sidebar)).toBeVisible();
}
