import { expect, type Page } from '@playwright/test';
import { aDispute, ahead, askedByHand, office } from './office';
import { PHONE, PLAIN, fitsWidth, looks, next, picture, signIn, test } from './visitor';

const HOUR_MS = 3_600_000;
const BASIS = '《优化营商环境条例》第三十七条';

/** Gives what a dialog asks, and waits until it is given. */
async function give(page: Page): Promise<void> {
  await page.locator('dialog button[type=submit]').click();
  await expect(page.locator('dialog')).toHaveCount(0);
}

interface Emergency {
  readonly state: string;
  readonly tasks: readonly { task_id: string; to_department: string; state: string }[];
}

for (const language of ['zh', 'en'] as const) {
  const isZh = language === 'zh';

  // In Chinese what really happens, with the papers that it skipped; in English a drill, which skips none.
  test(`${isZh ? 'an emergency' : 'a drill'} from its start to its figures (${language})`, async ({ page }) => {
    await looks(page, { ...PLAIN, language });
    await signIn(page, 'coordinator');
    await page.goto('/emergencies');
    const plan = page.locator('.plans > li', { hasText: isZh ? '集体食物中毒应急预案' : 'Food poisoning' });
    await plan.getByRole('button').click();
    await page.locator('#what').fill(isZh ? '学校食堂多人腹痛' : 'A practised stomach ache');
    await page.locator('#place').fill('海云市第一小学');
    await page.locator('dialog button[type=submit]').click();
    await expect(page.locator('#occasion-fault'), 'nobody begins one for the other').not.toBeEmpty();
    await page.locator(`dialog input[value=${isZh ? 'emergency' : 'drill'}]`).check();
    await page.locator('dialog button[type=submit]').click();
    await expect(page.locator('#confirmed-fault'), 'and it is confirmed in words').not.toBeEmpty();
    await page.locator('dialog input[type=checkbox]').check();
    await picture(page, `declare-${language}`);
    await page.locator('dialog button[type=submit]').click();
    await expect(page).toHaveURL(/emergencies\/[0-9a-f-]{36}/);
    const path = new URL(page.url()).pathname;
    await expect(page.locator('.drill-note')).toHaveCount(isZh ? 0 : 1);
    await expect(page.locator('.tasks .open')).toHaveCount(3);
    await expect(page.locator('.tasks .due').first(), 'minutes as the office counts them').toContainText(isZh ? '分钟' : 'minute');

    await next(page, 'health');
    await page.goto(path);
    await page.locator('.tasks > li', { hasText: isZh ? '救治患者' : 'Treat the patients' }).locator('a').click();
    await expect(page.locator('main .drill')).toHaveCount(isZh ? 0 : 1);
    await page.getByRole('button', { name: isZh ? '签收' : 'Take on', exact: true }).click();
    await give(page);
    await page.getByRole('button', { name: isZh ? '反馈' : 'Answer', exact: true }).click();
    await page.locator('dialog textarea').fill('收治 12 人，症状稳定');
    await give(page);
    await page.goto(path);
    await page.locator('h1').click();
    await page.keyboard.press('a');
    await page.locator('dialog textarea').fill('已收治 12 人');
    await give(page);
    await expect(page.locator('.reports')).toContainText('已收治 12 人');

    await next(page, 'coordinator');
    await page.goto(path);
    await expect(page.locator('.facts').first(), 'who responded first').toContainText(isZh ? '卫生健康' : 'Health');
    await page.getByRole('button', { name: isZh ? '终止响应' : 'End', exact: true }).click();
    await page.locator('dialog textarea').fill('患者全部出院，食品已封存');
    await give(page);
    const view = () => office<Emergency>('coordinator', `/api/coordination${path}`);
    await expect.poll(async () => (await view()).state).toBe(isZh ? 'ended' : 'closed');
    await expect(page.locator('.figures tbody tr')).toHaveCount(3);
    await expect(page.locator('.figures dl')).toContainText('1 / 3');
    if (isZh) {
      await next(page, 'market-regulation');
      await page.goto(path);
      await page.locator('.papers').getByRole('button', { name: '补办' }).click();
      await page.locator('#act-reference').fill('海云市监封字〔2026〕1 号');
      await give(page);
      await expect(page.locator('.papers')).toContainText('已补办');
      expect((await view()).state, 'with the last paper it is closed').toBe('closed');
    }
    // That nobody responded in time may be among it: two hours are five seconds here.
    for (const happened of isZh ? ['启动', '首次响应', '终止响应', '补办材料', '办结'] : ['Declared', 'First response', 'Ended', 'Closed']) {
      await expect(page.locator('.timeline strong', { hasText: new RegExp(`^${happened}$`) })).toHaveCount(1);
    }
    await picture(page, `emergency-over-${language}`);
    await page.setViewportSize(PHONE);
    await fitsWidth(page);
  });
}

test('a dispute from disputing to its ruling, which another one follows', async ({ page }) => {
  const [one, other] = [await askedByHand('civil-affairs', '说明地块历史用途'), await askedByHand('civil-affairs', '说明地块历史用途')];
  const raise = async (task: string): Promise<string> => {
    await page.goto(`/tasks/${task}`);
    await page.getByRole('button', { name: '提出争议' }).click();
    await page.locator('#act-reason').fill('地块由住建部门管理');
    await page.locator('#act-legal_basis').fill('部门三定规定');
    await page.locator('#act-responsible').selectOption('housing-construction');
    await give(page);
    const link = page.getByRole('link', { name: '查看争议' });
    return (await link.getAttribute('href')) ?? '';
  };
  await looks(page, PLAIN);
  await signIn(page, 'civil-affairs');
  const dispute = await raise(one);
  const like = await raise(other);

  await next(page, 'housing-construction');
  await page.goto('/disputes');
  await page.locator(`.disputes a[href="${dispute}"]`).focus();
  await page.keyboard.press('o');
  await expect(page.locator('.side')).toHaveCount(3);
  await page.getByRole('button', { name: '答复', exact: true }).click();
  await page.locator('#act-position').fill('可以提供，由我局承办');
  await page.locator('#act-legal_basis').fill('城乡规划法');
  await give(page);
  await expect(page.locator('.sides')).toContainText('可以提供，由我局承办');
  const answer = { position: '请裁决', legal_basis: BASIS };
  await office('government-services', `/api/coordination${dispute}/answer`, answer);

  await next(page, 'coordinator');
  await page.goto(dispute);
  await page.getByRole('button', { name: '组成小组' }).click();
  const panel = ['transport', 'market-regulation', 'health'];
  for (const [place, account] of panel.entries()) {
    await page.locator(`#account-${place}`).fill(account);
    await page.locator(`#department-${place}`).selectOption(account);
  }
  await picture(page, 'panel');
  await give(page);
  await expect(page.locator('.seats > li')).toHaveCount(3);
  const ruling = { kind: 'responsible', department: 'housing-construction', assisting: [] };
  await office('market-regulation', `/api/coordination${dispute}/vote`, { ruling, reason: '由住建部门管理' });

  await next(page, 'transport');
  await page.goto(dispute);
  await expect(page.locator('.side')).toHaveCount(3);
  await page.getByRole('button', { name: '表决', exact: true }).click();
  await page.locator('#responsible').selectOption('housing-construction');
  await page.locator('#vote-reason').fill('档案在住建部门');
  await give(page);
  await expect(page.locator('.seats')).toContainText('由海云市住房和城乡建设局承办');
  await page.getByRole('button', { name: '作出裁决' }).click();
  await page.locator('#act-reason').fill('由保管档案的部门承办');
  await page.locator('#act-legal_basis').fill('城乡规划法');
  await give(page);
  await expect(page.locator('.ruling')).toContainText('由海云市住房和城乡建设局承办');
  await expect(page.locator('.ruling')).toContainText('2 票赞成');
  await expect(page.getByRole('button', { name: '表决' }), 'what is ruled is over').toHaveCount(0);
  await expect.poll(async () => (await office<{ to_department: string }>('coordinator', `/api/coordination/tasks/${one}`)).to_department).toBe('housing-construction');
  await picture(page, 'dispute-ruled');

  for (const login of ['government-services', 'housing-construction']) await office(login, `/api/coordination${like}/answer`, answer);
  await next(page, 'coordinator');
  await page.goto(like);
  // A ruling of an earlier try asks the same.
  await page.locator('li', { has: page.locator(`a[href="${dispute}"]`) }).getByRole('button', { name: '沿用' }).click();
  await page.locator('dialog textarea').fill('同一事项');
  await give(page);
  await expect(page.locator('.ruling').getByRole('link', { name: '沿用以往裁决' })).toHaveAttribute('href', dispute);
  await page.setViewportSize(PHONE);
  await fitsWidth(page);
});

for (const language of ['zh', 'en'] as const) {
  const isZh = language === 'zh';

  test(`a meeting from its convening to the task of what it decided (${language})`, async ({ page }) => {
    const title = isZh ? '地块联审会' : 'Meeting about the site';
    await looks(page, { ...PLAIN, language });
    await signIn(page, 'coordinator');
    await page.goto('/meetings');
    await expect(page.locator('.filters a')).toBeVisible();
    await page.keyboard.press('n');
    await page.locator('form button[type=submit]').click();
    await expect(page.locator('#title'), 'the first that is missing').toBeFocused();
    await page.locator('#title').fill(title);
    await page.locator('.checks input[value=transport]').check();
    await page.locator('.checks input[value=civil-affairs]').check();
    await page.locator('#topics').fill('地块历史用途\n联审时限');
    if (isZh) {
      // What is disputed is stuck, and is followed up.
      await aDispute();
      await page.locator('#with-blockers').check();
    }
    // So far ahead that a slow machine comes in time; half a minute of its clock is twelve hours.
    await page.locator('#held-at').fill(await ahead(12 * HOUR_MS));
    await page.locator('form button[type=submit]').click();
    await expect(page).toHaveURL(/meetings\/[0-9a-f-]{36}/);
    await expect(page.locator('.agenda > li', { hasText: '联审时限' })).toHaveCount(1);
    if (isZh) await expect(page.locator('.agenda .stuck').first()).toBeVisible();

    const write = page.getByRole('button', { name: isZh ? '起草纪要' : 'Write the minutes' });
    await expect(write, 'after it was held').toBeEnabled();
    await write.click();
    if (isZh) await page.getByRole('button', { name: '未填写的均记为续议' }).click();
    await page.locator('form button[type=submit]').click();
    await expect(page.locator('#decision-0-what')).toBeFocused();
    const what = `${title}：提供用途说明`;
    await page.locator('#decision-0-what').fill(what);
    await page.locator('#decision-0-what-en').fill(what);
    await page.locator('#decision-0-department').selectOption('civil-affairs');
    await page.locator('#decision-0-workdays').fill('5');
    await picture(page, `minutes-${language}`);
    await page.locator('#decision-0-workdays').press('Control+Enter');
    const task = page.locator('.decisions a');
    await expect(task, 'it becomes a task').toBeVisible();
    if (isZh) await expect(page.getByText('本次未议，下次续议').first()).toBeVisible();
    await page.getByRole('button', { name: isZh ? '更正纪要' : 'Correct the minutes' }).click();
    await page.locator('dialog textarea').fill('到会部门另有交通部门');
    await give(page);
    await expect(page.locator('.correction')).toHaveCount(1);
    await task.click();
    await expect(page.locator('h1')).toHaveText(what);
    await expect(page.locator('.facts').first()).toContainText(isZh ? '民政' : 'Civil Affairs');
    await page.setViewportSize(PHONE);
    await fitsWidth(page);
  });
}

interface Rhythm {
  readonly next?: { nth: number } | null;
}

test('the fortnightly list is set and issued, and leads to a meeting about all that is stuck', async ({ page }) => {
  await looks(page, PLAIN);
  await signIn(page, 'supervisor');
  await page.goto('/dispatch');
  await expect(page.locator('.stuck .open').first(), 'what is late is stuck').toBeVisible();
  await page.getByRole('button', { name: '确定调度日' }).click();
  // Two days ahead: a list is issued three days before at most.
  await page.locator('dialog input').fill((await ahead(48 * HOUR_MS)).slice(0, 10));
  await give(page);
  await page.getByRole('button', { name: '编制清单' }).click();
  await give(page);
  await page.locator('.lists a').first().click();
  await expect(page.locator('.items .open').first()).toBeVisible();
  const { next: due } = await office<Rhythm>('supervisor', '/api/coordination/dispatch');
  expect(due?.nth).toBeGreaterThan(1);
  await page.goto('/dispatch');
  await page.getByRole('link', { name: '就堵点召集会议' }).click();
  await expect(page.locator('#with-blockers')).toBeChecked();
});

test('what was asked by hand is withdrawn by whoever asked, or closed', async ({ page }) => {
  const [one, other] = [await askedByHand('transport', '说明道路情况'), await askedByHand('transport', '说明道路现状')];
  await looks(page, PLAIN);
  await signIn(page, 'government-services');
  await page.goto(`/tasks/${one}`);
  await page.getByRole('button', { name: '撤回', exact: true }).click();
  await page.locator('dialog textarea').fill('不再需要');
  await give(page);
  await expect(page.locator('.title').first()).toContainText('已撤回');
  await next(page, 'coordinator');
  await page.goto(`/tasks/${other}`);
  await page.getByRole('button', { name: '关闭', exact: true }).click();
  await page.locator('dialog textarea').fill('情况已清楚');
  await give(page);
  await expect(page.locator('.title').first()).toContainText('已关闭');
});
