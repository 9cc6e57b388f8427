import { blocksOf } from '../diff/nix-blocks';

/** Real ones have some two kilobytes. */
const LONGEST = 256 * 1024;

/** Options that NixOS's own program writes; a machine that boots has one of them at least. */
const TYPICAL =
  /\b(fileSystems|boot\.(initrd|loader|kernelModules|isContainer)|swapDevices|hardware\.|nixpkgs\.hostPlatform|virtualisation\.)/;

/**
 * Why a text is not what `nixos-generate-config --show-hardware-config` prints; undefined where it looks like that. It comes from another computer
 * and becomes a part of the studio, so what nobody would see in an editor is refused.
 */
export function faultIn(text: string): string | undefined {
  if (text.trim() === '') return 'it is empty';
  if (text.length > LONGEST) return `it has ${text.length} signs, and real ones have some thousand`;
  if (/[^\P{C}\n\t]/u.test(text)) return 'there are control characters in it';
  const code = text.replace(/^(\s*#[^\n]*\n)*\s*/, '');
  if (!code.startsWith('{') || !blocksOf(text)?.length) return 'it is not a whole file of Nix';
  return TYPICAL.test(code) ? undefined : 'it says nothing about disks, drivers or the platform';
}
