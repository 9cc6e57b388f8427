// A school of N machines with 20 constructs each, by the library alone: node bench/school.cjs N FOLDER
const {
  App,
  AudioServer,
  Daw,
  DawHost,
  NixosOption,
  NixosStack,
  PluginBundle,
  RealtimeKernel,
  SampleRate,
  Studio,
  SystemService,
} = require('../lib');

const [machines, outdir] = [Number(process.argv[2]), process.argv[3]];
const started = process.cpuUsage();
const app = new App({ outdir });
let constructs = 0;
for (let number = 0; number < machines; number++) desk(`desk-${number}`);
count(app);
app.synth();
const { user, system } = process.cpuUsage(started);
console.log(JSON.stringify({ constructs, microseconds: user + system, megabytes: process.resourceUsage().maxRSS / 1024 }));

function desk(name) {
  const machine = new NixosStack(app, name, {
    stateVersion: '26.05',
    hardware: 'assets/hardware/studio-laptop.nix',
    target: {
      host: `${name}.local`,
      authorizedKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRNDYug5iWGOX0R63HjE2sRN83eUCd18I9fPNMXjxEz bench'],
    },
  });
  const synths = new PluginBundle(machine, 'Synths', { plugins: ['surge-xt', 'zynaddsubfx', 'helm', 'cardinal'] });
  const effects = new PluginBundle(machine, 'Effects', { plugins: ['lsp-plugins', 'calf', 'x42-plugins', 'dragonfly-reverb'] });
  new RealtimeKernel(machine, 'Kernel', { irqPriority: ['usb', 'snd'], swappiness: 10 });
  const studio = new Studio(machine, 'Studio', {
    musician: 'student',
    audio: AudioServer.pipewire({ rate: SampleRate.hz(48000), quantum: 64 }),
  });
  new DawHost(studio, 'Ardour', { daw: Daw.ARDOUR, plugins: [synths, effects] });
  new DawHost(studio, 'Carla', { daw: Daw.CARLA, plugins: [effects] });
  for (let index = 0; index < 5; index++)
    new SystemService(machine, `Service${index}`, {
      description: `Service ${index}`,
      command: ['/run/current-system/sw/bin/true', String(index)],
    });
  for (let index = machine.node.findAll().length; index < 20; index++)
    new NixosOption(machine, `Option${index}`, { path: `environment.etc."studio/${index}".text`, value: `desk ${number(index)}\n` });
}

function number(index) {
  return String(index).padStart(3, '0');
}

function count(construct) {
  constructs += 1;
  construct.node.children.forEach(count);
}
