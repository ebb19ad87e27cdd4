import { type ScreeningPolicyDraft, partnerApi } from '@quyu/partner-contracts';
import { type TestHost, startTestHost } from '@quyu/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../deployment/load-config.js';
import { metricOf } from './service-dashboard.js';
import { documentedLabels, expressions, specs } from './testing/pages.js';
import { readPromql } from './testing/read-promql.js';

/** What Prometheus adds to each series, and what a histogram has besides. */
const ADDED = ['instance', 'le'];

const policy: ScreeningPolicyDraft = {
  asOfYear: 2026,
  passMark: 5,
  indicators: [{ fact: 'employees', bands: [{ from: 0, points: 10 }] }],
};

let app: TestHost;
let text: string;
let shown: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  const { plugins, roles } = await loadConfig();
  app = await startTestHost({ plugins, ...(roles ? { roles } : {}) });
  const api = app.client(partnerApi);
  await api.putScreeningPolicy({ params: { code: 'standard' }, body: policy });
  const address = { country: 'CN', province: '江苏省', city: '南京市' };
  const body = { code: 'P-1', name: '南京一号店', type: 'dealer', address } as const;
  await api.enrolPartner({ body });
  await api.listPartners({});
  await app.settle();
  const headers = { authorization: `Bearer ${await app.token()}` };
  text = await (await fetch(`${app.url}/metrics`, { headers })).text();
  shown = await labelsOf(text);
}, 60_000);
afterAll(() => app.stop());

/** The labels of every metric that is shown: of its series, else as its declaration is documented. */
async function labelsOf(page: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const documented = await documentedLabels();
  const figures = new Map(
    specs.flatMap(({ id, figures: own }) =>
      Object.entries(own).map(([name, { labels = [] }]) => [metricOf(id, name), labels] as const),
    ),
  );
  const types = [...page.matchAll(/^# TYPE (\S+) \S+$/gm)].map(([, name]) => name!);
  return new Map(
    types.map((name) => [name, seriesLabels(page, name) ?? figures.get(name) ?? documented.get(name) ?? []]),
  );
}

function seriesLabels(page: string, name: string): readonly string[] | undefined {
  const found = new RegExp(`^${name}(?:_count)?(?:\\{(.*)\\})? \\S+$`, 'm').exec(page);
  return found ? [...(found[1] ?? '').matchAll(/(\w+)="/g)].map(([, label]) => label!) : undefined;
}

/** A histogram goes by three names. */
const metricNamed = (name: string): string =>
  shown.has(name) ? name : name.replace(/_(bucket|count|sum)$/, '');

test.each(expressions.map(({ where, expr }) => [where, expr]))(
  '%s is about metrics and labels that a host has',
  (_, expr) => {
    const { metrics, groupedBy, made } = readPromql(expr);
    for (const { name, labels } of metrics) {
      expect([...shown.keys()]).toContain(metricNamed(name));
      expect(shown.get(metricNamed(name))).toEqual(expect.arrayContaining([...labels]));
    }
    const known = metrics.flatMap(({ name }) => shown.get(metricNamed(name)) ?? []);
    expect([...known, ...made, ...ADDED]).toEqual(expect.arrayContaining([...groupedBy]));
  },
);

test('the documented labels are those of the series', async () => {
  const wrong = [...(await documentedLabels())].filter(([name, labels]) => {
    const found = seriesLabels(text, name);
    return found && found.toSorted().join() !== labels.filter(Boolean).toSorted().join();
  });
  expect(wrong).toEqual([]);
});

test('every figure of every service can be read', () => {
  const failures = text.split('\n').filter((line) => line.startsWith('quyu_figure_failures_total{'));
  expect(failures.length).toBe(specs.reduce((sum, { figures }) => sum + Object.keys(figures).length, 0));
  expect(failures.filter((line) => !line.endsWith(' 0'))).toEqual([]);
  expect(text).toMatch(/^quyu_partner_partners\{status="\w+",grade="none"\} 1$/m);
  expect(text).toMatch(/^quyu_incentive_open_rejections 0$/m);
});
