import { createHash } from 'node:crypto';
import type { InputEntry } from '../../../src/assembly';
import type { Computer, Inputs } from './nix';
import { lockText, projectOf } from './nix-studio';

/** `ardour9` of the studio starts the one of its package: the program, what it needs, and nothing else. */
const STUDIO = `{
    studio = nixpkgs.legacyPackages.x86_64-linux.writeShellScriptBin "ardour9" ''
      [ "$1" = --fail ] && exit 7
      printf '%s|' "$@"
      exec \${nixpkgs.legacyPackages.x86_64-linux.ardour}/bin/ardour9
    '';
  }`;

/** A studio with a folder of this computer as one input, and another that is found by its hash alone, as those on the network are. */
export function lockedStudio(computer: Computer, inputs: Inputs): string {
  const musnix = { url: inputs.url('musnix'), follows: { nixpkgs: 'nixpkgs' } };
  const all = { nixpkgs: { url: 'github:NixOS/nixpkgs/nixos-26.05' }, musnix };
  return projectOf({ inputs: all, packages: STUDIO, lock: lockOf(computer, inputs, all) });
}

/** A lock in which inputs on GitHub have the hashes of the stand-ins. Those are in the computer's store then, so nothing is fetched. */
export function lockOf(computer: Computer, inputs: Inputs, wanted: Readonly<Record<string, InputEntry>>): string {
  const near = Object.fromEntries(
    Object.entries(wanted).map(([name, input]) => [name, { ...input, url: inputs.url(name.replace(/^nixpkgs-.*/, 'nixpkgs')) }]),
  );
  const project = projectOf({ inputs: near, packages: '{ }' });
  const { code, err } = computer.cdk(['update'], project);
  if (code !== 0) throw new Error(err);
  const lock = JSON.parse(lockText(project)) as { nodes: Record<string, { locked: Record<string, unknown>; original: object }> };
  for (const [name, { url }] of Object.entries(wanted)) {
    const [, owner, repo, version] = /^github:([^/]+)\/([^/]+)(?:\/(.+))?$/.exec(url) ?? [];
    if (owner === undefined) continue;
    const { narHash, lastModified } = lock.nodes[name]!.locked;
    const original = {
      type: 'github',
      owner,
      repo,
      ...(version !== undefined && (isRevision(version) ? { rev: version } : { ref: version })),
    };
    const rev = isRevision(version) ? version : createHash('sha1').update(name).digest('hex'); // Nix keeps what it fetched by revision
    lock.nodes[name] = { ...lock.nodes[name], locked: { type: 'github', owner, repo, rev, narHash, lastModified }, original };
  }
  return `${JSON.stringify(lock, null, 2)}\n`;
}

const isRevision = (version: string | undefined): version is string => /^[0-9a-f]{40}$/.test(version ?? '');

/** A studio of many paths that no compressor makes smaller, so that copying takes its time. */
export function largeStudio(paths: number): string {
  const packages = `rec {
    part = index: derivation {
      name = "part-\${toString index}";
      system = "x86_64-linux";
      builder = "/bin/sh";
      preferLocalBuild = true;
      args = [ "-c" "PATH=/usr/bin:/bin; head -c 1000000 /dev/urandom > $out" ];
    };
    studio = derivation {
      name = "studio";
      system = "x86_64-linux";
      builder = "/bin/sh";
      preferLocalBuild = true;
      parts = builtins.genList part ${paths};
      args = [ "-c" "PATH=/usr/bin:/bin; mkdir -p $out/bin; echo \\"$parts\\" > $out/parts; printf '#!/bin/sh\\\\necho started\\\\n' > $out/bin/start; chmod +x $out/bin/start" ];
    };
  }`;
  return projectOf({ inputs: {}, packages });
}
