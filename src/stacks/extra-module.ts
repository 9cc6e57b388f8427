import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Construct } from 'constructs';
import { Annotations, StudioConstruct, filesBelow, type NixosModule } from '../core';
import { Nix } from '../nix';
import { moduleNameTaken, noModule, notAModule } from './errors';

/** A file of an assembly, and the file of the project that it is a copy of. */
interface Copy {
  readonly name: string;
  readonly from: string;
}

/** A NixOS module that the user wrote. It is copied beside the machine's configuration, under its own name, and imported. */
export class ExtraModule extends StudioConstruct {
  /**
   * The files of all modules of a machine.
   *
   * @internal
   */
  public static _filesOf(stack: Construct): Copy[] {
    return stack.node.children.filter((child) => child instanceof ExtraModule).flatMap((child) => child.copies());
  }

  private readonly target: string;
  private readonly usable: boolean;

  public constructor(
    scope: Construct,
    private readonly path: string,
  ) {
    super(scope, `Module ${path.replaceAll('/', '-')}`);
    this.target = `modules/${basename(path)}`;
    const problem = moduleProblem(path) ?? this.clash(scope);
    this.usable = problem === undefined;
    if (problem !== undefined) Annotations.of(this).addError(problem);
  }

  public override contributeTo(module: NixosModule): void {
    module.describe(`the project's own ${this.path}`);
    if (this.usable) module.addImport(Nix.path(`./${this.target}`));
  }

  private copies(): Copy[] {
    if (!this.usable) return [];
    if (statSync(this.path).isFile()) return [{ name: this.target, from: this.path }];
    return filesBelow(this.path).map((member) => ({ name: `${this.target}/${member}`, from: join(this.path, member) }));
  }

  private clash(scope: Construct): string | undefined {
    const taken = scope.node.children.some((child) => child !== this && child instanceof ExtraModule && child.target === this.target);
    return taken ? moduleNameTaken(this.path, this.target) : undefined;
  }
}

function moduleProblem(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return noModule(path);
  if (found.isFile()) return path.endsWith('.nix') ? undefined : notAModule(path);
  return statSync(join(path, 'default.nix'), { throwIfNoEntry: false })?.isFile() ? undefined : notAModule(path);
}
