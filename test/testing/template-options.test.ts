import assert from 'node:assert/strict';
import { Nix } from '../../src/nix';
import { Match } from '../../src/testing';
import { message, templateOf } from './support';

const CONDITION = Nix.raw('config.services.jack.enable');
const SOURCE = 'test/testing/support.ts:1';

describe('Template.hasOption', () => {
  it('takes a plain value, and says who says otherwise', () => {
    const template = templateOf(['Kernel', 'boot.kernel.sysctl."vm.swappiness"', 10]);
    template.hasOption('boot.kernel.sysctl."vm.swappiness"', 10);
    assert.equal(
      message(() => template.hasOption('boot.kernel.sysctl."vm.swappiness"', 20)),
      [
        'The option «boot.kernel.sysctl."vm.swappiness"» of «studio-laptop» is not as expected.',
        '  expected 20',
        `  studio-laptop/Kernel, ${SOURCE} says 10`,
      ].join('\n'),
    );
  });

  it('tells apart what looks alike', () => {
    const template = templateOf(['A', 'boot.a', '10'], ['B', 'boot.b', null], ['C', 'boot.c', false]);
    assert.throws(() => template.hasOption('boot.a', 10), /expected 10\n.* says "10"/);
    assert.throws(() => template.hasOption('boot.b', false), /expected false\n.* says null/);
    assert.throws(() => template.hasOption('boot.c', null), /expected null\n.* says false/);
  });

  it('suggests the option that was probably meant', () => {
    const template = templateOf(['Sound', 'services.pipewire.enable', true]);
    assert.equal(
      message(() => template.hasOption('services.pipewre.enable', true)),
      'Nothing on «studio-laptop» sets the option «services.pipewre.enable»; expected true. Did you mean «services.pipewire.enable»?',
    );
  });

  it('looks into sets, at what is named', () => {
    const template = templateOf(
      ['Sound', 'services.pipewire', { enable: true, jack: { enable: true } }],
      ['Alsa', 'services.pipewire.alsa.enable', true],
    );
    template.hasOption('services.pipewire', { enable: true, alsa: { enable: true } });
    template.hasOption('services', { pipewire: { jack: { enable: true } } });
    assert.match(
      message(() => template.hasOption('services.pipewire', { jack: { enable: false }, pulse: Match.anyValue() })),
      /at jack\.enable: expected false\n {2}studio-laptop\/Sound, .* says true\n {2}at pulse: expected any value\n {2}nothing is there/,
    );
  });

  it('compares an expression by its code', () => {
    const template = templateOf(['Kernel', 'boot.kernelPackages', Nix.pkgs('linuxPackages_6_18')]);
    template.hasOption('boot.kernelPackages', Nix.pkgs('linuxPackages_6_18'));
    template.hasOption('boot.kernelPackages', Nix.raw('pkgs.linuxPackages_6_18'));
    assert.throws(
      () => template.hasOption('boot.kernelPackages', Nix.pkgs('linuxPackages')),
      /expected the expression pkgs\.linuxPackages\n/,
    );
    assert.match(
      message(() => template.hasOption('boot.kernelPackages', 'linux')),
      /known to Nix alone:\n.*says the expression pkgs\.linuxPackages_6_18.*cannot be compared with "linux"/,
    );
  });

  it('refuses an expectation that no value can meet', () => {
    const template = templateOf(['A', 'boot.a', 1]);
    assert.throws(() => template.hasOption('boot.a', undefined), /Match\.absent\(\) expects nothing/);
    assert.throws(() => template.hasOption('boot.a', Nix.mkForce(1)), /compare with the value itself/);
    assert.throws(() => template.hasOption('boot..a', 1), /cannot be read/);
  });
});

describe('Template.option', () => {
  it('gives JavaScript, with expressions as Nix', () => {
    const template = templateOf([
      'A',
      'boot.a',
      { list: [1, 'two', Nix.pkgs('three')], empty: {}, big: 12345678901234567890n % 2n ** 62n },
    ]);
    const { list, ...rest } = template.option('boot.a') as { list: unknown[] };
    assert.deepEqual(rest, { empty: {}, big: 12345678901234567890n % 2n ** 62n });
    assert.deepEqual(list.map(String), ['1', 'two', 'pkgs.three']);
  });

  it('says when nothing sets it', () => {
    assert.throws(
      () => templateOf().option('services.jack.enable'),
      /^AssertionError: Nothing on «studio-laptop» sets the option «services\.jack\.enable»\.$/,
    );
  });
});

describe('Template.lacksOption', () => {
  it('holds when nothing says anything about it', () => {
    const template = templateOf(['A', 'services.pipewire.enable', true]);
    template.lacksOption('services.jack');
    template.lacksOption('services.pipewire.enable.more');
    assert.throws(() => template.lacksOption('services.pipewire'), /is set\.\n {2}studio-laptop\/A, .* says { enable: true }/);
  });

  it('does not guess', () => {
    const template = templateOf(['A', 'services.jack', Nix.raw('import ./jack.nix')], ['B', 'boot.b', Nix.mkIf(CONDITION, 1)]);
    assert.throws(() => template.lacksOption('services.jack.enable'), /known to Nix alone:\n.*uses the expression import \.\/jack\.nix/);
    assert.throws(() => template.lacksOption('boot.b'), /sets it under a condition/);
  });
});

describe('priorities', () => {
  it('lets the strongest win', () => {
    const plain = ['Plain', 'boot.a', 1] as const;
    templateOf(plain, ['Force', 'boot.a', Nix.mkForce(2)]).hasOption('boot.a', 2);
    templateOf(['Default', 'boot.a', Nix.mkDefault(2)], plain).hasOption('boot.a', 1);
    templateOf(['Force', 'boot.a', Nix.mkForce(2)], ['Vm', 'boot.a', Nix.mkOverride(10, 3)]).hasOption('boot.a', 3);
    templateOf(plain, ['Force', 'boot.a', Nix.mkForce([3])]).hasOption('boot.a', [3]);
  });

  it('says that two plain values contradict each other', () => {
    const template = templateOf(['A', 'boot.a', 1], ['B', 'boot.a', 2]);
    assert.match(
      message(() => template.hasOption('boot.a', 1)),
      /studio-laptop\/A, .* says 1, and NixOS will refuse that\.\n {2}studio-laptop\/B, .* says 2, and NixOS will refuse that/,
    );
  });

  it('knows that text may be joined', () => {
    const template = templateOf(['A', 'services.udev.extraRules', 'a\n'], ['B', 'services.udev.extraRules', 'b\n']);
    assert.throws(() => template.option('services.udev.extraRules'), /joins text or refuses it/);
    assert.throws(() => templateOf(['A', 'boot.t', 'a\n'], ['B', 'boot.t', 'a\n']).option('boot.t'), /known to Nix alone/);
  });

  it('follows both readings of a word around a set, and is silent where they differ', () => {
    const template = templateOf(['Force', 'boot.set', Nix.mkForce({ a: 1 })], ['Plain', 'boot.set', { a: 2, b: 3 }]);
    template.hasOption('boot.set.a', 1);
    assert.throws(() => template.hasOption('boot.set.b', 3), /a set around «boot\.set\.b» has a priority/);
    template.hasOption('boot.set', { a: 1 });
    assert.throws(() => template.hasOption('boot.set', Match.objectEquals({ a: 1 })), /known to Nix alone, at b/);
  });
});

describe('conditions', () => {
  it('decides those that are decided in TypeScript', () => {
    templateOf(['A', 'boot.a', Nix.mkIf(true, 1)]).hasOption('boot.a', 1);
    templateOf(['A', 'boot.a', Nix.mkIf(false, 1)]).lacksOption('boot.a');
  });

  it('leaves those of Nix to Nix, unless they make no difference', () => {
    const conditional = ['Maybe', 'boot.a', Nix.mkIf(CONDITION, 1)] as const;
    const alone = templateOf(conditional);
    assert.throws(() => alone.hasOption('boot.a', 1), /sets it under a condition \(lib\.mkIf config\.services\.jack\.enable 1\)/);
    alone.hasOption('boot.a', Match.anyValue());
    templateOf(conditional, ['Force', 'boot.a', Nix.mkForce(5)]).hasOption('boot.a', 5);
    templateOf(conditional, ['Plain', 'boot.a', 5]).hasOption('boot.a', 5); // with the condition NixOS would refuse it
  });

  it('keeps apart what a list has for certain', () => {
    const template = templateOf(['A', 'boot.kernelParams', ['quiet']], ['B', 'boot.kernelParams', Nix.mkIf(CONDITION, ['splash'])]);
    template.hasOption('boot.kernelParams', Match.arrayWith(['quiet']));
    assert.throws(
      () => template.hasOption('boot.kernelParams', Match.arrayWith(['splash'])),
      /known to Nix alone:\n.*\/B, .*under a condition/,
    );
    assert.throws(() => template.hasOption('boot.kernelParams', ['quiet']), /known to Nix alone/);
    assert.throws(() => template.hasOption('boot.kernelParams', ['loud']), /is not as expected/);
  });

  it('does not trust code in which a priority may hide', () => {
    const template = templateOf(['Raw', 'boot.a', Nix.raw('lib.mkForce 3')], ['Plain', 'boot.a', 5]);
    assert.throws(() => template.hasOption('boot.a', 5), /\(lib\.mkForce 3\)/);
  });
});

describe('lists of several constructs', () => {
  const lists = (path: string) => templateOf(['A', path, ['a', 'b']], ['B', path, ['c']]);

  it('are joined from the last construct to the first, as NixOS does', () => {
    lists('boot.kernelParams').hasOption('boot.kernelParams', ['c', 'a', 'b']);
    lists('environment.systemPackages').hasOption('environment.systemPackages', ['c', 'a', 'b']);
  });

  it('are joined the other way round inside of a submodule', () => {
    lists('users.users.alice.extraGroups').hasOption('users.users.alice.extraGroups', ['a', 'b', 'c']);
    lists('nix.settings.substituters').hasOption('nix.settings.substituters', ['a', 'b', 'c']);
    lists('specialisation.gig.configuration.boot.kernelParams').hasOption('specialisation.gig.configuration.boot.kernelParams', [
      'c',
      'a',
      'b',
    ]);
  });

  it('have no certain order where the type of the option is not known', () => {
    const template = lists('services.our-tool.settings.paths');
    template.hasOption('services.our-tool.settings.paths', Match.arrayWith(['c', 'a']));
    assert.throws(() => template.hasOption('services.our-tool.settings.paths', ['a', 'b', 'c']), /whose items come first/);
    assert.throws(() => template.hasOption('services.our-tool.settings.paths', ['a', 'b', 'd']), /missing: "d"; not expected: "c"/);
  });

  it('obey mkBefore and mkAfter', () => {
    const path = 'services.our-tool.settings.paths';
    const template = templateOf(['A', path, Nix.mkAfter(['a'])], ['B', path, ['b']], ['C', path, Nix.mkBefore(['c'])]);
    assert.deepEqual(template.option(path), ['c', 'b', 'a']);
  });

  it('are shown as a whole when they are in another order', () => {
    assert.match(
      message(() => lists('boot.kernelParams').hasOption('boot.kernelParams', ['a', 'b', 'c'])),
      /expected \["a", "b", "c"\]\n {2}studio-laptop\/A, .*; studio-laptop\/B, .* together say \["c", "a", "b"\]\n {2}\(the same items in another order/,
    );
  });

  it('keep what stands beside an expression', () => {
    const template = templateOf(['A', 'boot.kernelParams', ['a']], ['B', 'boot.kernelParams', Nix.raw('lib.optional config.x "b"')]);
    template.hasOption('boot.kernelParams', Match.arrayWith(['a']));
    assert.throws(() => template.option('boot.kernelParams'), /uses the expression lib\.optional config\.x "b"/);
  });
});
