import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';

/** How machines are called in a state, whoever made them. */
export const MACHINE_TYPE = 'studio-cdk:index:StudioMachine';

/** A machine that the command line deploys. */
export class MachineComponent extends ComponentResource {
  public constructor(name: string, options: ComponentResourceOptions = {}) {
    super(MACHINE_TYPE, name, {}, options);
  }
}
