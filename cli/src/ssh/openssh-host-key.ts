import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostConfig } from './config';
import { targetArguments } from './config-source';
import type { Destination } from './connection';
import { algorithmsToAskFor, expectationOf } from './host-key';
import { NotPinned } from './host-key-errors';
import { readKnownHosts, typeOf } from './known-hosts';
import { readAllKnownHosts } from './known-hosts-files';
import { option, say } from './openssh';
import { whyNot } from './openssh-errors';
import type { Way } from './ssh2-transport';
import { trust } from './trust';

/**
 * Looks at the machine's key as ssh itself sees it, through whatever ProxyCommand there is: ssh writes it into a file of ours, and then fails,
 * since it may not log in. Only then is it judged.
 *
 * @returns the options that make ssh accept this key and no other
 * @throws ConnectionError
 */
export async function acceptedKey(
  destination: Destination,
  config: HostConfig,
  way: Way,
  folder: string,
  label: string,
): Promise<readonly string[]> {
  const expected = expectationOf(config, destination, await readAllKnownHosts(config));
  const file = join(folder, 'known_hosts');
  const isOfType = (name: string, type: string): boolean => name === type || (type === 'ssh-rsa' && name.startsWith('rsa-'));
  let algorithms = algorithmsToAskFor(config, expected);
  for (let first: unknown; ;) {
    const key = await show(destination, config, way, file, algorithms, label).catch((error) => Promise.reject(first ?? error));
    try {
      await trust(key, expected, config, way.secrets);
      await writeFile(file, `* ${typeOf(key)} ${key.toString('base64')}\n`, { mode: 0o600 });
      return onlyFrom(
        config,
        file,
        algorithms.filter((name) => isOfType(name, typeOf(key))),
      );
    } catch (error) {
      algorithms = error instanceof NotPinned ? algorithms.filter((name) => !isOfType(name, error.type)) : [];
      first ??= error;
      if (algorithms.length === 0) throw first;
    }
  }
}

async function show(
  destination: Destination,
  config: HostConfig,
  way: Way,
  file: string,
  algorithms: readonly string[],
  label: string,
): Promise<Buffer> {
  await rm(file, { force: true });
  const options = [
    ...onlyFrom(config, file, algorithms),
    ...option('StrictHostKeyChecking', 'accept-new'),
    ...option('PreferredAuthentications', 'none'),
    ...option('RevokedHostKeys', 'none'),
  ];
  const { said } = await say(
    [...options, ...option('ControlPath', 'none'), ...targetArguments(destination, way.configFile), 'true'],
    config,
    way.signal,
  );
  const [line] = readKnownHosts(await readFile(file, 'utf8').catch(() => ''), file);
  if (line === undefined) throw whyNot(said, label, config);
  return line.key;
}

const onlyFrom = (config: HostConfig, file: string, algorithms: readonly string[]): readonly string[] => [
  ...option('UserKnownHostsFile', file),
  ...option('GlobalKnownHostsFile', 'none'),
  ...option('HashKnownHosts', 'no'),
  ...option('UpdateHostKeys', 'no'),
  ...option('VerifyHostKeyDNS', 'no'),
  ...option('NoHostAuthenticationForLocalhost', 'no'),
  ...(config.beyondSsh2.includes('KnownHostsCommand') ? option('KnownHostsCommand', 'none') : []), // older versions have none
  ...option('HostKeyAlgorithms', algorithms.join(',')),
];
