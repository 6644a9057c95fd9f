import { expect } from '@playwright/test';
import { NEIGHBOUR, answered, complained, lodged } from './complaint';
import { office } from './office';
import { PHONE, PLAIN, city, fitsWidth, isAccessible, looks, picture, signIn, test } from './visitor';

interface OfCase {
  readonly case_id: string;
}

for (const language of ['zh', 'en'] as const) {
  const isZh = language === 'zh';
  const end = (complaint: string) => complaint.slice(-8);

  test(`a repeat is seen, merged and answered once, and both complainants have the answer (${language})`, async ({ page }) => {
    test.setTimeout(150_000);
    const { number, code } = city();
    const { items } = await office<{ items: readonly OfCase[] }>('window', `/api/intake/cases?number=${number}&limit=1`);
    const first = await lodged({ complainant: NEIGHBOUR, case_id: items[0]?.case_id });
    const again = await complained('迟迟没有结果');
    await looks(page, { ...PLAIN, language });
    await signIn(page, 'coordinator');
    await page.goto('/complaints');
    await page.locator('#repeated').selectOption('yes');
    const row = page.locator('.list > li', { has: page.locator(`a[href="/complaints/${again}"]`) });
    await expect(row.locator('.repeated')).toContainText(isZh ? '疑似重复' : 'repeats');
    await picture(page, `complaints-repeated-${language}`);
    await row.locator('a.open').click();
    await expect(page.locator('.repeats')).toContainText(isZh ? '其他投诉人就同一办件投诉' : 'somebody else, about the same case');
    await page.getByRole('button', { name: isZh ? '并案' : 'Merge', exact: true }).click();
    await page.locator('dialog select').selectOption(first);
    await page.locator('dialog textarea').fill('同一办件，同一诉求');
    await page.locator('dialog button[type=submit]').click();
    await expect(page.locator('dialog')).toHaveCount(0);
    await expect(page.locator('.merged')).toContainText(end(first));
    await expect(page.locator('.timeline > li').first()).toContainText(isZh ? '并案' : 'Merged');
    await expect(page.locator('.due'), 'its own time runs no more').toHaveCount(0);
    const separate = page.getByRole('button', { name: isZh ? '撤销并案' : 'Separate' });
    await expect(separate).toBeVisible();

    const answer = `已核实，今日办结（${end(first)}）`;
    await answered(first, 'health', answer);
    await page.goto(`/complaints/${first}`);
    await expect(page.locator('.merged')).toContainText(end(again));
    await expect(page.locator('.words')).toContainText(answer);
    await page.goto(`/complaints/${again}`);
    await expect(page.locator('.words')).toContainText(answer);
    await expect(separate, 'the complainant has the answer').toHaveCount(0);
    await picture(page, `complaint-merged-${language}`);
    // Had it been refused since, the complainant had it all the same.
    await office('coordinator', `/api/complaint/complaints/${first}/reopen`, { reason: '来电说没有办结' });
    await page.reload();
    await expect(page.locator('.merged')).toContainText(end(first));
    await expect(page.locator('.words')).toHaveCount(0);
    await expect(separate).toHaveCount(0);
    await answered(first, 'health', answer);

    await page.setViewportSize(PHONE);
    await page.goto(`/progress#number=${number}&code=${code}`);
    const own = page.locator('.own .one', { hasText: answer });
    await expect(own).toContainText(isZh ? '一并答复' : 'answered together');
    await fitsWidth(page);
  });

  test(`an applicant complains on a phone, sees the answer and calls it solved (${language})`, async ({ page }) => {
    test.setTimeout(120_000);
    const { number, code } = city();
    await page.setViewportSize(PHONE);
    await looks(page, { ...PLAIN, language });
    await page.goto(`/progress#number=${number}&code=${code}`);
    await page.getByRole('button', { name: isZh ? '我要投诉' : 'Complain', exact: true }).click();
    await expect(page.locator('#own-title')).toBeFocused();
    await page.locator('.own form button[type=submit]').click();
    await expect(page.locator('.own .fault:not(:empty)')).toHaveCount(2);
    await page.locator('#own-title').fill('办理太慢');
    await page.locator('#own-text').fill('两周没有收到任何通知');
    const sent = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/public/complaints'));
    await page.locator('.own form button[type=submit]').click();
    const { complaint_id } = (await (await sent).json()) as { complaint_id: string };
    await expect(page.locator('.own .said')).toContainText(isZh ? '投诉已提交' : 'was sent');
    await expect(page.locator('.own .one').first()).toContainText(isZh ? '已收到' : 'Received');

    const answer = `已加快办理，明日办结（${end(complaint_id)}）`;
    await answered(complaint_id, 'health', answer);
    await page.getByRole('button', { name: isZh ? '刷新' : 'Refresh' }).click();
    const own = page.locator('.own .one', { hasText: answer });
    await expect(own).toContainText(isZh ? '已答复' : 'Answered');
    await own.locator('button[type=submit]').click();
    await expect(own.locator('.fault:not(:empty)'), 'both are asked').toHaveCount(2);
    await own.getByLabel(isZh ? '解决了' : 'Solved', { exact: true }).check();
    await own.getByLabel(isZh ? '非常满意' : 'Very satisfied', { exact: true }).check();
    await isAccessible(page);
    await fitsWidth(page);
    await own.scrollIntoViewIfNeeded();
    await picture(page, `own-answer-${language}-phone`);
    await own.locator('button[type=submit]').click();
    await expect(own).toContainText(isZh ? '已解决，非常满意' : 'Solved, very satisfied');
    await expect(own.locator('.verdict')).toHaveCount(0);
    const view = await office<{ state: string; satisfaction: number; channel: string }>('coordinator', `/api/complaint/complaints/${complaint_id}`);
    expect(view).toMatchObject({ state: 'confirmed', satisfaction: 1, channel: 'web' });
  });

  test(`an applicant who judges an answer that changed meanwhile is told so, and judges the new one (${language})`, async ({ page }) => {
    test.setTimeout(120_000);
    const { number, code } = city();
    const complaint = await complained('答复与实际不符');
    await answered(complaint, 'health', `已办结（${end(complaint)}）`);
    await page.setViewportSize(PHONE);
    await looks(page, { ...PLAIN, language });
    await page.goto(`/progress#number=${number}&code=${code}`);
    const own = page.locator('.own .one', { hasText: end(complaint) });
    await own.getByLabel(isZh ? '解决了' : 'Solved', { exact: true }).check();
    await own.getByLabel(isZh ? '非常满意' : 'Very satisfied', { exact: true }).check();
    // Whoever called back had it answered again.
    await office('coordinator', `/api/complaint/complaints/${complaint}/reopen`, { reason: '来电说尚未办结' });
    const answer = `已上门补正（${end(complaint)}）`;
    await office('health', `/api/complaint/complaints/${complaint}/answer`, { answer });
    await own.locator('button[type=submit]').click();
    await expect(page.locator('.own .said')).toContainText(isZh ? '您的意见没有记录' : 'nothing of it was recorded');
    await expect(own).toContainText(answer);
    await expect(own.getByLabel(isZh ? '解决了' : 'Solved', { exact: true }), 'it is judged anew').not.toBeChecked();
    await fitsWidth(page);
    await page.locator('.own').scrollIntoViewIfNeeded();
    await picture(page, `own-answer-changed-${language}-phone`);
    // A look at what was said changes nothing in the answer.
    await office('health', `/api/complaint/complaints/${complaint}?reveal=true`);
    await own.getByLabel(isZh ? '没有解决' : 'Not solved', { exact: true }).check();
    await own.getByLabel(isZh ? '不满意' : 'Dissatisfied', { exact: true }).check();
    await own.locator('button[type=submit]').click();
    await expect(own.locator('.verdict')).toHaveCount(0);
    const view = await office<{ state: string; satisfaction: number }>('coordinator', `/api/complaint/complaints/${complaint}`);
    expect(view).toMatchObject({ state: 'confirmed', satisfaction: 4 });
  });
}
