/** As much of an exporter as is needed to see what becomes of its batches. */
interface Exporter<Batch, Result extends { readonly code: number }> {
  export(batch: Batch, done: (result: Result) => void): void;
}

/**
 * Tells what became of each batch that an exporter was given, once it is sent or given up.
 *
 * @param settled gets the batch, and whether the collector took it.
 * @returns the same exporter.
 */
export function watchExporter<
  Batch,
  Result extends { readonly code: number },
  E extends Exporter<Batch, Result>,
>(exporter: E & Exporter<Batch, Result>, settled: (batch: Batch, taken: boolean) => void): E {
  const send = exporter.export.bind(exporter);
  exporter.export = (batch, done) =>
    send(batch, (result) => {
      settled(batch, result.code === SUCCESS);
      done(result);
    });
  return exporter;
}

/** `ExportResultCode.SUCCESS` of OpenTelemetry. */
const SUCCESS = 0;
