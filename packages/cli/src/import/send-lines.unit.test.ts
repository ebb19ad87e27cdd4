import { expect, it } from 'vitest';
import { silentProgress } from '../terminal/progress.js';
import { describeFault, FaultLog } from './csv/fault.js';
import { sendLines } from './send-lines.js';

it('says of what the service rejected where it stands in the file', async () => {
  const faults = new FaultLog();
  const fault = (pointer: string) => ({ pointer, code: 'x', message: `not good at ${pointer}` });
  const sent: string[] = [];
  const outcome = await sendLines(
    { progress: silentProgress, faults },
    {
      what: 'partners',
      file: 'resellers.csv',
      columns: { '/name': 'ResellerName', '/address/street': 'AddressLine1', '/address': 'GeographyKey' },
      lines: [
        { line: 2, body: 'a' },
        { line: 7, body: 'b' },
        { line: 9, body: 'c' },
      ],
      send: async (body) => {
        for await (const each of body) sent.push(each);
        return {
          created: 1,
          unchanged: 0,
          rejected: 5,
          rejections: [
            { line: 2, faults: [fault('/address/street'), fault('/names')] },
            { line: 3, faults: [fault('/address/country')] },
          ],
        };
      },
    },
  );
  expect(sent).toEqual(['a', 'b', 'c']);
  expect(outcome).toEqual({ what: 'partners', created: 1, unchanged: 0, rejected: 5 });
  expect(faults.first.map(describeFault)).toEqual([
    'resellers.csv, line 7, column AddressLine1: not good at /address/street',
    'resellers.csv, line 7: not good at /names',
    'resellers.csv, line 9, column GeographyKey: not good at /address/country',
  ]);
});
