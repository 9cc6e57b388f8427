import { contentOf, formatAttrPath, isConditional, priorityOf, printExpression, sameNode, type NixNode } from '../nix';
import { Annotations } from './annotations';
import { contradiction, saidTwice, unknownMusnixOption } from './errors';
import { whereabouts } from './findings';
import type { Definition, NixosModule } from './module';
import { MUSNIX_OPTIONS } from './musnix-options';
import { suggest } from './suggest';

/**
 * Finds what is certainly wrong before Nix is asked, and says it where it was said. Everything else is left to NixOS, which knows its options:
 * it merges lists, sets and text, and names the same constructs when it cannot.
 */
export function checkDefinitions(modules: readonly NixosModule[]): void {
  const options = new Map<string, Strongest>();
  for (const module of modules) {
    for (const definition of module._definitions) {
      if (definition.path[0] === 'musnix') checkMusnix(module, definition.path);
      weigh(options, module, definition);
    }
  }
  for (const { said } of options.values()) if (said.length > 1) compare(said);
}

/** What is said about an option as strongly as anybody says something about it. The rest does not count: NixOS leaves it out. */
interface Strongest {
  readonly priority: number;
  readonly said: Said[];
}

interface Said {
  readonly module: NixosModule;
  readonly path: readonly string[];
  readonly value: NixNode;
}

function weigh(options: Map<string, Strongest>, module: NixosModule, { path, node }: Definition): void {
  if (isForNix(node)) return;
  const key = path.join('\0');
  const priority = priorityOf(node);
  let strongest = options.get(key);
  if (strongest && priority > strongest.priority) return;
  if (!strongest || priority < strongest.priority) options.set(key, (strongest = { priority, said: [] }));
  const value = scalarOf(node);
  if (value) strongest.said.push({ module, path, value });
}

function compare([first, ...others]: readonly Said[]): void {
  for (const other of others) if (!sameNode(first!.value, other.value) && !areJoined(first!, other)) report(first!, other);
}

function report(before: Said, said: Said): void {
  const option = formatAttrPath(said.path);
  const [first, second] = [printExpression(before.value), printExpression(said.value)];
  const where = Annotations.of(said.module.construct);
  if (before.module === said.module) where.addError(saidTwice(option, first, second));
  else
    where.addError(
      contradiction(
        option,
        { where: whereabouts(before.module.construct), value: first },
        { where: whereabouts(said.module.construct), value: second },
      ),
    );
}

/** Lists, sets and functions: said without words of the module system around them they are never compared here. */
const isForNix = ({ kind }: NixNode): boolean => kind === 'list' || kind === 'attrs' || kind === 'lambda' || kind === 'indented';

/** A plain value; undefined for what only Nix can compare. */
function scalarOf(node: NixNode): NixNode | undefined {
  if (isConditional(node)) return undefined;
  const value = contentOf(node);
  switch (value.kind) {
    case 'null':
    case 'bool':
    case 'int':
    case 'float':
    case 'path':
      return value;
    case 'string':
      return value.parts.every((part) => typeof part === 'string') ? value : undefined;
    default:
      return undefined;
  }
}

/**
 * Text is often joined (`types.lines`: scripts, rules, configuration files), and only NixOS knows where. So text contradicts text just on options
 * that are known to hold one value; elsewhere Nix decides, and names the same two constructs.
 */
const SINGLE_TEXT = new Set([
  'boot.loader.efi.efiSysMountPoint',
  'boot.loader.systemd-boot.consoleMode',
  'console.keyMap',
  'i18n.defaultLocale',
  'networking.domain',
  'networking.hostId',
  'networking.hostName',
  'nixpkgs.hostPlatform',
  'nixpkgs.system',
  'powerManagement.cpuFreqGovernor',
  'services.displayManager.defaultSession',
  'services.xserver.xkb.layout',
  'services.xserver.xkb.variant',
  'system.stateVersion',
  'time.timeZone',
]);

/** The same for options of things that have names: `users.users.alice.home`. */
const SINGLE_TEXT_OF = /^(users\.users\.[^.]+\.(home|group|description|hashedPassword)|fileSystems\..+\.(device|fsType)|musnix\..+)$/;

function areJoined({ path, value }: Said, other: Said): boolean {
  if (value.kind !== 'string' || other.value.kind !== 'string') return false;
  const option = path.join('.');
  return !SINGLE_TEXT.has(option) && !SINGLE_TEXT_OF.test(option);
}

const KNOWN_TO_MUSNIX: ReadonlySet<string> = new Set(MUSNIX_OPTIONS);

function checkMusnix(module: NixosModule, path: readonly string[]): void {
  const option = path.join('.');
  if (KNOWN_TO_MUSNIX.has(option)) return;
  Annotations.of(module.construct).addError(unknownMusnixOption(formatAttrPath(path), suggest(option, MUSNIX_OPTIONS)));
}
