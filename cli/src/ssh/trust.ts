import type { HostConfig } from './config';
import { placeOf } from './destination';
import { judge, type Expectation } from './host-key';
import { authorityOnly, changedKey, NotPinned, question, revokedKey, unknownKey } from './host-key-errors';
import { fingerprintOf } from './known-hosts';
import { remember } from './known-hosts-files';
import type { Secrets } from './secrets';

/**
 * Returns when the key is the machine's: known, named by the stack, or taken by somebody who was asked. `StrictHostKeyChecking no` is not obeyed:
 * a password of root's and a whole system go through this connection.
 *
 * @throws ConnectionError that says what is wrong with the key
 */
export async function trust(key: Buffer, expected: Expectation, config: HostConfig, secrets: Secrets): Promise<void> {
  const place = placeOf(config.hostName, config.port);
  const verdict = judge(key, expected);
  if (verdict.kind === 'revoked') throw revokedKey(place, key, verdict.place);
  if (verdict.kind === 'changed') throw changedKey(place, expected.name, key, verdict.known);
  if (verdict.kind === 'not-pinned') throw new NotPinned(place, key, expected.fingerprints ?? []);
  if (verdict.kind === 'accepted') return;

  const [authority] = expected.authorities;
  if (authority) throw authorityOnly(place, authority);
  if (config.strict) throw unknownKey(place, expected.name, key, 'StrictHostKeyChecking forbids to ask');
  if (!secrets.person.isThere) throw unknownKey(place, expected.name, key, 'nobody is there to be asked');
  const consent = await secrets.once(`host key ${expected.name} ${fingerprintOf(key)}`, async () => {
    const answer = (await secrets.person.ask(question(place, key))).trim();
    const agreed = answer.toLowerCase() === 'yes' || answer.replace(/=+$/, '') === fingerprintOf(key);
    if (agreed) await remember(config, expected.name, key);
    return agreed;
  });
  if (!consent) throw unknownKey(place, expected.name, key, 'the answer was not «yes»');
}
