import { expect, type Page } from '@playwright/test';
import { ask } from './visitor';

interface Rows {
  readonly items: readonly { item_code: string }[];
}

/** Opens the map of an item of which a case has come some way, as soon as there is one. */
export async function openProcess(page: Page): Promise<void> {
  await page.goto('/process');
  const accepted = () => ask<Rows>(page, '/api/metrics/cases?figure=accepted&limit=1');
  await expect.poll(async () => (await accepted()).items.length).toBeGreaterThan(0);
  const item = (await accepted()).items[0]?.item_code ?? '';
  await page.locator('#item').selectOption(item);
  await expect(page.locator('tbody tr').first()).toBeVisible();
}
