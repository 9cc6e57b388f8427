import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createProject } from '../../src/init/create';
import { listTemplates, type TemplateFolders } from '../../src/init/templates';
import { CLI, REPOSITORY, folderWith, temporaryFolder } from '../support/cli';

describe('a new project', () => {
  let folders: TemplateFolders;
  before(() => {
    const templates = folderWith({
      'laptop/cdk.json': '{}',
      'laptop/bin/studio.ts': '// {{name}} stays here',
      'laptop/test/studio.test.ts': '',
      'band/cdk.json': '{}',
      'attic/cdk.json': '{}',
    });
    folders = { templates, common: join(CLI, 'templates-common') };
  });
  const create = (folder: string, template = 'laptop'): readonly string[] => createProject({ template, folder, version: '0.4.2', folders });

  it('has the files of its template and those of every project', () => {
    const folder = join(temporaryFolder(), 'my-studio');
    const files = [
      '.gitignore',
      '.mocharc.json',
      'README.md',
      'bin/studio.ts',
      'cdk.json',
      'package.json',
      'test/studio.test.ts',
      'tsconfig.json',
    ];
    assert.deepEqual(create(folder), files);
    const written = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.deepEqual(written.map((entry) => join(entry.parentPath, entry.name)).sort(), files.map((file) => join(folder, file)).sort());
    assert.equal(readFileSync(join(folder, 'bin', 'studio.ts'), 'utf8'), '// {{name}} stays here');
  });

  it('has a package.json of its name, with the library and the command line of one version', () => {
    const folder = join(temporaryFolder(), 'My.Studio');
    create(folder);
    const { name, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      name: string;
      devDependencies: Record<string, string>;
    };
    assert.equal(name, 'my.studio');
    assert.deepEqual([devDependencies['studio-cdk'], devDependencies['studio-cdk-cli']], ['^0.4.2', '^0.4.2']);
    assert.match(readFileSync(join(folder, 'README.md'), 'utf8'), /^# my\.studio\n/);
  });

  it('may go into an empty folder, whatever that is called, and into a fresh repository', () => {
    const folder = join(temporaryFolder(), '2024 Räck');
    mkdirSync(join(folder, '.git'), { recursive: true });
    create(folder);
    assert.match(readFileSync(join(folder, 'package.json'), 'utf8'), /"name": "2024-r-ck"/);
  });

  it('leaves a folder alone that is not empty, and says what is in the way', () => {
    const folder = folderWith(Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => [name, ''])));
    assert.throws(() => create(folder), {
      name: 'UserError',
      message: `${folder} is not empty: a, b, c, d, e and 2 more. Nothing was written. Name a new folder: cdk init laptop my-studio`,
    });
    assert.equal(readdirSync(folder).length, 7);
  });

  it('refuses a name that would make trouble later', () => {
    const folder = temporaryFolder();
    for (const name of ['my studio!', '-rf', 'studio-cdk', 'node_modules', '.hidden', "a'b"]) {
      assert.throws(
        () => create(join(folder, name)),
        { name: 'UserError', message: /^A studio cannot be called «.*»: .* Try «[a-z-]+»\.$/ },
        name,
      );
    }
    assert.throws(() => create(join(folder, 'my studio!')), { message: /Try «my-studio»\.$/ });
    assert.deepEqual(readdirSync(folder), []);
  });

  it('refuses a file in the place of the folder', () => {
    const file = join(folderWith({ 'my-studio': '' }), 'my-studio');
    assert.throws(() => create(file), { name: 'UserError', message: /is a file, or lies below one/ });
  });

  it('leaves nothing behind when it cannot be written', () => {
    const broken = folderWith({ 'laptop/cdk.json': '{}', 'laptop/README.md/x': '' });
    const parent = temporaryFolder();
    assert.throws(
      () => createProject({ template: 'laptop', folder: join(parent, 'x'), version: '1.0.0', folders: { ...folders, templates: broken } }),
      {
        name: 'UserError',
        message: /could not be written .* Nothing was left behind\.$/,
      },
    );
    assert.equal(existsSync(join(parent, 'x')), false);
  });

  it('asks «did you mean» for a template', () => {
    assert.throws(() => create('x', 'labtop'), { message: 'No template is called «labtop». Did you mean «laptop»?' });
    assert.throws(() => create('x', 'choir'), { message: 'No template is called «choir». There are: laptop, band, attic.' });
  });

  it('can be made of every template, those for newcomers first', () => {
    assert.deepEqual(
      listTemplates(folders).map(({ name }) => name),
      ['laptop', 'band', 'attic'],
    );
    assert.deepEqual(listTemplates({ ...folders, templates: '/nonexistent' }), []);
  });

  it('is tested with the tools that this repository is tested with', () => {
    const read = (path: string): { devDependencies: Record<string, string> } =>
      JSON.parse(readFileSync(path, 'utf8')) as { devDependencies: Record<string, string> };
    const ours = read(join(REPOSITORY, 'package.json')).devDependencies;
    for (const [name, range] of Object.entries(read(join(folders.common, 'package.json')).devDependencies)) {
      if (!name.startsWith('studio-cdk')) assert.equal(range.replace(/^[~^]/, ''), ours[name], name);
    }
  });
});
