import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from '@playwright/test';
import { ahead, anApplication, office, theNewest, type CatalogFile } from './office';
import { PLAIN, looks, next, signIn, test } from './visitor';

const ITEM = 'startup-subsidy';
const DAY = 24 * 3_600_000;

interface Reference {
  readonly catalogs: readonly { version: number; standing: string }[];
}

/** A next version of the item, promised a day later than the newest, from today on. */
async function longer(files: readonly CatalogFile[]): Promise<{ file: CatalogFile; was: number; version: number }> {
  const versions = files.filter(({ name }) => new RegExp(`^items/${ITEM}(\\.v\\d+)?\\.yaml$`).test(name));
  const version = versions.length + 1;
  const newest = versions.find(({ text }) => text.includes(`version: ${versions.length}\n`));
  if (!newest) throw new Error('the item is not in the catalogue');
  const was = Number(/promised:\s*workdays: (\d+)/.exec(newest.text)?.[1]);
  const today = (await ahead(0)).slice(0, 10);
  const text = newest.text
    .replace(/^version: \d+/m, `version: ${version}`)
    .replace(/^valid_from: .*/m, `valid_from: ${today}`)
    .replace(/(promised:\s*workdays: )\d+/, `$1${was + 1}`);
  return { file: { name: `items/${ITEM}.v${version}.yaml`, text }, was, version };
}

/** Within how many working days a case is promised to be done. */
async function promised(caseId: string): Promise<number | undefined> {
  const { clocks } = await office<{ clocks: readonly { name: string; derivation: { budget: { workdays?: number } } }[] }>('coordinator', `/api/approval/cases/${caseId}`);
  return clocks.find(({ name }) => name === 'promised')?.derivation.budget.workdays;
}

// One publishes after the other: of two at once, one would have to look again.
test.describe.configure({ mode: 'serial' });

for (const language of ['zh', 'en'] as const) {
  const isZh = language === 'zh';

  test(`a supervisor publishes a catalogue in which a limit moved: new cases have it, open ones keep theirs (${language})`, async ({ page }) => {
    const open = await anApplication(ITEM);
    const known = await theNewest();
    const { file, was, version } = await longer(known.files);
    expect(await promised(open), 'as it is promised now').toBe(was);
    const folder = await mkdtemp(join(tmpdir(), 'catalog-'));
    const wrong = file.text.replace(/^department: .*/m, 'department: nobody');
    for (const one of [...known.files, { ...file, text: wrong }, { name: 'notes/notes.yaml', text: '' }]) {
      await mkdir(dirname(join(folder, one.name)), { recursive: true });
      await writeFile(join(folder, one.name), one.text);
    }

    await looks(page, { ...PLAIN, language });
    await signIn(page, 'supervisor');
    await page.goto('/operations/reference');
    const form = page.locator('.catalog-form');
    const look = form.locator('button[type=submit]');
    await look.click();
    await expect(page.locator('#catalog-files-fault')).not.toBeEmpty();
    await page.locator('#catalog-folder').setInputFiles(folder);
    await expect(form.locator('.chosen')).toBeVisible();
    await rm(folder, { recursive: true });
    await page.locator('#catalog-from').fill(await ahead(2 * DAY));
    await look.click();
    const at = file.text.split('\n').findIndex((line) => line.startsWith('department: ')) + 1;
    await expect(form.locator('.faults .place').first()).toContainText(`${file.name}:${at}`);
    await expect(form.locator('.unread')).toContainText('notes/notes.yaml');
    await expect(form.locator('.seen')).toHaveCount(0);

    // What was mended takes the place of what was wrong.
    await page.locator('#catalog-files').setInputFiles({ name: file.name.split('/')[1] ?? '', mimeType: 'application/yaml', buffer: Buffer.from(file.text) });
    await page.locator('#catalog-from').fill(await ahead(2 * DAY));
    await look.click();
    const seen = form.locator('.seen');
    await expect(seen.locator('.limits > li')).toHaveText(isZh ? `承诺时限${was}个工作日 → ${was + 1}个工作日` : `Promised limit${was} working days → ${was + 1} working days`);
    await expect(seen.locator('.open')).toContainText(isZh ? /在办 \d+ 件/ : /\d+ open cases?/);
    await seen.getByRole('button', { name: isZh ? '发布此目录' : 'Publish this catalogue' }).click();
    await page.locator('dialog').getByRole('button', { name: isZh ? '确认发布' : 'Publish it' }).click();
    await expect(form.getByRole('status').first()).toContainText(isZh ? `第 ${known.version + 1} 版目录已发布` : `Version ${known.version + 1} of the catalogue is published`);
    const newest = page.locator('.catalogs > li').first();
    await expect(newest).toContainText(isZh ? `第 ${known.version + 1} 版` : `Version ${known.version + 1}`);
    const downloading = page.waitForEvent('download');
    await newest.getByRole('button', { name: 'ZIP' }).click();
    expect((await downloading).suggestedFilename()).toBe(`catalog-${known.version + 1}.zip`);

    const standing = async () => (await office<Reference>('supervisor', '/api/operations/reference')).catalogs[0]?.standing;
    await expect.poll(standing, { timeout: 200_000 }).toBe('in_force');
    const later = await anApplication(ITEM);
    const { item_version } = await office<{ item_version: number }>('window', `/api/intake/cases/${later}`);
    expect(item_version).toBe(version);
    expect(await promised(later), 'the new promise').toBe(was + 1);
    expect(await promised(open), 'the promise that was given').toBe(was);
    await next(page, 'coordinator');
    await page.goto(`/cases/${later}`);
    await page.locator('.clock summary').nth(1).click();
    await expect(page.locator('.clock .words').nth(1)).toContainText(isZh ? `${was + 1}个工作日` : `${was + 1} working days`);
  });
}
