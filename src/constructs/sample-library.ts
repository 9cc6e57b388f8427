import type { Construct } from 'constructs';
import { Annotations, StudioConstruct, type Environment, type NixosModule } from '../core';
import { Nix } from '../nix';
import { hashProblem } from './packaging/hash';
import { badSampleName, badSampleUrl, noSampleHash, samplesFromBoth, samplesFromNowhere } from './sample-library-errors';

/** Where samples come from: an address and a hash, or a path of the project. */
export interface SampleLibraryProps {
  /**
   * The address of a file, mostly an archive.
   *
   * @default - they are at `path`
   */
  readonly url?: string;

  /**
   * The hash of what is at `url`, as Nix prints it: `sha256-…`. Of an archive that is unpacked it is the hash of what is in it
   * (`nix store prefetch-file --unpack URL`).
   *
   * @default - needed with `url`
   */
  readonly hash?: string;

  /**
   * Whether it is an archive that is unpacked.
   *
   * @default - true where the address ends like that of an archive: .zip, .tar.gz, .tar.xz, .tar.bz2, .tgz
   */
  readonly unpack?: boolean;

  /**
   * A file or a folder of the project, relative to the folder of `cdk.json`. It is copied into the flake.
   *
   * @default - they are at `url`
   */
  readonly path?: string;
}

const ARCHIVE = /\.(zip|tgz|tar(\.(gz|xz|bz2|zst))?)$/i;

/**
 * Samples, impulse responses, a sound font: files that music needs, pinned by what is in them.
 *
 * In an environment they are in `share/samples/<name>` of the package with everything; on a machine in `/etc/samples/<name>`.
 *
 * @example
 *
 * new SampleLibrary(song, 'salamander', {
 *   url: 'https://freepats.zenvoid.org/Piano/SalamanderGrandPiano/SalamanderGrandPiano-SFZ+FLAC-V3+20200602.tar.gz',
 *   hash: 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
 * });
 */
export class SampleLibrary extends StudioConstruct {
  private readonly props: SampleLibraryProps;

  /**
   * @param scope the stack, or something inside of it
   * @param id its name, also that of its folder: letters, digits, `.`, `_`, `+` and `-`
   * @param props where the samples come from
   */
  public constructor(scope: Construct, id: string, props: SampleLibraryProps) {
    super(scope, id);
    this.props = props;
    for (const problem of problems(this.node.id, props)) Annotations.of(this).addError(problem);
  }

  public override contributeTo(module: NixosModule): void {
    module.describe(`the samples ${this.node.id}`);
    module.set(`environment.etc.${JSON.stringify(`samples/${this.node.id}`)}.source`, this._files(module));
  }

  public override contributeToEnvironment(environment: Environment): void {
    const { id } = this.node;
    environment.addTool(Nix.call(Nix.pkgs('linkFarm'), `${id}-samples`, { [`share/samples/${id}`]: this._files(environment) }));
  }

  /**
   * The files, with `pkgs` in scope.
   *
   * @internal
   */
  public _files(place: NixosModule | Environment): Nix {
    const { url = '', hash = '', path, unpack = ARCHIVE.test(url) } = this.props;
    if (path !== undefined) return place._asset(path);
    return Nix.call(Nix.pkgs(unpack ? 'fetchzip' : 'fetchurl'), { url, hash });
  }
}

function problems(name: string, { url, hash, path }: SampleLibraryProps): string[] {
  const found: string[] = [];
  if (!/^[A-Za-z0-9_+-][\w.+-]*$/.test(name)) found.push(badSampleName(name));
  if (url !== undefined && path !== undefined) found.push(samplesFromBoth());
  if (url === undefined) return path === undefined ? [...found, samplesFromNowhere()] : found;
  if (!/^(https?|ftp|file):\/\/\S+$/.test(url)) found.push(badSampleUrl(url));
  const problem = hash ? hashProblem('these samples', hash) : noSampleHash(url);
  return problem === undefined ? found : [...found, problem];
}
