import { expect, type Page } from '@playwright/test';
import { office } from './office';
import { PLAIN, city, fitsWidth, isAccessible, PHONE, looks, picture, signIn, test } from './visitor';

/** Fills the form of the page for signing in, and sends it. */
async function signInWith(page: Page, login: string, password: string): Promise<void> {
  if (!page.url().includes('/sign-in')) await page.goto('/sign-in');
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(password);
  await page.locator('button[type=submit]').click();
}

for (const language of ['zh', 'en'] as const) {
  const isZh = language === 'zh';

  test(`an operator sees every reader run, verifies the data and sees what was found (${language})`, async ({ page }) => {
    await looks(page, { ...PLAIN, language });
    await signIn(page, 'operator');
    await expect(page, 'where operators begin').toHaveURL(/\/operations$/);
    const readers = page.locator('tr.reader');
    await expect(readers.first()).toBeVisible();
    expect(await readers.count()).toBeGreaterThan(5);
    const running = isZh ? '运行' : 'running';
    await expect(readers.filter({ hasText: running })).toHaveCount(await readers.count());
    await expect(page.locator('tr.sweeper').first()).toContainText(running);
    const begin = page.getByRole('button', { name: isZh ? '开始核对' : 'Begin to verify' });
    const begun = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/verification'));
    await begin.click();
    // Somebody else may have begun one just now: then theirs is seen.
    expect([202, 409]).toContain((await begun).status());
    await expect(page.locator('.verification .result')).toContainText(isZh ? '数据完好' : 'The data are sound');
    await expect(page.locator('.verification')).toContainText(isZh ? /\d+ 个事件/ : /\d+ events/);
    await page.goto('/inbox');
    await expect(page.locator('nav a[href="/inbox"]'), 'no screens of business').toHaveCount(0);
  });

  test(`who manages accounts creates one, who signs in until it is disabled (${language})`, async ({ page }) => {
    const login = `clerk-${language}-${Date.now().toString(36)}`;
    await looks(page, { ...PLAIN, language });
    await signIn(page, 'operator');
    await page.goto('/accounts');
    await expect(page.locator('.accounts .login').first()).toBeVisible();
    await page.getByRole('button', { name: isZh ? '新建账号' : 'New account' }).click();
    await page.locator('dialog button[type=submit]').click();
    await expect(page.locator('#account-login'), 'the first that is missing').toBeFocused();
    await expect(page.locator('#roles-fault')).not.toBeEmpty();
    await page.locator('#account-login').fill(login);
    await page.locator('#role-window_clerk').check();
    await page.locator('#account-login').press('Control+Enter');
    await expect(page.locator('#account-department-fault'), 'clerks belong to a department').not.toBeEmpty();
    await page.locator('#account-department').selectOption('government-services');
    await page.locator('dialog button[type=submit]').click();
    const password = (await page.locator('dialog .once').textContent()) ?? '';
    expect(password).toMatch(/^\S{8,}$/);
    await page.getByRole('button', { name: isZh ? '已交付，不再显示' : 'Handed over: show it no more' }).click();
    await expect(page.locator('dialog')).toHaveCount(0);

    const tries = async () => {
      await page.evaluate(() => sessionStorage.clear());
      await page.goto('/sign-in');
      await signInWith(page, login, password);
    };
    await tries();
    await expect(page).toHaveURL(/\/window$/);

    await page.evaluate(() => sessionStorage.clear());
    await signIn(page, 'operator');
    await page.goto('/accounts');
    await page.locator('#account-find').fill(login.toUpperCase());
    await page.locator('#account-find').press('Enter');
    const row = page.locator('.accounts > li', { hasText: login });
    await expect(page.locator('.accounts > li')).toHaveCount(1);
    await row.getByRole('button', { name: isZh ? '停用' : 'Disable', exact: true }).click();
    await page.locator('dialog button[type=submit]').click();
    await expect(row.locator('.standing')).toHaveText(isZh ? '停用' : 'disabled');

    await tries();
    await expect(page.getByRole('alert')).toContainText(isZh ? '账号或密码不正确' : 'Account name or password is wrong');
    await page.setViewportSize(PHONE);
    await fitsWidth(page);
  });

  test(`whoever changes the own password stays signed in here and nowhere else (${language})`, async ({ page, browser }) => {
    const login = `own-${language}-${Date.now().toString(36)}`;
    const { password: first } = await office<{ password: string }>('operator', '/api/accounts', { login, roles: ['handler'], department: 'health' });
    const fresh = '海云市政务服务大厅三号窗';
    const elsewhere = await browser.newPage({ baseURL: city().address });
    for (const one of [page, elsewhere]) {
      await looks(one, { ...PLAIN, language });
      await signInWith(one, login, first);
      await one.waitForURL((url) => url.pathname !== '/sign-in');
    }
    await page.setViewportSize(PHONE);
    await page.goto('/me');
    const own = page.locator('.own-password');
    await own.getByRole('button', { name: isZh ? '修改密码' : 'Change the password' }).click();
    await expect(page.locator('#old-password')).toBeFocused();
    const change = async (old: string, now: string, again = now) => {
      await page.locator('#old-password').fill(old);
      await page.locator('#new-password').fill(now);
      await page.locator('#again-password').fill(again);
      await own.locator('button[type=submit]').click();
    };
    await change('not the password', 'short');
    await expect(page.locator('#new-password-fault')).toContainText(isZh ? '10 至 128 个字符' : '10 to 128 characters');
    await change('not the password', fresh, `${fresh}口`);
    await expect(page.locator('#again-password-fault')).not.toBeEmpty();
    await change('not the password', fresh);
    await expect(page.locator('#old-password-fault')).not.toBeEmpty();
    await expect(page.locator('#old-password')).toBeFocused();
    await isAccessible(page);
    await fitsWidth(page);
    await own.scrollIntoViewIfNeeded();
    await picture(page, `own-password-${language}-phone`);
    await change(first, fresh);
    await expect(own.getByRole('status')).toContainText(isZh ? '密码已修改' : 'The password is changed');
    await page.reload();
    await expect(own, 'still signed in').toBeVisible();

    await elsewhere.goto('/me');
    await expect(elsewhere).toHaveURL(/\/sign-in/);
    await signInWith(elsewhere, login, first);
    await expect(elsewhere.getByRole('alert')).toContainText(isZh ? '账号或密码不正确' : 'Account name or password is wrong');
    await signInWith(elsewhere, login, fresh);
    await expect(elsewhere).toHaveURL(/\/me$/);
    await elsewhere.close();
  });
}
