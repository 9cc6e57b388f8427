import { checkDefinitions, findingsBelow, invokeAspects, packageName, suggest, type Finding, type MachineDraft } from '../core';
import { formatAttrPath, parseAttrPath } from '../nix';
import { realtimeIntent } from '../constructs/realtime-intent';
import { NixosStack } from '../stacks/nixos-stack';
import {
  isSet,
  missing,
  named,
  noPlugin,
  notAMachine,
  notSet,
  otherHealthCheck,
  otherRealtime,
  otherUrl,
  undecided,
  unlike,
  unneeded,
  unwanted,
} from './errors';
import { expectation } from './expectation';
import { hostsOf, insideOf, type Host } from './hosts';
import { MachineOptions } from './machine-options';
import { OutsideModules } from './outside';
import { configurationText } from './snapshot';
import { healthCheckValue, realtimeValue } from './verification';
import { doubtsIn, literal, show, toJavaScript, type Doubt, type Value } from './value';

/** How a machine's configuration is written for a snapshot. */
export interface SnapshotProps {
  /**
   * Leaves out the lines of the program, so that a snapshot stays the same when lines move.
   *
   * @default false
   */
  readonly withoutSources?: boolean;
}

/**
 * What a program says about one machine, to be tested: without Nix, without files, in milliseconds.
 *
 * Every method that begins with `has` or `lacks` throws when it does not hold, and the message names the construct and the line that says otherwise.
 * Any test runner will do.
 *
 * It knows what the constructs of the program set, and merges it as NixOS does: priorities (`mkForce`, `mkDefault`), lists, sets. The defaults
 * of NixOS, what musnix fills in and what stands in the hardware file it does not know. What only Nix can decide, such as a definition under
 * `mkIf`, is an error that says so, never a guess.
 *
 * @example
 *
 * const template = Template.of(laptop);
 * template.hasOption('services.pipewire.enable', true);
 * template.hasPlugin('Ardour', 'surge-xt');
 * template.hasNoWarnings();
 */
export class Template {
  /**
   * Lets aspects act, and asks every construct of a machine what it says. What is changed afterwards needs a new template.
   *
   * @param stack the machine
   */
  public static of(stack: NixosStack): Template {
    if (!(stack instanceof NixosStack)) throw notAMachine((stack as object | undefined)?.constructor.name ?? 'nothing');
    return new Template(stack);
  }

  private readonly name: string;
  private readonly draft: MachineDraft;
  private readonly machine: MachineOptions;
  private readonly outside: OutsideModules;
  private readonly findings: readonly Finding[];

  private constructor(private readonly stack: NixosStack) {
    invokeAspects(stack.node.root);
    this.name = stack.stackName;
    this.draft = stack._collect();
    checkDefinitions(this.draft.modules);
    this.machine = new MachineOptions(this.draft.modules);
    this.outside = new OutsideModules(stack, this.draft.modules);
    this.findings = findingsBelow(stack);
  }

  // Options ----------------------------------------------------------------------------------------------------------------------

  /**
   * Tests the value of an option, or of a set of options.
   *
   * A plain object fits a set that has at least its entries; a plain array fits a list with just its items in that order; anything else must be
   * equal. A `Nix` fits an expression with the same code. `Match` has more.
   *
   * @param optionPath such as `services.pipewire.enable` or `boot.kernel.sysctl."vm.swappiness"`
   * @param expected a value, or something made by `Match`, also inside of a value
   * @throws when the machine says otherwise or nothing, and when only Nix can tell
   */
  public hasOption(optionPath: string, expected: any): void {
    const path = parseAttrPath(optionPath);
    const option = formatAttrPath(path);
    const matcher = expectation(expected);
    const value = this.resolve(path);
    const outcome = matcher._test(value);
    if (outcome.kind === 'unknown') throw undecided(this.name, option, outcome.at, outcome.doubts);
    if (outcome.kind === 'match') return;
    if (value) throw unlike(this.name, option, outcome.failures);
    throw notSet(this.name, option, matcher.toString(), suggest(option, this.machine.paths));
  }

  /**
   * Tests that nothing sets an option, or any option of a set. NixOS's own default counts then.
   *
   * @param optionPath such as `services.jack.jackd`
   * @throws when something sets it, and when only Nix can tell
   */
  public lacksOption(optionPath: string): void {
    const path = parseAttrPath(optionPath);
    const value = this.resolve(path);
    if (!value) return;
    if (value.kind === 'unknown') throw undecided(this.name, formatAttrPath(path), [], value.doubts);
    throw isSet(this.name, formatAttrPath(path), value);
  }

  /**
   * The value that an option has, as JavaScript, for tests of your own. Expressions of Nix come as `Nix`.
   *
   * @param optionPath such as `services.pipewire.extraConfig.pipewire`
   * @throws when nothing sets it, and when only Nix knows it or a part of it
   */
  public option(optionPath: string): any {
    const path = parseAttrPath(optionPath);
    const option = formatAttrPath(path);
    const value = this.resolve(path);
    if (!value) throw notSet(this.name, option, undefined, suggest(option, this.machine.paths));
    const doubts = doubtsIn(value);
    if (doubts.length > 0) throw undecided(this.name, option, [], doubts);
    return toJavaScript(value);
  }

  // Software ---------------------------------------------------------------------------------------------------------------------

  /**
   * Tests that a package is installed for everybody (`environment.systemPackages`), also one that is wrapped or built otherwise.
   *
   * @param name its attribute in nixpkgs, e.g. `ardour`
   */
  public hasPackage(name: string): void {
    const { names, doubts } = this.packages;
    if (!names.includes(name)) throw missing(this.name, 'package', name, names, suggest(name, names), doubts);
  }

  /**
   * Tests that a package is not installed for everybody. It may still be part of another one.
   *
   * @param name its attribute in nixpkgs
   */
  public lacksPackage(name: string): void {
    const { names, doubts } = this.packages;
    if (names.includes(name)) throw unneeded(this.name, 'package', name);
    if (doubts.length > 0) throw undecided(this.name, PACKAGES, [], doubts);
  }

  /**
   * Tests that a program can be started: one of a `DawHost`, or any package that is installed.
   *
   * @param name its title (`Ardour`), the id of its construct, or the package's attribute (`ardour`)
   */
  public hasApp(name: string): void {
    const hosts = hostsOf(this.stack);
    const { names, doubts } = this.packages;
    if (names.includes(name) || hosts.some((host) => host.names.includes(name))) return;
    const all = [...new Set([...hosts.map((host) => host.names[0]!), ...names])];
    throw missing(this.name, 'program', name, all, suggest(name, [...all, ...hosts.flatMap((host) => host.names)]), doubts);
  }

  /**
   * Tests that a program sees the plugins of a package.
   *
   * @param program its title (`Ardour`), the id or the path of its `DawHost`, or the package's attribute (`ardour`)
   * @param plugin the package of the plugins, e.g. `surge-xt`
   */
  public hasPlugin(program: string, plugin: string): void {
    const { construct, names, plugins } = this.host(program);
    if (!plugins.includes(plugin)) throw noPlugin(names[0]!, construct, plugin, plugins, suggest(plugin, plugins));
  }

  /**
   * The packages whose plugins a program sees, in the order in which it searches them.
   *
   * @param program its title (`Ardour`), the id or the path of its `DawHost`, or the package's attribute (`ardour`)
   * @throws when the machine has no such host
   */
  public pluginsOf(program: string): string[] {
    return [...this.host(program).plugins];
  }

  // Verification -----------------------------------------------------------------------------------------------------------------

  /**
   * Tests what the machine was asked to be as a realtime machine, and what a deployment will hold it to: overrides, priorities and the values of musnix
   * count.
   *
   * @param expected a set with `budget`, `audio`, `governor`, `preemption`, `sysctls`, `irqOrder` and so on, or a matcher; what is not named is not tested
   */
  public hasRealtime(expected: any): void {
    const outcome = expectation(expected)._test(realtimeValue(realtimeIntent(this.draft.modules)));
    if (outcome.kind === 'mismatch') throw otherRealtime(this.name, outcome.failures);
  }

  /**
   * Tests that something must be well on the machine before a deployment is confirmed.
   *
   * @param id what `--skip-gate` calls it
   * @param expected what it asks: `{ kind: 'tcp', port: 22 }`, or a matcher
   * @default - anything
   */
  public hasHealthCheck(id: string, expected?: any): void {
    const checks = this.stack._healthChecks;
    const ids = checks.map((check) => check.id);
    const found = checks.find((check) => check.id === id);
    if (!found) throw missing(this.name, 'health check', id, ids, suggest(id, ids));
    if (expected === undefined) return;
    const outcome = expectation(expected)._test(healthCheckValue(found));
    if (outcome.kind === 'mismatch') throw otherHealthCheck(this.name, id, outcome.failures);
  }

  // The flake --------------------------------------------------------------------------------------------------------------------

  /**
   * Tests that the machine needs a flake input.
   *
   * @param name its name in `flake.nix`, e.g. `musnix`
   * @param url its address, or a matcher for it
   * @default - any address
   */
  public hasInput(name: string, url?: any): void {
    const inputs = this.inputs;
    const found = inputs.get(name);
    if (found === undefined) throw missing(this.name, 'flake input', name, [...inputs.keys()], suggest(name, inputs.keys()));
    if (url === undefined) return;
    const outcome = expectation(url)._test(literal({ kind: 'string', parts: [found] }, []));
    if (outcome.kind === 'mismatch') throw otherUrl(this.name, name, outcome.failures);
  }

  /**
   * Tests that the machine does not need a flake input.
   *
   * @param name its name in `flake.nix`
   */
  public lacksInput(name: string): void {
    if (this.inputs.has(name)) throw unneeded(this.name, 'flake input', name);
  }

  /**
   * Tests that a construct adds to the machine's configuration.
   *
   * @param constructPath its path, with or without the machine's name: `studio-laptop/Kernel` or `Kernel`
   */
  public hasModule(constructPath: string): void {
    const speaking = this.draft.modules.filter(({ _definitions, _imports }) => _definitions.length + _imports.length > 0);
    const paths = speaking.map(({ construct }) => construct.node.path);
    if (paths.some((path) => path === constructPath || insideOf(this.stack, path) === constructPath)) return;
    throw missing(
      this.name,
      'module of',
      constructPath,
      paths,
      suggest(constructPath, [...paths, ...paths.map((path) => insideOf(this.stack, path))]),
    );
  }

  // Findings ---------------------------------------------------------------------------------------------------------------------

  /** Tests that nothing about the machine is wrong: that it would be written. */
  public hasNoErrors(): void {
    this.hasNone('error');
  }

  /** Tests that nothing about the machine is surprising; errors count too. */
  public hasNoWarnings(): void {
    this.hasNone('error');
    this.hasNone('warning');
  }

  /** What is wrong with the machine, each with the construct and the line that it is about. */
  public errors(): string[] {
    return this.texts('error');
  }

  /** What is surprising about the machine, each with the construct and the line that it is about. */
  public warnings(): string[] {
    return this.texts('warning');
  }

  // The whole --------------------------------------------------------------------------------------------------------------------

  /**
   * The machine's `configuration.nix`, to be compared with one that was reviewed and committed.
   *
   * @param props whether the lines of the program are in it
   */
  public toNix(props: SnapshotProps = {}): string {
    return configurationText(this.stack, this.draft, props.withoutSources ?? false);
  }

  private resolve(path: readonly string[]): Value | undefined {
    return this.machine.resolve(path, this.outside.doubtsAbout(path));
  }

  private get packages(): { names: string[]; doubts: readonly Doubt[] } {
    const value = this.resolve(parseAttrPath(PACKAGES));
    if (value?.kind !== 'list') return { names: [], doubts: value ? doubtsIn(value) : [] };
    const nameless = value.items.filter((item) => packageOf(item) === undefined).flatMap((item): Doubt[] => unnamed(item));
    return { names: value.items.map(packageOf).filter((name) => name !== undefined), doubts: [...value.more, ...nameless] };
  }

  private get inputs(): ReadonlyMap<string, string> {
    const nixpkgs = this.stack.nixpkgs;
    return new Map([['nixpkgs', nixpkgs.url], ...[...this.draft.inputs.values()].map(({ name, url }): [string, string] => [name, url])]);
  }

  private host(program: string): Host {
    const hosts = hostsOf(this.stack);
    const found = hosts.find(({ names }) => names.includes(program));
    if (found) return found;
    const names = hosts.map((host) => host.names[0]!);
    throw missing(
      this.name,
      'DawHost',
      program,
      names,
      suggest(
        program,
        hosts.flatMap((host) => host.names),
      ),
    );
  }

  private hasNone(level: Finding['level']): void {
    const found = this.findings.filter((finding) => finding.level === level);
    if (found.length > 0) throw unwanted(`«${this.name}»`, level, found);
  }

  private texts(level: Finding['level']): string[] {
    return this.findings.filter((finding) => finding.level === level).map((finding) => `${named(finding)}: ${finding.text}`);
  }
}

const PACKAGES = 'environment.systemPackages';

const packageOf = (item: Value): string | undefined => (item.kind === 'expression' ? packageName(item.node) : undefined);

const unnamed = (item: Value): Doubt[] => item.said.map((said) => ({ said, reason: `installs ${show(item)}` }));
