import type { Construct, IConstruct } from 'constructs';
import { Annotations } from './annotations';
import { badStackName, otherApp, outsideOfStack } from './errors';
import { Nixpkgs } from './nixpkgs';
import { StudioConstruct } from './studio-construct';
import type { StackOutput, SynthesisSession } from './synthesis-session';
import type { App } from './app';

/** The platform that a stack is built for, by the name that Nix has for it. */
export enum System {
  /** Intel and AMD, 64 bit. */
  X86_64_LINUX = 'x86_64-linux',
  /** ARM, 64 bit: Raspberry Pi 4 and 5, Apple silicon under Asahi, Ampere. */
  AARCH64_LINUX = 'aarch64-linux',
}

/** What every stack can be told. */
export interface StackProps {
  /**
   * The platform.
   *
   * @default System.X86_64_LINUX
   */
  readonly system?: System;

  /**
   * The collection that packages and NixOS come from.
   *
   * @default - the app's
   */
  readonly nixpkgs?: Nixpkgs;
}

const STACK: unique symbol = Symbol.for('studio-cdk.stack');

/** What one `cdk deploy NAME` acts on: a machine, or an environment. Everything inside of it goes there together. */
export abstract class Stack extends StudioConstruct {
  /**
   * The stack that a construct is in.
   *
   * @param construct anything inside of a stack, or the stack itself
   * @throws when none of its parents is a stack
   */
  public static of(construct: IConstruct): Stack {
    for (let at: IConstruct | undefined = construct; at; at = at.node.scope) if (Stack.isStack(at)) return at;
    throw outsideOfStack(construct);
  }

  /**
   * Whether something is a stack.
   *
   * @param x anything
   */
  public static isStack(x: any): x is Stack {
    return typeof x === 'object' && x !== null && (x as { [STACK]?: boolean })[STACK] === true;
  }

  /** The name that commands know it by: its id. */
  public readonly stackName: string;

  /** The platform. */
  public readonly system: System;

  private readonly ownNixpkgs: Nixpkgs | undefined;
  private readonly requirements = new Set<Stack>();

  /**
   * @param scope the app, or something that groups stacks
   * @param id the stack's name: letters, digits, dashes and underscores; unique in the app
   * @param props platform and nixpkgs
   */
  public constructor(scope: Construct, id: string, props: StackProps = {}) {
    super(scope, id);
    this.stackName = id; // as it was given: where it is taken or not allowed, what is said about that is enough
    this.system = props.system ?? System.X86_64_LINUX;
    this.ownNixpkgs = props.nixpkgs;
    if (props.nixpkgs?._problem) Annotations.of(this).addError(props.nixpkgs._problem);
    if (!/^[a-zA-Z][\w-]*$/.test(id) && id !== '' && !id.includes('/')) Annotations.of(this).addError(badStackName(id));
  }

  /** The collection that packages and NixOS come from. */
  public get nixpkgs(): Nixpkgs {
    return this.ownNixpkgs ?? this.mainNixpkgs;
  }

  /**
   * Deploys another stack first, and this one only when that succeeded: the sample server before the stations that mount it.
   *
   * @param stack the stack that must be there first
   */
  public addDependency(stack: Stack): void {
    if (stack.node.root === this.node.root) this.requirements.add(stack);
    else Annotations.of(this).addError(otherApp(stack.stackName));
  }

  /** The stacks that are deployed before this one. */
  public get dependencies(): Stack[] {
    return [...this.requirements];
  }

  /** The nixpkgs that the flake calls plainly `nixpkgs`. */
  protected get mainNixpkgs(): Nixpkgs {
    return (this.node.root as Partial<App>).nixpkgs ?? Nixpkgs.DEFAULT;
  }

  /**
   * Whether it is an environment for any Linux, and no machine.
   *
   * @internal
   */
  public get _isEnvironment(): boolean {
    return false;
  }

  /**
   * Writes the stack's own files and says what belongs to it in the flake.
   *
   * @internal
   */
  public abstract _synthesize(session: SynthesisSession): StackOutput;
}

Object.defineProperty(Stack.prototype, STACK, { value: true });
