import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { Annotations, App, Aspects, sourceOf } from '../../src/core';
import { NixosStack } from '../../src/stacks/nixos-stack';
import { contentsOf, temporaryFolder } from '../support/temp';
import { Says } from './says';
import { HARDWARE, refusal, station, written } from './written';

interface Manifest {
  readonly stacks: readonly { readonly name: string; readonly dependencies: string[]; readonly digest: string }[];
  readonly messages: readonly object[];
}

describe('synthesis', () => {
  const folder = temporaryFolder();
  const output = (): string => folder('cdk.out');
  const fails = (): never => {
    throw new Error('out of tune');
  };
  const manifest = (): Manifest => JSON.parse(contentsOf(output())['manifest.json']!) as Manifest;

  it('reports everything that is wrong at once, with line and path, and writes nothing', () => {
    const built: { laptop?: NixosStack; mixer?: Says; second?: Says } = {};
    const text = refusal(output(), (app) => {
      const laptop = (built.laptop = station(app, 'laptop', { hostName: '-' }));
      built.mixer = new Says(laptop, 'Mixer', (module) => module.set('a.b', true));
      built.second = new Says(laptop, 'Second', (module) => module.set('a.b', false));
      built.mixer.node.addValidation({ validate: () => ['It has no channels.'] });
      Annotations.of(built.second).addError('Two lines,\none problem.');
      Annotations.of(built.second).addWarning('Only a warning.');
    });
    const at = (construct: Says | NixosStack | undefined): string => `${sourceOf(construct!)} (${construct!.node.path})`;
    assert.deepEqual(text.split('\n\n'), [
      '4 things are wrong with this studio, so nothing was written.',
      `  ${at(built.laptop)}\n    A machine cannot be called «-» in a network: host names have 1 to 63 letters, digits and dashes, and neither start nor end with a dash. Set hostName.`,
      `  ${at(built.mixer)}\n    It has no channels.`,
      `  ${at(built.second)}\n    Two lines,\n    one problem.`,
      `  ${at(built.second)}\n    The option «a.b» cannot be both true, said by ${at(built.mixer)}, and false, said by ${at(built.second)}. Take one of them away, or let one win with Nix.mkForce(…) or stack.overrideOption(…).`,
    ]);
    assert.deepEqual(contentsOf(folder()), {});
  });

  it('leaves the previous assembly as it was, byte for byte, when something is wrong', () => {
    const before = written(output(), (app) => void station(app, 'laptop'));
    refusal(output(), (app) => void station(app, 'laptop', { stateVersion: 'new' }));
    assert.throws(() => written(output(), (app) => station(app, 'laptop').node.addValidation({ validate: fails })), /out of tune/);
    const app = new App({ outdir: output() });
    station(app, 'other');
    Aspects.of(app).add({ visit: fails });
    assert.throws(() => app.synth(), /out of tune/);
    assert.deepEqual(contentsOf(output()), before);
    assert.deepEqual(
      Object.keys(contentsOf(folder())).filter((name) => !name.startsWith('cdk.out/')),
      [],
    );
  });

  it('says that there is nothing to make without a stack', () =>
    assert.match(
      refusal(output(), () => undefined),
      /^One thing is wrong .*\n\n {2}test\/core\/written\.ts:\d+\n {4}This app has no stacks, so there is nothing to make\. Add a machine: new NixosStack\(app, …\)\.$/,
    ));

  it('refuses two stacks of one name, also in two groups', () => {
    const twice = refusal(output(), (app) => {
      station(app, 'laptop');
      station(app, 'laptop');
    });
    assert.match(
      twice,
      /Two constructs in the app are called «laptop»; the first is test\/core\/written\.ts:\d+ \(laptop\)\. Give one of them another id\./,
    );
    const grouped = refusal(output(), (app) => {
      for (const room of ['East', 'West'])
        new NixosStack(new Says(app, room, () => undefined) as never, 'laptop', { stateVersion: '26.05', hardware: HARDWARE });
    });
    assert.match(
      grouped,
      /\(West\/laptop\)\n {4}Two stacks are called «laptop»; the first is .* \(East\/laptop\)\. Commands such as «cdk deploy laptop» could not tell them apart/,
    );
  });

  it('refuses names that can be no folder', () => {
    for (const id of ['a b', '1a', 'ä', '..', 'a/b', ''])
      assert.match(
        refusal(output(), (app) => void station(app, id, { hostName: 'a' })),
        /^One thing is wrong/,
        id,
      );
  });

  it('refuses stacks that wait for each other, by name', () =>
    assert.match(
      refusal(output(), (app) => {
        const [a, b, c] = ['a', 'b', 'c'].map((id) => station(app, id));
        a!.addDependency(b!);
        b!.addDependency(c!);
        c!.addDependency(b!);
      }),
      /\(b\)\n {4}These stacks wait for each other: «b» → «c» → «b»\. Take one of the calls of addDependency away\.$/,
    ));

  it('writes stacks in the order of their dependencies', () => {
    written(output(), (app) => {
      const [a, b, c] = ['a', 'b', 'c'].map((id) => station(app, id));
      a!.addDependency(c!);
      c!.addDependency(b!);
    });
    assert.deepEqual(
      manifest().stacks.map(({ name, dependencies }) => [name, dependencies]),
      [
        ['b', []],
        ['c', ['b']],
        ['a', ['c']],
      ],
    );
  });

  it('hands warnings and notes on to the command line', () => {
    let mixer: Says | undefined;
    written(output(), (app) => {
      mixer = new Says(station(app, 'laptop'), 'Mixer', ({ construct }) => {
        Annotations.of(construct).addWarning('Loud.');
        Annotations.of(construct).addInfo('Eight channels.');
      });
    });
    const source = sourceOf(mixer!);
    assert.deepEqual(manifest().messages, [
      { level: 'warning', path: 'laptop/Mixer', text: 'Loud.', source },
      { level: 'info', path: 'laptop/Mixer', text: 'Eight channels.', source },
    ]);
  });

  it('changes the digest of the stack that changed, and of no other', () => {
    const digests = (swappiness: number): string[] => {
      written(output(), (app) => {
        station(app, 'a');
        new Says(station(app, 'b'), 'Kernel', (module) => module.set('boot.kernel.sysctl."vm.swappiness"', swappiness));
      });
      return manifest().stacks.map(({ digest }) => digest);
    };
    const [before, same, after] = [digests(10), digests(10), digests(20)];
    assert.deepEqual(same, before);
    assert.equal(after[0], before[0]);
    assert.notEqual(after[1], before[1]);
  });

  it('says in the flake what the program says about it, or else which machines there are', () => {
    const description = (count: number, text?: string): string =>
      written(
        output(),
        (app) => Array.from({ length: count }, (_, index) => station(app, `s${index}`)),
        text === undefined ? {} : { description: text },
      )['flake.nix']!.split('\n')[2]!;
    assert.equal(description(2), '  description = "A studio: s0, s1";');
    assert.equal(description(5), '  description = "A studio of 5 machines";');
    assert.equal(description(1, 'The ${band}'), '  description = "The \\${band}";');
  });

  describe('in a project', () => {
    const cwd = process.cwd();
    afterEach(() => process.chdir(cwd));

    it('copies the project’s flake.lock, and keeps Nix’s own where there is none', () => {
      const hardware = `${cwd}/${HARDWARE}`;
      process.chdir(folder());
      const lock = (): string | undefined => written('cdk.out', (app) => void station(app, 'laptop', { hardware }))['flake.lock'];
      assert.equal(lock(), undefined);
      writeFileSync('cdk.out/flake.lock', 'made by Nix');
      assert.equal(lock(), 'made by Nix');
      writeFileSync('flake.lock', 'of the project');
      assert.equal(lock(), 'of the project');
    });
  });

  it('describes the tree of constructs', () => {
    const tree = JSON.parse(written(output(), (app) => void new Says(station(app, 'laptop'), 'Mixer', () => undefined))['tree.json']!) as {
      children: { children: { source: string }[] }[];
    };
    const { source, ...mixer } = tree.children[0]!.children[0]!;
    assert.deepEqual(mixer, { id: 'Mixer', path: 'laptop/Mixer', construct: 'Says' });
    assert.match(source, /^test\/core\/synthesis\.test\.ts:\d+$/);
  });

  it('may run twice on one app, and says the same', () => {
    const app = new App({ outdir: output() });
    new Says(station(app, 'laptop'), 'Mixer', (module) => module.set('a.b', [1]));
    const first = contentsOf(app.synth());
    assert.deepEqual(contentsOf(app.synth()), first);
  });

  it('writes the same bytes for the same program, wherever it writes them', () => {
    const key = fc.constantFrom('a', 'b.c', '"d e"', 'enable', 'b.enable');
    const machine = fc.dictionary(
      key,
      fc.oneof(fc.boolean(), fc.integer(), fc.string(), fc.array(fc.string()), fc.dictionary(fc.string(), fc.integer())),
      { maxKeys: 4 },
    );
    fc.assert(
      fc.property(fc.array(machine, { minLength: 1, maxLength: 3 }), (machines) => {
        const build = (app: App): void =>
          machines.forEach((settings, index) => {
            const stack = station(app, `s${index}`);
            Object.entries(settings).forEach(([option, value], at) => new Says(stack, `c${at}`, (module) => module.set(option, value)));
          });
        const twice = [1, 2].map((run) => {
          mkdirSync(folder(`run${run}`), { recursive: true });
          return written(folder(`run${run}`, 'cdk.out'), build);
        });
        assert.deepEqual(twice[1], twice[0]);
      }),
      { numRuns: 30 },
    );
  });
});
