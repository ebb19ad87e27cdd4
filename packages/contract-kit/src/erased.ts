/**
 * Stands for a type parameter that is forgotten on purpose, so that one list can hold plugins, routes or jobs of every
 * type. Only `any` is both a subtype and a supertype of all; this is the one place that says so.
 */
// oxlint-disable-next-line typescript/no-explicit-any
export type Erased = any;
