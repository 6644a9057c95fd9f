import { expect, type Page } from '@playwright/test';
import { dayAhead } from './together';
import { PHONE, PLAIN, ask, fitsWidth, isAccessible, looks, next, picture, signIn, test } from './visitor';

/** Gives what a dialog asks for, and waits until it was taken. */
async function give(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`#act-${name}`);
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
  }
  await page.locator('dialog button[type=submit]').click();
  await expect(page.locator('dialog')).toHaveCount(0);
}

interface Matter {
  readonly proposal: Readonly<Record<'candidates' | 'assisting', readonly { department: string }[]>>;
}

for (const language of ['zh', 'en'] as const) {
  const isZh = language === 'zh';
  const say = (zh: string, en: string) => (isZh ? zh : en);
  const act = (page: Page, zh: string, en: string) => page.getByRole('button', { name: say(zh, en), exact: true });

  test(`a task force misses a milestone, clears what is in its way, and ends (${language})`, async ({ page }) => {
    test.setTimeout(420_000);
    const leader = say('housing-construction', 'natural-resources');
    const helper = say('fire-rescue', 'environment');
    const title = say('加装电梯专班', 'Lifts in old buildings');
    await looks(page, { ...PLAIN, language });
    await signIn(page, 'coordinator');
    await page.goto('/projects');
    await expect(page.getByRole('link', { name: say('组建专班', 'Set up a task force') })).toBeVisible();
    await page.keyboard.press('n');
    await expect(page).toHaveURL(/projects\/new/);
    await page.locator('#title').fill(title);
    await page.locator('form button[type=submit]').click();
    await expect(page.locator('#goal'), 'the first that is missing').toBeFocused();
    await page.locator('#goal').fill(say('审批环节减到五个', 'Five steps instead of twelve'));
    await page.locator('#leader-department').selectOption(leader);
    await page.locator('#leader-account').fill(leader);
    await page.locator(`#members-${helper}`).check();
    await act(page, '添加里程碑', 'Add a milestone').click();
    await page.locator('#name-0').fill(say('印发办法', 'Rules are issued'));
    await page.locator('#department-0').selectOption(helper);
    // A day of this city takes a minute.
    await page.locator('#due-0').fill(await dayAhead(1));
    await act(page, '添加里程碑', 'Add a milestone').click();
    await page.locator('#name-1').fill(say('全市推开', 'The whole city'));
    await page.locator('#department-1').selectOption(leader);
    await page.locator('#due-1').fill(await dayAhead(300));
    await page.locator('form button[type=submit]').click();
    await expect(page).toHaveURL(/projects\/[0-9a-f-]{36}$/);
    const address = new URL(page.url()).pathname;

    await next(page, leader);
    await page.goto('/projects');
    await page.locator(`a.open[href="${address}"]`).click();
    await expect(page.locator('.plan > li')).toHaveCount(3);
    await page.locator('h1').click();
    await page.keyboard.press('r');
    await give(page, { what: say('消防登高面与井道冲突', 'Lift shafts stand where fire engines do'), needs_department: helper });
    await expect(page.locator('.blocker.open')).toHaveCount(1);
    await expect(page.locator('.plan .missed'), 'its day passes while somebody looks').toHaveCount(1, { timeout: 200_000 });
    await expect(page.locator('.plan > li').first(), 'what was missed stands before today').toHaveClass(/missed/);
    await expect(page.locator('.plan > li').nth(1)).toHaveClass(/today/);
    await expect(page.locator('.standing').first()).toContainText(say('1 个已错过', '1 missed'));
    await expect(page.locator('.standing').first()).toContainText(say('1 个堵点未疏通', '1 open blocker'));
    await picture(page, `project-missed-${language}`);

    await page.locator('.plan .ahead').getByRole('button', { name: say('改期', 'Move'), exact: true }).click();
    await give(page, { due_on: await dayAhead(330), reason: say('规则需先修订', 'Rules have to be changed first') });
    await expect(page.locator('.moves')).toContainText(say('规则需先修订', 'Rules have to be changed first'));
    await act(page, '结束专班', 'Close').click();
    await page.locator('#act-outcome').selectOption('achieved');
    await page.locator('#act-result').fill(say('已完成', 'Done'));
    await page.locator('dialog button[type=submit]').click();
    await expect(page.locator('dialog').getByRole('alert'), 'what is not reached is not achieved').toBeVisible();
    await page.keyboard.press('Escape');

    // Who is responsible says that it is reached, late as it is; who raised the blocker, that it is cleared.
    await next(page, helper);
    await page.goto(address);
    await page.locator('.plan .missed').getByRole('button', { name: say('达成', 'Reached'), exact: true }).click();
    await give(page, { note: say('已印发', 'Issued') });
    await expect(page.locator('.plan .reached')).toHaveCount(1);
    await expect(act(page, '已疏通', 'Cleared')).toHaveCount(0);
    await next(page, leader);
    await page.goto(address);
    await act(page, '已疏通', 'Cleared').click();
    await give(page, { how: say('统一了标准', 'One rule for all') });
    await expect(page.locator('.blocker.open')).toHaveCount(0);
    await act(page, '结束专班', 'Close').click();
    await give(page, { outcome: 'partly_achieved', result: say('办法已印发', 'The rules are issued') });
    await expect(page.locator('.standing').first()).toContainText(say('部分达成', 'Partly achieved'));
    await expect(page.locator('main button')).toHaveCount(0);
  });

  test(`the public is asked, a stranger answers, and anyone reads what was decided (${language})`, async ({ page }) => {
    test.setTimeout(420_000);
    const asked = say('transport', 'civil-affairs');
    const title = say('人民路公交专用道', 'A bus lane in People’s Road');
    await looks(page, { ...PLAIN, language });
    await signIn(page, 'coordinator');
    await page.goto('/deliberations/new');
    await page.locator('#title').fill(title);
    await page.locator('#text').fill(say('拟在早晚高峰设置公交专用道', 'In the mornings and evenings'));
    await page.locator(`#departments-${asked}`).check();
    await page.locator('#amount').fill('2');
    await page.locator('form button[type=submit]').click();
    await expect(page).toHaveURL(/deliberations\/[0-9a-f-]{36}$/);
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';

    // A stranger, on a phone.
    await page.evaluate(() => sessionStorage.clear());
    await page.setViewportSize(PHONE);
    await page.goto('/consultations');
    await page.locator(`a[href="/consultations/${id}"]`).click();
    await expect(page.locator('h1')).toHaveText(title);
    await page.locator('form button[type=submit]').click();
    await expect(page.locator('#stance-for')).toBeFocused();
    await page.locator('#stance-against').check();
    await page.locator('#text').fill(say('沿街商铺怎么装卸货', 'Where are shops to unload?'));
    await page.locator('form button[type=submit]').click();
    const receipt = (await page.locator('.thanks .number').textContent()) ?? '';
    expect(receipt).toMatch(/^\d{8}-/);
    await fitsWidth(page);
    await picture(page, `consultation-given-${language}`);

    await page.setViewportSize({ width: 1280, height: 800 });
    await next(page, asked);
    await page.goto(`/deliberations/${id}`);
    await expect(page.locator('h1')).toHaveText(title);
    await page.keyboard.press('a');
    await give(page, { stance: 'for', opinion: say('支持，建议先试行', 'For it, with a trial') });
    await expect(page.locator('.stance')).toHaveText(say('支持', 'For'));

    await next(page, 'coordinator');
    await page.goto(`/deliberations/${id}`);
    await expect(page.locator('.opinions')).toContainText(receipt);
    // The limit passes by itself, and the page hears of it.
    await act(page, '归纳意见', 'Sum up').click({ timeout: 260_000 });
    await give(page, { summary: say('多数支持，担心装卸货', 'Most are for it; unloading is a worry'), points: say('装卸货\n时段', 'Unloading\nHours') });
    await act(page, '作出决定', 'Decide').click();
    await page.locator('#act-decision').fill(say('试行三个月', 'A trial of three months'));
    await page.locator('dialog button[type=submit]').click();
    await expect(page.locator('dialog .fault:not(:empty)'), 'reasons, and an answer to each point').toHaveCount(3);
    await give(page, { reasons: say('公交车速太低', 'Buses are too slow'), 'answer-0': say('设限时泊位', 'Bays with a time limit'), 'answer-1': say('三个月后评估', 'Looked at after the trial') });
    await act(page, '登记落实情况', 'Follow up').click();
    await give(page, { what: say('标线已施划', 'The lane is marked') });

    await page.evaluate(() => sessionStorage.clear());
    await page.setViewportSize(PHONE);
    await page.goto('/consultations');
    await page.locator('#receipt').fill(receipt);
    await page.locator('.own button[type=submit]').click();
    await expect(page.locator('.found')).toContainText(say('沿街商铺怎么装卸货', 'Where are shops to unload?'));
    await page.locator('.found a').click();
    await expect(page).toHaveURL(new RegExp(`/consultations/${id}$`));
    await expect(page.locator('.decision')).toHaveText(say('试行三个月', 'A trial of three months'));
    await expect(page.locator('main')).toContainText(say('公交车速太低', 'Buses are too slow'));
    await expect(page.locator('.point .answer')).toHaveCount(2);
    const departments = await ask<readonly { code: string; names: Record<'zh' | 'en', string> }[]>(page, '/api/catalog/public/departments');
    const name = departments.find(({ code }) => code === asked)?.names[language] ?? asked;
    await expect(page.locator('main'), 'which department said what').toContainText(name);
    await expect(page.locator('.stance')).toHaveText(say('支持', 'For'));
    await expect(page.locator('main')).toContainText(say('标线已施划', 'The lane is marked'));
    await expect(page.locator('main'), 'counted, and signed by nobody').toContainText(say('反对 1', '1 against'));
    await expect(page.locator('main')).not.toContainText(receipt);
    await expect(page.locator('form')).toHaveCount(0);
    await isAccessible(page);
    await fitsWidth(page);
    await picture(page, `consultation-decided-${language}`);
  });

  test(`it is asked whose a matter is, and a coordinator says so (${language})`, async ({ page }) => {
    const title = say('流动摊贩占道经营', 'Mobile vendors block the pavement');
    await looks(page, { ...PLAIN, language });
    await signIn(page, 'transport');
    await page.goto('/matters');
    await expect(page.locator('#title')).toBeVisible();
    await page.keyboard.press('n');
    await page.keyboard.type(title);
    await page.keyboard.press('Control+Enter');
    await expect(page).toHaveURL(/matters\/[0-9a-f-]{36}$/);
    const address = new URL(page.url()).pathname;
    await expect(page.locator('.candidate mark').first(), 'the words that matched').toBeVisible();
    await expect(page.locator('.level')).toContainText(say('可信度', 'Confidence'));
    await expect(page.locator('#lead'), 'who asks does not confirm').toHaveCount(0);

    await next(page, 'coordinator');
    await page.goto('/matters');
    await page.locator(`a.open[href="${address}"]`).click();
    const lead = page.locator('#lead');
    await expect(lead).toHaveValue(/./);
    // What an earlier try confirmed may be proposed by now.
    const { proposal } = await ask<Matter>(page, `/api/coordination${address}`);
    const proposed = [...proposal.candidates, ...proposal.assisting].map(({ department }) => department);
    const choices = await lead.locator('option').evaluateAll((all) => (all as HTMLOptionElement[]).map(({ value, text }) => ({ value, text })));
    const other = choices.find(({ value }) => !proposed.includes(value));
    await lead.selectOption(other?.value ?? '');
    await page.locator('form button[type=submit]').click();
    await expect(page.getByRole('alert'), 'what is not proposed needs a reason').toContainText(say('理由', 'reason'));
    await page.locator('#reason').fill(say('涉及交通秩序', 'It is about traffic'));
    await page.locator('form button[type=submit]').click();
    await expect(page.locator('.confirmed')).toContainText(other?.text ?? '');
    await expect(page.locator('.confirmed')).toContainText(say('与建议不同', 'Not as proposed'));

    await next(page, 'transport');
    await page.goto('/matters');
    await page.locator('#words').fill(title);
    await page.locator('#words').press('Enter');
    await expect(page.locator(`a.open[href="${address}"]`), 'found by its words, once confirmed').toBeVisible();
    await page.locator(`a.open[href="${address}"]`).click();
    await expect(page.locator('.confirmed')).toContainText(say('涉及交通秩序', 'It is about traffic'));
  });
}

test('a filter is kept under a name, used again after another sign-in, and shared', async ({ page }) => {
  await looks(page, PLAIN);
  await signIn(page, 'government-services');
  await page.goto('/inbox');
  await page.getByRole('button', { name: '等待他人' }).click();
  await page.getByText('任务条件').click();
  await page.locator('#task-overdue').selectOption('true');
  await expect(page).toHaveURL(/view=waiting&overdue=true/);
  await page.getByText('显示的列').click();
  await page.locator('#column-number').uncheck();
  await page.getByRole('button', { name: '保存视图' }).click();
  await give(page, { name: '等待且超期', shared: 'yes' });
  await expect(page.locator('#saved-view option:checked')).toHaveText('等待且超期');

  await next(page, 'government-services');
  await page.goto('/inbox');
  await expect(page.getByRole('columnheader', { name: '办件编号' }), 'columns are remembered on the machine').toHaveCount(0);
  await page.locator('#saved-view').selectOption({ label: '等待且超期' });
  await expect(page).toHaveURL(/view=waiting&overdue=true/);
  await expect(page.getByRole('button', { name: '等待他人' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('#task-overdue')).toHaveValue('true');
  for (const due of await page.locator('tbody tr td.due').allTextContents()) expect(due).toContain('超期');

  await next(page, 'coordinator');
  await page.goto('/inbox');
  await page.locator('#saved-view').selectOption({ label: '等待且超期（government-services）' });
  await expect(page).toHaveURL(/view=waiting&overdue=true/);
  await expect(page.getByRole('button', { name: '删除视图' }), 'it is another’s').toHaveCount(0);
  await page.goto('/board');
  await expect(page.locator('.column').first()).toBeVisible();
  await expect(page.locator('#saved-view option'), 'the board shows departments alone').toHaveCount(1);

  await next(page, 'government-services');
  await page.goto('/inbox?view=waiting&overdue=true');
  await page.getByRole('button', { name: '删除视图' }).click();
  await give(page, {});
  await expect(page.locator('#saved-view option')).toHaveCount(1);
});
