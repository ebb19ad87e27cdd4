// Whether the services of this container can be called: for HEALTHCHECK. The reason is in the container's log.
const port = process.env.QUYU_HTTP_PORT || '8080';
try {
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(4000) });
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  process.stderr.write(`${String(error.cause ?? error)}\n`);
  process.exitCode = 1;
}
