import type { AnyRuntime, PluginSpec } from '@quyu/plugin-kit';

/**
 * What is missing from, or too much in, what a plugin's setup returned. The compiler tells plugins in TypeScript;
 * a plugin in JavaScript is told here.
 */
export function runtimeFaults(spec: PluginSpec, runtime: AnyRuntime): string[] {
  return [
    ...partFaults('route', Object.keys(spec.api?.routes ?? {}), runtime.routes, isFunction),
    ...partFaults(
      'handler',
      spec.consumes.map(({ type }) => type),
      runtime.handlers,
      isHandler,
    ),
    ...partFaults('job', Object.keys(spec.jobs), runtime.jobs, isFunction),
  ];
}

function partFaults(
  kind: string,
  declared: readonly string[],
  given: unknown,
  fits: (value: unknown) => boolean,
): string[] {
  const values = (typeof given === 'object' && given !== null ? given : {}) as Readonly<
    Record<string, unknown>
  >;
  const missing = declared
    .filter((name) => !Object.hasOwn(values, name))
    .map((name) => `the ${kind} ${name} is missing`);
  const extra = Object.keys(values)
    .filter((name) => !declared.includes(name))
    .map((name) => `the ${kind} ${name} is not declared`);
  const wrong = declared.filter((name) => Object.hasOwn(values, name) && !fits(values[name]));
  return [...missing, ...extra, ...wrong.map((name) => `the ${kind} ${name} is not a function`)];
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

function isHandler(value: unknown): boolean {
  if (isFunction(value)) return true;
  return typeof value === 'object' && value !== null && 'batch' in value && isFunction(value.batch);
}
