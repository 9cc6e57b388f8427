// Unpacks a newer Nix beside the one that Debian stable has, for the tests that evaluate generated flakes with both.
//
// It comes from Debian's next release, through apt and the mirror that this machine already uses. apt works in folders
// of its own here: nothing is installed, and the machine's package lists stay as they are. Programs run through the
// unpacked loader, so it does not matter that their C library is newer than the machine's.
//
//   node scripts/newer-nix.mjs        unpacks it unless it is there; says in one line what it did or why it cannot
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SUITE = 'trixie';
/** test/support/nix-installations.ts looks in the same folder. */
const FOLDER = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'studio-cdk', 'nix');

/** Gives one line for the person who runs it; never throws. */
export function ensureNewerNix() {
  const target = join(FOLDER, SUITE);
  try {
    const marker = join(target, 'nix.json');
    if (existsSync(marker)) {
      return `newer Nix: ${JSON.parse(readFileSync(marker, 'utf8')).version} is there`;
    }
    const mirror = debianMirror();
    if (mirror === undefined) {
      return 'newer Nix: left out, for this machine has no Debian mirror in its apt sources';
    }
    const version = unpack(mirror, target);
    return `newer Nix: ${version} unpacked into ${target}`;
  } catch (error) {
    const lines = String(error.stderr || error.message)
      .trim()
      .split('\n');
    return `newer Nix: left out (${lines.at(-1)})`;
  }
}

/** The mirror of the machine's own apt sources, in the old format or the new one; or nothing where there is no Debian. */
function debianMirror() {
  const parts = '/etc/apt/sources.list.d';
  const names = existsSync(parts) ? readdirSync(parts).filter((name) => /\.(list|sources)$/.test(name)) : [];
  const files = ['/etc/apt/sources.list', ...names.map((name) => join(parts, name))].filter((file) => existsSync(file));
  const urls = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8').replace(/^\s*#.*$/gm, '');
    return [...text.matchAll(/^(?:deb\s+(?:\[[^\]]*\]\s+)?|URIs:\s*)(\S+)/gm)].map((match) => match[1]);
  });
  return urls.find((url) => /\/debian\/?$/.test(url));
}

function unpack(mirror, target) {
  const work = mkdtempSync(join(tmpdir(), 'newer-nix-'));
  try {
    const downloads = download(mirror, work);
    const root = join(work, 'root');
    for (const file of readdirSync(downloads).filter((name) => name.endsWith('.deb'))) {
      execFileSync('dpkg', ['-x', join(downloads, file), root], { stdio: 'pipe' });
    }
    // Documentation and Perl are most of what came along, and Nix runs without either.
    for (const unneeded of ['usr/share', 'usr/include', 'etc', 'var']) {
      rmSync(join(root, unneeded), { recursive: true, force: true });
    }
    rmSync(target, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    move(root, target);
    return describe(target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Fetches nix-bin and everything it needs, as if nothing were installed here. */
function download(mirror, work) {
  const list = join(work, 'sources.list');
  writeFileSync(list, `deb ${mirror} ${SUITE} main\n`);
  for (const folder of ['state/lists/partial', 'cache/archives/partial']) {
    mkdirSync(join(work, folder), { recursive: true });
  }
  const options = {
    'Dir::State': join(work, 'state'),
    'Dir::State::status': '/dev/null',
    'Dir::Cache': join(work, 'cache'),
    'Dir::Etc::sourcelist': list,
    'Dir::Etc::sourceparts': '/dev/null',
    'Acquire::Languages': 'none',
    'APT::Sandbox::User': '',
    'Acquire::http::Timeout': '20',
    'Debug::NoLocking': 'true',
  };
  const apt = (...args) =>
    execFileSync('apt-get', [...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]), '-qq', ...args], {
      stdio: 'pipe',
      timeout: 300_000,
    });
  apt('update');
  apt('install', '--download-only', '--yes', '--no-install-recommends', 'nix-bin');
  return join(work, 'cache/archives');
}

/** Finds the parts, tries them, and writes the marker by which tests know that this Nix works. */
function describe(root) {
  const machine = readdirSync(join(root, 'usr/lib')).find((name) => name.endsWith('-linux-gnu'));
  const libraries = join(root, 'usr/lib', machine);
  const loader = readdirSync(libraries).find((name) => /^ld-linux.*\.so\.\d+$/.test(name));
  const nix = {
    loader: join(libraries, loader),
    libraryPath: libraries,
    binaries: join(root, 'usr/bin'),
  };
  const printed = spawnSync(nix.loader, ['--library-path', nix.libraryPath, join(nix.binaries, 'nix'), '--version'], { encoding: 'utf8' });
  const version = /(\d+(\.\d+)+)\s*$/.exec(printed.stdout ?? '')?.[1];
  if (version === undefined) {
    throw new Error(`the unpacked Nix does not run: ${printed.stderr.trim()}`);
  }
  writeFileSync(join(root, 'nix.json'), `${JSON.stringify({ version, ...nix }, undefined, 2)}\n`);
  return version;
}

/** The cache may be on another file system than the temporary folder. */
function move(from, to) {
  try {
    renameSync(from, to);
  } catch {
    execFileSync('cp', ['-a', from, to], { stdio: 'pipe' });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(ensureNewerNix());
}
