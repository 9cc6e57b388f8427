/** Everything that is known to go wrong in deployments, in the order of the published table. */
import type { FaultGroup } from '../fault';
import { CHECKS, TAKES } from './checks';
import { CONFIGURATION } from './configuration';
import { DEPLOYER } from './deployer';
import { DISKS } from './disks';
import { NETWORK } from './network';
import { ACCESS, PEOPLE } from './people';
import { POWER } from './power';

export const CATALOGUE: readonly FaultGroup[] = [NETWORK, ACCESS, CONFIGURATION, CHECKS, TAKES, DISKS, POWER, PEOPLE, DEPLOYER];
