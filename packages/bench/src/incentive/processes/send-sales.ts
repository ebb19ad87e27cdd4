import { createReadStream } from 'node:fs';
import { createClient } from '@quyu/contract-kit';
import { incentiveApi } from '@quyu/incentive-contracts';
import type { Sending, Sent } from '../send-sales.js';

const { url, token, file, source } = JSON.parse(process.argv[2]!) as Sending;
const api = createClient(incentiveApi, { baseUrl: url, token, timeoutMs: 600_000 });
const query = { source, file: 'sales.csv', currency: 'CNY' };
const began = performance.now();
const { accepted } = await api.importSales({
  query,
  body: createReadStream(file, { highWaterMark: 256 * 1024 }),
});
const sent: Sent = { accepted, seconds: (performance.now() - began) / 1000 };
process.send!(sent, () => process.disconnect());
