import { money } from '@quyu/contract-kit';
import type { PartnerProfile, PartnerType } from '@quyu/partner-contracts';
import { CURRENCY, PARTNER_TYPES } from '../../main-job/market.js';
import { SCREENING_POLICY_CODE, screeningPolicy } from '../../main-job/screening-policy.js';
import type { RowOf } from '../csv/layout.js';
import { rowsOf } from '../csv/rows.js';
import { resellersLayout } from '../dataset/layouts.js';
import type { Place } from '../dataset/read-market.js';
import type { Filed } from '../filed.js';
import type { ImportJob, ImportStep } from '../import-job.js';
import { sendLines } from '../send-lines.js';

/** Sets the screening policy, then enrols the resellers as partners, each screened by it. */
export const enrolPartners: ImportStep = async (job) => {
  const { partner } = job.platform;
  await partner.putScreeningPolicy({ params: { code: SCREENING_POLICY_CODE }, body: screeningPolicy });
  return sendLines(job, {
    what: 'partners',
    file: resellersLayout.file,
    columns: {
      '/code': 'ResellerCode',
      '/externalId': 'ResellerKey',
      '/name': 'ResellerName',
      '/type': 'BusinessType',
      '/address/street': 'AddressLine1',
      '/address': 'GeographyKey',
      '/phone': 'Phone',
      '/annualSales': 'AnnualSales',
      '/employees': 'NumberEmployees',
      '/openedYear': 'YearOpened',
    },
    lines: partnerLines(job),
    send: (body) => partner.enrolPartners({ body }),
  });
};

async function* partnerLines({ folder, faults, market }: ImportJob): AsyncIterable<Filed<PartnerProfile>> {
  const { file } = resellersLayout;
  for await (const { line, body } of rowsOf(resellersLayout, folder, faults)) {
    const place = market.places.get(body.geographyKey)?.body;
    const type = PARTNER_TYPES.get(body.businessType);
    if (place && type) {
      yield { line, body: partnerLine(body, type, place) };
    } else if (place) {
      const reason = `must be one of ${[...PARTNER_TYPES.keys()].join(', ')}`;
      faults.addLine({ file, line, column: 'BusinessType', value: body.businessType, reason });
    } else {
      const reason = 'no good line of geography.csv has this key';
      faults.addLine({ file, line, column: 'GeographyKey', value: body.geographyKey, reason });
    }
  }
}

type Reseller = RowOf<typeof resellersLayout>;

function partnerLine(row: Reseller, type: PartnerType, place: Place): PartnerProfile {
  const { code, key, name, phone, annualSales, employees, openedYear } = row;
  return {
    code,
    externalId: key,
    name,
    type,
    address: addressOf(row, place),
    ...(phone === undefined ? {} : { phone }),
    annualSales: money(annualSales, CURRENCY),
    employees,
    openedYear,
  };
}

function addressOf({ street, streetMore }: Reseller, place: Place): PartnerProfile['address'] {
  const { country, province, city, postalCode } = place;
  const whole = [street, streetMore].filter((part) => part !== undefined).join(', ');
  return {
    country,
    province,
    city,
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(whole === '' ? {} : { street: whole }),
  };
}
