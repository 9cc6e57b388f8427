import { Construct } from 'constructs';
import { Annotations } from './annotations';
import { setSource } from './findings';
import { Nixpkgs } from './nixpkgs';
import { callSite } from './source';
import { synthesize } from './synthesizer';

/** What an app can be told. All of it is optional: the command line fills in what the program leaves out. */
export interface AppProps {
  /**
   * The folder that the flake is written to, relative to the working directory. `cdk synth --output` overrides it.
   *
   * @default 'cdk.out'
   */
  readonly outdir?: string;

  /**
   * A sentence about the studio, for `nix flake show`.
   *
   * @default - made from the names of the stacks
   */
  readonly description?: string;

  /**
   * The collection that packages and NixOS come from, on every machine that does not say otherwise.
   *
   * @default Nixpkgs.DEFAULT
   */
  readonly nixpkgs?: Nixpkgs;

  /**
   * Values that constructs can look up with `node.tryGetContext(key)`. Those of `cdk.json` and of `cdk synth --context key=value` win over these.
   *
   * @default - none
   */
  readonly context?: { [key: string]: any };
}

/** Set by the command line: where to write, and the context that it was given. */
const OUTPUT_VARIABLE = 'STUDIO_CDK_OUTPUT';
const CONTEXT_VARIABLE = 'STUDIO_CDK_CONTEXT';

/**
 * The root of a program that describes studios. Everything else is made inside of it, and `synth()` writes it down.
 *
 * @example
 *
 * const app = new App();
 * new NixosStack(app, 'studio-laptop', { stateVersion: '26.05', hardware: 'assets/hardware/studio-laptop.nix' });
 * app.synth();
 */
export class App extends Construct {
  /** The folder that the flake is written to. */
  public readonly outdir: string;

  /** The collection that packages and NixOS come from, on every machine that does not say otherwise. */
  public readonly nixpkgs: Nixpkgs;

  /** A sentence about the studio, where the program gives one. */
  public readonly description?: string;

  /**
   * @param props all of it is optional
   */
  public constructor(props: AppProps = {}) {
    super(undefined as never, ''); // a root has no scope; the class has no other way to say so
    setSource(this, callSite(new.target));
    this.outdir = process.env[OUTPUT_VARIABLE] ?? props.outdir ?? 'cdk.out';
    this.nixpkgs = props.nixpkgs ?? Nixpkgs.DEFAULT;
    this.description = props.description;
    const context = { ...props.context, ...fromEnvironment() };
    for (const key of Object.keys(context)) this.node.setContext(key, context[key]);
    if (this.nixpkgs._problem) Annotations.of(this).addError(this.nixpkgs._problem);
  }

  /**
   * Checks everything and writes the flake. What was written before stays untouched unless all is well.
   *
   * @returns the folder that was written
   * @throws SynthesisError with everything that is wrong
   */
  public synth(): string {
    synthesize(this);
    return this.outdir;
  }
}

function fromEnvironment(): { [key: string]: unknown } {
  const text = process.env[CONTEXT_VARIABLE];
  return text === undefined ? {} : (JSON.parse(text) as { [key: string]: unknown });
}
