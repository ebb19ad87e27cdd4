/** An object as Kubernetes takes it; `spec`, `data` and so on stand beside its metadata. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** The label by which the pods of one service are known to everything that selects them. */
export const NAME_LABEL = 'app.kubernetes.io/name';

/** Labels of what belongs to a service or a job of the platform. */
export function labelsOf(name: string, component: 'service' | 'job'): Readonly<Record<string, string>> {
  return {
    [NAME_LABEL]: name,
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/part-of': 'quyu',
  };
}

/** What selects the pods of one service. */
export const podsOf = (name: string) => ({ matchLabels: { [NAME_LABEL]: name } });
