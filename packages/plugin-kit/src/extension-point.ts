/** A typed place where a module adds to its owner, inside one process. */
export interface ExtensionPoint<T> {
  /** `<owner>.<what>`, e.g. `partner.screening-check`. */
  readonly id: string;
  /** Carries the type only; there is no value. */
  readonly contribution?: T;
}

/** One thing a module adds. */
export interface Contribution<T = unknown> {
  readonly point: ExtensionPoint<T>;
  readonly value: T;
}

/** What modules have contributed to this plugin's extension points. */
export interface Extensions {
  of<T>(point: ExtensionPoint<T>): readonly T[];
}

/**
 * Declares an extension point.
 *
 * @throws TypeError when the id is not `<owner>.<what>` in kebab-case.
 * @example export const screeningCheck = defineExtensionPoint<ScreeningCheck>('partner.screening-check');
 */
export function defineExtensionPoint<T>(id: string): ExtensionPoint<T> {
  if (!/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/.test(id))
    throw new TypeError(`extension point "${id}" is not <owner>.<what>`);
  return Object.freeze({ id });
}

/**
 * Adds a value to an extension point; a value of another type does not compile.
 *
 * @example contribute(screeningCheck, { code: 'iso-9001', check: (applicant) => ... })
 */
export function contribute<T>(point: ExtensionPoint<T>, value: NoInfer<T>): Contribution<T> {
  return Object.freeze({ point, value });
}
