import assert from 'node:assert/strict';
import { DARK, LIGHT } from '../../../src/realtime/report/plots/colours';
import { renderPage } from '../../../src/realtime/report/page';
import { boxOf, describeInBrowser, pixelsOf, read, type Shown } from './browser';
import { CASES } from './cases';
import { measurement, SNAPSHOT } from './fixtures';

const pages = new Map(Object.entries(CASES).map(([name, data]) => [name, renderPage(data)]));
const page = (name: keyof typeof CASES): string => pages.get(name)!;

/** Texts of plots that can be seen, each with its box and its plot's. */
const TEXTS = `[...document.querySelectorAll('svg text')].filter((text) => text.textContent !== '' && text.getClientRects().length > 0).map((text) => {
  const box = ({ left, right, top, bottom }) => ({ left, right, top, bottom });
  const svg = text.closest('svg');
  return { words: text.textContent, plot: svg.id, box: box(text.getBoundingClientRect()), frame: box(svg.getBoundingClientRect()) };
})`;

interface SeenText {
  readonly words: string;
  readonly plot: string;
  readonly box: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly frame: SeenText['box'];
}

const WIDER = `[...document.querySelectorAll('body *')].filter((one) => !one.closest('.scroll, svg') || one.matches('.scroll, svg'))
  .filter((one) => one.getClientRects().length > 0 && (one.getBoundingClientRect().right > innerWidth + 0.5 || one.getBoundingClientRect().left < -0.5)).map((one) => one.outerHTML.slice(0, 90))`;

describeInBrowser('the page of a report, in a browser', (show) => {
  describe('asks for nothing, is refused nothing, and fits with all its words on a phone and on a desk:', () => {
    for (const [name, html] of pages) {
      it(name, async () => {
        const shown = await show(html, { width: 360 });
        assert.deepEqual(shown.requests, [shown.page.url()]);
        assert.deepEqual(shown.complaints, []);
        for (const width of [360, 1100]) {
          await shown.page.setViewportSize({ width, height: 900 });
          assert.ok((await read<number>(shown, 'document.documentElement.scrollWidth')) <= width);
          assert.deepEqual(await read(shown, WIDER), []);
          const texts = await read<readonly SeenText[]>(shown, TEXTS);
          const clipped = texts.filter(
            ({ box, frame }) =>
              box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1,
          );
          assert.deepEqual(clipped, []);
          assert.deepEqual(collisions(texts), [], `at ${width}`);
          const sizes = await read<readonly number[]>(
            shown,
            `[...document.querySelectorAll('svg text')].filter((one) => one.getClientRects().length > 0).map((one) => one.getScreenCTM().a * parseFloat(getComputedStyle(one).fontSize))`,
          );
          assert.ok(
            sizes.every((size) => size >= 10.5),
            `the smallest text has ${Math.min(...sizes)} px`,
          );
        }
      });
    }
  });

  it('shows each plot once: the one that has the width', async () => {
    const shown = await show(page('two generations'), { width: 360 });
    const visible = (): Promise<readonly string[]> =>
      read(shown, `[...document.querySelectorAll('svg')].filter((one) => one.getClientRects().length > 0).map(({ id }) => id)`);
    assert.deepEqual(
      (await visible()).filter((id) => id.startsWith('histogram')),
      ['histogram-narrow'],
    );
    await shown.page.setViewportSize({ width: 1100, height: 900 });
    assert.deepEqual(
      (await visible()).filter((id) => id.startsWith('histogram')),
      ['histogram'],
    );
  });

  describe('draws the end of the buffer', () => {
    const right = async (html: string, mark: string): Promise<{ readonly bars: number; readonly line: number; readonly shown: Shown }> => {
      const shown = await show(html);
      return { bars: (await boxOf(shown, '#histogram .mark-now')).right, line: (await boxOf(shown, `#histogram .${mark}`)).left, shown };
    };

    it('right of the worst bar where the buffer held', async () => {
      const { bars, line } = await right(page('a buffer that is near'), 'mark-deadline');
      assert.ok(line > bars, `${line} > ${bars}`);
    });

    it('at the edge where it is far away, and says how far', async () => {
      const { bars, line, shown } = await right(page('two generations'), 'mark-deadline-far');
      const svg = await boxOf(shown, '#histogram');
      assert.ok(line > bars && svg.right - line < 30);
      assert.match(
        (await read<string>(shown, `document.querySelector('#histogram').textContent`)).replaceAll('\u00a0', ' '),
        /the buffer ends at 1,333 µs ▸/,
      );
    });

    it('between the bars where it was missed, and shows those that were too late', async () => {
      const { bars, line, shown } = await right(page('a buffer that is missed'), 'mark-deadline');
      const late = await boxOf(shown, '#histogram .mark-late');
      assert.ok(bars <= line + 6 && late.left >= line - 6 && late.right > line);
    });

    it('before the bar of those that were later than any bucket', async () => {
      const shown = await show(page('wake-ups beyond all buckets'));
      const beyond = await boxOf(shown, '#histogram .mark-beyond');
      const bars = await boxOf(shown, '#histogram .mark-now');
      const line = await boxOf(shown, '#histogram .mark-deadline-far');
      assert.ok(beyond.left >= bars.right - 2 && line.left > beyond.left && line.left < beyond.right);
    });

    it('so that it is seen: what is red is right of what is blue', async () => {
      const shown = await show(page('a buffer that is near'));
      await shown.page.addStyleTag({ content: 'svg text{display:none}' });
      const blue = await pixelsOf(shown, LIGHT.now, '#histogram');
      const red = await pixelsOf(shown, LIGHT.deadline, '#histogram');
      // The sign of the measurement above the plot is blue, too, and the flag of the worst one stands on its bar.
      assert.ok(blue.count > 100 && red.count > 100 && red.left > blue.right, JSON.stringify({ blue, red }));
    });
  });

  it('draws bars that are as high as they count, on a scale of logarithms', async () => {
    const threads = [
      {
        cpu: 0,
        samples: 11_010,
        min: 5,
        max: 30,
        mean: 9,
        histogram: [
          [5, 10_000],
          [20, 1000],
          [30, 10],
        ] as const,
        overflows: 0,
      },
    ];
    const shown = await show(renderPage({ ...CASES['two generations'], measurements: [measurement({ threads })] }));
    const points = await read<string>(shown, `document.querySelector('#histogram .mark-now path').getAttribute('d')`);
    const heights = [
      ...new Set(
        points
          .slice(1)
          .split('L')
          .map((point) => Number(point.split(',')[1])),
      ),
    ].sort((a, b) => a - b);
    const [thousands, hundreds, tens] = heights;
    assert.ok(Math.abs(tens! - hundreds! - 2 * (hundreds! - thousands!)) < 0.5, heights.join(' '));
  });

  it('is dark on a dark screen, light on a light one, and white on paper', async () => {
    const background = (shown: Shown): Promise<string> => read(shown, 'getComputedStyle(document.documentElement).backgroundColor');
    const dark = await show(page('two generations'), { scheme: 'dark' });
    assert.equal(await background(dark), rgb(DARK.paper));
    assert.ok((await pixelsOf(dark, DARK.paper, 'header')).share > 0.5);
    const light = await show(page('two generations'));
    assert.equal(await background(light), rgb(LIGHT.paper));
    const paper = await show(page('two generations'), { scheme: 'dark', media: 'print', width: 700 });
    assert.equal(await background(paper), rgb('#ffffff'));
    assert.equal(await read(paper, 'getComputedStyle(document.body).color'), rgb(LIGHT.ink));
  });

  it('unfolds on paper what is folded on a screen, and gets onto a few sheets', async () => {
    const shown = await show(page('ten generations'), { media: 'print', width: 700 });
    const seen = await read<boolean>(shown, `document.querySelector('.check.error .more').getBoundingClientRect().height > 20`);
    assert.ok(seen);
    const pdf = await shown.page.pdf({ format: 'A4' });
    const sheets = [...pdf.toString('latin1').matchAll(/\/Type\s*\/Page\b/g)].length;
    assert.ok(sheets >= 2 && sheets <= 6, String(sheets));
  });

  it('unfolds what to do about a check', async () => {
    const shown = await show(page('two generations'));
    const fix = shown.page.locator('.check.warning code', { hasText: 'swappiness: 10' });
    assert.equal(await fix.isVisible(), false);
    await shown.page.locator('.check.warning summary').click();
    assert.equal(await fix.isVisible(), true);
  });

  it('draws the way of the sound from the left to the right, and on a phone downwards', async () => {
    const shown = await show(page('two generations'));
    const kinds = await read(shown, `[...document.querySelector('.path').querySelectorAll('.kind')].map((one) => one.textContent)`);
    assert.deepEqual(kinds, ['device, USB', 'interrupt of the controller', 'priority', 'server', 'buffer']);
    const boxes = `[...document.querySelector('.path').children].map((one) => one.getBoundingClientRect())`;
    assert.ok(await read(shown, `${boxes}.every((box, at, all) => at === 0 || (box.left > all[at - 1].right && box.top === all[0].top))`));
    await shown.page.setViewportSize({ width: 360, height: 900 });
    assert.ok(
      await read(shown, `${boxes}.every((box, at, all) => at === 0 || (box.top > all[at - 1].bottom && box.left === all[0].left))`),
    );
  });

  it('has a name and a description for every plot, heads for every table, and one first heading', async () => {
    const shown = await show(page('256 CPUs'));
    assert.deepEqual(
      await read(
        shown,
        `[...document.querySelectorAll('svg')].filter((one) => one.getAttribute('role') !== 'img' || !one.getAttribute('aria-labelledby').split(' ').every((id) => document.getElementById(id)?.textContent)).length`,
      ),
      0,
    );
    assert.equal(
      await read(
        shown,
        `new Set([...document.querySelectorAll('[id]')].map(({ id }) => id)).size === document.querySelectorAll('[id]').length`,
      ),
      true,
    );
    assert.equal(
      await read(
        shown,
        `[...document.querySelectorAll('table')].every((one) => one.querySelectorAll('th[scope=col]').length === one.querySelector('tbody tr').children.length && one.caption)`,
      ),
      true,
    );
    assert.equal(await read(shown, `document.querySelectorAll('h1').length`), 1);
  });

  it('runs nothing of what a machine calls itself, and shows it as it is', async () => {
    const evil = `"><script>window.hacked=1</script><img src=x onerror="window.hacked=1"><svg onload='window.hacked=1'>'\u202egnp.`;
    const hostile = JSON.parse(
      JSON.stringify(
        { now: [measurement({ generation: 41 }), measurement()], snapshot: SNAPSHOT, checks: CASES['two generations'].machine.checks },
        (key, value: unknown) => (typeof value === 'string' && !['at', 'status', 'direction'].includes(key) ? `${value}${evil}` : value),
      ),
    ) as { now: never; snapshot: never; checks: never };
    const { now: measurements, snapshot, checks } = hostile;
    const shown = await show(renderPage({ stack: `laptop${evil}`, madeAt: evil, measurements, machine: { snapshot, checks } }), {
      width: 360,
    });
    assert.equal(await read(shown, 'window.hacked'), undefined);
    assert.deepEqual(await read(shown, `[...document.querySelectorAll('script, img, iframe, object, embed, base, form')].length`), 0);
    assert.deepEqual(
      await read(
        shown,
        `[...document.querySelectorAll('*')].flatMap((one) => [...one.attributes]).filter(({ name }) => name.startsWith('on')).length`,
      ),
      0,
    );
    assert.equal(shown.requests.length, 1);
    assert.deepEqual(shown.complaints, []);
    assert.equal(await read(shown, `/[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.documentElement.outerHTML)`), false);
    assert.match(
      await read<string>(shown, `document.querySelector('.path strong').textContent`),
      /^Scarlett 2i2 USB"><script>window\.hacked=1/,
    );
    assert.deepEqual(await read(shown, WIDER), []);
  });
});

const rgb = (colour: string): string => `rgb(${[1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)).join(', ')})`;

/** Words of a plot that lie over each other. */
function collisions(texts: readonly SeenText[]): readonly string[] {
  const found: string[] = [];
  for (const [at, a] of texts.entries())
    for (const b of texts.slice(at + 1)) {
      if (a.plot !== b.plot) continue;
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (wide > 2 && high > 3) found.push(`${a.plot}: «${a.words}» and «${b.words}»`);
    }
  return found;
}
