export { type Telemetry, startTelemetry } from './start-telemetry.js';
