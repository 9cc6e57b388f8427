import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseProbe } from '../../../src/realtime/probe/parse-probe';
import type { Snapshot } from '../../../src/realtime/snapshot';
import { studioMachine } from './studio-machine';
import { answer } from './support';

/** The files that a studio machine has, as if they had been told. */
const FILES = Object.fromEntries(
  Object.entries(studioMachine())
    .filter(([, text]) => !text.startsWith('-> '))
    .map(([path, text]) => [`/${path}`, text]),
);
const FULL = answer(FILES, {
  processes: ['700 1000 .reaper-wrapped', '701 0 irqbalance', '702 1000 pipewire', '703 1000 jackd'],
  threads: [`/proc/702/task/704/stat:704 (data-loop.0) S ${'0 '.repeat(14)}-89 ${'0 '.repeat(20)}0 88 1 0 0 0`],
  accounts: ['0 root', '1000 anna'],
  config: ['CONFIG_HZ=1000'],
  groups: ['audio:x:29:anna'],
  usb: ['/sys/bus/usb/devices/1-2/product:Scarlett'],
  cards: ['1 /sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0'],
  units: [
    'Id=irqbalance.service',
    'LoadState=loaded',
    'ActiveState=active',
    '',
    'Id=tlp.service',
    'LoadState=not-found',
    'ActiveState=inactive',
  ],
  'pipewire 702 anna': ["setting update: id:0 key:'clock.quantum' value:'128' type:''"],
  'jack 703 anna': [
    'word jackd',
    'word -dalsa',
    'word -r48000',
    'word -p',
    'word 64',
    'word -n3',
    'ports told',
    'port anna:out',
    'port system:playback_1',
  ],
  'musician anna': ['uid=1000(anna) gid=100(users) groups=100(users),29(audio)', 'from self', 'Max realtime priority 99 99'],
});
const CUT = /answer was cut/;

describe('the answer of the probe', () => {
  it('is refused when it ends anywhere but at its end', () => {
    const isCut = (length: number): void => assert.throws(() => parseProbe(FULL.slice(0, length)), { name: 'UserError', message: CUT });
    for (const length of [0, 1, 18, 20, FULL.length - 1, FULL.length - 2, FULL.lastIndexOf('@ end')]) isCut(length);
    fc.assert(fc.property(fc.nat(FULL.length - 1), isCut), { numRuns: 300 });
    assert.equal(parseProbe(FULL).pipewire?.quantum, 128);
  });

  it('is refused when it bears another mark than the one that was given', () => {
    assert.throws(() => parseProbe(FULL, '@somebody'), CUT);
    assert.throws(() => parseProbe(FULL.replaceAll(/^@ /gm, '@else ').replace(' 1 @', ' 1 @else'), '@mine'), CUT);
    assert.equal(parseProbe(FULL.replaceAll(/^@ /gm, '@mine ').replace(' 1 @', ' 1 @mine'), '@mine').hostname, 'studio-laptop');
  });

  it('is read past what a login prints before, and a logout behind', () => {
    assert.deepEqual(parseProbe(`Welcome!\nstudio-cdk-probe 2 @\n${FULL}Bye`), parseProbe(FULL));
  });

  it('cannot be ended or added to by what a machine calls its things', () => {
    const marked = answer({ ...FILES, '/proc/sys/kernel/hostname': 'a\n@ end\n@ musician root' }).replaceAll(
      /^@ (?!end$|musician)/gm,
      '@m ',
    );
    const text = marked.replace(' 1 @', ' 1 @m').replace(/@ end\n$/, '@m end\n');
    assert.deepEqual(parseProbe(text, '@m').musicians, []);
    assert.equal(parseProbe(text, '@m').hostname, 'a');
  });

  it('may hold anything: no text does harm, and nothing is thrown but that it was cut', () => {
    const lines = FULL.split('\n');
    const junk = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        '@ files',
        '@ end',
        '@ musician __proto__',
        '@ pipewire',
        '@ jack',
        '@ self',
        '/proc/cpuinfo:processor : 9',
        '\u001b[2J',
        ':',
        '/',
      ),
      fc.constantFrom(
        '/sys/devices/system/cpu/present:0-99999',
        '/sys/kernel/irq/1/actions:,,',
        '0-'.repeat(5000),
        '/proc/self/mounts:a /b c \\040',
      ),
    );
    const edit = fc.record({ at: fc.nat(lines.length), remove: fc.nat(3), insert: fc.array(junk, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
        const changed = [...lines];
        for (const { at, remove, insert } of edits) changed.splice(at, remove, ...insert);
        let snapshot: Snapshot;
        try {
          snapshot = parseProbe(changed.join('\n'));
        } catch (error) {
          assert.match((error as Error).message, CUT);
          return;
        }
        visit(snapshot);
      }),
      { numRuns: 200 },
    );
  });

  it('may be any text at all', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(text, text, text, (before, within, behind) => {
        for (const candidate of [within, `${before}\nstudio-cdk-probe 1 @\n@ self\nuid=0\n${within}\n@ end\n${behind}`]) {
          try {
            visit(parseProbe(candidate));
          } catch (error) {
            assert.equal((error as Error).name, 'UserError', String(error));
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('may be huge: many lines, long ones, and a section twice', () => {
    const huge = FULL.replace('@ files\n', `@ files\n${'/proc/sys/vm/swappiness:10\n'.repeat(200_000)}`).replace(
      '@ threads\n',
      `@ threads\n/proc/1/task/1/stat:1 (${'x'.repeat(1_000_000)}) S 1\n@ threads\n`,
    );
    assert.equal(parseProbe(huge).sysctls['vm.swappiness'], '10');
  });

  it('of a machine with next to nothing is a snapshot with next to nothing', () => {
    const { user, cpus, cards, ...bare } = parseProbe(answer({}));
    assert.deepEqual([user, cpus, cards], [{ name: 'anna', uid: 1000 }, [], []]);
    assert.deepEqual(bare.kernel, { release: '', version: '', arch: 'x86_64', parameters: [] });
    for (const absent of ['idle', 'smt', 'dmaLatency', 'units', 'pipewire', 'jack', 'pendingReboot', 'uptime', 'clocksource'])
      assert.equal(absent in bare, false, absent);
  });

  it('may say that there is no sound card', () => {
    assert.deepEqual(parseProbe(answer({ '/proc/asound/cards': '--- no soundcards ---' })).cards, []);
  });

  it('of a kernel of another architecture has clocks, where the files of each CPU tell them', () => {
    const files = { '/sys/devices/system/cpu/present': '0-1', '/sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq': '1800000' };
    assert.deepEqual(parseProbe(answer({ ...files, '/proc/cpuinfo': 'processor\t: 0\nprocessor\t: 1' })).cpus[1]?.frequency, 1_800_000);
  });

  it('tells units that exist from those that do not', () => {
    assert.deepEqual(parseProbe(FULL).units, { 'irqbalance.service': 'active' });
  });

  it('keeps places for files, not windows into the kernel', () => {
    const mounts = [
      'proc /proc proc rw 0 0',
      '/dev/sda1 / ext4 rw,relatime 0 0',
      'tmpfs /run tmpfs rw 0 0',
      '/dev/sdb1 /home/anna/my\\040songs xfs rw,noatime 0 0',
      'nas:/x /mnt/nas nfs4 rw 0 0',
    ];
    assert.deepEqual(parseProbe(answer({ '/proc/self/mounts': mounts.join('\n') })).mounts, [
      { target: '/', type: 'ext4', options: ['rw', 'relatime'] },
      { target: '/home/anna/my songs', type: 'xfs', options: ['rw', 'noatime'] },
      { target: '/mnt/nas', type: 'nfs4', options: ['rw'] },
    ]);
  });

  it('says what was hidden', () => {
    const hidden = { '/proc/self/mounts': 'proc /proc proc rw,hidepid=invisible 0 0', '/sys/kernel/irq/9/actions': 'acpi' };
    const { unseen } = parseProbe(answer(hidden, { unseen: ['dmaLatency'], 'pipewire 5 bob': ['word pipewire'] }));
    assert.deepEqual(unseen, ['dmaLatency', 'processes', 'realtimeThreads', 'irqs.affinity', 'pipewire']);
  });

  it('holds the state of servers of sound: of several, that of a musician', () => {
    const pipewire = parseProbe(FULL).pipewire;
    assert.deepEqual([pipewire?.user, pipewire?.priority], ['anna', 88]);
    const two = { 'pipewire 5 gdm': ["setting key:'clock.quantum' value:'1024'"], 'pipewire 6 anna': [], 'musician anna': [] };
    assert.equal(parseProbe(answer({}, two)).pipewire?.user, 'anna');
    assert.deepEqual(parseProbe(FULL).jack, {
      user: 'anna',
      pid: 703,
      quantum: 64,
      rate: 48_000,
      periods: 3,
      isRealtime: true,
      clients: ['anna'],
    });
  });
});

/** Every text in it can be printed, every number can be computed with. */
function visit(value: unknown): void {
  if (typeof value === 'string') assert.doesNotMatch(value, /[\x00-\x08\x0a-\x1f\x7f-\x9f\u202e]/);
  else if (typeof value === 'number') assert.ok(Number.isFinite(value));
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      visit(key);
      visit(inner);
    }
}
