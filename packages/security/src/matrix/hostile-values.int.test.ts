import { bodyFormOf } from '@quyu/contract-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DeploymentHost, startDeployment } from '../requests/deployment-host.js';
import { HOSTILE_NUMBERS, HOSTILE_TEXTS, UNSTORABLE_TEXTS } from '../requests/hostile.js';
import { faultsOfAnswer } from '../requests/judge-answer.js';
import { type Place, placesOf } from '../requests/places.js';
import { wireRequest } from '../requests/request.js';
import { type DeclaredRoute, declaredRoutes, distinctRoutes } from '../routes/declared-routes.js';
import { loadDeployment } from '../routes/deployment.js';

const routes = distinctRoutes(declaredRoutes(await loadDeployment()));
const AT_ONCE = 8;
/** A number that no generator makes: the digits to send are put in its place. */
const MARK = 314_159_265;
let host: DeploymentHost;

beforeAll(async () => {
  host = await startDeployment();
});
afterAll(() => host.stop());

/** Texts that are long enough to be looked for, and taken out of an answer, without taking it apart. */
const QUOTED = HOSTILE_TEXTS.filter(({ length }) => length > 6);

/** Sends a value to every place of a route, and tells what was wrong with the answers. */
async function faultsOf(
  each: DeclaredRoute,
  places: readonly Place[],
  values: readonly string[],
  send: (place: Place, value: string) => ReturnType<DeploymentHost['ask']>,
): Promise<readonly unknown[]> {
  const attempts = places.flatMap((place) => values.map((value) => ({ place, value })));
  const faults: unknown[] = [];
  for (let at = 0; at < attempts.length; at += AT_ONCE) {
    const judged = attempts.slice(at, at + AT_ONCE).map(async ({ place, value }) => {
      const found = faultsOfAnswer(await send(place, value), each.route, [value]);
      return found.map((fault) => [place.pointer, value, fault]);
    });
    faults.push(...(await Promise.all(judged)).flat());
  }
  return faults;
}

/** The same for a place in a line of a bulk request: each text in a line of its own, all in one request. */
async function faultsOfLines(each: DeclaredRoute, place: Place): Promise<readonly string[]> {
  const lines = HOSTILE_TEXTS.map((text) => JSON.stringify(place.with(text).body));
  const answer = await host.ask(each, place.with(''), { body: lines.join('\n') });
  return faultsOfAnswer(answer, each.route, QUOTED);
}

describe('a hostile text', () => {
  test.each(routes.filter(({ route }) => placesOf(route, 'string').length > 0))(
    '$name: in any place -> no failure, nothing told',
    async (each) => {
      const places = placesOf(each.route, 'string', host.market.north);
      const ofLines = places.filter(
        ({ pointer }) => bodyFormOf(each.route) === 'lines' && pointer.startsWith('/body'),
      );
      const send = (place: Place, value: string) => host.ask(each, place.with(value));
      const others = places.filter((place) => !ofLines.includes(place));
      expect(await faultsOf(each, others, HOSTILE_TEXTS, send)).toEqual([]);
      for (const place of ofLines) expect(await faultsOfLines(each, place)).toEqual([]);
    },
  );

  test.each(routes.filter(({ route }) => placesOf(route, 'string').length > 0))(
    '$name: that cannot be stored -> 4xx, or rejected in its line',
    async (each) => {
      for (const place of placesOf(each.route, 'string', host.market.north)) {
        for (const value of UNSTORABLE_TEXTS) {
          const answer = await host.ask(each, place.with(value));
          const shown = `${place.pointer} ${JSON.stringify(value)} ${answer.text.slice(0, 300)}`;
          expect(faultsOfAnswer(answer, each.route, [value]), shown).toEqual([]);
          const taken = answer.status < 400 && !/"rejected":[1-9]/.test(answer.text);
          // What changes nothing has nothing to store.
          const stores = each.route.method !== 'GET' && each.route.kind !== 'pipe';
          expect(taken && stores, shown).toBe(false);
        }
      }
    },
  );
});

describe('a hostile number', () => {
  test.each(routes.filter(({ route }) => placesOf(route, 'number').length > 0))(
    '$name: in any place -> no failure, nothing told',
    async (each) => {
      const send = async (place: Place, value: string) => {
        const request = wireRequest(each, place.with(MARK));
        const path = request.path.replaceAll(String(MARK), encodeURIComponent(value));
        const body = request.body?.replaceAll(String(MARK), value);
        return host.exchange({ ...request, path, body }, await host.app.token());
      };
      const places = placesOf(each.route, 'number', host.market.north);
      expect(await faultsOf(each, places, HOSTILE_NUMBERS, send)).toEqual([]);
    },
  );
});
