import type { Construct } from 'constructs';
import { Annotations, StudioConstruct, constructsOfMachine, whereabouts, type Environment, type NixosModule } from '../../core';
import { toNode, type NixNode } from '../../nix';
import { isUserName } from '../deploy-target';
import { keyProblems } from './authorized-key';
import * as text from './errors';

/** Who somebody is on a machine. */
export interface StudioUserProps {
  /**
   * The name to log in with: small letters, digits, dashes and underscores, a letter or an underscore first, at most 31.
   *
   * @default - the construct's id in small letters
   */
  readonly userName?: string;

  /**
   * The name of the person, as the login screen shows it. One line, without colons.
   *
   * @default - none
   */
  readonly fullName?: string;

  /**
   * Groups besides the person's own. `audio` gives realtime priority and locked memory, `pipewire` the same where PipeWire runs.
   *
   * @default ['audio']
   */
  readonly groups?: string[];

  /**
   * Whether the person may become root (group `wheel`, with sudo).
   *
   * @default false
   */
  readonly admin?: boolean;

  /**
   * Public keys that may log in over ssh, each the one line of a file such as `~/.ssh/id_ed25519.pub`.
   *
   * @default - none
   */
  readonly authorizedKeys?: string[];

  /**
   * A file **on the machine** with the hash of the password, as `mkpasswd` prints it; absolute. The password itself never goes through here: all
   * that does can be read by everybody on the machine, in the Nix store.
   *
   * @default - no password, or the one that `passwd` has set on the machine
   */
  readonly hashedPasswordFile?: string;

  /**
   * The shell, a package: `Nix.pkgs('fish')`. Zsh, fish and xonsh are also switched on as programs, which NixOS asks for.
   *
   * @default - the machine's, bash
   */
  readonly shell?: any;
}

const SHELLS = ['fish', 'xonsh', 'zsh'];

/**
 * An account on a machine, for a person.
 *
 * Of the account `root` only the keys can be given.
 *
 * @example
 *
 * new StudioUser(laptop, 'Alice', { fullName: 'Alice Coltrane', groups: ['audio', 'pipewire'], admin: true });
 */
export class StudioUser extends StudioConstruct {
  /** The name to log in with. */
  public readonly userName: string;

  private readonly props: StudioUserProps;

  /**
   * @param scope the machine, or something inside of it
   * @param id its name; without `userName` also the name to log in with
   * @param props who it is
   */
  public constructor(scope: Construct, id: string, props: StudioUserProps = {}) {
    super(scope, id);
    this.props = props;
    this.userName = props.userName ?? id.toLowerCase();
    for (const problem of problems(this.userName, props)) Annotations.of(this).addError(problem);
    this.node.addValidation({ validate: () => this.namesakes() });
  }

  public override contributeTo(module: NixosModule): void {
    const { admin, authorizedKeys, fullName, groups = ['audio'], hashedPasswordFile, shell } = this.props;
    const user = (option: string) => `users.users.${JSON.stringify(this.userName)}.${option}`;
    module.describe(`an account for ${fullName ?? this.userName}`);
    module.set(
      user('openssh.authorizedKeys.keys'),
      authorizedKeys?.map((key) => key.trim()),
    );
    if (this.userName === 'root') return;
    module.set(user('isNormalUser'), true);
    module.set(user('description'), fullName);
    module.set(user('extraGroups'), [...new Set(admin ? [...groups, 'wheel'] : groups)]);
    module.set(user('hashedPasswordFile'), hashedPasswordFile);
    module.set(user('shell'), shell);
    const program = shell === undefined ? undefined : shellOf(toNode(shell));
    if (program !== undefined) module.set(`programs.${program}.enable`, true);
  }

  public override contributeToEnvironment(environment: Environment): void {
    environment.refuse('makes an account');
  }

  private namesakes(): string[] {
    for (const other of constructsOfMachine(this)) {
      if (other === this) break;
      if (other instanceof StudioUser && other.userName === this.userName)
        return [text.twoUsersOfOneName(this.userName, whereabouts(other))];
    }
    return [];
  }
}

/** `zsh` for `pkgs.zsh`. */
function shellOf(shell: NixNode): string | undefined {
  const name = shell.kind === 'select' ? shell.path.at(-1) : undefined;
  return typeof name === 'string' && SHELLS.includes(name) ? name : undefined;
}

function problems(userName: string, props: StudioUserProps): string[] {
  const { admin, authorizedKeys = [], fullName, groups, hashedPasswordFile, shell } = props;
  const found: string[] = [];
  if (!isUserName(userName)) found.push(text.badUserName(userName));
  if (fullName !== undefined && /[:\n\r\0]/.test(fullName)) found.push(text.badFullName(fullName));
  for (const group of groups ?? []) if (!isUserName(group)) found.push(text.badGroup(group));
  found.push(...keyProblems(authorizedKeys));
  if (hashedPasswordFile !== undefined) found.push(...passwordFileProblems(hashedPasswordFile));
  if (userName === 'root') {
    const refused = Object.entries({ admin, fullName, groups, hashedPasswordFile, shell }).filter(([, value]) => value !== undefined);
    if (refused.length > 0) found.push(text.onlyKeysForRoot(refused.map(([name]) => name)));
  }
  return found;
}

function passwordFileProblems(path: string): string[] {
  if (path.startsWith('/nix/store/')) return [text.passwordFileInStore(path)];
  if (/^\/[\w./+-]+$/.test(path)) return [];
  return [/^[$!*]|[:\n]/.test(path) || !path.includes('/') ? text.passwordInStore() : text.badPasswordFile(path)];
}
