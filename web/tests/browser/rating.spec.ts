import { expect } from '@playwright/test';
import { office } from './office';
import { aCaseThatIsOver } from './rating';
import { PHONE, PLAIN, fitsWidth, isAccessible, looks, picture, signIn, test } from './visitor';

interface Row {
  readonly case_id?: string | null;
}

for (const language of ['zh', 'en'] as const) {
  const isZh = language === 'zh';

  test(`an applicant rates the service on a phone, and a bad rating is looked into (${language})`, async ({ page }) => {
    const { case_id, number, check_code } = await aCaseThatIsOver();
    await page.setViewportSize(PHONE);
    await looks(page, { ...PLAIN, language });
    await page.goto(`/progress#number=${number}&code=${check_code}`);
    const panel = page.locator('section', { has: page.getByRole('heading', { name: isZh ? '服务评价' : 'Rate the service' }) });
    await panel.locator('button[type=submit]').click();
    await expect(panel.locator('#rating-fault')).not.toBeEmpty();
    await panel.getByLabel(isZh ? '不满意' : 'Dissatisfied', { exact: true }).check();
    await panel.getByLabel(isZh ? '办理时限' : 'How long it took').check();
    await panel.locator('#rating-words').fill('等了三个星期');
    await isAccessible(page);
    await fitsWidth(page);
    await picture(page, `rating-${language}-phone`);
    await panel.locator('button[type=submit]').click();
    await expect(panel.locator('.said')).toContainText(isZh ? '已按投诉登记' : 'taken down as a complaint');
    await expect(panel.locator('form')).toHaveCount(0);
    await expect(page.locator('.timeline > li').first()).toContainText(isZh ? '不满意' : 'dissatisfied');
    await picture(page, `rated-${language}-phone`);

    const complaints = async () => {
      const { items } = await office<{ items: readonly Row[] }>('coordinator', '/api/complaint/complaints?limit=200');
      return items.filter((row) => row.case_id === case_id).length;
    };
    await expect.poll(complaints, 'it was lodged by itself').toBe(1);
    await signIn(page, 'coordinator');
    await page.goto(`/cases/${case_id}`);
    await expect(page.locator('.facts').first()).toContainText(isZh ? '申请人评价' : 'applicant’s rating');
    await page.goto('/dashboard');
    await expect(page.locator('.tiles')).toContainText(isZh ? '服务满意率' : 'Satisfied with the service');
    await isAccessible(page);
  });
}
