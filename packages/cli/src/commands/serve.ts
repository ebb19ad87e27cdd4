import type { Command } from 'commander';

const HELP = `
The environment names the infrastructure: QUYU_DATABASE_URL, QUYU_NATS_URL, QUYU_AUTH_ISSUER and more;
everything that is missing or wrong is listed at once. Run "quyu migrate" and "quyu provision" before. SIGTERM stops in order.

Examples:
  $ quyu serve territory partner
  $ quyu serve incentive            with QUYU_SERVICE_URLS={"partner":"http://partner:8080"} for services elsewhere
`;

/** `quyu serve` */
export function addServe(program: Command): void {
  program
    .command('serve')
    .argument('<ids...>', 'the services to run here')
    .summary('run some services on infrastructure of your own 运行指定服务')
    .description(
      'Runs the named services in this process, with the infrastructure that the environment names.',
    )
    .option('--config <file>', 'the quyu.config.ts to use (default: the nearest one upwards)')
    .addHelpText('after', HELP)
    .action((ids: string[], options: { readonly config?: string }) => serve(ids, options.config));
}

async function serve(ids: readonly string[], configFile: string | undefined): Promise<void> {
  // Before the host is loaded, so that whatever instruments libraries finds them untouched.
  const { startTelemetry } = await import('@quyu/telemetry');
  const telemetry = await startTelemetry(process.env);
  const [
    { createLog, readSettings, secretTextsOf, startHost },
    { loadConfig },
    { chooseServices },
    { listenForStop },
  ] = await Promise.all([
    import('@quyu/host'),
    import('../deployment/load-config.js'),
    import('../deployment/choose-services.js'),
    import('../up/stop-request.js'),
  ]);
  const config = await loadConfig(configFile);
  const plugins = chooseServices(config, ids);
  const settings = readSettings(process.env, plugins);
  const log = createLog(settings.logLevel, process.stderr, secretTextsOf(settings, plugins, process.env));
  const stop = listenForStop((line) => log.info(line.trim()));
  const { serviceTokensFromEnv } = await import('../identity/service-tokens.js');
  const serviceToken = serviceTokensFromEnv(settings.auth.issuer, process.env);
  const host = await startHost({
    config,
    settings,
    only: ids,
    log,
    ...(serviceToken ? { serviceToken } : {}),
    ...(telemetry ? { losses: () => telemetry.losses() } : {}),
  });
  await telemetry?.sendMetrics(() => host.metrics());
  await stop.asked;
  const unclean = await host.stop();
  await telemetry?.stop();
  if (unclean.length > 0) process.exitCode = 1;
}
