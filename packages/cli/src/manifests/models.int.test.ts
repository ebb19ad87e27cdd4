import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as cnpg from '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1';
import * as externalSecrets from '@kubernetes-models/external-secrets/external-secrets.io/v1';
import * as gateway from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1';
import * as keda from '@kubernetes-models/keda/keda.sh/v1alpha1';
import * as prometheus from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import * as apps from 'kubernetes-models/apps/v1';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as batch from 'kubernetes-models/batch/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { beforeAll, describe, expect, it } from 'vitest';
import { look, ofKind, titleOf } from './checks/look.js';
import { KUBERNETES_FOLDER, OVERLAYS, type Rendered, parseObjects, renderText } from './checks/render.js';
import { unknownFields } from './checks/unknown-fields.js';

type Model = new (data: Rendered) => { validate(): void };

const modules: Readonly<Record<string, object>> = {
  v1: core,
  'apps/v1': apps,
  'autoscaling/v2': autoscaling,
  'batch/v1': batch,
  'networking.k8s.io/v1': networking,
  'policy/v1': policy,
  'external-secrets.io/v1': externalSecrets,
  'gateway.networking.k8s.io/v1': gateway,
  'keda.sh/v1alpha1': keda,
  'monitoring.coreos.com/v1': prometheus,
  'postgresql.cnpg.io/v1': cnpg,
};

/** All that can be looked at here: the overlays, and the files that they are made of, which need no kubectl. */
let objects: readonly Rendered[];

beforeAll(async () => {
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
  const model: unknown = Reflect.get(modules[String(object['apiVersion'])] ?? {}, String(object['kind']));
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
    expect(new Set(objects.map((object) => look(object, 'apiVersion')))).toEqual(
      new Set(Object.keys(modules)),
    );
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
