import type { Construct } from 'constructs';
import { Annotations, type Environment, type NixosModule } from '../../core';
import { Nix } from '../../nix';
import { AudioDevice } from './audio-device';
import { pipewireBuffer, pipewireConfigs, pipewireSummary } from './pipewire-config';
import { OWN_FILE, pipewireProblems, PROGRAMS } from './pipewire-problems';
import type { PipewireProps } from './pipewire-props';
import { SoundServer } from './sound-server';

/**
 * PipeWire: one server for programs of every kind, be they made for JACK, PulseAudio or ALSA. What a studio wants unless it has a reason.
 *
 * Most studios say `AudioServer.pipewire(…)` to a `Studio`; use this one for a machine that has sound but no musician.
 *
 * A new configuration is live when the user's services have started again: log out and in, or
 * `systemctl --user restart pipewire pipewire-pulse wireplumber`.
 *
 * @example
 *
 * new PipewireServer(kiosk, 'Audio', { quantum: 256 });
 */
export class PipewireServer extends SoundServer {
  public readonly summary: string;
  public readonly groups = ['audio', 'pipewire'];

  /** @internal */
  public readonly _patchbay = 'qpwgraph';

  /** @internal */
  public readonly _bufferMicros: number;

  private readonly props: PipewireProps;

  /**
   * @param scope the machine, or something inside of it
   * @param id its name
   * @param props how it shall work
   */
  public constructor(scope: Construct, id: string, props: PipewireProps = {}) {
    super(scope, id);
    this.props = props;
    this.summary = pipewireSummary(props);
    this._bufferMicros = pipewireBuffer(props);
    for (const problem of pipewireProblems(props)) Annotations.of(this).addError(problem);
  }

  /** @internal */
  protected _configure(module: NixosModule): void {
    const { alsa = true, alsa32Bit, extraConfig = {}, jack = true, pulse = true, rtkit = true } = this.props;
    if (rtkit) module.set('security.rtkit.enable', true);
    module.set('services.pipewire.enable', true);
    if (alsa) module.set('services.pipewire.alsa.enable', true);
    if (alsa32Bit) module.set('services.pipewire.alsa.support32Bit', true);
    if (jack) module.set('services.pipewire.jack.enable', true);
    if (pulse) module.set('services.pipewire.pulse.enable', true);
    for (const [program, sections] of Object.entries(pipewireConfigs(this.props))) setSections(module, program, sections);
    setSections(module, 'wireplumber', { 'monitor.alsa.rules': this.rules() });
    for (const program of PROGRAMS)
      for (const [name, content] of Object.entries(extraConfig[program] ?? {})) module.set(file(program, name), content);
  }

  /**
   * Other Linux has a PipeWire of its own. What was asked for becomes files in the home of whoever uses home-manager, and the whole server where the
   * environment is used on NixOS.
   */
  public override contributeToEnvironment(environment: Environment): void {
    const files = this.files();
    environment.describe(this.summary);
    for (const [path, content] of files)
      environment.setHomeOption(`xdg.configFile.${JSON.stringify(path)}.text`, Nix.call(Nix.attr(Nix.name('builtins'), 'toJSON'), content));
    if (files.length > 0) this._configure(environment._nixos);
  }

  /** What was asked for, by its place below `~/.config`. JSON is what PipeWire reads, among other things. */
  private files(): [string, unknown][] {
    const own = Object.entries({ ...pipewireConfigs(this.props), wireplumber: { 'monitor.alsa.rules': this.rules() } }).map(
      ([program, sections]): [string, Record<string, unknown>] => [folder(program, OWN_FILE), withoutEmpty(sections)],
    );
    const extra = PROGRAMS.flatMap((program) =>
      Object.entries(this.props.extraConfig?.[program] ?? {}).map(([name, content]): [string, object] => [
        folder(program, name),
        content as object,
      ]),
    );
    return [...own.filter(([, sections]) => Object.keys(sections).length > 0), ...extra];
  }

  private rules(): unknown[] | undefined {
    const { devices = [], proAudio } = this.props;
    const all = proAudio ? [AudioDevice.matching('device.name', '~alsa_card.*', { profile: 'pro-audio' }), ...devices] : devices;
    return all.length === 0 ? undefined : all.map((device) => device._rule());
  }
}

function setSections(module: NixosModule, program: string, sections: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(sections)) {
    const empty = content === undefined || Object.keys(content as object).length === 0;
    if (!empty) module.set(`${file(program, OWN_FILE)}.${JSON.stringify(name)}`, content);
  }
}

const withoutEmpty = (sections: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(sections).filter(([, content]) => content !== undefined && Object.keys(content as object).length > 0));

/** `pipewire/jack.conf.d/10-studio.conf`, below `~/.config`. */
const folder = (program: string, name: string): string =>
  `${program === 'wireplumber' ? 'wireplumber' : 'pipewire'}/${program}.conf.d/${name}.conf`;

/** The option that becomes one file of a program's configuration. Files in `/etc/pipewire` themselves are refused by NixOS. */
function file(program: string, name: string): string {
  const option = program === 'wireplumber' ? 'services.pipewire.wireplumber.extraConfig' : `services.pipewire.extraConfig.${program}`;
  return `${option}.${JSON.stringify(name)}`;
}
