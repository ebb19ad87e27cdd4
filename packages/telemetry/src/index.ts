export type { Measured } from './measured.js';
export type { Signal } from './signals.js';
export { type Telemetry, startTelemetry } from './start-telemetry.js';
