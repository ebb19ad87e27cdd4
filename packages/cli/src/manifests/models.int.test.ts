import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { look, ofKind, titleOf } from './checks/look.js';
import { KUBERNETES_FOLDER, OVERLAYS, type Rendered, parseObjects, renderText } from './checks/render.js';
import { MODEL_PACKAGES, unknownFields } from './checks/unknown-fields.js';

type Model = new (data: Rendered) => { validate(): void };

const modules = new Map<string, object>();

/** All that can be looked at here: the overlays, and the files that they are made of, which need no kubectl. */
let objects: readonly Rendered[];

beforeAll(async () => {
  for (const [api, path] of Object.entries(MODEL_PACKAGES)) modules.set(api, (await import(path)) as object);
  const files = globSync('{base,components}/**/*.yaml', { cwd: KUBERNETES_FOLDER }).filter(
    (path) => !path.endsWith('kustomization.yaml'),
  );
  const texts = [
    ...files.map((path) => readFile(join(KUBERNETES_FOLDER, path), 'utf8')),
    ...OVERLAYS.map(renderText),
  ];
  objects = (await Promise.all(texts)).flatMap(parseObjects);
});

/** What its model says against an object; undefined when nothing. */
function faultOf(object: Rendered): string | undefined {
  const model: unknown = Reflect.get(modules.get(String(object['apiVersion'])) ?? {}, String(object['kind']));
  if (typeof model !== 'function') return `${titleOf(object)}: of a kind that is not known`;
  try {
    new (model as Model)(object).validate();
    return undefined;
  } catch (error) {
    return `${titleOf(object)}: ${String(error)}`;
  }
}

/** The first object of a kind, with something in it changed. */
function changed(kind: string, from: string, to: string): Rendered {
  const text = JSON.stringify(ofKind(objects, kind)[0]);
  if (!text.includes(from)) throw new Error(`the ${kind} has no ${from}`);
  return JSON.parse(text.replace(from, to)) as Rendered;
}

describe('every object', { timeout: 120_000 }, () => {
  it('has the types, enumerations and formats of its kind', () => {
    expect(objects.flatMap((object) => faultOf(object) ?? [])).toEqual([]);
    expect(faultOf(changed('Deployment', '"replicas":2', '"replicas":"two"'))).toContain('replicas');
  });

  it('has no field that its kind does not know', async () => {
    expect(await unknownFields(objects)).toEqual([]);
    expect(new Set(objects.map((object) => look(object, 'apiVersion')))).toEqual(new Set(modules.keys()));
  });

  it('would be noticed otherwise, of every kind', async () => {
    const misspelt = [
      ['Deployment', 'readinessProbe', 'readynessProbe'],
      ['StatefulSet', 'runAsNonRoot', 'runAsNonroot'],
      ['NetworkPolicy', 'podSelector', 'podSelectors'],
      ['PodDisruptionBudget', 'minAvailable', 'minimumAvailable'],
      ['HorizontalPodAutoscaler', 'averageUtilization', 'averageUtilisation'],
      ['Job', 'backoffLimit', 'backOffLimit'],
      ['ScaledObject', 'cooldownPeriod', 'coolDownPeriod'],
      ['Cluster', 'instances', 'instance'],
      ['ExternalSecret', 'refreshInterval', 'refreshIntervall'],
      ['PodMonitor', 'interval', 'intervals'],
      ['HTTPRoute', 'backendRefs', 'backendRef'],
    ] as const;
    const wrong = misspelt.map(([kind, from, to]) => changed(kind, `"${from}"`, `"${to}"`));
    const faults = await unknownFields(wrong);
    for (const [kind, , to] of misspelt)
      expect(faults).toContainEqual(
        expect.stringMatching(new RegExp(`^${kind}/.*only specify known properties, and '"${to}"'`)),
      );
  });
});
