import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { Nix, NODE } from '../../nix';
import type { PackageContext } from '../pkg-origin';
import { badOwner, badRepo, badRevision, badUrl, branchAsRevision, noHash, noSourceFile } from './errors';
import { hashProblem } from './hash';

/** A repository on GitHub at one revision. */
export interface GithubSourceProps {
  /** The owner: `wolf-plugins` of `github.com/wolf-plugins/wolf-shaper`. */
  readonly owner: string;

  /** The repository: `wolf-shaper`. */
  readonly repo: string;

  /** A tag such as `v1.0.2`, or all 40 digits of a commit. */
  readonly rev: string;

  /**
   * The hash of its content, as Nix prints it: `sha256-…`. It says that it is still the same in five years.
   *
   * @default - nixpkgs' fake hash, with a warning that says how to get the real one
   */
  readonly hash?: string;

  /**
   * Whether its submodules are fetched too. DISTRHO plugins have the framework as one.
   *
   * @default false
   */
  readonly submodules?: boolean;
}

/** A file on the web. */
export interface UrlSourceProps {
  /** Its address: `https://…`, or one of nixpkgs' mirrors, `mirror://sourceforge/…`. */
  readonly url: string;

  /**
   * The hash of the file, as Nix prints it: `sha256-…`.
   *
   * @default - nixpkgs' fake hash, with a warning that says how to get the real one
   */
  readonly hash?: string;
}

/**
 * What a package is made from: a repository, a file on the web, a file of the project.
 *
 * `PluginPackage` takes one; a patch is one too.
 */
export class Source {
  /**
   * A repository on GitHub.
   *
   * @param props which one, at which revision
   */
  public static fromGithub(props: GithubSourceProps): Source {
    const { owner, repo, rev, hash, submodules } = props;
    return new Source({
      key: ['github', owner, repo, rev, hash, submodules],
      name: repo,
      version: /^(?:.*[^\w.])?v?(\d[\w.+]*)$/.exec(rev.length === 40 ? '' : rev)?.[1],
      fileName: undefined,
      problems: [
        ...(/^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$/.test(owner) && owner.length <= 39 ? [] : [badOwner(owner)]),
        ...(/^[\w.-]+$/.test(repo) && !/^\.\.?$/.test(repo) ? [] : [badRepo(repo)]),
        ...(/^\w[\w.+/@-]*$/.test(rev) && !rev.includes('..') ? [] : [badRevision(rev)]),
        hashProblem(`${owner}/${repo}`, hash),
      ],
      cautions: [
        /^(main|master|develop|dev|trunk|HEAD)$/.test(rev) ? branchAsRevision(rev) : undefined,
        hash ? undefined : noHash(`${owner}/${repo}`, undefined),
      ],
      expression: () =>
        Nix.call(Nix.name('fetchFromGitHub'), { owner, repo, rev, hash: hashOf(hash), fetchSubmodules: submodules ? true : undefined }),
    });
  }

  /**
   * A file on the web: an archive, a program of a vendor, a patch.
   *
   * @param props where it is
   */
  public static fromUrl(props: UrlSourceProps): Source {
    const { url, hash } = props;
    const fileName = basename(url.replace(/[?#].*$/, ''));
    return new Source({
      key: ['url', url, hash],
      ...nameAndVersion(fileName),
      fileName,
      problems: [isUrl(url) ? undefined : badUrl(url), hashProblem(fileName, hash)],
      cautions: [hash ? undefined : noHash(fileName, `nix store prefetch-file ${url}`)],
      expression: () => Nix.call(Nix.name('fetchurl'), { url, hash: hashOf(hash) }),
    });
  }

  /**
   * A file or a folder of the project. It is copied into the flake under a name made of its content.
   *
   * @param path relative to the folder of `cdk.json`
   */
  public static fromFile(path: string): Source {
    const found = statSync(path, { throwIfNoEntry: false });
    const fileName = basename(path);
    return new Source({
      key: ['file', path],
      ...nameAndVersion(fileName),
      fileName: found?.isDirectory() ? undefined : fileName,
      problems: [found ? undefined : noSourceFile(path)],
      cautions: [],
      expression: (context) => fromPackagesFolder(context._asset(path)),
    });
  }

  /** @internal */
  public readonly _data: SourceData;

  private constructor(data: SourceData) {
    this._data = data;
  }
}

/** A source, seen from the inside. */
interface SourceData {
  /** What it is, as data: two sources with one key are the same. */
  readonly key: readonly unknown[];
  /** The name and version that a package made from it has unless it is told. */
  readonly name: string;
  readonly version: string | undefined;
  /** The name of the file, where it is a single one. */
  readonly fileName: string | undefined;
  readonly problems: readonly (string | undefined)[];
  readonly cautions: readonly (string | undefined)[];
  readonly expression: (context: PackageContext) => Nix;
}

/** The value of `hash`: nixpkgs' fake one makes Nix say the real one. */
export const hashOf = (hash: string | undefined): string | Nix => (hash ? hash : Nix.lib('fakeHash'));

const ARCHIVE = /\.(tar(\.(gz|bz2|xz|zst|lz))?|tgz|tbz|txz|zip|deb|rpm|7z|dsp|so|clap|patch|diff)$/;

/** `synth-1.2.0.tar.gz` → synth and 1.2.0. */
function nameAndVersion(fileName: string): { name: string; version: string | undefined } {
  const stem = fileName.replace(ARCHIVE, '');
  const [, name, version] = /^(.*?)[-_]v?(\d[0-9A-Za-z.+]*)([-_].*)?$/.exec(stem) ?? [];
  return { name: name || stem, version };
}

function isUrl(url: string): boolean {
  return /^(https?|ftp|mirror):\/\/[\w.-]+(:\d+)?\/[\w./%+~@:=?&#,!();$*-]+$/.test(url);
}

/** A path as a machine's folder sees it, as `packages/` sees it: both are relative to the flake, where assets stand in a folder of their own. */
function fromPackagesFolder(path: Nix): Nix {
  const node = path[NODE];
  return node.kind === 'path' ? Nix.path(node.path.replace(/^(\.\.?\/)+/, '../')) : path;
}
