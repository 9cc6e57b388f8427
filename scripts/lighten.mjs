// Makes the compiled library quick to load; part of npm run build. Every program that describes a studio loads it, and so does every test.
//
// - jsii puts the source map, and with it the whole source, into every file: two thirds of what has to be read, and loaders look into it.
// - The assertions for unit tests (`testing`) are loaded when somebody asks for them.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run.mjs';

const library = join(ROOT, 'lib');
const EAGER = 'exports.testing = __importStar(require("./testing"));';
// «import { testing }» of an ES module works where node, which only reads the text, finds a getter of this form.
const LAZY = `const lazy = { get testing() { return require("./testing"); } };
Object.defineProperty(exports, "testing", { enumerable: true, get: function () { return lazy.testing; } });`;

for (const name of readdirSync(library, { recursive: true })) {
  if (name.endsWith('.js')) change(name, (code) => code.replace(/^\/\/# sourceMappingURL=data:.*\n?/m, ''));
}
change('index.js', (code) => code.replace(EAGER, LAZY));
if (!readFileSync(join(library, 'index.js'), 'utf8').includes(LAZY))
  throw new Error('lib/index.js exports «testing» otherwise than expected.');

/** Edits a file of the library; one that needs no change is left alone. */
function change(name, edit) {
  const file = join(library, name);
  const code = readFileSync(file, 'utf8');
  const edited = edit(code);
  if (edited !== code) writeFileSync(file, edited);
}
