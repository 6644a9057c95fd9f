import { expect, type Page } from '@playwright/test';
import { aComplaint, aRepeat, anOwnAnswer } from './complaint';
import { aDispute, aDrill, aMeeting, aStep, ahead, theNewest } from './office';
import { aConsultation, aDecision, aMatter, aProject } from './together';
import { openProcess } from './process';
import { aCaseThatIsOver } from './rating';
import { aReport } from './report';
import { LOOKS, PHONE, PLAIN, ask, city, fitsWidth, isAccessible, looks, picture, signedIn, test, type Look } from './visitor';

interface Rows {
  readonly items: readonly { case_id: string; task_id: string }[];
}

interface Screen {
  readonly name: string;
  /** Whose screen it is; none is signed in for those of everybody. */
  readonly login?: string | (() => Promise<string>);
  readonly open: (page: Page, login?: string) => Promise<void>;
}

async function first(page: Page, list: string): Promise<Rows['items'][number]> {
  await expect.poll(async () => (await ask<Rows>(page, list)).items.length).toBeGreaterThan(0);
  const found = (await ask<Rows>(page, list)).items[0];
  if (!found) throw new Error(`${list} is empty`);
  return found;
}

/** Who has something to decide. */
async function deciding(): Promise<string> {
  return (await aStep()).department;
}

/** The form of a catalogue, with the newest to begin with. */
async function takeNewest(page: Page): Promise<void> {
  await page.locator('.catalog-form').getByRole('button', { name: /从最新目录开始|Begin with the newest/ }).click();
  await expect(page.locator('.chosen')).toBeVisible();
  await page.locator('#catalog-from').fill(await ahead(3_600_000_000));
}

/** A file of the newest catalogue, and departments of it, in which something moves. */
async function moved() {
  const { files } = await theNewest();
  const textOf = (name: string) => files.find((file) => file.name === name)?.text ?? '';
  const permit = textOf('items/pollutant-permit.yaml')
    .replace(/^version: 1/m, 'version: 2')
    .replace(/^valid_from: .*/m, 'valid_from: 2091-01-01')
    .replace(/(promised:\s*workdays: )20/, '$125');
  const departments = textOf('departments.yaml').replace(/en: Haiyun Health[^\n]*/, 'en: Haiyun Public Health');
  const file = (name: string, text: string) => ({ name, mimeType: 'application/yaml', buffer: Buffer.from(text) });
  return [file('pollutant-permit.v2.yaml', permit), file('departments.yaml', departments)];
}

const SCREENS: readonly Screen[] = [
  {
    name: 'sign-in',
    open: async (page) => {
      await page.goto('/sign-in');
      await expect(page.locator('#login')).toBeVisible();
    },
  },
  {
    name: 'progress',
    open: async (page) => {
      const { number, code } = city();
      await page.goto(`/progress#number=${number}&code=${code}`);
      await expect(page.locator('.timeline > li').first()).toBeVisible();
    },
  },
  {
    name: 'inbox',
    login: 'health',
    open: async (page) => {
      await page.goto('/inbox');
      await expect(page.locator('tbody tr a').first()).toBeVisible();
    },
  },
  {
    name: 'inbox-dialog',
    login: deciding,
    open: async (page) => {
      await page.goto('/inbox');
      await page.locator('#kind').selectOption('step');
      await expect(page.locator('tbody tr a').first()).toBeVisible();
      await page.locator('h1').click();
      await page.keyboard.press('j');
      await page.keyboard.press('r');
      await page.locator('dialog button[type=submit]').click();
      await expect(page.locator('dialog .fault').first()).toBeVisible();
    },
  },
  {
    name: 'keys',
    login: 'health',
    open: async (page) => {
      await page.goto('/inbox');
      await expect(page.locator('h1')).toBeVisible();
      await page.keyboard.press('?');
      await expect(page.locator('dialog dl')).toBeVisible();
    },
  },
  {
    name: 'case',
    login: deciding,
    open: async (page, login) => {
      await page.goto('/inbox');
      const { case_id } = await first(page, `/api/approval/steps?department=${login}&limit=1`);
      await page.goto(`/cases/${case_id}`);
      await expect(page.locator('.steps > li').first()).toBeVisible();
      await page.locator('summary').first().click();
    },
  },
  {
    name: 'task',
    login: 'coordinator',
    open: async (page) => {
      await page.goto('/board');
      const { task_id } = await first(page, '/api/coordination/tasks?limit=1&state=requested');
      await page.goto(`/tasks/${task_id}`);
      await expect(page.locator('.timeline > li').first()).toBeVisible();
    },
  },
  {
    name: 'board',
    login: 'coordinator',
    open: async (page) => {
      await page.goto('/board');
      await expect(page.locator('.card').first()).toBeVisible();
    },
  },
  {
    name: 'warnings',
    login: 'coordinator',
    open: async (page) => {
      await page.goto('/warnings');
      await expect(page.locator('.list .rung').first()).toBeVisible();
    },
  },
  {
    name: 'menu',
    login: 'coordinator',
    open: async (page) => {
      await page.goto('/board');
      await page.locator('nav button').last().click();
      await expect(page.locator('nav a').first()).toBeAttached();
      await expect(page.locator('nav .shown:visible')).toHaveCount(1);
    },
  },
  {
    name: 'account-menu',
    login: 'coordinator',
    open: async (page) => {
      await page.goto('/board');
      await page.locator('.who .opener').click();
      await expect(page.locator('.who .shown')).toBeVisible();
    },
  },
  {
    name: 'emergencies',
    login: 'coordinator',
    open: async (page) => {
      await aDrill();
      await page.goto('/emergencies');
      await expect(page.locator('.emergencies .drill .open').first()).toBeVisible();
      await expect(page.locator('.plans button').first()).toBeVisible();
    },
  },
  {
    name: 'declare',
    login: 'coordinator',
    open: async (page) => {
      await page.goto('/emergencies');
      await page.locator('.plans button').first().click();
      await page.locator('dialog input[value=drill]').check();
      await page.locator('dialog button[type=submit]').click();
      await expect(page.locator('#what-fault')).not.toBeEmpty();
    },
  },
  {
    name: 'emergency',
    login: 'coordinator',
    open: async (page) => {
      await page.goto(await aDrill());
      await expect(page.locator('.tasks .open').first()).toBeVisible();
      await expect(page.locator('.figures tbody tr').first()).toBeVisible();
      await expect(page.locator('.timeline > li').first()).toBeVisible();
    },
  },
  {
    name: 'disputes',
    login: 'coordinator',
    open: async (page) => {
      await aDispute();
      await page.goto('/disputes');
      await expect(page.locator('.disputes .open').first()).toBeVisible();
    },
  },
  {
    name: 'dispute',
    login: 'coordinator',
    open: async (page) => {
      await page.goto(await aDispute());
      await expect(page.locator('.seats > li')).toHaveCount(3);
    },
  },
  {
    name: 'vote',
    login: 'health',
    open: async (page) => {
      await page.goto(await aDispute());
      await page.locator('.panel header .button.main').click();
      await page.locator('#responsible').selectOption('transport');
      await page.locator('dialog button[type=submit]').click();
      await expect(page.locator('#vote-reason-fault')).not.toBeEmpty();
    },
  },
  {
    name: 'panel',
    login: 'supervisor',
    open: async (page) => {
      await page.goto(await aDispute());
      await page.locator('.panel:has(.seats) header .button').click();
      await page.locator('dialog .row > .button:not(.main, .quiet)').first().click();
      await expect(page.locator('#account-3')).toBeVisible();
    },
  },
  {
    name: 'meetings',
    login: 'coordinator',
    open: async (page) => {
      await aMeeting();
      await page.goto('/meetings');
      await expect(page.locator('.meetings .open').first()).toBeVisible();
    },
  },
  {
    name: 'meeting',
    login: 'coordinator',
    open: async (page) => {
      await page.goto(await aMeeting());
      await expect(page.locator('.agenda > li').first()).toBeVisible();
    },
  },
  {
    name: 'new-meeting',
    login: 'coordinator',
    open: async (page) => {
      await page.goto('/meetings/new?blockers=1');
      await expect(page.locator('.checks input').first()).toBeVisible();
      await page.locator('form button[type=submit]').click();
      await expect(page.locator('#title-fault')).not.toBeEmpty();
    },
  },
  {
    name: 'dispatch',
    login: 'coordinator',
    open: async (page) => {
      await page.goto('/dispatch');
      await expect(page.locator('.stuck .open').first()).toBeVisible();
    },
  },
  {
    name: 'window-search',
    login: 'window',
    open: async (page) => {
      await page.goto('/window');
      await page.locator('#item').fill('食品');
      await expect(page.getByRole('option').first()).toBeVisible();
    },
  },
  {
    name: 'window-form',
    login: 'window',
    open: async (page) => {
      await page.goto('/window');
      // A draft of the look before may come back at any moment.
      await expect(async () => {
        if (await page.locator('#item').isVisible()) {
          await page.locator('#item').fill('food-business-licence', { timeout: 3_000 });
          await expect(page.getByRole('option')).toHaveCount(1, { timeout: 3_000 });
          await page.keyboard.press('Enter');
        }
        await expect(page.locator('#identity')).toBeVisible({ timeout: 3_000 });
      }).toPass();
      await page.locator('#identity').fill('110105194912310021');
      await expect(page.locator('#identity-note')).not.toBeEmpty();
    },
  },
  {
    name: 'queue',
    login: 'window',
    open: async (page) => {
      await page.goto('/queue');
      await page.locator('#find').fill('海云');
      await page.keyboard.press('Enter');
      await expect(page.locator('main li a').first()).toBeVisible();
    },
  },
  {
    name: 'complaints',
    login: 'coordinator',
    open: async (page) => {
      await aComplaint();
      await page.goto('/complaints');
      await expect(page.locator('.list a.open').first()).toBeVisible();
    },
  },
  {
    name: 'complaint',
    login: 'coordinator',
    open: async (page) => {
      await page.goto(`/complaints/${await aComplaint()}`);
      await expect(page.locator('.timeline > li').first()).toBeVisible();
    },
  },
  {
    name: 'complaint-merge',
    login: 'coordinator',
    open: async (page) => {
      await page.goto(`/complaints/${await aRepeat()}`);
      await expect(page.locator('.repeats a').first()).toBeVisible();
      await page.locator('main button', { hasText: /^\s*(并案|Merge)\s*$/ }).click();
      await page.locator('dialog button[type=submit]').click();
      await expect(page.locator('dialog .fault:not(:empty)')).toBeVisible();
    },
  },
  {
    name: 'own-complaint',
    open: async (page) => {
      const { number, code } = city();
      await page.goto(`/progress#number=${number}&code=${code}`);
      await page.locator('.own > .inside > .row .button').click();
      await page.locator('.own form button[type=submit]').click();
      await expect(page.locator('#own-title-fault')).not.toBeEmpty();
    },
  },
  {
    name: 'new-complaint',
    login: 'window',
    open: async (page) => {
      await page.goto('/new-complaint');
      await page.locator('form button[type=submit]').click();
      await expect(page.locator('#name-fault')).not.toBeEmpty();
    },
  },
  {
    name: 'notices',
    login: 'supervisor',
    open: async (page) => {
      await page.goto('/notices');
      await expect(page.locator('.list .rung').first()).toBeVisible();
    },
  },
  {
    name: 'inbox-conditions',
    login: 'health',
    open: async (page) => {
      await page.goto('/inbox?view=waiting&overdue=true');
      await expect(page.locator('#saved-view')).toBeVisible();
      for (const summary of await page.locator('main summary').all()) await summary.click();
      await expect(page.locator('#task-handler')).toBeVisible();
    },
  },
  {
    name: 'projects',
    login: 'coordinator',
    open: async (page) => {
      await aProject();
      await page.goto('/projects');
      await expect(page.locator('.rows a.open').first()).toBeVisible();
    },
  },
  {
    name: 'project',
    login: 'coordinator',
    open: async (page) => {
      await page.goto(`/projects/${await aProject()}`);
      await expect(page.locator('.plan .reached')).toBeVisible();
      await expect(page.locator('.blocker')).toBeVisible();
    },
  },
  {
    name: 'new-project',
    login: 'coordinator',
    open: async (page) => {
      await page.goto('/projects/new');
      await page.locator('form button[type=button]').first().click();
      await page.locator('form button[type=submit]').click();
      await expect(page.locator('#due-0-fault')).not.toBeEmpty();
    },
  },
  {
    name: 'deliberations',
    login: 'coordinator',
    open: async (page) => {
      await aDecision();
      await page.goto('/deliberations');
      await expect(page.locator('.rows a.open').first()).toBeVisible();
    },
  },
  {
    name: 'deliberation',
    login: 'coordinator',
    open: async (page) => {
      await page.goto(`/deliberations/${await aDecision()}`);
      await expect(page.locator('.answer')).toBeVisible();
      await page.locator('main summary').click();
    },
  },
  {
    name: 'new-deliberation',
    login: 'supervisor',
    open: async (page) => {
      await page.goto('/deliberations/new');
      await page.locator('form button[type=submit]').click();
      await expect(page.locator('#text-fault')).not.toBeEmpty();
    },
  },
  {
    name: 'consultations',
    open: async (page) => {
      await aConsultation();
      await page.goto('/consultations');
      await expect(page.locator('.matter a').first()).toBeVisible();
    },
  },
  {
    name: 'consultation',
    open: async (page) => {
      await page.goto(`/consultations/${await aConsultation()}`);
      await page.locator('form button[type=submit]').click();
      await expect(page.locator('#text-fault')).not.toBeEmpty();
    },
  },
  {
    name: 'matters',
    login: 'coordinator',
    open: async (page) => {
      await aMatter();
      await page.goto('/matters');
      await expect(page.locator('.rows a.open').first()).toBeVisible();
    },
  },
  {
    name: 'matter',
    login: 'coordinator',
    open: async (page) => {
      await page.goto(`/matters/${await aMatter()}`);
      await expect(page.locator('.grounds mark').first()).toBeVisible();
      await expect(page.locator('#lead')).toHaveValue(/./);
    },
  },
  {
    name: 'overlaps',
    login: 'coordinator',
    open: async (page) => {
      await page.goto('/matters/overlaps');
      await expect(page.locator('.pairs > li').first()).toBeVisible();
    },
  },
  {
    name: 'dashboard',
    login: 'supervisor',
    open: async (page) => {
      await page.goto('/dashboard');
      await expect(page.locator('canvas').first()).toBeVisible();
      await expect(page.locator('section[aria-labelledby=by-item] tbody a').first()).toBeVisible();
    },
  },
  {
    name: 'dashboard-weeks',
    login: 'supervisor',
    open: async (page) => {
      await page.goto('/dashboard?by=week');
      await expect(page.locator('section[aria-labelledby=trend] tbody a').first()).toBeVisible();
    },
  },
  {
    name: 'reports',
    login: 'supervisor',
    open: async (page) => {
      await aReport();
      await page.goto('/reports');
      await expect(page.locator('.rows a.open').first()).toBeVisible();
    },
  },
  {
    name: 'new-report',
    login: 'supervisor',
    open: async (page) => {
      await page.goto('/reports/new');
      await expect(page.locator('#ranking')).toBeVisible();
      await page.locator('form button[type=submit]').click();
      await expect(page.locator('#word-fault')).not.toBeEmpty();
    },
  },
  {
    name: 'report',
    login: 'supervisor',
    open: async (page) => {
      await page.goto(`/reports/${await aReport()}`);
      // On the first day of a month nothing stands behind a share yet.
      await expect(page.locator('.tiles .tile').first()).toBeVisible();
      await page.locator('main button[aria-pressed]').click();
      await expect(page.locator('section[aria-labelledby=all-figures] thead th')).toHaveCount(4);
    },
  },
  {
    name: 'figure-cases',
    login: 'supervisor',
    open: async (page) => {
      await page.goto('/dashboard/cases?figure=received');
      await expect(page.locator('tbody tr a').first()).toBeVisible();
    },
  },
  {
    name: 'process',
    login: 'supervisor',
    open: openProcess,
  },
  {
    name: 'wall',
    login: 'supervisor',
    open: async (page) => {
      await page.goto('/wall');
      await expect(page.locator('canvas').first()).toBeVisible();
    },
  },
  {
    name: 'me',
    login: 'coordinator',
    open: async (page) => {
      await page.goto('/me');
      await expect(page.locator('#until')).toBeVisible();
    },
  },
  {
    name: 'own-password',
    login: 'operator',
    open: async (page) => {
      await page.goto('/me');
      await page.locator('.own-password button').click();
      await page.locator('.own-password button[type=submit]').click();
      await expect(page.locator('#again-password-fault')).not.toBeEmpty();
    },
  },
  {
    name: 'no-screen',
    login: 'operator',
    open: async (page) => {
      await page.goto('/nothing');
      await expect(page.locator('h1')).toBeVisible();
    },
  },
  {
    name: 'own-answer',
    open: async (page) => {
      await anOwnAnswer();
      const { number, code } = city();
      await page.goto(`/progress#number=${number}&code=${code}`);
      await page.locator('.verdict button[type=submit]').first().click();
      await expect(page.locator('.verdict .fault:not(:empty)').first()).toBeVisible();
    },
  },
  {
    name: 'rating',
    open: async (page) => {
      const { number, check_code } = await aCaseThatIsOver();
      await page.goto(`/progress#number=${number}&code=${check_code}`);
      await page.locator('form:has(#rating-fault) button[type=submit]').click();
      await expect(page.locator('#rating-fault')).not.toBeEmpty();
    },
  },
  {
    name: 'operations',
    login: 'operator',
    open: async (page) => {
      await page.goto('/operations');
      await expect(page.locator('tr.reader').first()).toBeVisible();
      await expect(page.locator('.verification .inside p').nth(1)).toBeVisible();
    },
  },
  {
    name: 'reference',
    login: 'supervisor',
    open: async (page) => {
      await page.goto('/operations/reference');
      await expect(page.locator('.catalogs .in_force')).toBeVisible();
      const notice = { year: 2091, papers: ['https://example.cn'], days: [{ name: '元旦', date: '2091-01-01', isOffDay: true }] };
      await page.locator('#notice').fill(JSON.stringify(notice));
      await page.locator('#notice-from').fill(await ahead(3_600_000_000));
      await page.locator('.notice-form button[type=submit]').click();
      await expect(page.locator('.seen .days > li')).toHaveCount(1);
    },
  },
  {
    name: 'catalog-preview',
    login: 'supervisor',
    open: async (page) => {
      await page.goto('/operations/reference');
      await takeNewest(page);
      await page.locator('#catalog-files').setInputFiles(await moved());
      await page.locator('.catalog-form button[type=submit]').click();
      await expect(page.locator('.catalog-form .limits > li').first()).toBeVisible();
    },
  },
  {
    name: 'catalog-faults',
    login: 'operator',
    open: async (page) => {
      await page.goto('/operations/reference');
      await takeNewest(page);
      const text = 'code: fishing\nversion: one\nnames: {zh: 捕捞许可}\nlimits:\n  promised: {workdays: 0}\n';
      await page.locator('#catalog-files').setInputFiles({ name: 'fishing-permit.yaml', mimeType: 'application/yaml', buffer: Buffer.from(text) });
      await page.locator('.catalog-form button[type=submit]').click();
      await expect(page.locator('.faults li').first()).toBeVisible();
    },
  },
  {
    name: 'accounts',
    login: 'operator',
    open: async (page) => {
      await page.goto('/accounts');
      await expect(page.locator('.accounts .login').first()).toBeVisible();
    },
  },
  {
    name: 'new-account',
    login: 'operator',
    open: async (page) => {
      await page.goto('/accounts');
      await page.locator('.button.main.push').click();
      await page.locator('dialog button[type=submit]').click();
      await expect(page.locator('#account-login-fault')).not.toBeEmpty();
    },
  },
];

const nameOf = (look: Look) => Object.values(look).join('-');

for (const screen of SCREENS) {
  test(`everybody can use the screen ${screen.name}, however it is shown`, async ({ page }) => {
    await looks(page, PLAIN);
    const login = typeof screen.login === 'function' ? await screen.login() : screen.login;
    if (login) await signedIn(page, login);
    for (const look of LOOKS) {
      await leave(page);
      await looks(page, look);
      await screen.open(page, login);
      await isAccessible(page);
      await picture(page, `${screen.name}-${nameOf(look)}`);
      if (look.reading === 'elder') await isLarge(page);
    }
    await page.setViewportSize(PHONE);
    for (const look of [PLAIN, { ...PLAIN, language: 'en' } as const]) {
      await leave(page);
      await looks(page, look);
      await screen.open(page, login);
      await fitsWidth(page);
      if (look.language === 'zh') await isAccessible(page);
      await picture(page, `${screen.name}-${look.language}-phone`);
    }
  });
}

/** Pages are opened anew, also where only what stands behind the # would change. */
async function leave(page: Page): Promise<void> {
  await page.goto('/icon.svg');
}

/** 18 pt are 24 px, but keys and numbers of equal width; what is pressed has at least 44 px, but links in a text. */
async function isLarge(page: Page): Promise<void> {
  const small = await page.evaluate(() => {
    const visible = (element: Element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && box.height > 1 && element.closest('.for-readers') === null;
    };
    const faults: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (!parent || !walker.currentNode.textContent?.trim() || !visible(parent)) continue;
      const size = Number.parseFloat(getComputedStyle(parent).fontSize);
      if (size < 24 && parent.closest('kbd, .number') === null) faults.push(`${size} px: ${walker.currentNode.textContent.trim()}`);
    }
    for (const target of document.querySelectorAll('button, select, input:not([type=checkbox], [type=radio]), textarea, nav a, .button')) {
      const { height, width } = target.getBoundingClientRect();
      if (visible(target) && (height < 44 || width < 44)) faults.push(`${width}×${height} px: ${target.textContent?.trim() ?? ''}`);
    }
    return faults;
  });
  expect(small).toEqual([]);
}
