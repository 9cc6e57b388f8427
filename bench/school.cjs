// A school of N machines with 20 constructs each, by the library alone: node bench/school.cjs N FOLDER
const { App, AudioServer, Daw, DawHost, NixosOption, NixosStack, PluginBundle, RealtimeKernel, SampleRate, Studio } = require('../lib');

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRNDYug5iWGOX0R63HjE2sRN83eUCd18I9fPNMXjxEz bench';
const [machines, outdir] = [Number(process.argv[2]), process.argv[3]];
const started = process.cpuUsage();
const app = new App({ outdir });
let constructs = 0;
for (let number = 0; number < machines; number++) desk(`desk-${number}`);
count(app);
app.synth();
const { user, system } = process.cpuUsage(started);
console.log(JSON.stringify({ constructs, microseconds: user + system, megabytes: process.resourceUsage().maxRSS / 1024 }));

/** A whole small studio, and settings of the school's own up to twenty constructs. */
function desk(name) {
  const machine = new NixosStack(app, name, {
    stateVersion: '26.05',
    hardware: 'assets/hardware/studio-laptop.nix',
    target: { host: `${name}.local`, authorizedKeys: [KEY] },
  });
  const plugins = new PluginBundle(machine, 'Plugins', { plugins: ['surge-xt', 'zynaddsubfx', 'helm', 'lsp-plugins', 'calf'] });
  new RealtimeKernel(machine, 'Kernel', { irqPriority: ['usb', 'snd'], swappiness: 10 });
  const studio = new Studio(machine, 'Studio', {
    musician: 'student',
    audio: AudioServer.pipewire({ rate: SampleRate.hz(48000), quantum: 64 }),
  });
  new DawHost(studio, 'Ardour', { daw: Daw.ARDOUR, plugins: [plugins] });
  for (let index = machine.node.findAll().length; index < 20; index++)
    new NixosOption(machine, `Setting${index}`, { path: `environment.etc."studio/${index}".text`, value: `${name}, ${index}\n` });
}

function count(construct) {
  constructs += 1;
  construct.node.children.forEach(count);
}
