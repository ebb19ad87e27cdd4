/** A unit of the field organisation, as far as scopes name it. */
export interface OrgUnitTable {
  unit_id: string;
  code: string;
  path: string[];
}

/** A person's time in a unit; the first and the last day count. */
export interface OrgMemberTable {
  member_id: string;
  unit_code: string;
  staff_code: string;
  from_date: string;
  to_date: string | null;
}

export interface UnitTables {
  org_unit: OrgUnitTable;
  org_member: OrgMemberTable;
}
