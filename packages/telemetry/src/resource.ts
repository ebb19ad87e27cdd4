import { type Resource, defaultResource, detectResources, envDetector } from '@opentelemetry/resources';

/** What all signals of this process are of: `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES`. */
export const processResource = (): Resource =>
  defaultResource().merge(detectResources({ detectors: [envDetector] }));
