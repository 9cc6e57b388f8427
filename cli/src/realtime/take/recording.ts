import type { RunProgram } from '../run-program';

/**
 * Which of these programs have a sound file open for writing that has grown since a moment ago. It takes that moment, so it is asked only where
 * somebody's program runs.
 */
export async function recordingOf(run: RunProgram, pids: readonly number[]): Promise<readonly number[]> {
  if (pids.length === 0) return [];
  const { stdout } = await run(['sh', '-s', '--', ...pids.map(String)], GROWING).catch(() => ({ stdout: '' }));
  return stdout
    .split('\n')
    .filter((line) => /^\d+$/.test(line))
    .map(Number);
}

const GROWING = `
sizes() {
  for pid; do
    for fd in /proc/"$pid"/fd/*; do
      file=$(readlink "$fd" 2>/dev/null) || continue
      case $file in *.wav | *.w64 | *.rf64 | *.flac | *.caf | *.aif* | *.ogg | *.opus | *.au | *.WAV) echo "$pid $file $(stat -Lc %s "$fd" 2>/dev/null)" ;; esac
    done
  done
}
before=$(sizes "$@")
[ -n "$before" ] || exit 0
sleep 0.4
sizes "$@" | while read -r line; do
  case "
$before
" in *"
$line
"*) ;; *) echo "\${line%% *}" ;; esac
done | sort -u
`;
