// Fetches Debian's kernel with PREEMPT_RT, for the tests that boot it in QEMU (test/kernel).
//
// It comes as a package, through apt and the mirror that this machine already uses. Nothing is installed: of its 400 MB, the kernel, its
// configuration and the few modules of a small machine are kept.
//
//   node scripts/rt-kernel.mjs        fetches it unless it is there; says in one line what it did or why it cannot
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** test/kernel/installed.ts looks in the same folder. */
const FOLDER = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'studio-cdk', 'rt-kernel');

/** Its package depends on that of the newest version. */
const PACKAGE = 'linux-image-rt-amd64';

/** What the machine has: a network card, a USB controller, and a sound card behind it. */
const MODULES = ['e1000', 'xhci-pci', 'snd-usb-audio'];

/** Where these and what they need stand among 3,000 others; unpacking all of them would take three times as long. */
const WANTED = ['*/boot/*', '*/drivers/net/ethernet/intel/e1000/*', '*/drivers/usb/*', '*/drivers/media/mc/*', '*/kernel/sound/*'];

/** Gives one line for the person who runs it; never throws. */
export function ensureRealtimeKernel() {
  try {
    const marker = join(FOLDER, 'kernel.json');
    if (existsSync(marker)) {
      return `realtime kernel: ${JSON.parse(readFileSync(marker, 'utf8')).release} is there`;
    }
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      return 'realtime kernel: left out, for it is one for x86_64 Linux';
    }
    return `realtime kernel: ${unpack()} unpacked into ${FOLDER}`;
  } catch (error) {
    const lines = (String(error.stderr ?? '') || error.message).trim().split('\n');
    return `realtime kernel: left out (${lines.at(-1)})`;
  }
}

function unpack() {
  mkdirSync(dirname(FOLDER), { recursive: true });
  const work = mkdtempSync(`${FOLDER}-`); // beside it, so that what is done is renamed
  try {
    const archive = download(work);
    const root = join(work, 'root');
    const unpacking = 'dpkg-deb --fsys-tarfile "$1" | tar -x --directory "$2" --wildcards "$3" "$4" "$5" "$6" "$7"';
    mkdirSync(root);
    execFileSync('sh', ['-c', unpacking, 'sh', archive, root, ...WANTED], { stdio: 'pipe' });
    const chosen = join(work, 'chosen');
    mkdirSync(join(chosen, 'modules'), { recursive: true });
    const release = keep(root, chosen);
    rmSync(FOLDER, { recursive: true, force: true });
    renameSync(chosen, FOLDER);
    return release;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Asks apt with this machine's own lists; where they are missing or old, with new ones that stay in the work folder. */
function download(work) {
  mkdirSync(join(work, 'lists', 'partial'), { recursive: true });
  const options = {
    'APT::Sandbox::User': '',
    'Acquire::http::Timeout': '20',
    'Acquire::Languages': 'none',
    'Debug::NoLocking': 'true',
    'APT::Update::Error-Mode': 'any',
  };
  const ask = (program, args, more) =>
    execFileSync(program, [...Object.entries({ ...options, ...more }).flatMap(([name, value]) => ['-o', `${name}=${value}`]), ...args], {
      cwd: work,
      encoding: 'utf8',
      stdio: 'pipe',
      timeout: 300_000,
    });
  const fetch = (more) => {
    const version = /Depends: (linux-image-\S+)/.exec(ask('apt-cache', ['depends', PACKAGE], more))?.[1];
    if (version === undefined) throw new Error(`apt does not know ${PACKAGE}: it is one of Debian's`);
    ask('apt-get', ['-qq', 'download', version], more);
    return join(
      work,
      readdirSync(work).find((name) => name.endsWith('.deb')),
    );
  };
  try {
    return fetch({});
  } catch {
    const lists = { 'Dir::State::lists': join(work, 'lists'), 'Dir::Cache::pkgcache': '', 'Dir::Cache::srcpkgcache': '' };
    ask('apt-get', ['-qq', 'update'], lists);
    return fetch(lists);
  }
}

/** Takes what a machine needs to boot, and writes down what it is. */
function keep(root, chosen) {
  const boot = join(root, 'boot');
  const release = readdirSync(boot)
    .find((name) => name.startsWith('vmlinuz-'))
    .slice('vmlinuz-'.length);
  copyFileSync(join(boot, `config-${release}`), join(chosen, 'config'));
  writeFileSync(join(chosen, 'kernel'), unwrapped(join(boot, `vmlinuz-${release}`)));
  const files = new Map(
    readdirSync(root, { recursive: true })
      .filter((path) => /\.ko(\.xz)?$/.test(path))
      .map((path) => [nameOf(path), join(root, path)]),
  );
  const modules = inOrder(MODULES, files, chosen);
  writeFileSync(join(chosen, 'kernel.json'), `${JSON.stringify({ release, modules }, undefined, 2)}\n`);
  return release;
}

/**
 * The kernel behind the code that unwraps it, which takes seconds in an emulated machine: QEMU loads the bare one just as well, by its
 * PVH entry. One that is packed with something else than xz stays as it is.
 */
function unwrapped(file) {
  const image = readFileSync(file);
  const start = image.indexOf(Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]));
  if (start < 0) return image;
  // From a file, for xz does not read what follows, and a pipe would break.
  const packed = `${file}.xz`;
  writeFileSync(packed, image.subarray(start));
  return execFileSync('xz', ['-dc', '--single-stream', packed], { maxBuffer: 2 ** 30, stdio: 'pipe' });
}

/** Keeps modules and what they need, and gives their files in an order in which each finds what it needs. */
function inOrder(names, files, chosen, order = []) {
  for (const name of names) {
    const path = files.get(name);
    if (path === undefined) throw new Error(`the kernel's package has no module ${name}`);
    const packed = readFileSync(path);
    const module = path.endsWith('.xz') ? execFileSync('xz', ['-dc'], { input: packed, maxBuffer: 2 ** 28, stdio: 'pipe' }) : packed;
    const [, needed] = /\0depends=([^\0]*)\0/.exec(module.toString('latin1')) ?? [];
    inOrder(needed ? needed.split(',').map(nameOf) : [], files, chosen, order);
    if (!order.includes(`${name}.ko`)) {
      writeFileSync(join(chosen, 'modules', `${name}.ko`), module);
      order.push(`${name}.ko`);
    }
  }
  return order;
}

/** Dashes and underscores are the same in a module's name. */
const nameOf = (path) =>
  basename(path)
    .replace(/\.ko(\.xz)?$/, '')
    .replaceAll('_', '-');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(ensureRealtimeKernel());
}
