/** A school: one desk of the teacher, forty alike for the students. The room is a loop. */
import { App, AudioServer, Daw, DawHost, Desktop, Network, NixosStack, PluginBundle, RealtimeKernel, SampleRate, Studio } from 'studio-cdk';

const SCHOOL_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG7LDnes0O5f+pvgBkDdSUVgr92QyXki5f0uwKhKe8Yp school@office';
const DESKS = 40;

export const app = new App({ description: 'The music room of a school' });

const plugins = new PluginBundle(app, 'Plugins', { plugins: ['surge-xt', 'helm', 'lsp-plugins', 'calf', 'dragonfly-reverb'] });

function desk(name: string, hardware: string, user: string): NixosStack {
  const machine = new NixosStack(app, name, {
    stateVersion: '26.05',
    hardware,
    timeZone: 'Europe/Berlin',
    network: Network.dhcp(),
    target: { host: `${name}.local`, authorizedKeys: [SCHOOL_KEY] },
  });
  new RealtimeKernel(machine, 'Kernel');
  const studio = new Studio(machine, 'Studio', {
    musician: user,
    desktop: Desktop.XFCE,
    audio: AudioServer.pipewire({ rate: SampleRate.hz(48000), quantum: 256 }),
  });
  new DawHost(studio, 'Ardour', { daw: Daw.ARDOUR, plugins: [plugins] });
  new DawHost(studio, 'Hydrogen', { daw: Daw.of('hydrogen') });
  return machine;
}

const teacher = desk('teacher', 'assets/hardware/teacher.nix', 'teacher');

for (let number = 1; number <= DESKS; number++) {
  const student = desk(`desk-${String(number).padStart(2, '0')}`, 'assets/hardware/desk.nix', 'student');
  // The teacher's machine is tried first: what fails there is not brought to forty others.
  student.addDependency(teacher);
}

// A test imports this file to look at the machines; only `cdk synth` runs it.
if (require.main === module) app.synth();
