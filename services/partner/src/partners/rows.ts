import type { Partner, PartnerProfile } from '@quyu/partner-contracts';
import type { Selectable } from 'kysely';
import type { PartnerTable } from '../db/schema.js';
import type { Enrolled } from './enrolment.js';

type Row = Selectable<PartnerTable>;

/** A partner as the API shows it. */
export function partnerOf(row: Row): Partner {
  return {
    partnerId: row.partner_id,
    code: row.code,
    externalId: row.external_id,
    name: row.name,
    type: row.type,
    status: row.status,
    address: addressOf(row),
    territoryCode: row.territory_code,
    territoryName: row.territory_name,
    grade: row.grade,
    screening: row.screening,
    version: row.version,
  };
}

/** A partner as enrolling knows it. */
export function enrolledOf(row: Row): Enrolled {
  const { partner_id: partnerId, status, decision, screening, version } = row;
  return { partnerId, profile: profileOf(row), status, decision, screening, version };
}

/** The row's columns that enrolling writes, by their names in SQL. */
export function columnsOf({ partnerId, profile, status, decision, screening, version }: Enrolled) {
  const { code, externalId, name, type, address, phone, annualSales, employees, openedYear } = profile;
  return {
    partner_id: partnerId,
    code,
    external_id: externalId,
    name,
    type,
    country: address.country,
    province: address.province,
    city: address.city,
    postal_code: address.postalCode,
    street: address.street,
    phone,
    annual_sales: annualSales?.amount,
    annual_sales_currency: annualSales?.currency,
    employees,
    opened_year: openedYear,
    status,
    decision,
    screening,
    version,
  };
}

/** Exactly what was sent: what was left out is left out again, so that the same profile compares as the same. */
function profileOf(row: Row): PartnerProfile {
  const { annual_sales: amount, annual_sales_currency: currency } = row;
  return {
    code: row.code,
    ...(row.external_id === null ? {} : { externalId: row.external_id }),
    name: row.name,
    type: row.type,
    address: addressOf(row),
    ...(row.phone === null ? {} : { phone: row.phone }),
    ...(amount === null || currency === null ? {} : { annualSales: { amount, currency } }),
    ...(row.employees === null ? {} : { employees: row.employees }),
    ...(row.opened_year === null ? {} : { openedYear: row.opened_year }),
  };
}

function addressOf(row: Row): PartnerProfile['address'] {
  return {
    country: row.country,
    province: row.province,
    city: row.city,
    ...(row.postal_code === null ? {} : { postalCode: row.postal_code }),
    ...(row.street === null ? {} : { street: row.street }),
  };
}
