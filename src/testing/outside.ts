import { readFileSync } from 'node:fs';
import type { NixosModule } from '../core';
import { bare, printExpression } from '../nix';
import { ExtraModule } from '../stacks/extra-module';
import type { NixosStack } from '../stacks/nixos-stack';
import { mentions } from './errors';
import type { Doubt } from './value';

/** Nix code of the project that sets options by itself: a module that was added with `addModule`, or written into a program as code. */
interface Text {
  readonly name: string;
  readonly text: string;
}

/**
 * The modules of a machine that are written in Nix. What they say is not known here, but which options they speak of is: of all others the program
 * decides alone.
 *
 * Modules of other flakes, NixOS's own and the hardware file are not looked into. They mostly fill in what nobody says.
 */
export class OutsideModules {
  private texts: readonly Text[] | undefined;

  public constructor(
    private readonly stack: NixosStack,
    private readonly modules: readonly NixosModule[],
  ) {}

  /** Why an option may be set by one of them: it names the first two steps of the path, the second one on its own or behind the first. */
  public doubtsAbout([first, second]: readonly string[]): Doubt[] {
    if (first === undefined) return [];
    return this.all.flatMap(({ name, text }) => {
      const line = lineOf(text, word(first));
      const closer = second === undefined ? line : lineOf(text, `(?:(?<![.])|(?<=${word(first)}\\.))${word(second)}`);
      if (line === 0 || closer === 0) return [];
      return [{ reason: mentions(name, closer, second === undefined ? first : `${first}.${second}`) }];
    });
  }

  private get all(): readonly Text[] {
    return (this.texts ??= [...files(this.stack), ...this.modules.flatMap(inlineModules)]);
  }
}

function files(stack: NixosStack): Text[] {
  return ExtraModule._filesOf(stack)
    .filter(({ from }) => from.endsWith('.nix'))
    .map(({ from }) => ({ name: from, text: readFileSync(from, 'utf8') }));
}

function inlineModules({ construct, _imports }: NixosModule): Text[] {
  return _imports.filter((node) => bare(node).kind !== 'path').map((node) => ({ name: construct.node.path, text: printExpression(node) }));
}

/** A pattern for a word that is no part of a longer one, perhaps in quotes. */
const word = (text: string): string => `(?<![\\w'-])"?${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}"?(?![\\w'-])`;

/** The first line in which a pattern is found, counted from 1; 0 if there is none. Comments do not count. */
function lineOf(text: string, pattern: string): number {
  const expression = new RegExp(pattern);
  return text.split('\n').findIndex((line) => expression.test(line.replace(/(^|\s)#.*$/, ''))) + 1;
}
