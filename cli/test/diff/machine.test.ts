import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { pack } from '../../src/deploy/archive';
import type { Deployed, Facts } from '../../src/deploy/facts';
import type { Payload } from '../../src/deploy/payload';
import { compareWithMachine, type Comparison } from '../../src/diff/machine';
import { differs } from '../../src/diff/report';
import { stack } from '../support/studio';

const MAIN = 'machines/studio/configuration.nix';
const OLD = `/nix/store/${'0'.repeat(32)}-nixos-system-studio-26.05`;
const NEW = `/nix/store/${'1'.repeat(32)}-nixos-system-studio-26.05`;

const payload = (swappiness: number, fingerprint = `sha256-${swappiness}`): Payload => ({
  stack: stack('studio'),
  files: [
    {
      name: MAIN,
      contents: Buffer.from(
        `{\n  imports = [\n    {\n      _file = "bin/studio.ts:4 (studio/Kernel)";\n      swappiness = ${swappiness};\n    }\n  ];\n}\n`,
      ),
      executable: false,
    },
    { name: 'assets/logo.png', contents: Buffer.from([0, 255, 254, 128]), executable: false },
  ],
  lockIsOpen: false,
  fingerprint,
  fingerprintWithoutLock: '',
});

/** A machine as it answers after `deployed` was deployed to it; `system` is what it runs. */
function machine(deployed: Payload | undefined, system = OLD): Comparison['guard'] {
  const known: Deployed = { id: 'x', system: OLD, generation: 4, needsReboot: false };
  const facts = {
    system,
    generation: 4,
    ...(deployed && { deployed: { ...known, fingerprint: deployed.fingerprint } }),
  } as Facts;
  const answer = async (verb: string, [path = '']: readonly string[]): Promise<string> => {
    if (verb === 'closure') return `${path} 10\n/nix/store/${'2'.repeat(32)}-ardour-${path === OLD ? '9.0' : '9.2'} 100\n`;
    return gunzipSync(await buffer(await pack(deployed!))).toString('base64');
  };
  return {
    inspect: () => Promise.resolve(facts),
    ask: async (verb, args = []) => ({ code: 0, stdout: await answer(verb, args), stderr: '' }),
    lockfile: () => Promise.resolve(LOCK),
  };
}

const LOCK = '{ "nodes": { "root": {} }, "root": "root", "version": 7 }';

const never = (): Promise<string> => Promise.reject(new Error('nothing should be built'));

describe('a machine, compared with its studio', () => {
  it('is not asked to build what it knows, and runs', async () => {
    const report = await compareWithMachine({ machine: 'root@studio', guard: machine(payload(10)), payload: payload(10), build: never });
    assert.deepEqual(
      [differs(report), report.definitions?.constructs, report.definitions?.files, report.closure, report.system],
      [false, [], [], undefined, OLD],
    );
  });

  it('is not asked to build what it made with a lock of its own, once that lock is here', async () => {
    const before = payload(10, 'sha256-without');
    const after = { ...payload(10, 'sha256-with'), fingerprintWithoutLock: 'sha256-without' };
    const compare = (lock: string, build: () => Promise<string>): ReturnType<typeof compareWithMachine> =>
      compareWithMachine({ machine: 'root@studio', guard: machine(before), payload: { ...after, lock }, build });
    assert.equal((await compare(LOCK, never)).system, OLD);
    assert.equal((await compare(`${LOCK}\n`, () => Promise.resolve(NEW))).system, NEW);
  });

  it('differs by what was deployed, and by what comes out', async () => {
    const report = await compareWithMachine({
      machine: 'root@studio',
      guard: machine(payload(10)),
      payload: payload(20),
      build: () => Promise.resolve(NEW),
    });
    assert.ok(differs(report));
    assert.deepEqual(
      report.definitions?.constructs.map(({ construct }) => construct),
      ['studio/Kernel'],
    );
    assert.deepEqual(report.definitions?.files, [], 'a picture comes back as it went there');
    assert.deepEqual(
      report.closure?.changed.map(({ name, old, new: next }) => [name, old?.versions, next?.versions]),
      [['ardour', ['9.0'], ['9.2']]],
    );
  });

  it('differs where somebody else switched it, though its studio is the same', async () => {
    const report = await compareWithMachine({
      machine: 'root@studio',
      guard: machine(payload(10), NEW),
      payload: payload(10),
      build: () => Promise.resolve(OLD),
    });
    assert.deepEqual([differs(report), report.isChangedByHand, report.definitions?.constructs], [true, true, []]);
  });

  it('has no definitions where it was never deployed to', async () => {
    const comparison = { machine: 'root@studio', guard: machine(undefined), payload: payload(10) };
    const report = await compareWithMachine({ ...comparison, build: () => Promise.resolve(NEW) });
    assert.deepEqual([report.definitions, report.deployed, report.closure?.changed.length], [undefined, undefined, 1]);
    await assert.rejects(compareWithMachine(comparison), /has no definitions of ours: .* Leave --no-build out\.$/);
  });

  it('may have lost what it was deployed from', async () => {
    const known = machine(payload(10));
    const guard: Comparison['guard'] = {
      ...known,
      ask: (verb, args) => (verb === 'files' ? Promise.resolve({ code: 4, stdout: '', stderr: '' }) : known.ask(verb, args)),
    };
    const report = await compareWithMachine({ machine: 'root@studio', guard, payload: payload(20), build: () => Promise.resolve(NEW) });
    assert.deepEqual([report.definitions, differs(report)], [undefined, true]);
  });

  it('has to answer whole', async () => {
    const guard: Comparison['guard'] = {
      ...machine(payload(10)),
      ask: () => Promise.resolve({ code: 0, stdout: 'bm8gdGFy'.repeat(99), stderr: '' }),
    };
    await assert.rejects(compareWithMachine({ machine: 'root@studio', guard, payload: payload(10) }), /did not send the files .* whole/);
    const silent: Comparison['guard'] = { ...guard, ask: () => Promise.resolve({ code: 1, stdout: '', stderr: 'no such verb\n' }) };
    await assert.rejects(
      compareWithMachine({ machine: 'root@studio', guard: silent, payload: payload(10) }),
      /^UserError: root@studio could not tell what it was deployed from: no such verb\.$/,
    );
  });
});
