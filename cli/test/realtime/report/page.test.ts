import assert from 'node:assert/strict';
import { renderPage } from '../../../src/realtime/report/page';
import { DARK, LIGHT, type Colours } from '../../../src/realtime/report/plots/colours';
import type { Snapshot } from '../../../src/realtime/snapshot';
import { CASES } from './cases';
import { SNAPSHOT } from './fixtures';

/** What is read, without the elements. */
const wordsOf = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replaceAll(/<svg.*?<\/svg>/gs, '')
    .replaceAll(/<\/?(bdi|code)>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll(/[\s\u00a0]+/g, ' ');

const words = (name: keyof typeof CASES): string => wordsOf(renderPage(CASES[name]));
const pathOf = (change: Partial<Snapshot>): string =>
  wordsOf(renderPage({ ...CASES['no machine and no buffer'], machine: { snapshot: { ...SNAPSHOT, ...change }, checks: [] } })).replace(
    /.*The way of the sound/,
    '',
  );

describe('the page of a report', () => {
  it('has at most 300 kB, whatever is in it', () => {
    for (const [name, data] of Object.entries(CASES)) assert.ok(Buffer.byteLength(renderPage(data)) <= 300_000, name);
  });

  it('names no address of anything, and forbids to load or run what could get in all the same', () => {
    const html = renderPage(CASES['ten generations']);
    assert.doesNotMatch(html, /https?:|\/\/[a-z]|url\(|@import|<script|src=/i);
    assert.match(
      html,
      /<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; /,
    );
  });

  it('begins with the verdict', () => {
    assert.match(
      words('two generations'),
      /^ studio-laptop: does it crackle\? .{0,60} ✓ It holds 64 frames at 48 kHz hold: the worst of 3,000,000 wake-ups was 84 µs late/,
    );
  });

  it('says how to measure where nobody did, and that the machine was not reached', () => {
    const text = words('nothing at all');
    assert.match(text, /Made from what is stored\. studio-laptop was not reached: nothing listens for ssh\. So there are no checks here/);
    assert.match(text, /cdk measure studio-laptop --seconds 30 --load/);
    assert.doesNotMatch(text, /How late it wakes up|From generation to generation|What the machine is set to/);
  });

  it('says that the machine was not asked', () => assert.match(words('no machine and no buffer'), /studio-laptop was not asked\. So/));

  it('has the checks, the worst first, and folds those with nothing to do', () => {
    const order = [...words('two generations').matchAll(/[✕!↻?i✓–] (error|warning|after a reboot|not seen|note|well|not there) /g)].map(
      ([, word]) => word,
    );
    assert.deepEqual(order, ['error', 'warning', 'after a reboot', 'not seen', 'note', 'well', 'not there']);
    assert.match(words('two generations'), /2 checks with nothing to do/);
    assert.match(words('two generations'), /new RealtimeKernel\(laptop, 'Kernel', \{ swappiness: 10 \}\); bin\/studio\.ts:14/);
  });

  it('draws every CPU, and of very many the worst', () => {
    const plots = (name: keyof typeof CASES): number => [...renderPage(CASES[name]).matchAll(/<svg[^>]* id="cpu-\d+"/g)].length;
    assert.equal(plots('two generations'), 4);
    assert.equal(plots('256 CPUs'), 12);
    assert.match(words('256 CPUs'), /The 12 worst of 256 CPUs/);
  });

  it('lists what was measured, the newest first, and says what is left out of the plot', () => {
    assert.match(words('ten generations'), /10 measurements Measurements, the newest first generation .*? 42 84 µs .*? 41 133 µs/);
    assert.match(words('a hundred generations'), /70 older measurements/);
    assert.match(words('one sample'), /This is the first measurement/);
  });

  it('tells the figures that the plot shows', () => {
    assert.match(
      words('two generations'),
      /worst 84 µs 99\.99 % \d+ µs half \(50 %\) \d+ µs wake-ups 3,000,000 measured for 30 s meanwhile other work \(load\) xruns \(crackles\) 0/,
    );
  });
});

describe('the way of the sound', () => {
  it('goes from the card that plays over its interrupt and the server to the buffer', () => {
    const text = pathOf({});
    assert.match(
      text,
      /^ device, USB Scarlett 2i2 USB .*? playback: 48 kHz, 2 channels, S32_LE interrupt of the controller IRQ 129 xhci_hcd on CPU 2 priority 90 before the server, which has 88 server PipeWire 1\.6\.7 runs as alice priority 88 1 program connected buffer 64 frames at 48 kHz lasts 1,333 µs the card holds 192 frames in periods of 64/,
    );
    assert.match(text, /device HD-Audio Generic .*? interrupt IRQ 145 .*? priority 50 not before the server, which has 88/);
  });

  it('goes over JACK where that runs', () => {
    const jack = { user: 'bob', pid: 7, quantum: 128, rate: 44_100, periods: 3, priority: 10, clients: ['ardour', 'a2j'] };
    assert.match(
      pathOf({ jack }),
      /server JACK runs as bob priority 10 2 programs connected buffer 128 frames at 44\.1 kHz lasts 2,902 µs 3 periods/,
    );
  });

  it('ends where something is missing, and says what', () => {
    assert.match(pathOf({ cards: [] }), /no sound card/);
    const { pipewire: _, ...silent } = SNAPSHOT;
    assert.match(
      wordsOf(renderPage({ ...CASES['no machine and no buffer'], machine: { snapshot: silent, checks: [] } })),
      /server none runs neither PipeWire nor JACK The machine/,
    );
    assert.match(pathOf({ irqs: [] }), /interrupt not known/);
    assert.match(
      pathOf({ irqs: [{ irq: 129, actions: ['xhci_hcd', 'nvme0q0'] }] }),
      /IRQ 129 xhci_hcd, nvme0q0 shared with another device priority none it is no thread/,
    );
  });

  it('draws a few of many cards, those that play first, and names the others', () => {
    const cards = Array.from({ length: 7 }, (_, index) => ({ ...SNAPSHOT.cards[index === 6 ? 1 : 0]!, index, name: `Card ${index}` }));
    const text = pathOf({ cards });
    assert.ok(text.indexOf('Card 6') < text.indexOf('Card 0'));
    assert.match(text, /Further cards: Card 3, Card 4, Card 5/);
    assert.match(text, /Card 1 .{0,60} interrupt not known/);
  });
});

describe('the colours of a report', () => {
  const luminance = (colour: string): number => {
    const [red, green, blue] = [1, 3, 5]
      .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const contrast = (a: string, b: string): number => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light! + 0.05) / (dark! + 0.05);
  };

  for (const [name, colours] of Object.entries({ light: LIGHT, dark: DARK } satisfies Record<string, Colours>)) {
    it(`can be read: ${name}`, () => {
      for (const text of ['ink', 'muted', 'now', 'former', 'deadline', 'good', 'close'] as const)
        for (const ground of ['paper', 'card'] as const)
          assert.ok(contrast(colours[text], colours[ground]) >= 4.5, `${text} on ${ground}: ${contrast(colours[text], colours[ground])}`);
    });
  }
});
