import type { Construct } from 'constructs';
import type { BudgetEntry } from '../../assembly';
import { Annotations, Stack, StudioConstruct, System, constructsOfMachine, whereabouts } from '../../core';
import type { Environment, NixosModule } from '../../core';
import { Nix } from '../../nix';
import { SoundServer } from '../audio';
import { DeploymentGuard } from '../deployment-guard';
import { SystemService } from '../system-service';
import { bringsTools, budgetEntry, measuringRights, toolOptions } from './budget';
import { remarksOn, usesMusnix } from './checks';
import { cpuList, cpuOptions, cpuParams } from './cpus';
import { cStatesOnArm, latencyAboveBuffer, nothingPinned, preemptionOnArm, twoKernels } from './errors';
import { frequencyOptions } from './frequency';
import { rtirqOptions, wantsRtirq } from './interrupts';
import { defaultVersion } from './kernel';
import { MUSNIX, MUSNIX_MODULE, PERMISSIONS, SWAPPINESS } from './musnix';
import { Preemption, preemptionParams, preemptionProblems } from './preemption';
import type { RealtimeKernelProps } from './realtime-kernel-props';
import { tuningOptions, tuningParams } from './tuning';

/**
 * What makes a machine keep its deadlines: 64 frames at 48 kHz leave 1.3 ms, in which everything else has to step aside.
 *
 * Without any properties it compiles nothing: NixOS's own kernel with full preemption and threaded interrupts, and musnix for the rest (the CPU at
 * full speed, little swapping, realtime priority and locked memory for the group audio). A machine has one.
 *
 * @example
 *
 * new RealtimeKernel(laptop, 'Kernel', { irqPriority: ['usb', 'snd'], swappiness: 10 });
 */
export class RealtimeKernel extends StudioConstruct {
  /** Who may interrupt whom. */
  public readonly preemption: Preemption;

  private readonly props: RealtimeKernelProps;
  private readonly usesMusnix: boolean;

  /** Whether musnix has to put PREEMPT_RT into the kernel. */
  private readonly patched: boolean;

  /**
   * @param scope the machine, or something inside of it
   * @param id its name
   * @param props what it shall do
   */
  public constructor(scope: Construct, id: string, props: RealtimeKernelProps = {}) {
    super(scope, id);
    this.props = props;
    this.preemption = props.preemption ?? Preemption.FULL;
    this.usesMusnix = usesMusnix(props);
    this.patched = this.preemption === Preemption.REALTIME && !props.kernel?.hasPreemptRt;

    const { errors, warnings, notes } = remarksOn(props);
    for (const error of errors) Annotations.of(this).addError(error);
    for (const warning of warnings) Annotations.of(this).addWarning(warning);
    for (const note of notes) Annotations.of(this).addInfo(note);
    this.node.addValidation({ validate: () => [...this.kernelProblems(), ...this.rivals()] });
  }

  public override contributeTo(module: NixosModule): void {
    const { cpu = {} } = this.props;
    this.remarkOnMachine();
    module.describe('realtime scheduling');
    if (this.usesMusnix) module.addFlakeModule(this.props.musnix ?? MUSNIX, MUSNIX_MODULE);
    setAll(module, this.kernelOptions(module));
    setAll(module, this.baseOptions());
    if (wantsRtirq(this.props)) setAll(module, rtirqOptions(this.props));
    setAll(module, frequencyOptions(this.props, this.usesMusnix));
    setAll(module, cpuOptions(cpu));
    setAll(module, tuningOptions(this.props));
    setAll(module, toolOptions(this.props));
    const measurer = bringsTools(this.props) ? DeploymentGuard.userOf(this) : undefined;
    if (measurer !== undefined) setAll(module, measuringRights(measurer));
  }

  public override contributeToEnvironment(environment: Environment): void {
    environment.refuse('tunes the kernel of a machine');
  }

  /**
   * Whether interrupts are handled by threads.
   *
   * @internal
   */
  public get _threadsIrqs(): boolean {
    return this.usesMusnix;
  }

  /**
   * Whether its kernel comes with PREEMPT_RT, so that no option says so.
   *
   * @internal
   */
  public get _hasPreemptRt(): boolean {
    return this.preemption === Preemption.REALTIME && !this.patched;
  }

  /**
   * What a deployment has to keep.
   *
   * @internal
   */
  public get _budget(): BudgetEntry | undefined {
    return budgetEntry(this.props);
  }

  private kernelOptions(module: NixosModule): Record<string, unknown> {
    const { cpu = {}, kernel } = this.props;
    const params = [...preemptionParams(this.preemption), ...cpuParams(cpu), ...tuningParams(this.props)];
    // where musnix patches the kernel it sets boot.kernelPackages itself; everywhere else it ignores its own option
    return {
      [this.patched ? 'musnix.kernel.packages' : 'boot.kernelPackages']: kernel?._packages(module),
      'musnix.kernel.realtime': this.patched || undefined,
      'boot.kernelParams': params.length > 0 ? params : undefined,
    };
  }

  private baseOptions(): Record<string, unknown> {
    const { soundCardPciId, swappiness, watchdog } = this.props;
    if (!this.usesMusnix)
      return { ...PERMISSIONS, 'services.das_watchdog.enable': watchdog, 'boot.kernel.sysctl."vm.swappiness"': swappiness ?? SWAPPINESS };
    // musnix starts the watchdog for a PREEMPT_RT of its own only
    const unseen = this.preemption === Preemption.REALTIME && !this.patched;
    return {
      'musnix.enable': true,
      'musnix.das_watchdog.enable': watchdog ?? (unseen || undefined),
      'musnix.soundcardPciId': soundCardPciId,
      // in sysctl even two equal definitions are an error, and musnix has one
      'boot.kernel.sysctl."vm.swappiness"': swappiness === undefined ? undefined : Nix.mkForce(swappiness),
    };
  }

  private kernelProblems(): string[] {
    const { kernel } = this.props;
    if (kernel?._problem !== undefined) return []; // its version means nothing
    const version = kernel ? kernel.version : defaultVersion(Stack.of(this).nixpkgs);
    return preemptionProblems(this.preemption, version, kernel?.hasPreemptRt ?? false);
  }

  private rivals(): string[] {
    for (const other of constructsOfMachine(this)) {
      if (other === this) break;
      if (other instanceof RealtimeKernel) return [twoKernels(whereabouts(other), whereabouts(this))];
    }
    return [];
  }

  private remarkOnMachine(): void {
    const { isolated = [] } = this.props.cpu ?? {};
    if (Stack.of(this).system === System.AARCH64_LINUX) {
      if (this.props.power?.maxCState !== undefined) Annotations.of(this).addWarning(cStatesOnArm());
      if (this.preemption !== Preemption.REALTIME) Annotations.of(this).addInfo(preemptionOnArm());
    }
    this.remarkOnBudget();
    if (isolated.length > 0 && !this.isUsed(isolated)) Annotations.of(this).addWarning(nothingPinned(cpuList(isolated)));
  }

  /** A budget that is larger than the buffer is none. */
  private remarkOnBudget(): void {
    const { maxLatency } = this.props;
    const server = maxLatency && SoundServer._of(this);
    if (!maxLatency || !server || !(maxLatency.toMicros() >= server._bufferMicros)) return;
    Annotations.of(this).addWarning(latencyAboveBuffer(maxLatency.toString(), server.summary, Math.round(server._bufferMicros)));
  }

  /** Whether a service of the machine is pinned to one of these CPUs. */
  private isUsed(cpus: readonly number[]): boolean {
    for (const other of constructsOfMachine(this))
      if (other instanceof SystemService && other.cpus.some((cpu) => cpus.includes(cpu))) return true;
    return false;
  }
}

function setAll(module: NixosModule, options: Readonly<Record<string, unknown>>): void {
  for (const path of Object.keys(options)) module.set(path, options[path]);
}
