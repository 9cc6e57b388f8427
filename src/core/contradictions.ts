import type { NixosModule } from './module';
import { contentOf, formatAttrPath, isConditional, priorityOf, printExpression, type NixNode } from '../nix';
import { Annotations } from './annotations';
import { contradiction, saidTwice, unknownMusnixOption } from './errors';
import { whereabouts } from './findings';
import { MUSNIX_OPTIONS } from './musnix-options';
import { suggest } from './suggest';

/**
 * Finds what is certainly wrong before Nix is asked, and says it where it was said. Everything else is left to NixOS, which knows its options:
 * it merges lists, sets and text, and names the same constructs when it cannot.
 */
export function checkDefinitions(modules: readonly NixosModule[]): void {
  const strongest = new Map<string, Said>();
  for (const module of modules) {
    for (const { path, node } of module._definitions) {
      if (path[0] === 'musnix') checkMusnix(module, path);
      const scalar = scalarOf(node);
      if (scalar) compare(strongest, { module, path, ...scalar });
    }
  }
}

interface Said {
  readonly module: NixosModule;
  readonly path: readonly string[];
  readonly priority: number;
  readonly value: NixNode;
}

function compare(strongest: Map<string, Said>, said: Said): void {
  const key = said.path.join('\0');
  const before = strongest.get(key);
  if (!before || said.priority < before.priority) {
    strongest.set(key, said);
  } else if (said.priority === before.priority && !sameScalar(before.value, said.value) && !isJoined(said)) {
    report(before, said);
  }
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

/** A plain value and how strongly it is meant; undefined for what only Nix can compare. */
function scalarOf(node: NixNode): { priority: number; value: NixNode } | undefined {
  if (isConditional(node)) return undefined;
  const value = contentOf(node);
  switch (value.kind) {
    case 'null':
    case 'bool':
    case 'int':
    case 'float':
    case 'path':
      return { priority: priorityOf(node), value };
    case 'string':
      return value.parts.every((part) => typeof part === 'string') ? { priority: priorityOf(node), value } : undefined;
    default:
      return undefined;
  }
}

function sameScalar(a: NixNode, b: NixNode): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'string' && b.kind === 'string') return a.parts.join('') === b.parts.join('');
  if (a.kind === 'path' && b.kind === 'path') return a.path === b.path;
  if ('value' in a && 'value' in b) return a.value === b.value;
  return true; // null and null
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

function isJoined({ path, value }: Said): boolean {
  if (value.kind !== 'string') return false;
  const option = path.join('.');
  return !SINGLE_TEXT.has(option) && !SINGLE_TEXT_OF.test(option);
}

function checkMusnix(module: NixosModule, path: readonly string[]): void {
  const option = path.join('.');
  if (MUSNIX_OPTIONS.includes(option)) return;
  Annotations.of(module.construct).addError(unknownMusnixOption(formatAttrPath(path), suggest(option, MUSNIX_OPTIONS)));
}
