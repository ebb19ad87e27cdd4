import { startTelemetry } from './start-telemetry.js';

// For `node --import @quyu/telemetry/register`: tracing is there before anything else is loaded.
await startTelemetry(process.env);
