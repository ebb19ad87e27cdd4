import type { Command } from 'commander';
import { CliError } from '../cli-error.js';

const HELP = `
Writes what follows from the services' specs: a Deployment, Service, network policy and so on for each, the jobs that prepare
the database and the broker, the broker's users. Overlays of Kustomize change the rest. See deploy/README.md.

Examples:
  $ npm run quyu -- manifests             writes deploy/kubernetes
  $ npm run quyu -- manifests --check     changes nothing; exits 1 when a file is not what the specs say
`;

interface Options {
  readonly folder: string;
  readonly check?: true;
  readonly config?: string;
}

/** `quyu manifests` */
export function addManifests(program: Command): void {
  program
    .command('manifests')
    .summary("write the Kubernetes manifests that follow from the services' specs 生成部署清单")
    .description("Writes the Kubernetes manifests that follow from the services' specs.")
    .option('--folder <path>', 'where they are', 'deploy/kubernetes')
    .option('--check', 'only say which files differ; exit 1 when any does')
    .option('--config <file>', 'the quyu.config.ts to use (default: the nearest one upwards)')
    .addHelpText('after', HELP)
    .action(run);
}

async function run({ folder, check, config }: Options): Promise<void> {
  const [{ manifestFiles }, { differingFiles, writeFiles }, { loadConfig }, { resolveGiven }] =
    await Promise.all([
      import('../manifests/manifest-files.js'),
      import('../manifests/manifest-folder.js'),
      import('../deployment/load-config.js'),
      import('../deployment/find-root.js'),
    ]);
  const { plugins } = await loadConfig(config);
  const files = manifestFiles(plugins.map(({ spec }) => spec));
  const path = resolveGiven(folder);
  const differing = await differingFiles(path, files);
  if (check && differing.length > 0)
    throw new CliError(
      `${path}: not what the specs say: ${differing.join(', ')}.`,
      'Write them anew: npm run quyu -- manifests',
    );
  if (!check) await writeFiles(path, files, differing);
  process.stdout.write(
    check ? 'Every file is what the specs say.\n' : `${differing.length} of ${files.size} files written.\n`,
  );
}
