import { expect } from '@playwright/test';
import { ahead } from './office';
import { PHONE, PLAIN, ask, city, fitsWidth, isLeaving, looks, next, signIn, test } from './visitor';

/** The example of GB 11643: it passes every check and is nobody's. */
const IDENTITY = '11010519491231002X';
const DAY_MS = 86_400_000;

interface Notices {
  readonly items: readonly { notice_id: string; task_id: string; department: string; rung: string; answer_by_at?: string }[];
}

for (const language of ['zh', 'en'] as const) {
  const isZh = language === 'zh';
  const department = isZh ? 'health' : 'market-regulation';

  test(`a complaint is lodged, assigned, answered, and closed by a callback (${language})`, async ({ page }) => {
    await looks(page, { ...PLAIN, language });
    await signIn(page, 'window');
    await page.goto('/new-complaint');
    await page.locator('form button[type=submit]').click();
    await expect(page.locator('#name'), 'the first that is missing').toBeFocused();
    await expect(page.locator('.fault:not(:empty)')).toHaveCount(4);
    await page.locator('#identity').fill('110105194912310021');
    await expect(page.locator('#identity-fault')).toContainText(isZh ? '校验码' : 'check');
    await page.locator('#name').fill('赵甲子');
    await page.locator('#identity').fill(IDENTITY);
    await page.locator('#case-number').fill(city().number);
    await page.locator('#case-number').press('Enter');
    await expect(page.locator('.about')).toBeVisible();
    await page.locator('#title').fill('办理进度缓慢');
    await page.locator('#text').fill('申请后多日没有收到任何通知');
    await page.locator('#text').press('Control+Enter');
    const number = await page.locator('.lodged .number').textContent();
    expect(number).toMatch(/^[0-9a-f-]{36}$/);

    await next(page, 'coordinator');
    await page.goto('/complaints');
    await expect(page.locator('main li a.open').first()).toBeVisible();
    await page.locator('h1').click();
    await page.keyboard.press('/');
    await page.keyboard.type(number ?? '');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/complaints/${number}`));
    await page.getByRole('button', { name: isZh ? '显示投诉内容和投诉人' : 'Show what was said' }).click();
    await expect(page.locator('.told')).toHaveText('申请后多日没有收到任何通知');
    await expect(page.locator('h1')).toHaveText('办理进度缓慢');
    await expect(page.locator('.due'), 'time left in working time').toContainText(isZh ? '个工作日' : 'working days');
    await page.locator('h1').click();
    await page.keyboard.press('a');
    await page.locator('dialog select').selectOption(department);
    await page.keyboard.press('Control+Enter');
    await expect(page.locator('dialog')).toHaveCount(0);

    await next(page, department);
    await page.goto(`/complaints/${number}`);
    await page.getByRole('button', { name: isZh ? '答复' : 'Answer', exact: true }).click();
    await page.locator('dialog button[type=submit]').click();
    await expect(page.locator('dialog .fault'), 'an answer says something').toHaveText(isZh ? '请填写此项' : /./);
    await page.locator('dialog textarea').fill('已说明办理进度，预计按期办结');
    await page.keyboard.press('Control+Enter');
    await expect(page.locator('dialog')).toHaveCount(0);
    await expect(page.locator('.words')).toContainText('预计按期办结');
    await expect(page.getByRole('button', { name: isZh ? '回访办结' : 'Close after callback' }), 'who answered does not close').toHaveCount(0);

    await next(page, 'coordinator');
    await page.goto(`/complaints/${number}`);
    await page.getByRole('button', { name: isZh ? '回访办结' : 'Close after callback' }).click();
    await page.locator('#act-solved').selectOption('yes');
    await page.locator('#act-satisfaction').selectOption('2');
    await page.keyboard.press('Control+Enter');
    await expect(page.locator('dialog')).toHaveCount(0);
    const view = await ask<{ state: string; satisfaction: number; solved: boolean }>(page, `/api/complaint/complaints/${number}`);
    expect(view).toMatchObject({ state: 'confirmed', satisfaction: 2, solved: true });
    await expect(page.locator('.words')).toContainText(isZh ? '满意' : 'Satisfied');
    await page.setViewportSize(PHONE);
    await fitsWidth(page);
  });

  // One in each language, so that each has to do with notices of its own: by the parity of their ids.
  const how = isZh
    ? { rule: 'answers in writing, and the supervisor accepts it', key: 'a', path: 'answer', state: 'answered', decide: '审核通过', after: /closed|met/ }
    : { rule: 'appeals, and the supervisor upholds the warning', key: 'r', path: 'appeal', state: 'appealed', decide: 'Uphold', after: /open|met/ };

  test(`a warned department ${how.rule} (${language})`, async ({ page }) => {
    await looks(page, { ...PLAIN, language });
    let said: { notice_id: string; department: string } | undefined;
    // The city lives on: what was to be answered may have been done meanwhile, and then it is another one.
    await expect(async () => {
      await page.goto('/sign-in');
      await next(page, 'supervisor');
      const { items } = await ask<Notices>(page, '/api/coordination/notices?state=open&limit=200');
      const notice = items.find(
        ({ notice_id, answer_by_at, department: of }) => answer_by_at && !isLeaving(of) && (Number.parseInt(notice_id.slice(-1), 16) % 2 === 0) === isZh,
      );
      expect(notice).toBeDefined();
      await next(page, notice?.department ?? '');
      await page.goto('/notices');
      const row = page.locator(`#notice-${notice?.notice_id}`);
      await row.locator('a').focus();
      await page.keyboard.press(how.key);
      await page.locator('dialog textarea').fill('材料未齐，已加派人员，两日内办结');
      if (!isZh) await page.locator('#act-legal_basis').fill('《行政许可法》第四十五条');
      const given = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith(`/${how.path}`));
      await page.keyboard.press('Control+Enter');
      expect((await given).status()).toBe(200);
      await expect(page.locator('dialog')).toHaveCount(0);
      said = notice;
    }).toPass({ timeout: 250_000, intervals: [5_000] });
    await page.locator('#state').selectOption(how.state);
    await expect(page.locator(`#notice-${said?.notice_id}`)).toContainText('两日内办结');

    await next(page, 'supervisor');
    await page.goto('/notices');
    await page.locator('#state').selectOption(how.state);
    await page.locator(`#notice-${said?.notice_id}`).getByRole('button', { name: how.decide, exact: true }).click();
    if (!isZh) await page.locator('dialog textarea').fill('逾期属实');
    await page.locator('dialog button[type=submit]').click();
    await expect(page.locator('dialog')).toHaveCount(0);
    expect((await ask<{ state: string }>(page, `/api/coordination/notices/${said?.notice_id}`)).state).toMatch(how.after);
  });

  test(`who is away says so, and who stands in (${language})`, async ({ page }) => {
    const login = isZh ? 'civil-affairs' : 'city-management';
    await looks(page, { ...PLAIN, language });
    await signIn(page, login);
    await page.goto('/me');
    await expect(page.locator('.facts').first()).toContainText(login);
    await page.locator('form button[type=submit]').click();
    await expect(page.locator('#until')).toBeFocused();
    await page.locator('#until').fill(await ahead(20 * DAY_MS));
    await page.locator('#deputy').fill(login);
    await page.locator('form button[type=submit]').click();
    await expect(page.getByRole('alert'), 'nobody stands in for themselves').toBeVisible();
    await page.locator('#deputy').fill('health');
    await page.locator('form button[type=submit]').click();
    await expect(page.locator('.mine')).toContainText('health');
    await page.getByRole('button', { name: isZh ? '已返岗' : 'Back again' }).click();
    await page.locator('dialog button[type=submit]').click();
    await expect(page.locator('.mine')).toHaveCount(0);
  });
}
