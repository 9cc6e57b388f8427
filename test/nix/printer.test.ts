import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AttrsNode, Binding, NixNode } from '../../src/nix';
import { Nix, NODE, parseAttrPath, printExpression, printFile, toNode } from '../../src/nix';

/** Every golden is a fixed point of the official formatter, nixfmt. */
const golden = (name: string): string => readFileSync(join(__dirname, 'golden', name), 'utf8');

const [x, cfg, lib, pkgs] = ['x', 'cfg', 'lib', 'pkgs'].map((name) => Nix.name(name));
const on = (path: string): Nix => Nix.attr(Nix.name('config'), path);
const all = (first: unknown, ...more: unknown[]): Nix => more.reduce<Nix>((left, right) => Nix.binary(left, '&&', right), Nix.of(first));
const any = (first: unknown, ...more: unknown[]): Nix => more.reduce<Nix>((left, right) => Nix.binary(left, '||', right), Nix.of(first));
const commented = (value: unknown, comment: string[], blankBefore = false): Nix =>
  Nix._fromNode({ kind: 'commented', comment, blankBefore, node: toNode(value) });

/** A set whose keys are whole paths. */
function paths(values: Readonly<Record<string, unknown>>, ...more: readonly Nix[]): Nix {
  const bindings = Object.entries(values).map(([path, value]): Binding => ({
    kind: 'bind',
    path: parseAttrPath(path),
    value: toNode(value),
  }));
  const inherited = more.flatMap((set) => (set[NODE] as AttrsNode).bindings);
  return Nix._fromNode({ kind: 'attrs', recursive: false, bindings: [...bindings, ...inherited] });
}

const value = (content: unknown): string => printExpression(paths({ a: content })[NODE]);
const file = (content: unknown): string => printFile(toNode(content));

describe('the printer', () => {
  it('lays out a module', () => {
    const module = Nix.pattern(
      ['lib', 'pkgs'],
      paths({
        imports: [
          Nix.path('./hardware.nix'),
          commented({ a: 1 }, ['studio-laptop: the machine itself'], true),
          commented(Nix.path('./we ird.nix'), ['two', 'lines'], true),
        ],
        'boot.kernel.sysctl."vm.swappiness"': Nix.mkForce(10),
        'boot.kernelParams': ['preempt=full', 'threadirqs'],
        'environment.systemPackages': [Nix.pkgs('ardour')],
        'environment.etc': {},
        'security.pam.loginLimits': [],
        'musnix.rtirq': Nix.mkIf(Nix.attr(cfg, 'enable'), { enable: true }),
        'nixpkgs.overlays': [
          Nix.fn('final', Nix.fn('prev', { calf: Nix.call(Nix.attr(Nix.name('prev'), 'calf.override'), { jackSupport: true }) })),
        ],
        'programs.a': Nix.mkDefault(['usb', 'snd']),
        'programs.b': Nix.mkIf(Nix.attr(cfg, 'enable'), Nix.mkMerge([{ a: 1 }])),
        'programs.c': Nix.call(Nix.pkgs('ardour.overrideAttrs'), Nix.fn('old', { version: '8.12' })),
        'programs.d': Nix.ifElse(x, 48000, 44100),
        'programs.e': Nix.ifElse(x, { rate: 48000 }, {}),
        'programs.f': Nix.ifElse(x, 1, Nix.ifElse(cfg, 2, 3)),
        'programs.g': Nix.binary(x, '++', [Nix.pkgs('calf'), Nix.pkgs('helm')]),
        'programs.h': Nix.binary(Nix.call(Nix.lib('mkEnableOption'), 'the studio'), '//', { default: true }),
        'programs.i': Nix.withScope(pkgs, [Nix.name('calf'), Nix.name('helm')]),
        'systemd.services."jack@alice".script': commented('set -e\njackd -d alsa\n', ['starts the server']),
      }),
      { ellipsis: true },
    );
    assert.equal(file(commented(module, ['studio-laptop: made by studio-cdk.', 'Edits are lost.'])), golden('module.nix'));
  });

  it('breaks what is too long where nixfmt does', () => {
    const pipewire = all(
      on('services.pipewire.enable'),
      on('services.pipewire.jack.enable'),
      Nix.logicalNot(on('services.pulseaudio.enable')),
    );
    const long = 'a very long text that goes on and on, because somebody had a lot to say about it, and more';
    const set = paths(
      {
        condition: Nix.mkIf(pipewire, { a: 1 }),
        chain: any(
          on('services.pipewire.enable'),
          all(on('services.jack.jackd.enable'), on('security.rtkit.enable')),
          on('hardware.alsa.enable'),
        ),
        text: `${long}${long}`,
        default: Nix.mkDefault(`${long}${long}`),
        'five.keys.make.it.move': `${long}${long}`,
        'quoted."10-studio"': `${long}${long}`,
        'a-long-key-with-one-element-that-does-not-fit-beside-it': [`${long} word`],
        'choice.when.it.is.long': Nix.ifElse(
          on('services.pipewire.extraConfig.pipewire'),
          on('services.pipewire.jack'),
          on('services.pulseaudio'),
        ),
        'choice.when.the.condition.is.long': Nix.ifElse(pipewire, 1, 2),
        call: Nix.call(lib, Nix.path('./x.nix'), all(x, cfg), { a: 1 }, { b: 2 }),
        middle: Nix.call(lib, { a: 1 }, x),
        parens: Nix.call(
          Nix.lib('optionals'),
          Nix.call(on('services.pipewire.extraConfig.isSet'), 'context.properties', 'and-another'),
          Nix.binary(x, '++', cfg),
        ),
        script: Nix.interpolate(["first\n  nested\n\nlast ${kept} ''quoted'' ", Nix.pkgs('hello'), '\n']),
        list: [
          -1,
          1.5,
          Nix.path('./x.nix'),
          Nix.call(Nix.pkgs('calf.override'), { jackSupport: true }),
          Nix.fn('final', Nix.fn('prev', { e: 1 })),
          pipewire,
          { a: '@audio' },
          Nix.letIn({ a: 1 }, Nix.name('a')),
        ],
        local: Nix.letIn({ a: 1 }, Nix.binary(Nix.name('a'), '+', 1)),
        fallback: Nix.attr(on('services.pipewire.extraConfig'), '"10-studio"."context.properties"."default.clock.rate"', on('a.b')),
      },
      Nix.inherit([{ source: lib, names: ['x', 'y'] }, { names: ['m', 'n', 'o', 'p'] }, { source: lib, names: ['q', 'r', 's', 't'] }]),
    );
    assert.equal(file(set), golden('breaks.nix'));
  });

  it('lays out a flake', () => {
    const system = Nix.call(
      Nix.attr(Nix.name('nixpkgs'), 'lib.nixosSystem'),
      paths(
        { modules: [Nix.attr(Nix.name('musnix'), 'nixosModules.musnix'), Nix.path('./machines/studio-laptop/configuration.nix')] },
        Nix.inherit([{ names: ['system'] }]),
      ),
    );
    const outputs = Nix.pattern(
      ['self', 'nixpkgs', 'musnix'],
      Nix.letIn({ system: 'x86_64-linux' }, paths({ 'nixosConfigurations.studio-laptop': system })),
      { ellipsis: true },
    );
    const small = Nix.pattern(['nixpkgs', 'musnix'], paths({ packages: {} }), { ellipsis: true });
    assert.equal(
      file(paths({ description: 'a studio', outputs, small, options: Nix.pattern(['a', 'b'], x, { defaults: { b: { c: 1 } } }) })),
      golden('flake.nix'),
    );
  });

  describe('counts 100 characters', () => {
    // `a = "…";` has eight characters around the text, and lib.mkDefault [ … ] eighteen more
    const list = (length: number): string => value(Nix.mkDefault([Nix.call(x, 'y'.repeat(length))]));
    const shell = '  a = lib.mkDefault [ (x "") ];'.length - 2;

    it('with the semicolon, without the indentation', () => {
      assert.equal(list(100 - shell).split('\n').length, 3);
      assert.equal(list(101 - shell).split('\n').length, 5);
    });

    it('as a reader does, not as UTF-16 does', () => {
      const notes = (count: number): string => value(Nix.mkDefault([Nix.call(x, '𝄞'.repeat(count))]));
      assert.equal(notes(100 - shell).split('\n').length, 3);
      assert.equal(notes(101 - shell).split('\n').length, 5);
    });
  });

  describe('writes text', () => {
    const forms: readonly [string, string, string][] = [
      ['of one line in quotes', 'a "b" \\ ${c} $${d} $', String.raw`"a \"b\" \\ \${c} $\${d} $"`],
      ['of one line that ends with a line break in quotes', 'a\n', String.raw`"a\n"`],
      ['that does not end with a line break in quotes', 'a\nb', String.raw`"a\nb"`],
      ['of several lines between two quotes', 'a\n\n b\n', "''\n    a\n\n     b\n  ''"],
      ['with its own quotes and tabs', "''\t'${x}'\r\n'\n", "''\n    '''''\\t''\\'''${x}''\\'''\\r\n    '\n  ''"],
      ['whose lines end in blanks in quotes', 'a \nb\n', String.raw`"a \nb\n"`],
      ['that is all indented in quotes', '  a\n  b\n', String.raw`"  a\n  b\n"`],
      ['of empty lines in quotes', '\n\n', String.raw`"\n\n"`],
      ['with control characters in quotes', 'a\x1b\nb\n', '"a\x1b\\nb\\n"'],
    ];
    for (const [title, text, code] of forms) it(title, () => assert.equal(value(text), `{\n  a = ${code};\n}`));
  });

  describe('writes comments', () => {
    it('without blanks at the end of a line, and never two empty lines', () => {
      const set = paths({ a: commented(1, ['first ', '', 'one\nof two'], true), b: commented(commented(2, ['inner']), ['outer'], true) });
      assert.equal(printExpression(set[NODE]), '{\n  # first\n  #\n  # one\n  # of two\n  a = 1;\n\n  # outer\n  # inner\n  b = 2;\n}');
    });

    it('that cannot become code', () => {
      assert.equal(file(commented({}, ['a\nb = 1;\r\nc\rd'])), '# a\n# b = 1;\n# c\n# d\n{ }\n');
    });

    it('only where they have a place', () => {
      assert.equal(printExpression(Nix.call(x, commented(1, ['lost']))[NODE]), 'x 1');
    });

    it('of lazy values', () => {
      assert.equal(value(Nix.lazy({ produce: () => commented(1, ['late']) })), '{\n  # late\n  a = 1;\n}');
    });
  });

  it('moves raw code of several lines to its place, but not the text inside it', () => {
    assert.equal(value(Nix.raw('{\n  b = 1;\n}')), '{\n  a = {\n    b = 1;\n  };\n}');
    assert.equal(value(Nix.raw("''\n  b\n''")), "{\n  a = ''\n  b\n'';\n}");
  });

  it('refuses what is nested beyond reason instead of overflowing the stack', () => {
    let node: NixNode = { kind: 'null' };
    for (let i = 0; i < 20_000; i++) node = { kind: 'list', items: [node] };
    assert.throws(() => printExpression(node), { name: 'NixError', message: /nested deeper/ });
  });
});
