import { defineConfig } from '@playwright/test';

/** Debian's; another one where it is named. */
const CHROMIUM = process.env.TONGBAN_CHROMIUM ?? '/usr/bin/chromium';

export default defineConfig({
  testDir: 'tests/browser',
  outputDir: '../target/web/results',
  globalSetup: './tests/browser/city.ts',
  reporter: [['list']],
  // One city for all, which lives on: those who look at it do not wait for each other.
  fullyParallel: true,
  workers: 2,
  // The city works on meanwhile: whom it meets at a bad moment looks again, and the list says so.
  retries: 2,
  timeout: 300_000,
  expect: { timeout: 90_000 },
  use: {
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    timezoneId: 'Asia/Shanghai',
    launchOptions: {
      executablePath: CHROMIUM,
      // Containers run as root; pages are our own.
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    },
  },
});
