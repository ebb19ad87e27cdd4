import { describe, expect, it } from 'vitest';
import { BootError } from './boot-error.js';
import { BootErrors, gatherFaults } from './gather-faults.js';

const failing = (name: string, message: string, plugin?: string) =>
  Promise.reject(new BootError({ name, ...(plugin === undefined ? {} : { plugin }) }, message));

describe('steps of the boot that do not depend on each other', () => {
  it('give what each gives', async () => {
    expect(await gatherFaults([Promise.resolve(1), Promise.resolve('a')])).toEqual([1, 'a']);
  });

  it('tell a single fault as it is', async () => {
    const fault = gatherFaults([failing('checking the database', 'it is away'), Promise.resolve()]);
    await expect(fault).rejects.toThrow(BootError);
  });

  it('tell several at once, in one table, also those that were gathered before', async () => {
    const broker = gatherFaults([
      failing('checking NATS', 'no stream', 'partner'),
      failing('checking NATS', 'no consumer', 'incentive'),
    ]);
    const error = await gatherFaults([failing('checking the database', 'it is away'), broker]).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(BootErrors);
    const lines = String(error).split('\n');
    expect(lines.filter((line) => line.startsWith('  '))).toHaveLength(4);
    expect(String(error)).toMatch(/checking NATS \(incentive\) +.*no consumer/);
  });
});
