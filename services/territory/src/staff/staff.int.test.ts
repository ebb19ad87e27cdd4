import { startTestHost, type TestHost } from '@quyu/testkit';
import { staffEnrolled, type StaffLine, territoryApi } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { territory } from '../plugin.js';

const linda: StaffLine = {
  code: '282',
  name: 'Linda Mitchell',
  title: 'Sales Representative',
  managerCode: '272',
  hiredOn: '2010-12-29',
  territoryCodes: ['northeast'],
};

let app: TestHost;
let api: ReturnType<typeof clientOf>;

beforeAll(async () => {
  app = await startTestHost({ plugins: [territory] });
  api = clientOf(app);
});
afterAll(() => app.stop());

describe('field staff', () => {
  it('are enrolled, whoever leads them', async () => {
    const summary = await api.enrolStaff({ body: [linda, { ...linda, code: '281', hiredOn: '2010-13-29' }] });
    expect(summary).toMatchObject({ created: 1, rejected: 1 });
    expect(summary.rejections[0]).toMatchObject({ line: 2, faults: [{ pointer: '/hiredOn' }] });
    await app.settle();
    const { hiredOn: _hiredOn, ...announced } = linda;
    expect((await app.published(staffEnrolled)).map(({ data }) => data)).toMatchObject([announced]);
    expect((await api.listStaff({})).items).toMatchObject([linda]);
  });

  it('are told of once', async () => {
    expect(await api.enrolStaff({ body: [linda] })).toMatchObject({ created: 0, unchanged: 1 });
    await app.settle();
    expect(await app.published(staffEnrolled)).toHaveLength(1);
  });

  it('are told of again when their entry changes', async () => {
    const { items } = await api.listStaff({});
    const changed = { ...linda, territoryCodes: ['northeast', 'southwest'] };
    expect(await api.enrolStaff({ body: [changed] })).toMatchObject({ created: 1 });
    await app.settle();
    expect((await app.published(staffEnrolled)).at(-1)?.data).toMatchObject({
      staffId: items[0]?.staffId,
      territoryCodes: ['northeast', 'southwest'],
    });
  });

  it('are enrolled once when two requests bring them at the same time', async () => {
    const body = Array.from({ length: 50 }, (_, index) => ({ ...linda, code: `new-${index}` }));
    await Promise.all([api.enrolStaff({ body }), api.enrolStaff({ body: body.toReversed() })]);
    await app.settle();
    const { items } = await api.listStaff({ query: { limit: 200 } });
    const ids = new Map(items.map(({ code, staffId }) => [code, staffId]));
    expect(ids.size).toBe(51);
    for (const { data } of await app.published(staffEnrolled)) {
      expect(data.staffId).toBe(ids.get(data.code));
    }
  });
});

function clientOf(host: TestHost) {
  return host.client(territoryApi);
}
