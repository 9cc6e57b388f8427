import { limited } from '../limit';
import type { HostConfig } from './config';

/** Each costs this computer a socket and some milliseconds of its processor: with more at once, all would only come later. */
const AT_ONCE = 50;

/** An sshd refuses at random from the tenth login on that is not finished (`MaxStartups 10:30:100` in sshd_config(5)). */
const AT_ONE_SSHD = 8;

/** Lets logins go on side by side, but no more than a jump host takes that they all go through. */
export class Logins {
  readonly #inTurn = limited(AT_ONCE);
  readonly #hosts = new Map<string, ReturnType<typeof limited>>();

  public run<T>(config: HostConfig, login: () => Promise<T>): Promise<T> {
    const inTurn = (): Promise<T> => this.#inTurn(login);
    // In the order of their names: two logins that each wait for what the other one has would wait for ever.
    const through = hostsOf(config).toSorted();
    return through.reduce<() => Promise<T>>((work, host) => () => this.#at(host)(work), inTurn)();
  }

  #at(host: string): ReturnType<typeof limited> {
    const known = this.#hosts.get(host) ?? limited(AT_ONE_SSHD);
    this.#hosts.set(host, known);
    return known;
  }
}

/** A program that is the way there may lead through any host; so it may be the same one for all. */
const hostsOf = ({ jumps, proxyCommand }: HostConfig): readonly string[] => [
  ...new Set(proxyCommand === undefined ? jumps : ['a program']),
];
