import type { System } from '../core';
import { Nix } from '../nix';
import { isHostPlatform, platformsOf } from './platforms';
import type { Plugin } from './plugin';
import { SCANNERS } from './plugin-check-scanners';
import { ALL_FORMATS, FOLDER_OF, SEARCH_PATHS, type PluginFormat } from './plugin-format';
import type { WrappedProgram } from './wrapped-program';

/**
 * The search for plugins that stands in the program's place, for any POSIX shell: a function for each format, what they have in common, and then a
 * line for each package and format.
 *
 * @param wrapped whose plugins are searched
 * @param nameOf the Nix names of its packages, by their keys
 * @param systems the platforms that it is for, where there are several
 */
export function searchScript(wrapped: WrappedProgram, nameOf: ReadonlyMap<string, string>, systems: readonly System[] = []): Nix {
  return Nix.indented([
    '# For each format: prints a line for every plugin in the folder $1.\n',
    ...usedFormats(wrapped).flatMap((format) => [`${format}() {\n  `, ...SCANNERS[format].command.map(indented), '\n}\n']),
    LOOK,
    ...wrapped.plugins.filter(({ pkg }) => existsOnAll(pkg, systems)).flatMap((plugin) => lookups(plugin, nameOf)),
    ...Object.keys(limitedLookups(wrapped, nameOf, systems)).flatMap((local) => [Nix.name(local), '\n']),
    conclusion(wrapped.title),
  ]);
}

/** The lines for plugins that exist on some platforms only, for each set of platforms: what they are called in the file, and what they are. */
export function limitedLookups(
  { plugins }: WrappedProgram,
  nameOf: ReadonlyMap<string, string>,
  systems: readonly System[],
): Readonly<Record<string, Nix>> {
  const groups = new Map<string, { some: readonly System[]; lines: (string | Nix)[] }>();
  for (const plugin of plugins.filter(({ pkg }) => !existsOnAll(pkg, systems))) {
    const some = platformsOf(plugin.pkg, systems);
    const name = `only-${some.join('-')}`;
    groups.set(name, { some, lines: [...(groups.get(name)?.lines ?? []), ...lookups(plugin, nameOf)] });
  }
  const entries = [...groups].filter(([, { some }]) => some.length > 0);
  return Object.fromEntries(
    entries.map(([name, { some, lines }]) => [name, Nix.call(Nix.lib('optionalString'), isHostPlatform(some), Nix.indented(lines))]),
  );
}

const existsOnAll = (pkg: Plugin['pkg'], systems: readonly System[]): boolean => platformsOf(pkg, systems).length === systems.length;

/** The formats in which there is something to find. */
export function usedFormats({ plugins }: WrappedProgram): PluginFormat[] {
  return ALL_FORMATS.filter((format) => plugins.some(({ formats }) => formats?.includes(format) ?? true));
}

/** `look calf LV2 ${calf}/lib/lv2 LV2_PATH || miss`, once for each format; in one line where any of them will do. */
function lookups({ pkg, formats }: Plugin, nameOf: ReadonlyMap<string, string>): (string | Nix)[] {
  const argument = Nix.name(nameOf.get(pkg._key)!);
  const looks = (formats ?? ALL_FORMATS).map((format): (string | Nix)[] => {
    const folder = FOLDER_OF[format];
    const variables = SEARCH_PATHS.filter(({ folders }) => folders.includes(folder)).map(({ variable }) => variable);
    return [`look ${quoted(pkg.name)} ${format} `, argument, `/lib/${folder} ${variables.join(' ')}`];
  });
  if (pkg._formats) return looks.flatMap((look) => [...look, ' || miss\n']);
  return [...looks.flatMap((look) => [...look, ' ||\n  ']), 'miss\n'];
}

const quoted = (text: string): string => (/^[\w.+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

const indented = (part: string | Nix): string | Nix => (typeof part === 'string' ? part.replaceAll('\n', '\n  ') : part);

const LOOK = `
reasons=  # why the package at hand is not found
missed=   # why all those before are not
searched= # the paths on which they are not, a line each
newline='
'

# look PACKAGE FORMAT FOLDER VARIABLE...
# Whether the folder is on the paths of all the variables, and a plugin of the format in it.
look() {
  package=$1 format=$2 folder=$3
  shift 3
  found=0
  problem=
  for variable; do
    eval "path=\\\${$variable-}"
    case ":$path:" in
      *":$folder:"*) ;;
      *) problem="$folder is not on $variable" ;;
    esac
  done
  if [ -n "$problem" ]; then
    :
  elif [ ! -d "$folder" ]; then
    problem="there is no $folder"
  else
    said=$(mktemp)
    found=$("$format" "$folder" 2>"$said" | grep -c .)
    problem="none in $folder$(sed 's/^ */; /' "$said" | head -n 3 | tr -d '\\n')"
    rm "$said"
  fi
  if [ "$found" -gt 0 ]; then
    reasons=
    echo "$package, $format: $found"
  else
    reasons="$reasons  $package, $format: $problem$newline"
    for variable; do
      remember "$variable"
    done
    return 1
  fi
}

remember() {
  eval "path=\\\${$1-}"
  case "$searched" in
    *"  $1="*) ;;
    *) searched="$searched  $1=$path$newline" ;;
  esac
}

miss() {
  missed=$missed$reasons
  reasons=
}

`;

/** Nix shows the last lines alone: those that matter most. */
function conclusion(title: string): string {
  return `
[ -z "$missed" ] && exit 0
{
  echo 'These paths were searched:'
  printf '%s' "$searched"
  echo 'If a package is not meant to have a format, say which it has: Pkg.of("calf", { formats: [PluginFormat.LV2] }).'
  printf '%s\\n' ${quoted(`${title} does not find these plugins:`)}
  printf '%s' "$missed"
} >&2
exit 1
`;
}
