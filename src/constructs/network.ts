import { isIPv4 } from 'node:net';
import type { NixosModule } from '../core';

/** An address that does not change. */
export interface StaticNetworkProps {
  /** The network interface, such as `enp3s0` (`ip link` lists them). */
  readonly device: string;

  /** The machine's IPv4 address, e.g. `10.0.0.12`. */
  readonly address: string;

  /**
   * How many bits of the address name the network, 1 to 32.
   *
   * @default 24
   */
  readonly prefixLength?: number;

  /**
   * The router's address.
   *
   * @default - none: the machine reaches its own network only, as on a stage
   */
  readonly gateway?: string;

  /**
   * Addresses of name servers.
   *
   * @default - none
   */
  readonly nameservers?: string[];
}

/** How a machine gets its address. */
export abstract class Network {
  /** NetworkManager: wired and wireless networks, chosen from the desktop. What a laptop needs. */
  public static networkManager(): Network {
    return new NetworkManager();
  }

  /** The router gives the address, on every wired interface. What a machine in a rack or a classroom needs. */
  public static dhcp(): Network {
    return new Dhcp();
  }

  /**
   * One fixed address, for audio networks (AES67, Dante, netjack) and stages without a router.
   *
   * @param props device and address
   */
  public static staticAddress(props: StaticNetworkProps): Network {
    return new FixedAddress(props);
  }

  /** Nothing is set here: the hardware file or a module of the user's own says it. */
  public static none(): Network {
    return new NoNetwork();
  }

  /** @internal */
  public abstract _problems(): string[];

  /** @internal */
  public abstract _contributeTo(module: NixosModule): void;
}

class NetworkManager extends Network {
  public _problems(): string[] {
    return [];
  }

  public _contributeTo(module: NixosModule): void {
    module.set('networking.networkmanager.enable', true);
  }
}

class Dhcp extends Network {
  public _problems(): string[] {
    return [];
  }

  public _contributeTo(module: NixosModule): void {
    module.set('networking.useDHCP', true);
  }
}

class FixedAddress extends Network {
  public constructor(private readonly props: StaticNetworkProps) {
    super();
  }

  public _problems(): string[] {
    const { address, gateway, nameservers = [], prefixLength = 24 } = this.props;
    const problems: string[] = [];
    // 15 signs is what the kernel allows (IFNAMSIZ, ip-link(8))
    if (!/^[\w.:-]{1,15}$/.test(this.props.device))
      problems.push(`«${this.props.device}» is no name of a network interface. «ip link» lists those of a machine.`);
    for (const ip of [address, gateway, ...nameservers])
      if (ip !== undefined && !isIPv4(ip)) problems.push(`«${ip}» is no IPv4 address, such as 10.0.0.12.`);
    if (!Number.isInteger(prefixLength) || prefixLength < 1 || prefixLength > 32)
      problems.push(`A prefix length of ${prefixLength} does not exist: it counts the bits of the network's part, 1 to 32.`);
    return problems;
  }

  public _contributeTo(module: NixosModule): void {
    const { address, gateway, nameservers, prefixLength = 24 } = this.props;
    const path = `networking.interfaces.${JSON.stringify(this.props.device)}.ipv4.addresses`;
    module.set('networking.useDHCP', false);
    module.set(path, [{ address, prefixLength }]);
    module.set('networking.defaultGateway', gateway);
    module.set('networking.nameservers', nameservers);
  }
}

class NoNetwork extends Network {
  public _problems(): string[] {
    return [];
  }

  public _contributeTo(): void {
    // said elsewhere
  }
}
