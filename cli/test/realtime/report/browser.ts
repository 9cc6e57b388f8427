import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Nothing of it goes anywhere by itself. */
const OPTIONS = [
  '--no-sandbox', // tests run as root in containers
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export interface Shown {
  readonly page: Page;
  /** Every address that the page asked for, its own included. */
  readonly requests: readonly string[];
  /** What the browser complained about: something that it refused, an error. */
  readonly complaints: readonly string[];
}

export interface Look {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly media?: 'screen' | 'print';
}

export type Show = (html: string, look?: Look) => Promise<Shown>;

/** `describe` with a real browser, which shows one page after the other from a temporary folder. Skipped where there is none, saying so. */
export function describeInBrowser(title: string, tests: (show: Show) => void): void {
  const executablePath = PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) {
    describe.skip(`${title} (left out: there is no chromium; «apt install chromium» brings one)`, () =>
      tests(() => Promise.reject(new Error())));
    return;
  }
  describe(title, function () {
    this.timeout(20_000);
    const folder = mkdtempSync(join(tmpdir(), 'studio-cdk-page-'));
    let browser: Browser;
    let pages = 0;
    let page: Page;
    let shown: { requests: string[]; complaints: string[] };
    before(async () => {
      browser = await chromium.launch({ executablePath, args: OPTIONS, headless: true });
      page = await (await browser.newContext()).newPage();
      page.on('request', (request) => void shown.requests.push(request.url()));
      page.on('console', (message) => void shown.complaints.push(message.text()));
      page.on('pageerror', (error) => void shown.complaints.push(error.message));
    });
    after(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });
    tests(async (html, { width = 1100, scheme = 'light', media = 'screen' } = {}) => {
      const file = join(folder, `${++pages}.html`);
      writeFileSync(file, html);
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ media, colorScheme: scheme });
      shown = { requests: [], complaints: [] };
      await page.goto(pathToFileURL(file).href);
      return { page, ...shown };
    });
  });
}

/** What is read from a page, as text of JavaScript: these tests know nothing of a browser's types. */
export const read = <T>({ page }: Pick<Shown, 'page'>, script: string): Promise<T> => page.evaluate<T>(script);

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const boxOf = (shown: Shown, selector: string): Promise<Box> =>
  read(
    shown,
    `(({ left, right, top, bottom }) => ({ left, right, top, bottom }))(document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect())`,
  );

/** The pixels of a screenshot that have nearly this colour: how many, and where. */
export async function pixelsOf(
  shown: Shown,
  colour: string,
  selector = 'html',
): Promise<Box & { readonly count: number; readonly share: number }> {
  const picture = (await shown.page.locator(selector).first().screenshot()).toString('base64');
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const other = await shown.page.context().newPage();
  try {
    return await other.evaluate(`(async () => {
      const image = await createImageBitmap(new Blob([Uint8Array.from(atob('${picture}'), (sign) => sign.charCodeAt(0))]));
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      const found = { left: Infinity, right: -1, top: Infinity, bottom: -1, count: 0 };
      for (let at = 0; at < data.length; at += 4) {
        if (Math.abs(data[at] - ${red}) + Math.abs(data[at + 1] - ${green}) + Math.abs(data[at + 2] - ${blue}) > 24) continue;
        const [x, y] = [(at / 4) % image.width, Math.floor(at / 4 / image.width)];
        Object.assign(found, { left: Math.min(found.left, x), right: Math.max(found.right, x), top: Math.min(found.top, y), bottom: Math.max(found.bottom, y) });
        found.count++;
      }
      return { ...found, share: (found.count * 4) / data.length };
    })()`);
  } finally {
    await other.close();
  }
}
