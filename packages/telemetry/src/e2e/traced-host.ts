import { startTestHost } from '@quyu/testkit';
import { startTelemetry } from '../start-telemetry.js';
import { chainPlugins } from './chain-plugins.js';

/** A host process that serves one request and what follows from it, then stops. */
const telemetry = await startTelemetry(process.env);
const app = await startTestHost({ plugins: chainPlugins });
const answer = await fetch(`${app.url}/api/front/v1/orders`, {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    authorization: `Bearer ${await app.token()}`,
    traceparent: process.env['TEST_TRACEPARENT'] ?? '',
  },
  body: JSON.stringify({ code: 'o-1' }),
});
if (!answer.ok) throw new Error(await answer.text());
await app.settle();
await app.stop();
await telemetry?.stop();
