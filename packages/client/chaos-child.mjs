import pg from 'pg';
import { subscribe } from './dist/index.js';
import { shopOpened } from './dist/testing/shop-events.js';
const pool = new pg.Pool({ connectionString: process.env.DB, max: 4 }); pool.on('error', () => {});
const inbox = process.env.INBOX ? { pool } : undefined;
await subscribe(shopOpened, async (e, tx) => { await (tx ?? pool).query('insert into effect (durable, shop, name) values ($1,$2,$3)', [process.env.DURABLE, e.aggregateId, e.data.name]); if (Math.random() < 0.01) throw new Error('hiccup'); if (Math.random() < 0.005) process.kill(process.pid, 'SIGKILL'); }, { natsUrl: process.env.NATS, root: process.env.ROOT, durable: process.env.DURABLE, inbox, maxAttempts: 50, backoff: { baseMs: 5, capMs: 50 }, log: { warn() {}, error(l) { console.error(l); } } });
