import type { StaffLine } from '@quyu/territory-contracts';
import { SEVERAL_REGIONS } from '../../main-job/market.js';
import type { RowOf } from '../csv/layout.js';
import { rowsOf } from '../csv/rows.js';
import { salespeopleLayout } from '../dataset/layouts.js';
import type { Filed } from '../filed.js';
import type { ImportJob, ImportStep } from '../import-job.js';
import { sendLines } from '../send-lines.js';

/** Enrols the people who sell, each with the region they work in. */
export const enrolStaff: ImportStep = (job) =>
  sendLines(job, {
    what: 'salespeople',
    file: salespeopleLayout.file,
    columns: {
      '/code': 'EmployeeKey',
      '/name': 'LastName',
      '/title': 'Title',
      '/managerCode': 'ParentEmployeeKey',
      '/hiredOn': 'HireDate',
      '/territoryCodes': 'SalesTerritoryKey',
    },
    lines: staffLines(job),
    send: (body) => job.platform.territory.enrolStaff({ body }),
  });

async function* staffLines({ folder, faults, division }: ImportJob): AsyncIterable<Filed<StaffLine>> {
  for await (const { line, body } of rowsOf(salespeopleLayout, folder, faults)) {
    const { territoryKey } = body;
    const leadsSeveral = territoryKey === undefined || territoryKey === SEVERAL_REGIONS;
    const code = leadsSeveral ? undefined : division.codeOf.get(territoryKey);
    if (leadsSeveral || code !== undefined) {
      yield { line, body: staffLine(body, code === undefined ? [] : [code]) };
      continue;
    }
    const reason = 'no line of territories.csv has this key';
    const place = { file: salespeopleLayout.file, line, column: 'SalesTerritoryKey', value: territoryKey };
    faults.addLine({ ...place, reason });
  }
}

type Salesperson = RowOf<typeof salespeopleLayout>;

function staffLine(row: Salesperson, territoryCodes: string[]): StaffLine {
  const { key, firstName, lastName, title, managerKey, hiredOn } = row;
  return {
    code: key,
    name: `${firstName} ${lastName}`,
    title,
    ...(managerKey === undefined ? {} : { managerCode: managerKey }),
    ...(hiredOn === undefined ? {} : { hiredOn }),
    territoryCodes,
  };
}
