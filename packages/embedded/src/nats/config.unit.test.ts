import { expect, it } from 'vitest';
import { natsConfig } from './config.js';

it('keeps to the loopback interface and quotes paths with spaces, quotes and letters beyond ASCII', () => {
  const config = natsConfig('/home/渠 "域"', { client: 4222, monitor: 8222 });
  expect(config).toContain('listen: "127.0.0.1:4222"');
  expect(config).toContain('http: "127.0.0.1:8222"');
  expect(config).toContain(String.raw`store_dir: "/home/渠 \"域\"/jetstream"`);
});
