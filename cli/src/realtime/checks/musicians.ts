import type { MusicianState } from '../snapshot';
import { ok, rankOf, unknown, type Facts, type Finding } from './check';
import { few, nameText } from './words';

/**
 * Judges each musician, and says the worst. Limits are those of the musician's own session: what somebody else's shell has, root's above
 * all, says nothing about them.
 */
export function eachMusician({ is, asked }: Facts, look: (musician: MusicianState) => Finding, judge = judged): Finding {
  const unasked = (asked.musicians ?? [])
    .map(({ value }) => value)
    .filter((name) => !is.musicians.some((musician) => musician.name === name));
  const findings = is.musicians.map((musician) => ({ name: nameText(musician.name), ...judge(musician, look) }));
  for (const name of unasked)
    findings.push({ name: nameText(name), ...unknown('was not looked at', 'Look again with --sudo, or as that user.') });
  if (findings.length === 0) return unknown('nobody is known to make music here', 'Name the musician in a Studio, or look as that user.');
  const worst = findings.toSorted((a, b) => rankOf(a.status) - rankOf(b.status))[0]!;
  const alike = findings.filter(({ status }) => status === worst.status);
  const { name: _, ...finding } = worst;
  return { ...finding, found: few(alike.map(({ name, found }) => `${name}: ${found}`)) };
}

function judged(musician: MusicianState, look: (musician: MusicianState) => Finding): Finding {
  if (!musician.exists) return unknown(NO_ACCOUNT, 'See «group audio»: the account comes first.');
  return look(musician);
}

export const NO_ACCOUNT = 'there is no such account';

/** Root may do everything, so what root may do is no answer. */
export const isRoot = ({ name }: MusicianState): boolean => name === 'root';

export const rootIsNoAnswer = (): Finding =>
  unknown('root’s own limits say nothing about a musician', 'Look as the musician, or name the musician in a Studio.');

export const who = (is: Facts['is']): Finding => {
  const { uid, name } = is.user;
  if (uid !== 0) return ok(`${nameText(name)}, an ordinary user`);
  const others = is.musicians.filter((musician) => !isRoot(musician));
  if (others.length === 0) return unknown('root, and no musician is known', 'Look as the musician, or name the musician in a Studio.');
  return ok(`root, who looked at the sessions of ${few(others.map((musician) => nameText(musician.name)))}`);
};
