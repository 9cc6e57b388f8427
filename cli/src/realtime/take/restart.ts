import type { Connection } from '../../ssh/connection';
import { harmless } from '../../ssh/harmless';

/** Whether what PipeWire and WirePlumber are started with is something else in the system that runs now. */
export async function changedSettings(connection: Connection, formerSystem: string): Promise<boolean> {
  const { stdout } = await connection.run({ argv: ['sh', '-c', COMPARE, 'sh', formerSystem], timeoutMs: LIMIT_MS });
  return stdout.trim() !== '';
}

/** @returns what went wrong */
export async function restartServers(connection: Connection, user: string): Promise<string | undefined> {
  const restart = connection.run({ argv: ['sh', '-c', RESTART, 'sh', user], timeoutMs: LIMIT_MS });
  const { code, stderr } = await restart.catch((error: Error) => ({ code: 255, stderr: error.message }));
  if (code === 0) return undefined;
  return harmless(stderr.trim().split('\n').at(-1) ?? '') || `systemctl ended with exit code ${code}`;
}

const LIMIT_MS = 12_000;

const COMPARE = `
for part in pipewire wireplumber systemd/user/pipewire.service systemd/user/pipewire.service.d systemd/user/pipewire-pulse.service \\
  systemd/user/pipewire-pulse.service.d systemd/user/wireplumber.service systemd/user/wireplumber.service.d; do
  old=$1/etc/$part new=/run/current-system/etc/$part
  [ -e "$old" ] || [ -e "$new" ] || continue
  diff -rq "$old" "$new" >/dev/null 2>&1 || echo "$part"
done`;

/** Only what runs: nobody's session gets a sound server that it had not. */
const RESTART = `
if [ "$1" = "$(id -un)" ]; then
  export XDG_RUNTIME_DIR="\${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
  set --
else
  set -- --machine="$1@.host"
fi
exec systemctl --user "$@" try-restart pipewire.service pipewire-pulse.service wireplumber.service`;
