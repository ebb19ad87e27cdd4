import { startTestHost } from '@quyu/testkit';
import { startTelemetry } from '../start-telemetry.js';
import { talkingPlugin } from './talking-plugin.js';

/** A host process that serves one request, writes many lines if told to, and tells at last what it measured and lost. */
const telemetry = await startTelemetry(process.env);
const app = await startTestHost({ plugins: [talkingPlugin], logLevel: 'info' });
await telemetry?.sendMetrics(() => app.host.metrics());
const headers = { authorization: `Bearer ${await app.token()}`, 'content-type': 'application/json' };
const answer = await fetch(`${app.url}/api/talk/v1/words`, {
  method: 'POST',
  headers,
  body: JSON.stringify({ code: 't-1' }),
});
if (!answer.ok) throw new Error(await answer.text());
const done = async (kind: string): Promise<boolean> =>
  (await app.db('talk').query(`select from job where kind = $1 and state = 'succeeded'`, [kind])).rowCount !==
  0;
while (!((await done('repeat')) && (await done('tick')))) await new Promise((again) => setTimeout(again, 50));
await app.settle();
const metrics = await (await fetch(`${app.url}/metrics`, { headers })).text();
await app.stop();
await telemetry?.stop();
process.stdout.write(JSON.stringify({ metrics, losses: telemetry?.losses() }));
