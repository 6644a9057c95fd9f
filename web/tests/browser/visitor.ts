import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';

interface City {
  readonly address: string;
  readonly number: string;
  readonly code: string;
  readonly passwords: Record<string, string>;
}

export interface Look {
  readonly language: 'zh' | 'en';
  readonly theme: 'light' | 'dark';
  readonly reading: 'standard' | 'elder';
}

export const PLAIN: Look = { language: 'zh', theme: 'light', reading: 'standard' };

/** How every screen is looked at. */
export const LOOKS: readonly Look[] = [
  PLAIN,
  { ...PLAIN, language: 'en' },
  { ...PLAIN, theme: 'dark' },
  { ...PLAIN, language: 'en', theme: 'dark' },
  { ...PLAIN, reading: 'elder' },
  { ...PLAIN, language: 'en', reading: 'elder' },
];

export const PHONE = { width: 390, height: 844 };

/** Who signs out, which ends all sessions of an account: nothing else is done as these two. */
export const LEAVING = { zh: 'public-security', en: 'human-resources' };

export const isLeaving = (login: string) => Object.values(LEAVING).includes(login);

export function city(): City {
  return JSON.parse(process.env.TONGBAN_CITY ?? '{}') as City;
}

/** Opens pages of the city; what they complain about in the console fails the test. */
export const test = base.extend<{ complaints: string[] }>({
  baseURL: async ({}, use) => use(city().address),
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        // Refusals are shown to people, and tested as such.
        if (message.type() === 'error' && !message.text().includes('status of 4')) complaints.push(message.text());
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** Has pages look so from the first moment on. */
export async function looks(page: Page, look: Look): Promise<void> {
  await page.addInitScript((all: Look) => {
    for (const [name, value] of Object.entries(all)) localStorage.setItem(`tongban.${name}`, value as string);
  }, look);
}

const sessions = new Map<string, string>();

/** Signs in by the form, and answers when the first screen is there. */
export async function signIn(page: Page, login: string): Promise<void> {
  await page.goto('/sign-in');
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(city().passwords[login] ?? '');
  await page.locator('button[type=submit]').click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  sessions.set(login, await page.evaluate(() => sessionStorage.getItem('tongban.session') ?? ''));
}

/** Has somebody be signed in already: passwords are slow to check, on purpose. */
export async function signedIn(page: Page, login: string): Promise<void> {
  const kept = sessions.get(login);
  if (!kept) return signIn(page, login);
  await page.addInitScript((session: string) => sessionStorage.setItem('tongban.session', session), kept);
}

/** Has the next one sign in on the same page. */
export async function next(page: Page, login: string): Promise<void> {
  await page.evaluate(() => sessionStorage.clear());
  await signIn(page, login);
}

/** Asks the office as this account does. */
export async function ask<Answer>(page: Page, path: string): Promise<Answer> {
  return page.evaluate(async (url) => {
    const { token } = JSON.parse(sessionStorage.getItem('tongban.session') ?? '{}') as { token: string };
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
    return (await answer.json()) as Answer;
  }, path);
}

/** Nothing that axe knows of keeps anybody from using the page. */
export async function isAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help} ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary}`).join('; ')}`);
  expect(told).toEqual([]);
}

/** Nothing has to be scrolled sideways, but what scrolls by itself. */
export async function fitsWidth(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, 'pixels too wide').toBeLessThanOrEqual(0);
}

/** Those that README shows, written where `UPDATE_SCREENSHOTS=1` asks for it. */
const SHOWN = ['inbox', 'case-en-dark-standard', 'warnings-en-light-standard', 'progress-zh-phone'];

/** Keeps a picture as an artefact of the run. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `../target/web/screenshots/${name}.png` });
  if (process.env.UPDATE_SCREENSHOTS && SHOWN.includes(name)) await page.screenshot({ path: `../docs/screenshots/${name}.png` });
}

/** An A4 sheet between its margins, in pixels of the style sheet. */
const SHEET = { width: 703, height: 1024 };

/** Whether a page fits on paper; the sheets are kept beside the pictures. */
export async function fitsPaper(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  await page.pdf({ path: `../target/web/screenshots/${name}.pdf`, preferCSSPageSize: true });
  await page.setViewportSize(SHEET);
  await page.emulateMedia({ media: 'print' });
  await fitsWidth(page);
  await page.emulateMedia({ media: null });
  if (before) await page.setViewportSize(before);
}
