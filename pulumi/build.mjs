// Bundles the component for Pulumi programs, and writes the types of its public API: node pulumi/build.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';
import { complete, SETTINGS } from '../scripts/bundled.mjs';

const folder = dirname(fileURLToPath(import.meta.url));

/** The public API is written so that each of its files says all types itself: none of the command line's is among them. */
const PUBLIC = ['index', 'studio-machine', 'args'];

const { metafile } = await build({ ...SETTINGS, absWorkingDir: folder, entryPoints: ['src/index.ts'], outdir: 'lib' });
complete(folder, metafile);

for (const name of PUBLIC) {
  const file = join(folder, 'src', `${name}.ts`);
  const { outputText, diagnostics } = ts.transpileDeclaration(readFileSync(file, 'utf8'), {
    fileName: file,
    compilerOptions: { isolatedDeclarations: true, target: ts.ScriptTarget.ES2023 },
    reportDiagnostics: true,
  });
  for (const { messageText } of diagnostics ?? []) throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  writeFileSync(join(folder, 'lib', `${name}.d.ts`), outputText);
}
