import { ComponentResource, output, runtime, type ComponentResourceOptions, type Inputs, type Output } from '@pulumi/pulumi';
import { isComplete } from '../../cli/src/errors';
import { MACHINE_TYPE } from '../../cli/src/pulumi/machine-component';
import type { GateResult, MachineOutcome, MachineResult, StudioMachineArgs } from './args';
import { deployMachine } from './deploy-machine';
import { failureOf } from './failure';

/**
 * A machine of a studio: `pulumi up` builds its system there, switches to it, looks whether all is well, and brings it back where it is not.
 *
 * It is what `cdk deploy --engine pulumi` does, as a part of your own program. `pulumi preview` looks at the machine and changes nothing; a machine
 * that runs its configuration is not touched. `pulumi destroy` takes the machine out of the state and leaves it as it is.
 */
export class StudioMachine extends ComponentResource<MachineResult> {
  /** The store path of the system that was deployed. */
  public readonly system: Output<string>;
  /** The number of its generation. Undefined where there is none: with the goals `test` and `build`. */
  public readonly generation: Output<number | undefined>;
  /** The checks that were asked in this run; none where nothing was done. */
  public readonly gates: Output<readonly GateResult[]>;
  /** How this run ended. */
  public readonly outcome: Output<MachineOutcome>;

  /**
   * @param name its name in Pulumi's state, and what the names of its resources begin with
   * @param args what it is to be
   * @param options as for every resource; a machine that `dependsOn` others is not asked before they are there
   */
  public constructor(name: string, args: StudioMachineArgs, options: ComponentResourceOptions = {}) {
    const inputs: Inputs = {}; // what Pulumi would keep in its state: nothing, for a key may be among the arguments
    GIVEN.set(inputs, { name, args });
    super(MACHINE_TYPE, name, inputs, options);
    const result = output(this.getData());
    this.system = result.apply(({ system }) => system);
    this.generation = result.apply(({ generation }) => generation);
    this.gates = result.apply(({ gates }) => gates) as Output<readonly GateResult[]>;
    this.outcome = result.apply(({ outcome }) => outcome);
  }

  /** Called by Pulumi while the resource is made. Others that depend on this one wait for it. */
  protected override async initialize(inputs: Inputs): Promise<MachineResult> {
    const { name, args } = GIVEN.get(inputs)!;
    const done = runtime.rpcKeepAlive(); // between two steps nothing is asked of the engine, which is no sign that the program is at its end
    try {
      await new Promise<void>((resolve) => this.urn.apply(() => resolve())); // then all that it depends on is there
      const result = await deployMachine(this, name, args);
      if (result) {
        this.registerOutputs({ system: result.system, generation: result.generation });
        return result;
      }
    } catch (error) {
      throw isComplete(error) ? failureOf(this, error.message) : error;
    } finally {
      setImmediate(done); // first everybody hears of the error
    }
    return new Promise(() => {}); // the engine has ended: as with every resource, nobody is told any more
  }
}

const GIVEN = new WeakMap<Inputs, { readonly name: string; readonly args: StudioMachineArgs }>();
