import * as fc from 'fast-check';
import type { Binding, BinaryOperator, NixNode, Parameter, StringPart } from '../../src/nix';

/** Expressions of every kind, for properties of their layout: they parse, but need not make sense when they are evaluated. */

const NAMES = ['lib', 'pkgs', 'config', 'cfg', 'x', 'old', "prev'", 'a-rather-long-name-that-somebody-chose', 'with_', 'zita'];
export const identifier = fc.constantFrom(...NAMES);

const KEYS = [
  ...NAMES,
  'enable',
  'extraConfig',
  '10-studio',
  'vm.swappiness',
  'with',
  'or',
  '',
  'a b',
  '${x}',
  "it's",
  'é',
  'default.clock.quantum',
];
const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...KEYS) },
  { weight: 1, arbitrary: identifier.map((name): NixNode => ({ kind: 'name', name })) },
);
const path = fc.array(key, { minLength: 1, maxLength: 6 });

const PIECES = [
  'usb',
  '${',
  "''",
  "'",
  '$',
  '"',
  '\\',
  ' ',
  '  ',
  '\t',
  '\r',
  '\n',
  '\n',
  '\n\n',
  'é',
  '𝄞',
  '# no comment',
  'set -e',
  '{',
  '}',
  ';',
  'some more words to make it long ',
];
export const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''));
const script = fc
  .array(fc.oneof(fc.constantFrom('set -e', '  nested', '', 'echo "${HOME}"', "''", "it's $'", 'x'.repeat(120)), text), { maxLength: 6 })
  .map((lines) => `${lines.join('\n')}\n`);

const leaf: fc.Arbitrary<NixNode> = fc.oneof(
  fc.constant<NixNode>({ kind: 'null' }),
  fc.boolean().map((value): NixNode => ({ kind: 'bool', value })),
  fc.integer().map((value): NixNode => ({ kind: 'int', value })),
  fc.constantFrom(0.5, -1.25, 1e21, 5e-324, 1e-7).map((value): NixNode => ({ kind: 'float', value })),
  fc.oneof(text, script).map((value): NixNode => ({ kind: 'string', parts: [value] })),
  script.map((value): NixNode => ({ kind: 'indented', parts: [value] })),
  fc
    .constantFrom('./x.nix', '../assets', './we ird/x', '/etc/machine-id', `./${'long/'.repeat(25)}x`)
    .map((value): NixNode => ({ kind: 'path', path: value })),
  identifier.map((name): NixNode => ({ kind: 'name', name })),
  fc
    .tuple(identifier, fc.array(identifier, { minLength: 1, maxLength: 4 }))
    .map(([name, keys]): NixNode => ({ kind: 'select', target: { kind: 'name', name }, path: keys })),
);

const OPERATORS: readonly BinaryOperator[] = ['->', '||', '&&', '==', '!=', '<', '//', '+', '-', '*', '++'];

/** Composite expressions over `part`; `part` becomes smaller the deeper it goes. */
function composite(part: fc.Arbitrary<NixNode>): fc.Arbitrary<NixNode> {
  const parts: fc.Arbitrary<StringPart[]> = fc.array(fc.oneof(text, script, part), { maxLength: 5 });
  const binding: fc.Arbitrary<Binding> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('bind' as const), path, value: fc.oneof(part, commented(part)) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('inherit' as const), names: fc.uniqueArray(identifier, { minLength: 1, maxLength: 5 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('inherit' as const),
        from: part,
        names: fc.uniqueArray(identifier, { minLength: 1, maxLength: 5 }),
      }),
    },
  );
  const bindings = fc.array(binding, { maxLength: 4 });
  const parameter: fc.Arbitrary<Parameter> = fc.oneof(
    identifier.map((name): Parameter => ({ kind: 'single', name })),
    fc.record({
      kind: fc.constant('pattern' as const),
      formals: fc.uniqueArray(fc.oneof(fc.record({ name: identifier }), fc.record({ name: identifier, fallback: part })), {
        maxLength: 4,
        selector: (formal) => formal.name,
      }),
      ellipsis: fc.boolean(),
    }),
  );
  return fc.oneof(
    parts.map((value): NixNode => ({ kind: 'string', parts: value })),
    parts.map((value): NixNode => ({ kind: 'indented', parts: value })),
    fc.array(fc.oneof(part, commented(part)), { maxLength: 4 }).map((items): NixNode => ({ kind: 'list', items })),
    fc.record({ kind: fc.constant('attrs' as const), recursive: fc.boolean(), bindings }),
    fc.record({ kind: fc.constant('select' as const), target: part, path }),
    fc.record({ kind: fc.constant('select' as const), target: part, path, fallback: part }),
    fc.record({ kind: fc.constant('has' as const), target: part, path }),
    fc.record({ kind: fc.constant('lambda' as const), parameter, body: part }),
    fc.record({ kind: fc.constant('call' as const), callee: fc.oneof(leaf, part), args: fc.array(part, { minLength: 1, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('let' as const), bindings, body: part }),
    fc.record({ kind: fc.constant('with' as const), scope: part, body: part }),
    fc.record({ kind: fc.constant('assert' as const), condition: part, body: part }),
    fc.record({ kind: fc.constant('if' as const), condition: part, yes: part, no: part }),
    fc.record({ kind: fc.constant('unary' as const), operator: fc.constantFrom('!' as const, '-' as const), operand: part }),
    fc.record({ kind: fc.constant('binary' as const), operator: fc.constantFrom(...OPERATORS), left: part, right: part }),
  );
}

function commented(part: fc.Arbitrary<NixNode>): fc.Arbitrary<NixNode> {
  return fc.record({
    kind: fc.constant('commented' as const),
    comment: fc.array(fc.constantFrom('what it is for', '', 'two\nlines', '  more ')),
    blankBefore: fc.boolean(),
    node: part,
  });
}

/** Any expression, up to four levels deep. */
export const expression: fc.Arbitrary<NixNode> = [0, 1, 2].reduce(
  (part) => fc.oneof({ weight: 2, arbitrary: leaf }, { weight: 3, arbitrary: composite(part) }),
  fc.oneof(leaf, composite(leaf)),
);

// Modules as people write them -----------------------------------------------------------------------------------------------------

const name = (text: string): NixNode => ({ kind: 'name', name: text });
const select = (root: string, ...keys: string[]): NixNode => ({ kind: 'select', target: name(root), path: keys });
const bind = (keys: string[], value: NixNode): Binding => ({ kind: 'bind', path: keys, value });
const words = fc.array(
  fc.constantFrom('usb', 'snd', 'a longer stretch of words', '@audio', '/dev/snd', '${HOME}', "it's", '"quoted"', '\\', 'é'),
  { minLength: 1, maxLength: 9 },
);

const optionPath = fc.array(
  fc.constantFrom('services', 'pipewire', 'enable', 'extraConfig', 'boot', 'kernelParams', 'vm.swappiness', '10-studio', 'loginLimits'),
  { minLength: 1, maxLength: 6 },
);
const packageName = fc
  .tuple(fc.constantFrom('pkgs', 'unstable'), fc.constantFrom('ardour', 'lsp-plugins', 'dragonfly-reverb'))
  .map((keys) => select(...(keys as [string, string])));
const condition: fc.Arbitrary<NixNode> = fc
  .array(
    fc.constantFrom(
      select('config', 'services', 'pipewire', 'enable'),
      select('cfg', 'enable'),
      select('config', 'security', 'rtkit', 'enable'),
      { kind: 'unary', operator: '!', operand: select('config', 'services', 'pulseaudio', 'enable') } as NixNode,
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) => all.reduce((left, right) => ({ kind: 'binary', operator: '&&', left, right })));

const plainValue: fc.Arbitrary<NixNode> = fc.oneof(
  fc.boolean().map((value): NixNode => ({ kind: 'bool', value })),
  fc.integer({ min: -99, max: 200_000 }).map((value): NixNode => ({ kind: 'int', value })),
  words.map((value): NixNode => ({ kind: 'string', parts: [value.join(' ')] })),
  script.map((value): NixNode => ({ kind: 'string', parts: [value] })),
  fc
    .tuple(words, packageName, words)
    .map(([before, node, after]): NixNode => ({ kind: 'string', parts: [before.join(' '), node, `/bin/${after.join('\n')}\n`] })),
  fc.constantFrom('./hardware.nix', './we ird.nix', '../assets/x.conf').map((value): NixNode => ({ kind: 'path', path: value })),
  packageName,
);

const LIB_CALLS = ['mkForce', 'mkDefault', 'mkBefore', 'mkMerge', 'optionals', 'getExe'];

function moduleValue(part: fc.Arbitrary<NixNode>): fc.Arbitrary<NixNode> {
  const items = fc.array(fc.oneof(part, commented(part)), { maxLength: 4 });
  return fc.oneof(
    items.map((nodes): NixNode => ({ kind: 'list', items: nodes })),
    moduleSet(part),
    moduleSet(part),
    fc.tuple(fc.constantFrom(...LIB_CALLS), part).map(([fn, arg]): NixNode => ({ kind: 'call', callee: select('lib', fn), args: [arg] })),
    fc.tuple(condition, part).map((args): NixNode => ({ kind: 'call', callee: select('lib', 'mkIf'), args })),
    fc.tuple(fc.integer({ min: 1, max: 2000 }), part).map(([priority, arg]): NixNode => ({
      kind: 'call',
      callee: select('lib', 'mkOverride'),
      args: [{ kind: 'int', value: priority }, arg],
    })),
    fc.tuple(packageName, moduleSet(part)).map(([target, body]): NixNode => ({
      kind: 'call',
      callee: { kind: 'select', target, path: ['overrideAttrs'] },
      args: [{ kind: 'lambda', parameter: { kind: 'single', name: 'old' }, body }],
    })),
    fc
      .tuple(packageName, fc.constantFrom('./ardour.nix', '../../packages/ardour-studio-laptop.nix'), part)
      .map(([, file, arg]): NixNode => ({
        kind: 'call',
        callee: select('pkgs', 'callPackage'),
        args: [{ kind: 'path', path: file }, arg],
      })),
    moduleSet(part).map((body): NixNode => ({
      kind: 'lambda',
      parameter: { kind: 'single', name: 'final' },
      body: { kind: 'lambda', parameter: { kind: 'single', name: 'prev' }, body },
    })),
    fc.tuple(condition, part, part).map(([test, yes, no]): NixNode => ({ kind: 'if', condition: test, yes, no })),
    fc
      .tuple(packageName, fc.oneof(moduleSet(part), packageName))
      .map(([left, right]): NixNode => ({ kind: 'binary', operator: '//', left, right })),
    fc.tuple(optionPath, part, part).map(([keys, value, body]): NixNode => ({ kind: 'let', bindings: [bind([keys[0]], value)], body })),
    items.map((nodes): NixNode => ({ kind: 'with', scope: name('pkgs'), body: { kind: 'list', items: nodes } })),
    fc.tuple(packageName, part).map(([target, fallback]): NixNode => ({ kind: 'select', target, path: ['meta'], fallback })),
    condition,
    fc.tuple(fc.uniqueArray(identifier, { maxLength: 4 }), fc.boolean(), part).map(([names, ellipsis, body]): NixNode => ({
      kind: 'lambda',
      parameter: { kind: 'pattern', formals: names.map((formal) => ({ name: formal })), ellipsis },
      body,
    })),
  );
}

function moduleSet(part: fc.Arbitrary<NixNode>): fc.Arbitrary<NixNode> {
  const binding = fc.tuple(optionPath, fc.oneof(part, commented(part))).map(([keys, value]) => bind(keys, value));
  const inherit = fc.record({
    kind: fc.constant('inherit' as const),
    from: fc.constantFrom(name('lib'), select('pkgs', 'ardour')),
    names: fc.uniqueArray(identifier, { minLength: 1, maxLength: 5 }),
  });
  return fc
    .array(fc.oneof({ weight: 9, arbitrary: binding }, { weight: 1, arbitrary: inherit }), { maxLength: 4 })
    .map((bindings): NixNode => ({ kind: 'attrs', recursive: false, bindings }));
}

/** A module: its arguments, then options with values as deep as configurations go. */
export const moduleFile: fc.Arbitrary<NixNode> = fc
  .tuple(
    fc.subarray(['config', 'lib', 'pkgs']),
    moduleSet(
      [0, 1, 2].reduce((part) => fc.oneof({ weight: 2, arbitrary: plainValue }, { weight: 3, arbitrary: moduleValue(part) }), plainValue),
    ),
  )
  .map(([names, body]): NixNode => ({
    kind: 'commented',
    comment: ['A module.'],
    blankBefore: false,
    node: { kind: 'lambda', parameter: { kind: 'pattern', formals: names.map((formal) => ({ name: formal })), ellipsis: true }, body },
  }));
