import { expect, type Page } from '@playwright/test';
import { aStep } from './office';
import { LEAVING, PHONE, PLAIN, ask, city, fitsWidth, isLeaving, looks, picture, signIn, signedIn, test } from './visitor';

interface Steps {
  readonly items: readonly { case_id: string; step: string; number: string; asks: number; department: string }[];
}

/** A step that can be decided, of whichever department has one: the city lives on meanwhile. */
async function decidable(page: Page, place: 0 | -1): Promise<Steps['items'][number]> {
  const ready = async () => (await ask<Steps>(page, '/api/approval/steps?limit=200')).items.filter(({ asks, department }) => asks === 0 && !isLeaving(department));
  await expect.poll(async () => (await ready()).length, { timeout: 90_000 }).toBeGreaterThan(1);
  const found = (await ready()).at(place);
  if (!found) throw new Error('nothing to decide');
  return found;
}

for (const language of ['zh', 'en'] as const) {
  test(`whoever signs in sees their screens, and nobody else does (${language})`, async ({ page }) => {
    await looks(page, { ...PLAIN, language });
    await page.goto('/inbox?view=waiting');
    await expect(page).toHaveURL(/sign-in\?return_to=/);
    const login = LEAVING[language];
    await page.locator('#login').fill(login);
    await page.locator('#password').fill('wrong');
    await page.locator('button[type=submit]').click();
    const alert = page.getByRole('alert');
    await expect(alert).toContainText(language === 'zh' ? '账号或密码不正确' : 'Account name or password is wrong');
    await expect(alert).toContainText(/[0-9a-f]{32}/);
    await page.locator('#password').fill(city().passwords[login] ?? '');
    await page.locator('button[type=submit]').click();
    await expect(page).toHaveURL(/inbox\?view=waiting/);
    await expect(page.locator('nav a[href="/inbox"]')).toBeVisible();
    await expect(page.locator('nav a[href="/window"]'), 'what clerks have').toHaveCount(0);
    const menu = page.getByRole('button', { name: language === 'zh' ? '督办' : 'Supervision' });
    await menu.press('ArrowDown');
    await expect(page.locator('nav a[href="/warnings"]')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(menu, 'Escape leads back').toBeFocused();
    await expect(page.locator('nav a[href="/warnings"]')).toBeHidden();
    await page.locator('.who .opener').click();
    await page.getByRole('button', { name: language === 'zh' ? '退出登录' : 'Sign out' }).click();
    await expect(page, 'whoever comes next is not led to this page').toHaveURL(/sign-in$/);
    await page.goto('/board');
    await expect(page).toHaveURL(/sign-in/);
  });

  test(`an applicant finds the case on a phone and reads what comes next (${language})`, async ({ page }) => {
    const { number, code } = city();
    await page.setViewportSize(PHONE);
    await looks(page, { ...PLAIN, language });
    await page.goto('/progress');
    await page.locator('#number').fill(number);
    await page.locator('#code').fill('00000000');
    await page.locator('button[type=submit]').click();
    await expect(page.getByRole('alert')).toContainText(language === 'zh' ? '未找到' : 'Not found');
    await page.locator('#code').fill(code);
    await page.locator('button[type=submit]').click();
    await expect(page.locator('.state')).toBeVisible();
    await expect(page.getByText(number)).toBeVisible();
    await expect(page.locator('.timeline')).toContainText(language === 'zh' ? '已收到申请' : 'The application was received');
    await fitsWidth(page);
    expect(page.url(), 'no code stays in the address').not.toContain(code);
  });

  test(`a handler approves a step by keyboard alone and sees what became of it (${language})`, async ({ page }) => {
    await looks(page, { ...PLAIN, language });
    await signIn(page, 'coordinator');
    const step = await decidable(page, language === 'zh' ? 0 : -1);
    await signIn(page, step.department);
    await page.goto('/inbox');
    await expect(page.locator('tbody tr a').first()).toBeVisible();
    await page.keyboard.press('/');
    await page.keyboard.type(step.number);
    await page.keyboard.press('Escape');
    const rows = page.locator('tbody tr', { has: page.locator(`a[href="/cases/${step.case_id}"]`) });
    await expect(rows.first()).toBeVisible();
    // Another step of the case may wait for an answer first.
    const ready = page.locator('tbody tr.focused', { has: page.locator('a[href^="/cases"]'), hasNotText: /等待|Waits/ });
    for (let n = 0; n < 5 && (await ready.count()) === 0; n += 1) await page.keyboard.press('j');
    await expect(page.locator('tbody tr.focused td.due'), 'counted in working time by the office').toContainText(language === 'zh' ? /还剩|超期/ : /left|late/);
    const answered = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/approve'));
    await page.keyboard.press('a');
    await page.locator('dialog textarea').fill('同意');
    await page.keyboard.press('Control+Enter');
    const answer = await answered;
    expect(answer.status()).toBe(200);
    expect(answer.request().headers()['idempotency-key']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    await expect(page.locator('dialog')).toHaveCount(0);
    const view = await ask<{ steps: { step: string; state: string }[] }>(page, `/api/approval/cases/${step.case_id}`);
    const [, decided] = /steps\/([^/]+)\/approve$/.exec(answer.url()) ?? [];
    expect(view.steps.find((one) => one.step === decided)?.state).toBe('done');
    await page.goto(`/cases/${step.case_id}`);
    await expect(page.locator('.steps .done').first()).toBeVisible();
  });

  test(`a warning arrives while the coordinator looks (${language})`, async ({ page }) => {
    await looks(page, { ...PLAIN, language });
    await signIn(page, 'coordinator');
    await page.goto('/warnings');
    const arrived = page.locator('.arrived');
    // Nothing is clicked: the page hears of it.
    await expect(arrived).toContainText(language === 'zh' ? '条新预警' : 'new warning', { timeout: 200_000 });
    await expect(page.locator('.list .fresh').first()).toBeVisible();
    await picture(page, `warning-arrived-${language}`);
  });
}

test('a wish whose answer was lost is repeated under its key and carried out once', async ({ page, complaints }) => {
  await looks(page, PLAIN);
  await signIn(page, 'fire-rescue');
  await page.goto('/inbox');
  interface Tasks {
    readonly items: readonly { task_id: string; to_department: string }[];
  }
  const open = async () =>
    (await ask<Tasks>(page, '/api/coordination/tasks?view=department&state=requested&limit=50')).items.filter(({ to_department }) => to_department === 'fire-rescue');
  await expect.poll(async () => (await open()).length, { timeout: 90_000 }).toBeGreaterThan(0);
  const task = (await open()).at(-1);
  await page.goto(`/tasks/${task?.task_id}`);
  const keys: string[] = [];
  await page.route('**/acknowledge', async (route) => {
    keys.push(route.request().headers()['idempotency-key'] ?? '');
    // The office carries it out, and the answer does not come back.
    if (keys.length === 1) {
      await route.fetch();
      await route.abort('connectionreset');
    } else await route.continue();
  });
  await page.getByRole('button', { name: '签收' }).first().click();
  await page.locator('dialog button[type=submit]').click();
  await expect(page.locator('dialog').getByRole('alert')).toContainText('没有收到系统的答复');
  await page.getByRole('button', { name: '重试（不会重复办理）' }).click();
  await expect(page.locator('dialog')).toHaveCount(0);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
  const { steps } = await ask<{ steps: { happened: string }[] }>(page, `/api/coordination/tasks/${task?.task_id}/history`);
  expect(steps.filter(({ happened }) => happened === 'task_acknowledged')).toHaveLength(1);
  complaints.length = 0;
});

test('a lost connection is shown, and nothing can be sent meanwhile', async ({ page, context, complaints }) => {
  await looks(page, PLAIN);
  await signedIn(page, (await aStep()).department);
  await page.goto('/inbox');
  await page.locator('#kind').selectOption('step');
  await expect(page.locator('tbody tr a').first()).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByRole('alert')).toContainText('与系统的连接已中断');
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await expect(page.locator('dialog button[type=submit]')).toBeDisabled();
  await page.keyboard.press('Escape');
  await context.setOffline(false);
  await expect(page.locator('.offline')).toHaveCount(0);
  complaints.length = 0;
});

test('tasks are taken in bulk, and each has a result', async ({ page }) => {
  await looks(page, PLAIN);
  await signIn(page, 'environment');
  await page.goto('/inbox?view=department');
  await expect(page.locator('tbody tr a').nth(4)).toBeVisible();
  await picture(page, 'inbox');
  await page.locator('#kind').selectOption('task');
  await expect(page.locator('tbody tr a').first()).toBeVisible();
  await page.locator('h1').click();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByRole('button', { name: '由我办理' }).click();
  await expect(page.locator('.result li').first()).toBeVisible();
  await expect(page.locator('.result')).toContainText(/完成 \d+ 项/);
});

test('the page loads nothing from elsewhere, and its policy allows nothing inline', async ({ page }) => {
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  const answer = await page.goto('/sign-in');
  const policy = answer?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toContain('unsafe');
  expect(answer?.headers()['cache-control']).toBe('no-cache');
  await signIn(page, 'coordinator');
  await page.goto('/board');
  await expect(page.locator('.column').first()).toBeVisible();
  expect([...hosts]).toEqual([new URL(city().address).host]);
});
