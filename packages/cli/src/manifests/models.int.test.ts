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
import { describe, expect, it } from 'vitest';
import { titleOf } from './checks/look.js';
import { type Rendered, parseObjects, renderText } from './checks/render.js';

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
};
/** There is no package of its types. */
const UNTYPED = ['postgresql.cnpg.io/v1'];

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

describe.each(['dev', 'staging', 'production'])('every object of the overlay %s', (overlay) => {
  it('is what the types of its kind allow', async () => {
    const objects = parseObjects(await renderText(overlay));
    const typed = objects.filter(({ apiVersion }) => !UNTYPED.includes(String(apiVersion)));
    expect(typed.flatMap((object) => faultOf(object) ?? [])).toEqual([]);
    expect(objects.length - typed.length).toBe(1);
  });

  it('would be noticed otherwise', async () => {
    const deployment = parseObjects(await renderText(overlay)).find(({ kind }) => kind === 'Deployment');
    expect(faultOf({ ...deployment!, spec: { replicas: 'two' } })).toContain('replicas');
  });
});
