import type { ObservationLine } from '@quyu/feedback-contracts';
import { OBSERVATION_SOURCE } from '../../main-job/market.js';
import { rowsOf } from '../csv/rows.js';
import { surveyLayout } from '../dataset/layouts.js';
import type { Filed } from '../filed.js';
import type { ImportJob, ImportStep } from '../import-job.js';
import { sendLines } from '../send-lines.js';

/** Records each survey answer as an observation of the market. */
export const recordObservations: ImportStep = (job) =>
  sendLines(job, {
    what: 'observations',
    file: surveyLayout.file,
    columns: {
      '/externalId': 'SurveyResponseKey',
      '/respondent': 'CustomerKey',
      '/category': 'Category',
      '/group': 'Subcategory',
      '/observedOn': 'Date',
    },
    lines: observationLines(job),
    send: (body) => job.platform.feedback.recordObservations({ body }),
  });

async function* observationLines({ folder, faults }: ImportJob): AsyncIterable<Filed<ObservationLine>> {
  for await (const { line, body } of rowsOf(surveyLayout, folder, faults)) {
    const { key, customerKey, category, group, observedOn } = body;
    const given = { source: OBSERVATION_SOURCE, externalId: key, respondent: customerKey };
    yield { line, body: { ...given, category, group, observedOn } };
  }
}
