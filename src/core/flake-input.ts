/** Something outside of the studio that it is built from: another flake. */
export interface FlakeInputProps {
  /**
   * The flake's address in the manner of `nix flake --help`: `github:owner/repo/ref`, `git+https://…`, `path:…`.
   */
  readonly url: string;

  /**
   * Inputs of that flake which are replaced by inputs of ours, its name → our name. Our name `nixpkgs` stands for the machine's own nixpkgs.
   *
   * Without it every flake brings a nixpkgs of its own, which costs disk space and can mix two C libraries in one program.
   *
   * @default - every input stays as that flake has locked it
   */
  readonly follows?: { [name: string]: string };

  /**
   * Whether it is a flake. A plain source tree (a folder of somebody's dotfiles, a set of impulse responses) is not.
   *
   * @default true
   */
  readonly flake?: boolean;
}

/**
 * An input of the generated flake. It appears in `flake.nix` when something uses it, and is pinned by `flake.lock`.
 *
 * @example
 *
 * const band = new FlakeInput('band', { url: 'github:the-band/nix', follows: { nixpkgs: 'nixpkgs' } });
 * laptop.addFlakeModule(band, 'nixosModules.stage');
 */
export class FlakeInput {
  /**
   * @param name its name among the inputs: letters, digits, `-` and `_`
   * @param props where it is and what it follows
   */
  public constructor(
    public readonly name: string,
    props: FlakeInputProps,
  ) {
    this.url = props.url;
    this.follows = props.follows ?? {};
    this.isFlake = props.flake ?? true;
  }

  /** The flake's address. */
  public readonly url: string;

  /** Inputs of that flake which are replaced by ours. */
  public readonly follows: { [name: string]: string };

  /** Whether it is a flake or a plain source tree. */
  public readonly isFlake: boolean;
}
