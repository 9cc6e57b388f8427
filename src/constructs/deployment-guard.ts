import type { Construct, IConstruct } from 'constructs';
import { join } from 'node:path';
import { StudioConstruct, constructsOfMachine, type NixosModule, type PackageFile } from '../core';
import { Nix, NODE } from '../nix';

/** The guard, which is shipped with the library, and what it is called beside the package files. */
const GUARD = join(__dirname, '..', '..', 'assets', 'guard.sh');
const PLACE = 'guard/guard.sh';

/** What the guard is called on the machine, and its unit. */
const NAME = 'studio-cdk-guard';

/** The marker of a deployment that is not confirmed yet. Without it there is nothing to do at boot. */
const MARKER = '/var/lib/studio-cdk/armed';

/**
 * What a machine needs so that a deployment can take itself back: the guard as a program, and a unit that looks at every boot whether a deployment
 * was left half done. A machine that is deployed to has one.
 */
export class DeploymentGuard extends StudioConstruct {
  /** Who deploys to the machine of a construct, and may call the guard as root, and nothing else. */
  public static userOf(construct: IConstruct): string | undefined {
    return constructsOfMachine(construct).find((other) => other instanceof DeploymentGuard)?.passwordless;
  }

  /**
   * @param scope the machine
   * @param id its name
   * @param passwordless who may call the guard, and nothing else, as root without a password
   */
  public constructor(
    scope: Construct,
    id: string,
    private readonly passwordless: string | undefined,
  ) {
    super(scope, id);
  }

  public override contributeTo(module: NixosModule): void {
    const guard = module._callPackage(PACKAGE);
    const unit = (option: string) => `systemd.services.${NAME}.${option}`;
    module.describe('takes back a deployment that nobody confirmed');
    module.set('environment.systemPackages', [guard]);
    module.set(unit('description'), 'Finish or undo a deployment after a reboot');
    module.set(unit('wantedBy'), ['multi-user.target']);
    module.set(unit('unitConfig.ConditionPathExists'), MARKER);
    module.set(unit('serviceConfig.ExecStart'), Nix.interpolate([guard, `/bin/${NAME} boot`]));
    module.set(unit('serviceConfig.Type'), 'oneshot');
    // A switch must not interrupt what looks after the switch.
    module.set(unit('restartIfChanged'), false);
    module.set(unit('stopIfChanged'), false);
    if (this.passwordless === undefined) return;
    module.set(`users.users.${JSON.stringify(this.passwordless)}.isNormalUser`, Nix.mkDefault(true));
    module.set('security.sudo.extraRules', [
      { users: [this.passwordless], commands: [{ command: `/run/current-system/sw/bin/${NAME}`, options: ['NOPASSWD', 'NOSETENV'] }] },
    ]);
  }
}

const PACKAGE: PackageFile = {
  name: NAME,
  key: NAME,
  comment: ['What does the privileged part of a deployment, and undoes it unless it is confirmed.'],
  uses: { [PLACE]: GUARD },
  node: () =>
    Nix.pattern(
      ['writeShellScriptBin'],
      Nix.call(Nix.name('writeShellScriptBin'), NAME, Nix.call(Nix.attr(Nix.name('builtins'), 'readFile'), Nix.path(`./${PLACE}`))),
    )[NODE],
};
