import { Construct, type IConstruct } from 'constructs';
import { Annotations } from './annotations';
import type { Environment } from './environment';
import { emptyId, slashInId, twoOfOneName } from './errors';
import { setSource } from './findings';
import type { NixosModule } from './module';
import { callSite } from './source';

/**
 * What every construct of a studio is: it knows the line of the program that made it, and it adds something to the machine it is part of.
 *
 * Extend it to make constructs of your own. What they set appears in the machine's configuration as a module that names the construct.
 *
 * @example
 *
 * class StageLight extends StudioConstruct {
 *   public contributeTo(module: NixosModule): void {
 *     module.describe('the red lamp over the door');
 *     module.set('services.udev.extraRules', 'SUBSYSTEM=="usb", ATTR{idVendor}=="0a5c", GROUP="audio"\n');
 *   }
 * }
 */
export abstract class StudioConstruct extends Construct {
  /**
   * @param scope what it is part of
   * @param id its name, unique within the scope
   */
  public constructor(scope: Construct, id: string) {
    const problem = checkId(scope, id);
    super(scope, problem?.id ?? id);
    setSource(this, callSite(new.target));
    if (problem) Annotations.of(this).addError(problem.text);
  }

  /**
   * Adds to the machine that this construct is part of. It is called at synthesis, when every construct exists, and must only read and tell:
   * it may be called several times.
   *
   * @param module the construct's own module in the machine's configuration
   */
  public contributeTo(module: NixosModule): void {
    void module; // many constructs only group or describe others
  }

  /**
   * Adds to the environment that this construct is part of, where it is in a portable stack and not on a machine. It is called at synthesis, and must
   * only read and tell, as `contributeTo`.
   *
   * A construct that has something to say to machines, and does not override this, is refused in an environment.
   *
   * @param environment what the construct adds
   */
  public contributeToEnvironment(environment: Environment): void {
    if (this.contributeTo !== StudioConstruct.prototype.contributeTo) environment.refuse('sets options of NixOS');
  }
}

/** A bad id is reported with everything else that is wrong, so the construct gets another one for the time being. */
function checkId(scope: Construct, id: string): { id: string; text: string } | undefined {
  if (id === '') return { id: free(scope, 'unnamed'), text: emptyId() };
  if (id.includes('/')) return { id: free(scope, id.replaceAll('/', '-')), text: slashInId(id) };
  const sibling = scope.node.tryFindChild(id) as IConstruct | undefined;
  if (!sibling) return undefined;
  return { id: free(scope, id), text: twoOfOneName(id, scope.node.path || 'the app', sibling) };
}

function free(scope: Construct, id: string): string {
  let candidate = id;
  for (let count = 2; scope.node.tryFindChild(candidate); count++) candidate = `${id} (${count})`;
  return candidate;
}
