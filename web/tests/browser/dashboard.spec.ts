import { expect } from '@playwright/test';
import { ahead } from './office';
import { openProcess } from './process';
import { PHONE, PLAIN, ask, fitsPaper, fitsWidth, looks, signIn, signedIn, test } from './visitor';

interface Departments {
  readonly items: readonly { department: string; flow: { received: number } }[];
}

for (const language of ['zh', 'en'] as const) {
  const isZh = language === 'zh';

  test(`a supervisor sees that a department is late in a figure and opens the case from there (${language})`, async ({ page }) => {
    // The first due dates pass when the city has worked for a day or two.
    await looks(page, { ...PLAIN, language });
    await signIn(page, 'supervisor');
    await page.goto('/dashboard');
    await expect(page.locator('h1')).toContainText(isZh ? '效能看板' : 'Dashboard');
    const link = page.locator('.tiles a[href*="figure=tasks_overdue"]');
    await expect(link, 'figures come by themselves').toBeVisible({ timeout: 240_000 });
    await link.press('Enter');

    await expect(page).toHaveURL(/\/dashboard\/cases\?.*figure=tasks_overdue/);
    await expect(page.locator('main [role=status]')).toContainText(isZh ? '反映当前状态' : 'As things stand now');
    let [href, number] = ['', ''];
    // The city works on: a row is read at one moment, and may be gone at the next.
    await expect(async () => {
      const row = await page.locator('tbody tr').first().evaluate(
        (late) => ({ text: late.textContent ?? '', href: late.querySelector('a')?.getAttribute('href') ?? '', words: late.querySelector('a')?.textContent ?? '' }),
        undefined,
        { timeout: 5_000 },
      );
      expect(row.text).toContain(isZh ? '海云市' : 'Haiyun');
      expect(row.href).toMatch(/^\/tasks\/[0-9a-f-]{36}$/);
      [href, number] = [row.href, row.words.split(' ')[0] ?? ''];
    }).toPass();
    await page.goto(href);
    await page.getByRole('link', { name: number }).first().click();
    await expect(page).toHaveURL(/\/cases\/[0-9a-f-]{36}$/);
    await expect(page.locator('main')).toContainText(number);
  });
}

test('as many cases are listed as the figure says', async ({ page }) => {
  await looks(page, { ...PLAIN, language: 'en' });
  await signIn(page, 'supervisor');
  // Another case may come between the two looks: least likely where the fewest came, who fit on a page too.
  await expect(async () => {
    const month = (await ahead(0)).slice(0, 7);
    const span = `from=${month}&through=${month}`;
    const { items } = await ask<Departments>(page, `/api/metrics/departments?${span}&limit=200`);
    const [least] = items.filter(({ flow }) => flow.received > 0).sort((one, other) => one.flow.received - other.flow.received);
    expect(least).toBeDefined();
    await page.goto(`/dashboard?${span}&department=${least?.department}`);
    const link = page.locator('.tiles a[href*="figure=received"]');
    const n = Number((await link.locator('strong').textContent({ timeout: 10_000 })) ?? '');
    expect(n).toBeGreaterThan(0);
    await link.click();
    await expect(page.locator('main [role=status]')).toContainText(`${n} listed`, { timeout: 5_000 });
    await expect(page.locator('tbody tr')).toHaveCount(n, { timeout: 1_000 });
  }).toPass();
});

test('what is chosen stands in the address, and narrows every figure', async ({ page }) => {
  await looks(page, { ...PLAIN, language: 'en' });
  await signIn(page, 'coordinator');
  await page.goto('/dashboard');
  await expect(page.locator('#by-department')).toBeVisible();
  await expect(page.locator('#of option')).not.toHaveCount(1);
  await page.locator('#of').selectOption('health');
  await expect(page).toHaveURL(/department=health/);
  await expect(page.locator('section[aria-labelledby=by-department] tbody tr')).toHaveCount(1);
  await page.locator('#from').fill('2026-01');
  await expect(page).toHaveURL(/from=2026-01/);
  await page.reload();
  await expect(page.locator('#of')).toHaveValue('health');
  const link = page.locator('.tiles a[href*="figure=received"]');
  await expect(link).toHaveAttribute('href', /from=2026-01.*department=health|department=health.*from=2026-01/);
});

test('a report fits on paper, however wide the screen is and however large its words', async ({ page }) => {
  for (const look of [PLAIN, { ...PLAIN, language: 'en' } as const, { ...PLAIN, reading: 'elder', theme: 'dark' } as const]) {
    await page.setViewportSize({ width: 1680, height: 1000 });
    await page.goto('/icon.svg');
    await looks(page, look);
    await signedIn(page, 'supervisor');
    await page.goto('/dashboard');
    await expect(page.locator('canvas').first()).toBeVisible();
    await expect(page.locator('section[aria-labelledby=by-item] tbody a').first()).toBeVisible();
    await fitsPaper(page, `report-${look.language}-${look.reading}`);
  }
});

test('the map of a process shows ways, and the table says the same', async ({ page }) => {
  await looks(page, { ...PLAIN, language: 'en' });
  await signIn(page, 'supervisor');
  await openProcess(page);
  await expect(page.locator('svg .node').first()).toBeVisible();
  await expect(page.locator('svg .node .name').filter({ hasText: 'Accepted' })).toBeVisible();
  await page.locator('#least').selectOption({ index: 2 });
  // A way may be added between the two looks.
  await expect(async () => expect(await page.locator('tbody tr').count()).toBe(await page.locator('svg .way').count())).toPass();
  await page.setViewportSize(PHONE);
  await fitsWidth(page);
});

test('the wall stays up to date and has nothing to press', async ({ page }) => {
  await looks(page, PLAIN);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await signIn(page, 'supervisor');
  await page.goto('/wall');
  await expect(page.locator('.share').first()).toBeVisible();
  await expect(page.locator('html')).toHaveClass(/dark/);
  expect(await page.locator('main :is(a, button, input, select)').count()).toBe(0);
  const over = await page.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight);
  expect(over, 'pixels too high').toBeLessThanOrEqual(0);
  // The city works on, and what it does comes without anybody asking.
  await page.waitForResponse((response) => response.url().includes('/api/metrics/summary'));
  await page.waitForResponse((response) => response.url().includes('/api/metrics/summary'));
});
