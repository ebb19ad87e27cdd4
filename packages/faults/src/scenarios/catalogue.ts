import { controls } from '../controls/controls.js';
import { brokerKilled, clusterLosesLeader, wholeStreamReplay } from './broker-scenarios.js';
import { clockSkew } from './clock-scenarios.js';
import { ambiguousCommits, backendsKilled, postgresStops } from './database-scenarios.js';
import { brokerDiskFull, databaseDiskFull } from './disk-scenarios.js';
import { brokerNetwork, databaseNetwork } from './network-scenarios.js';
import {
  consumerFailpoints,
  crashLoop,
  frozenConsumer,
  randomKills,
  relayFailpoints,
  rollingRestarts,
  zombieLeader,
} from './process-scenarios.js';
import type { Scenario } from './scenario.js';

/** Every row of the fault catalogue that plain processes can show, and the negative controls. */
export const catalogue: readonly Scenario[] = [
  relayFailpoints,
  consumerFailpoints,
  randomKills,
  zombieLeader,
  frozenConsumer,
  brokerKilled,
  postgresStops,
  backendsKilled,
  ambiguousCommits,
  brokerNetwork,
  databaseNetwork,
  wholeStreamReplay,
  rollingRestarts,
  clockSkew,
  crashLoop,
  clusterLosesLeader,
  brokerDiskFull,
  databaseDiskFull,
  ...controls.map((control) => ({ ...control, once: true })),
];
