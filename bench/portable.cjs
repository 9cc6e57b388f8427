// Ten programs with fifteen plugins each, on a machine or in an environment for any Linux, by the library alone:
// node bench/portable.cjs machine|portable FOLDER
const { App, Daw, DawHost, NixosStack, PluginBundle, PortableStack } = require('../lib');

const DAWS = ['ARDOUR', 'AUDACITY', 'BESPOKE', 'CARLA', 'GIADA', 'HELIO', 'HYDROGEN', 'LMMS', 'MUSE', 'QTRACTOR'];
const PLUGINS = [
  ...[
    'aether-lv2',
    'airwindows-lv2',
    'calf',
    'caps',
    'chow-centaur',
    'chow-phaser',
    'chow-tape-model',
    'distrho-ports',
    'dragonfly-reverb',
  ],
  ...[
    'eq10q',
    'fire',
    'fomp',
    'guitarix',
    'helm',
    'infamousplugins',
    'ladspaPlugins',
    'lsp-plugins',
    'surge-xt',
    'x42-plugins',
    'zynaddsubfx',
  ],
];
const [kind, outdir] = process.argv.slice(2);
const started = process.cpuUsage();
const app = new App({ outdir });
const studio =
  kind === 'machine'
    ? new NixosStack(app, 'studio', { stateVersion: '26.05', hardware: 'assets/hardware/studio-laptop.nix' })
    : new PortableStack(app, 'studio');
DAWS.forEach((name, index) => {
  const plugins = Array.from({ length: 15 }, (_, number) => PLUGINS[(2 * index + number) % PLUGINS.length]);
  new DawHost(studio, name, { daw: Daw[name], plugins: [new PluginBundle(studio, `Plugins${index}`, { plugins })] });
});
app.synth();
const { user, system } = process.cpuUsage(started);
console.log(JSON.stringify({ microseconds: user + system }));
