import { escapeWord } from './command';

/** What a service sees of the home folders. */
export enum HomeAccess {
  /** They look empty. */
  NONE = 'none',

  /** It may read them. */
  READ_ONLY = 'read-only',

  /** It may read and write what its user may. */
  FULL = 'full',
}

/** How a service is kept from everything that it has no business with. Each property loosens it in one respect. */
export interface ServiceSandbox {
  /**
   * Whether it is sandboxed at all.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * What it sees of /home and /root (`ProtectHome`). A service whose user is a person and that works on the person's recordings needs FULL, or
   * their folder among `writablePaths` with READ_ONLY.
   *
   * @default HomeAccess.NONE
   */
  readonly home?: HomeAccess;

  /**
   * Folders that it may write to, absolute; everything else is read-only. The folder of its state is among them anyway.
   *
   * @default - none
   */
  readonly writablePaths?: string[];

  /**
   * Whether it may use sound cards and MIDI ports. It joins the group audio.
   *
   * @default false
   */
  readonly soundDevices?: boolean;

  /**
   * What it may do of root's privileges, by the names of capabilities(7): `CAP_NET_BIND_SERVICE`, `CAP_SYS_NICE`.
   *
   * @default - nothing
   */
  readonly capabilities?: string[];
}

/** For every service, a person's own ones too. */
const LIGHT = {
  LockPersonality: true,
  NoNewPrivileges: true,
  RestrictNamespaces: true,
  SystemCallArchitectures: 'native',
  UMask: '0027',
};

/** What only the system's manager can do. */
const STRICT = {
  PrivateTmp: true,
  ProtectControlGroups: true,
  ProtectHostname: true,
  ProtectKernelLogs: true,
  ProtectKernelModules: true,
  ProtectKernelTunables: true,
  ProtectSystem: 'strict',
  RestrictSUIDSGID: true,
};

const PROTECT_HOME: Readonly<Record<HomeAccess, string | boolean>> = { none: true, 'read-only': 'read-only', full: false };

/**
 * The sandbox as directives of systemd.exec(5).
 *
 * @param realtime whether its threads may ask for realtime priority
 * @param userService whether it runs in a person's session
 */
export function sandboxDirectives(sandbox: ServiceSandbox, realtime: boolean, userService: boolean): Record<string, unknown> {
  if (sandbox.enabled === false) return {};
  if (userService) return LIGHT; // the sandboxes of a session's manager depend on user namespaces, and break quietly without them
  const { capabilities = [], home = HomeAccess.NONE, soundDevices = false, writablePaths } = sandbox;
  return {
    ...LIGHT,
    ...STRICT,
    ...(soundDevices ? { DeviceAllow: ['char-alsa rw'] } : { PrivateDevices: true, ProtectClock: true }), // ProtectClock closes all devices
    AmbientCapabilities: capabilities.length > 0 ? capabilities.join(' ') : undefined,
    CapabilityBoundingSet: capabilities.join(' '),
    ProtectHome: PROTECT_HOME[home],
    ReadWritePaths: writablePaths?.map(escapeWord),
    RestrictRealtime: !realtime,
  };
}
