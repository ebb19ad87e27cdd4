import { startTestHost, type TestHost } from '@quyu/testkit';
import { type Placement, type RuleLine, territoryApi } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { territory } from '../plugin.js';

let app: TestHost;
let planId: string;
const api = () => app.client(territoryApi);

beforeAll(async () => {
  app = await startTestHost({ plugins: [territory] });
  planId = await plan('plan', ['WA'], ['WA', 'MA']);
});
afterAll(() => app.stop());

async function plan(code: string, west: string[], east: string[]): Promise<string> {
  const { modelId } = await api().createModel({ body: { code, name: code, levels: ['region'] } });
  const territories = ['west', 'east'].map((region) => ({ code: region, name: region }));
  await api().addTerritories({ params: { modelId }, body: territories });
  await api().addRules({ params: { modelId }, body: [rule('west', west), rule('east', east)] });
  return modelId;
}

function rule(territoryCode: string, values: string[]): RuleLine {
  return {
    code: `${territoryCode}-rule`,
    territoryCode,
    priority: 1,
    condition: { attribute: 'geo.province', op: 'in', values },
  };
}

const inProvince = (code: string, province: string) => ({ code, attributes: { 'geo.province': province } });
const nowhere = { territoryCode: null, ruleCode: null, contenders: [], faults: [] };
const inEast = { ...nowhere, outcome: 'assigned', territoryCode: 'east', ruleCode: 'east-rule' };
const contended = { ...nowhere, outcome: 'conflict', contenders: ['east-rule', 'west-rule'] };

async function all(placements: AsyncIterable<Placement>): Promise<readonly Placement[]> {
  const found: Placement[] = [];
  for await (const each of placements) found.push(each);
  return found;
}

const placeText = async (body: string, type = 'text/csv', path = '/file'): Promise<Response> =>
  fetch(`${app.url}/api/territory/v1/placements${path}?modelId=${planId}`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${await app.token()}`, 'content-type': type },
  });

const linesOf = async (answer: Response): Promise<readonly Placement[]> =>
  (await answer.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Placement);

describe('placing a stream of subjects', () => {
  it('needs a model to place them by', async () => {
    const placing = all(api().placeSubjects({ query: {}, body: [inProvince('A', 'MA')] }));
    await expect(placing).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  it('tells the territory and the rule, a gap or a conflict of each line, in their order', async () => {
    const body = [inProvince('A', 'MA'), inProvince('B', 'TX'), inProvince('C', 'WA')];
    expect(await all(api().placeSubjects({ query: { modelId: planId }, body }))).toEqual([
      { line: 1, code: 'A', ...inEast },
      { line: 2, code: 'B', ...nowhere, outcome: 'gap' },
      { line: 3, code: 'C', ...contended },
    ]);
  });

  it('tells what is wrong with a line and goes on', async () => {
    const lines = [
      '{"code":"A"',
      '{"code":"B","attributes":{"moon.phase":"full"}}',
      '{"code":"","attributes":{}}',
    ];
    const good = JSON.stringify(inProvince('D', 'MA'));
    const answer = await linesOf(await placeText([...lines, good].join('\n'), 'application/x-ndjson', ''));
    const faults = answer.map(({ line, code, outcome, faults: [fault] }) => [
      line,
      code,
      outcome,
      fault?.pointer,
      fault?.code,
    ]);
    expect(faults).toEqual([
      [1, null, 'invalid', '', 'malformed_json'],
      [2, 'B', 'invalid', '/attributes/moon.phase', 'unknown_dimension'],
      [3, null, 'invalid', '/code', 'too_small'],
      [4, 'D', 'assigned', undefined, undefined],
    ]);
  });

  it('shows a planning model to those only who plan', async () => {
    const reader = app.client(territoryApi, { subject: 'reader', permissions: ['territory:read'] });
    const placing = all(reader.placeSubjects({ query: { modelId: planId }, body: [] }));
    await expect(placing).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  it('answers a hundred thousand lines with as many, and stores none', async () => {
    async function* many(): AsyncGenerator<ReturnType<typeof inProvince>> {
      for (let n = 1; n <= 100_000; n += 1) yield inProvince(`S${n}`, n % 2 === 0 ? 'MA' : 'TX');
    }
    let seen = 0;
    for await (const each of api().placeSubjects({ query: { modelId: planId }, body: many() })) {
      seen += 1;
      if (each.line !== seen || each.code !== `S${seen}`)
        throw new Error(`line ${each.line} came as ${seen}`);
    }
    expect(seen).toBe(100_000);
    expect((await api().listAssignments({ query: {} })).items).toEqual([]);
  }, 60_000);
});

describe('placing the subjects of a CSV file', () => {
  it('reads quotes, byte order mark, empty cells and lines, and tells each line where it is', async () => {
    const file =
      '\uFEFFcode,geo.province,geo.city\r\nA,MA,\r\n\r\n"B ""two""\r\nlines",TX,x\r\nC,WA\r\nD,WA,"x, y"\r\n';
    const answer = await linesOf(await placeText(file));
    expect(answer).toMatchObject([
      { line: 2, code: 'A', ...inEast },
      { line: 4, code: 'B "two"\r\nlines', outcome: 'gap' },
      { line: 6, code: null, outcome: 'invalid', faults: [{ pointer: '', code: 'wrong_cells' }] },
      { line: 7, code: 'D', ...contended },
    ]);
  });

  it.each([
    ['', '/body/1', 'missing_header'],
    ['geo.province\nMA\n', '/body/1', 'missing_column'],
    ['code,geo.city,geo.city\n', '/body/1', 'duplicate_column'],
    ['code,moon.phase\nA,full\n', '/body/1', 'unknown_dimension'],
  ])('refuses the file %j', async (file, pointer, code) => {
    const answer = await placeText(file);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'INVALID_REQUEST', errors: [{ pointer, code }] });
  });

  it('ends at a quote that is never closed, and says where', async () => {
    const answer = await placeText(`code,geo.province\nA,"${'x'.repeat(100_000)}`);
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { errors: [{ pointer: '/body/2', code: 'malformed_record' }] },
    ]);
  });

  it('places by the active model when none is named', async () => {
    await api().activateModel({ params: { modelId: await plan('active', ['WA'], ['MA']) } });
    const body = 'code,geo.province\nA,WA\n';
    expect(await all(api().placeSubjectFile({ query: {}, body }))).toMatchObject([
      { line: 2, code: 'A', outcome: 'assigned', territoryCode: 'west' },
    ]);
  });
});
