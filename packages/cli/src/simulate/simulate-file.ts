import { readFile } from 'node:fs/promises';
import { type Simulation, simulationSchema } from '@quyu/incentive-contracts';
import { CliError } from '../cli-error.js';
import { locatePlatform } from '../deployment/locate-platform.js';
import type { WhereOptions } from '../deployment/locate-platform.js';
import { connectPlatform } from '../import/platform.js';
import { renderSimulation } from './render-simulation.js';

/** What `quyu simulate` takes. */
export interface SimulateOptions extends WhereOptions {
  readonly json?: true;
  readonly lang: 'en' | 'zh';
}

const FAULTS_SHOWN = 10;

/** `quyu simulate`: tries a plan on the lines of a file, by a running platform that stores nothing of it. */
export async function simulateFile(path: string, { json, lang, ...where }: SimulateOptions): Promise<void> {
  const body = await readSimulation(path);
  const { incentive } = connectPlatform(await locatePlatform(where));
  const simulated = await incentive.simulate({ body });
  process.stdout.write(
    json ? `${JSON.stringify(simulated, null, 2)}\n` : `${renderSimulation(simulated, lang)}\n`,
  );
}

async function readSimulation(path: string): Promise<Simulation> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CliError(`${path} cannot be read: ${messageOf(error)}`, 'Name a JSON file, such as samples/simulations/tiers.json.');
  });
  const parsed = simulationSchema.safeParse(parseJson(path, text));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues
    .slice(0, FAULTS_SHOWN)
    .map(({ path: at, message }) => `  /${at.map(String).join('/')}: ${message}`);
  throw new CliError(`${path} is no simulation:\n${faults.join('\n')}`, 'docs/incentive/simulations.md says what it is made of.');
} // prettier-ignore

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CliError(`${path} is not JSON: ${messageOf(error)}`, 'Mend it and try again.');
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
