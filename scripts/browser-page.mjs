/** A page in Debian's Chromium, driven by playwright-core, for screenshots. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const chromiumProgram = candidates.find((file) => file && existsSync(file)) ?? null;

/** @param options `dark`: what the browser says it prefers; `width`, `height`: of the window */
export async function openPage({ dark = false, width = 1400, height = 900 } = {}) {
  if (chromiumProgram === null) throw new Error('no chromium: apt-get install chromium, or name one in CHROMIUM');
  const browser = await chromium.launch({ executablePath: chromiumProgram, args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' });
  // A busy machine takes its time; nobody waits for these pictures.
  page.setDefaultTimeout(120_000);
  return { page, close: () => browser.close() };
}
