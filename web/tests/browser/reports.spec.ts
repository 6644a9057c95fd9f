import { expect } from '@playwright/test';
import { ahead } from './office';
import { aReport } from './report';
import { PHONE, PLAIN, fitsWidth, looks, signIn, test } from './visitor';

function before(month: string, by: number): string {
  const [year, nth] = month.split('-').map(Number);
  return new Date(Date.UTC(year ?? 0, (nth ?? 1) - 1 - by, 1)).toISOString().slice(0, 7);
}

for (const language of ['zh', 'en'] as const) {
  const isZh = language === 'zh';

  test(`a supervisor sees what a report would say, issues it, and corrects it (${language})`, async ({ page }) => {
    await looks(page, { ...PLAIN, language });
    await signIn(page, 'supervisor');
    const month = (await ahead(0)).slice(0, 7);
    await page.goto('/reports');
    await page.getByRole('link', { name: isZh ? '印发通报' : 'Issue a report' }).click();
    await page.locator('#kind').selectOption('span');
    // Each language reports on months of its own.
    await page.locator('#from').fill(before(month, isZh ? 4 : 5));
    await page.locator('#through').fill(month);
    await expect(page).toHaveURL(new RegExp(`from=.*through=${month}|through=${month}.*from=`));
    const preview = page.locator('section[aria-labelledby=preview]');
    await expect(preview.locator('#ranking')).toBeVisible();
    await page.locator('form button[type=submit]').click();
    await expect(page.locator('#word-fault')).not.toBeEmpty();
    await page.locator('#word').fill('按期办结率总体平稳，个别事项超期。');
    await page.locator('form button[type=submit]').click();

    await expect(page).toHaveURL(/\/reports\/[0-9a-f-]{36}$/);
    await expect(page.locator('.prose')).toHaveText('按期办结率总体平稳，个别事项超期。');
    await expect(page.locator('.tiles .tile')).not.toHaveCount(0);
    await expect(page.locator('#ranking')).toBeVisible();
    const first = page.url();
    await page.getByRole('link', { name: isZh ? '更正' : 'Correct' }).click();
    await expect(page.locator('#reason')).toBeVisible();
    await page.locator('#word').fill('补录后重新印发。');
    await page.locator('form button[type=submit]').click();
    await expect(page.locator('#reason-fault')).not.toBeEmpty();
    await page.locator('#reason').fill('漏报补录');
    await page.locator('form button[type=submit]').click();
    await expect(page.locator('.prose')).toHaveText('补录后重新印发。');
    await expect(page).not.toHaveURL(first);
    await page.goto(first);
    await expect(page.locator('.replaced')).toBeVisible();
    await page.locator('.replaced a').click();
    await expect(page.locator('.prose')).toHaveText('补录后重新印发。');
  });
}

test('a department reads a report as it was issued beside what its figures are now', async ({ page }) => {
  const report = await aReport();
  await looks(page, { ...PLAIN, language: 'en' });
  await signIn(page, 'health');
  await page.goto('/reports');
  await page.locator(`a[href="/reports/${report}"]`).click();
  const received = page.locator('section[aria-labelledby=all-figures] tbody tr').filter({ hasText: 'Received' }).first();
  await expect(received).toBeVisible();
  const issued = await received.locator('td').first().textContent();
  await page.getByRole('button', { name: 'Compare with now' }).click();
  await expect(page.locator('main [role=status]')).toContainText('Now is');
  await expect(received.locator('td')).toHaveCount(3);
  await expect(received.locator('td').nth(1)).toHaveText(/\d/);
  expect(await received.locator('td').first().textContent()).toBe(issued);
  await expect(page.locator('section[aria-labelledby=all-figures] a'), 'rows behind are for those who stand between departments').toHaveCount(0);
  await page.setViewportSize(PHONE);
  await fitsWidth(page);
});

test('a figure of a report opens what stands behind it, and a report is printed', async ({ page }) => {
  await looks(page, { ...PLAIN, language: 'zh' });
  await signIn(page, 'coordinator');
  await page.goto(`/reports/${await aReport()}`);
  await expect(page.getByRole('link', { name: '更正' }), 'who does not issue does not correct').toHaveCount(0);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('h1')).toBeVisible();
  await expect(page.getByRole('button', { name: '打印' })).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await page.locator('section[aria-labelledby=all-figures] a[href*="figure=received"]').click();
  await expect(page).toHaveURL(/\/dashboard\/cases\?.*figure=received/);
  await expect(page.locator('tbody tr a').first()).toBeVisible();
});

test('the trend is told by weeks where the address says so, and a week opens its cases', async ({ page }) => {
  await looks(page, { ...PLAIN, language: 'en' });
  await signIn(page, 'supervisor');
  await page.goto('/dashboard');
  await page.locator('#by').selectOption('week');
  await expect(page).toHaveURL(/by=week/);
  const trend = page.locator('section[aria-labelledby=trend]');
  await expect(trend.locator('tbody th').first()).toContainText(/^\d{4}-W\d{2}/);
  await page.reload();
  await expect(page.locator('#by')).toHaveValue('week');
  const link = trend.locator('tbody a[href*="figure=received"]').last();
  await expect(link).toHaveAttribute('href', /from=\d{4}-W\d{2}/);
  await link.click();
  await expect(page.locator('tbody tr a').first()).toBeVisible();
  await page.locator('main a[href^="/dashboard?"]').first().click();
  await expect(page.locator('#by')).toHaveValue('week');
});
