import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  App,
  AudioServer,
  Daw,
  DawHost,
  NixosOptions,
  NixosStack,
  PluginBundle,
  Preemption,
  RealtimeKernel,
  SampleRate,
  Studio,
} from '../../src';
import { collect, configurationFile } from '../../src/core';
import { formatAttrPath, Nix, printFile } from '../../src/nix';
import { Template } from '../../src/testing';
import { evalExpr, evalMachine, findNix, FIXTURES, nixPath } from '../support/nix';
import { temporaryFolder } from '../support/temp';
import { saying, type Say } from './support';

/** The options that machines are made of here, with the types that merge in different ways. Others are ignored, as is the machine itself. */
const OPTIONS = `{ lib, ... }: with lib; let t = types; opt = type: mkOption { inherit type; }; in {
  options = {
    boot = {
      number = opt (t.nullOr t.int);
      name = opt t.str;
      lines = opt t.lines;
      list = opt (t.listOf t.str);
      set = opt (t.attrsOf t.int);
      lists = opt (t.attrsOf (t.listOf t.str));
      group.a = opt t.int;
      group.b = opt t.int;
      choice = opt (t.either t.int (t.listOf t.str));
    };
    users.users = opt (t.attrsOf (t.submodule { options = { uid = opt t.int; extraGroups = opt (t.listOf t.str); }; }));
  };
}`;

const PATHS = [
  'boot.number',
  'boot.name',
  'boot.lines',
  'boot.list',
  'boot.set',
  'boot.set.a',
  'boot.set.b',
  'boot.lists',
  'boot.lists.a',
  'boot.group',
  'boot.group.a',
  'boot.group.b',
  'boot.choice',
  'users.users.alice',
  'users.users.alice.uid',
  'users.users.alice.extraGroups',
];

const number = fc.integer({ min: 1, max: 2 });
const text = fc.constantFrom('x', 'y', 'two\nlines');
const list = fc.array(fc.constantFrom('p', 'q', 'r'), { maxLength: 2 });
const numbers = fc.dictionary(fc.constantFrom('a', 'b'), number, { noNullPrototype: true });

/** Values with the words of the module system around them, those that Nix alone can follow included. */
function weighed(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const words: ((content: unknown) => unknown)[] = [
    (x) => Nix.mkForce(x),
    (x) => Nix.mkDefault(x),
    (x) => Nix.mkOverride(70, x),
    (x) => Nix.mkIf(true, x),
    (x) => Nix.mkIf(false, x),
    (x) => Nix.mkIf(Nix.raw('1 == 1'), x),
    (x) => Nix.mkIf(Nix.raw('1 == 2'), Nix.mkForce(x)),
    (x) => Nix.raw(`lib.mkForce (${Nix.of(x).toString()})`),
    (x) => Nix.raw(`(${Nix.of(x).toString()})`),
  ];
  return fc.oneof(
    { weight: 6, arbitrary: value },
    { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...words), value).map(([word, content]) => word(content)) },
    { weight: 1, arbitrary: fc.tuple(value, value).map(([a, b]) => Nix.mkMerge([a, Nix.mkDefault(b)])) },
  );
}

const ordered = fc
  .tuple(
    fc.constantFrom(
      (x: unknown) => x,
      (x: unknown) => Nix.mkBefore(x),
      (x: unknown) => Nix.mkAfter(x),
      (x: unknown) => Nix.mkOrder(1200, x),
    ),
    list,
  )
  .map(([word, content]) => word(content));

const user = fc.record({ uid: weighed(number), extraGroups: weighed(list) }, { requiredKeys: [] });
const definitions: fc.Arbitrary<readonly [string, unknown]>[] = [
  said('boot.number', weighed(fc.oneof(number, fc.constant(null)))),
  said('boot.name', weighed(text)),
  said('boot.lines', weighed(text)),
  said('boot.list', weighed(list)),
  said('boot.list', ordered),
  said('boot.set', weighed(numbers)),
  said('boot.set.a', weighed(number)),
  said('boot.lists', weighed(fc.record({ a: weighed(list) }))),
  said('boot.lists.a', ordered),
  said('boot.group', weighed(numbers)),
  said('boot.group.b', weighed(number)),
  said('boot.choice', weighed(fc.oneof(number, list))),
  said('users.users.alice', weighed(user)),
  said('users.users.alice.extraGroups', ordered),
];

function said(path: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<readonly [string, unknown]> {
  return value.map((content) => [path, content] as const);
}

/** Machines on which up to eight constructs speak of up to three options, so that they meet. */
const machines = fc
  .subarray(definitions, { minLength: 1, maxLength: 3 })
  .chain((some) => fc.array(fc.oneof(...some), { minLength: 1, maxLength: 8 }))
  .map((all) => all.map(([path, value], index): Say => [`C${index}`, path, value]));

describe('Template, beside real Nix', () => {
  const folder = temporaryFolder();
  before(function () {
    if (findNix().length === 0) this.skip();
  });

  it('has the value that NixOS finds, or none', async () => {
    const stacks = fc.sample(machines, { numRuns: 400, seed: 26 }).map((all) => saying(...all));
    const found = (await evalExpr(
      expression(stacks.map((stack) => printFile(configurationFile(collect(stack, stack.nixpkgs), '', [])))),
    )) as Found[][];
    const tally = { same: 0, absent: 0, onlyNix: 0, refused: 0 };
    for (const [index, stack] of stacks.entries()) {
      const template = Template.of(stack);
      for (const [at, path] of PATHS.entries()) tally[compare(template, path, found[index]![at]!)]++;
    }
    // Of what is set and what Nix accepts, far more is decided than left open: otherwise this test would say little.
    assert.ok(tally.same > 400 && tally.same > tally.onlyNix, JSON.stringify(tally));
    assert.ok(tally.onlyNix > 200 && tally.refused > 50 && tally.absent > 1000, JSON.stringify(tally));
  }).timeout(60_000);

  it('has the values of a whole studio, those that a list has besides excepted', async () => {
    const app = new App({ outdir: folder('cdk.out') });
    const laptop = referenceStudio(app);
    const template = Template.of(laptop);
    const decided = Object.entries(valuesOf(template, laptop));
    app.synth();
    const found = await evalMachine(folder('cdk.out'), 'studio-laptop', Object.fromEntries(decided.map(([path]) => [path, path])));
    for (const [path, value] of decided) {
      if (Array.isArray(value)) assert.deepEqual(commonItems(found[path] as unknown[], value), value, path);
      else assert.deepEqual(found[path], value, path);
    }
    assert.ok(decided.length > 30, `${decided.length} options are plain data`);
  }).timeout(60_000);
});

function referenceStudio(app: App): NixosStack {
  const laptop = new NixosStack(app, 'studio-laptop', {
    stateVersion: '26.05',
    hardware: 'test/support/hardware.nix',
    timeZone: 'Europe/Berlin',
    target: {
      host: 'studio-laptop.local',
      authorizedKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRNDYug5iWGOX0R63HjE2sRN83eUCd18I9fPNMXjxEz a@b'],
    },
  });
  const synths = new PluginBundle(laptop, 'Synths', { plugins: ['surge-xt', 'helm'] });
  new RealtimeKernel(laptop, 'Kernel', { preemption: Preemption.FULL, irqPriority: ['usb', 'snd'], swappiness: 10 });
  const studio = new Studio(laptop, 'Studio', {
    musician: 'alice',
    audio: AudioServer.pipewire({ rate: SampleRate.hz(48000), quantum: 64 }),
  });
  new DawHost(studio, 'Ardour', { daw: Daw.ARDOUR, plugins: [synths] });
  new NixosOptions(laptop, 'Extra', {
    options: {
      'users.users.alice.extraGroups': ['dialout', 'plugdev'],
      'boot.kernelParams': Nix.mkAfter(['quiet']),
      'environment.sessionVariables.QT_SCALE_FACTOR': Nix.mkDefault('1'),
    },
  });
  laptop.overrideOption('environment.sessionVariables.QT_SCALE_FACTOR', '2');
  return laptop;
}

/** Every option that is set and is plain data. */
function valuesOf(template: Template, stack: NixosStack): Record<string, unknown> {
  const paths = collect(stack, stack.nixpkgs).modules.flatMap(({ _definitions }) => _definitions.map(({ path }) => formatAttrPath(path)));
  const values: Record<string, unknown> = {};
  for (const path of paths) {
    try {
      const value: unknown = template.option(path);
      if (!holdsCode(value)) values[path] = value;
    } catch (error) {
      assert.match((error as Error).message, /known to Nix alone/);
    }
  }
  return values;
}

/** What a list has of the items that are looked for, in its own order: NixOS and musnix add others. */
const commonItems = (list: readonly unknown[], wanted: readonly unknown[]): unknown[] => list.filter((item) => wanted.includes(item));

type Found = { readonly value: unknown } | { readonly defined: boolean };

function compare(template: Template, path: string, found: Found): 'same' | 'absent' | 'onlyNix' | 'refused' {
  let value: unknown;
  try {
    value = template.option(path);
  } catch (error) {
    const { message } = error as Error;
    if (!message.startsWith('Nothing')) return 'onlyNix';
    template.lacksOption(path);
    // Sets of options exist without definitions: they are groups.
    assert.ok(
      !('value' in found) || isEmpty(found.value),
      `${path}: nothing sets it, but Nix finds ${JSON.stringify(found)}\n${template.toNix()}`,
    );
    return 'absent';
  }
  if (!('value' in found)) return 'refused'; // contradictions are found elsewhere
  if (holdsCode(value)) return 'onlyNix';
  assert.deepEqual(plain(value), found.value, `${path}\n${template.toNix()}`);
  return 'same';
}

const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.values(value).every(isEmpty);
function holdsCode(value: unknown): boolean {
  if (value instanceof Nix) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsCode);
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

/** For every machine and every path: its value, or nothing where Nix refuses it or knows none. */
function expression(configurations: readonly string[]): string {
  const lib = `(import ${nixPath(`${FIXTURES}/nixpkgs/lib`)})`;
  const read = (path: string): string => `(attempt (machine.${path} or (throw "nothing")))`;
  return `let
    lib = ${lib};
    declared = ${OPTIONS};
    attempt = value: let tried = builtins.tryEval (builtins.deepSeq value value); in if tried.success then { inherit (tried) value; } else { defined = false; };
    evaluate = configuration: let machine = (lib.evalModules { modules = [ declared { _module.check = false; } configuration ]; specialArgs.pkgs = { }; }).config; in
      [ ${PATHS.map(read).join(' ')} ];
  in map evaluate [ ${configurations.map((text) => `(${text})`).join('\n')} ]`;
}
