import { expect, type Page } from '@playwright/test';
import { PLAIN, ask, fitsPaper, fitsWidth, isAccessible, looks, picture, signIn, test } from './visitor';

/** A code of nobody: division 990100 is given to none. */
const CODE = '91990100000000001';
const PDF = { name: '申请表.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n') };

/** The code with the check character that fits: of all, exactly one does. */
async function unifiedCode(page: Page): Promise<string> {
  const note = page.locator('#identity-note');
  for (const check of '0123456789ABCDEFGHJKLMNPQRTUWXY') {
    await page.locator('#identity').fill(`${CODE}${check}`);
    if (await note.evaluate((element) => element.classList.contains('fits'))) return `${CODE}${check}`;
  }
  throw new Error('no check character fits');
}

for (const language of ['zh', 'en'] as const) {
  test(`a clerk takes an application by keyboard, and the receipt opens its progress (${language})`, async ({ page }) => {
    const isZh = language === 'zh';
    await looks(page, { ...PLAIN, language });
    await signIn(page, 'window');
    await expect(page).toHaveURL(/window/);
    await page.keyboard.type(isZh ? '食品经营' : 'food business');
    await expect(page.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(page.locator('#name')).toBeFocused();
    await page.keyboard.type('海云甲子餐饮有限公司');
    const code = await unifiedCode(page);
    await page.locator('#phone').fill('010-06788123');
    await expect(page.locator('#field-unified_code'), 'not typed twice').toHaveValue(code);
    await page.locator('#field-organisation').fill('海云甲子餐饮有限公司');
    await page.locator('#field-contact').fill('赵甲');
    await page.locator('#field-area_m2').fill('40');
    await page.locator('#field-sells_cold').selectOption('true');
    await page.locator('#field-business_form').selectOption('catering');
    const cold = isZh ? '冷藏设施清单' : 'List of cold storage';
    await expect(page.locator('.want'), 'the answers say what else is needed').toHaveText([
      ...(isZh ? ['申请表', '经营场所使用证明', '经营场所平面图', '食品安全管理制度'] : ['Application form', 'Proof of the right to use the premises', 'Layout of the premises', 'Food safety rules']),
      cold,
    ]);
    await expect(page.locator('form button[type=submit]')).toBeDisabled();

    // The draft outlives the page, and is not there to be read.
    await expect(page.locator('.kept')).toBeVisible();
    const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
    expect(kept).toContain('tongban.draft');
    expect(kept).not.toContain(code);
    await page.reload();
    await expect(page.locator('#field-business_form')).toHaveValue('catering');
    await expect(page.locator('#identity')).toHaveValue(code);

    for (const material of ['application-form', 'premises-proof', 'layout', 'safety-rules', 'cold-storage']) {
      await page.locator(`#material-${material} input`).setInputFiles(PDF);
      await expect(page.locator(`#material-${material} .file`)).toBeVisible();
    }
    await expect(page.locator('.want')).toHaveCount(0);
    await page.locator('#name').press('Control+Enter');
    await expect(page.locator('.receipt')).toBeVisible();
    await expect(page.getByRole('img', { name: isZh ? '进度查询二维码' : 'QR code of the progress page' })).toBeVisible();
    await isAccessible(page);
    await picture(page, `receipt-${language}`);
    const [number, check] = await page.locator('.receipt .large').allTextContents();
    expect(await page.evaluate(() => sessionStorage.getItem('tongban.draft'))).toBeNull();

    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('.bar')).toBeHidden();
    await page.emulateMedia({ media: null });
    await fitsPaper(page, `receipt-${language}`);

    await page.goto('/queue');
    await expect(page.getByText(number ?? '')).toBeVisible();
    await page.goto(`/progress#number=${number}&code=${check}`);
    await expect(page.locator('.state')).toBeVisible();
    await fitsWidth(page);
  });
}

test('whatever is missing is told at once, and may be brought later', async ({ page }) => {
  await looks(page, PLAIN);
  await signIn(page, 'window');
  await page.locator('#item').fill('food-business-licence');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await page.locator('#name').fill('海云乙丑餐饮有限公司');
  await unifiedCode(page);
  await page.locator('.incomplete input').check();
  await page.locator('#name').press('Control+Enter');
  await expect(page.locator('.receipt li').first()).toBeVisible();
  await expect(page.locator('.receipt')).toContainText('需要补正的内容');
  const number = await page.locator('.receipt .large').first().textContent();
  const { items } = await ask<{ items: { state: string }[] }>(page, `/api/intake/cases?number=${number}`);
  expect(items[0]?.state).toBe('awaiting_supplement');
});
