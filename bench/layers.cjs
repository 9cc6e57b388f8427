// Layers of stacks, each of which waits for all stacks of the layer before: the number of paths doubles with every layer, the work must not.
// node bench/layers.cjs LAYERS FOLDER
const { App, NixosStack } = require('../lib');

const [layers, outdir] = [Number(process.argv[2]), process.argv[3]];
const app = new App({ outdir });
let before = [];
for (let layer = 0; layer < layers; layer++) {
  const now = ['a', 'b'].map(
    (name) => new NixosStack(app, `${name}${layer}`, { stateVersion: '26.05', hardware: 'assets/hardware/studio-laptop.nix' }),
  );
  for (const stack of now) for (const earlier of before) stack.addDependency(earlier);
  before = now;
}
const started = process.cpuUsage();
app.synth();
const { user, system } = process.cpuUsage(started);
console.log(JSON.stringify({ microseconds: user + system }));
