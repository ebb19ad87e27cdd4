import { spawn } from 'node:child_process';
import { startTestBroker } from './dist/testing/test-broker.js';
import { createEffectDatabase } from './dist/testing/shop-inbox.js';
import { shopOpened } from './dist/testing/shop-events.js';
import { provisionSubscription } from './dist/index.js';
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const broker = await startTestBroker('shop'); const db = await createEffectDatabase(); const durable = 'chaos';
await provisionSubscription({ natsUrl: broker.natsUrl, root: broker.root, durable, contracts: [shopOpened] });
const DB = `${new URL(process.env.QUYU_TEST_POSTGRES_URL).origin}`;
const { rows } = await db.pool.query('select current_database() as d'); const url = new URL(process.env.QUYU_TEST_POSTGRES_URL); url.pathname = '/' + rows[0].d;
const env = { ...process.env, DB: url.href, NATS: broker.natsUrl, ROOT: broker.root, DURABLE: durable, INBOX: process.argv[2] ?? '' };
let stop = false, kills = 0, self = 0;
const keep = async () => { while (!stop) { const c = spawn(process.execPath, ['chaos-child.mjs'], { cwd: import.meta.dirname, env, stdio: 'inherit' }); const t = setTimeout(() => { kills++; c.kill('SIGKILL'); }, 1500 + Math.random() * 6000); const done = () => stop && c.kill('SIGKILL'); const iv = setInterval(done, 200); await new Promise((r) => c.on('exit', r)); clearTimeout(t); clearInterval(iv); self++; } };
const keepers = [keep(), keep()];
const N = Number(process.argv[3] ?? 3000);
for (let n = 0; n < N; n++) { await broker.publish(shopOpened, { shopId: `s-${n % 7}`, name: `${n}` }); if (n % 20 === 0) await sleep(150); }
for (let i = 0; i < 240 && (await broker.outstanding('shop', durable)) > 0; i++) await sleep(500);
console.log('outstanding', await broker.outstanding('shop', durable));
stop = true; await Promise.all(keepers);
const effects = (await db.effects(durable)).map((e) => e.split(' '));
const seen = new Map(); let dup = 0, disorder = 0; const last = new Map();
for (const [s, n] of effects) { if (seen.has(n)) dup++; seen.set(n, 1); if (Number(n) < (last.get(s) ?? -1)) disorder++; last.set(s, Number(n)); }
console.log({ N, effects: effects.length, lost: N - seen.size, dup, disorder, kills, lives: self, letters: (await db.letters(durable)).length });
await broker.stop(); await db.drop(); process.exit(0);
