import {
  bulkSummarySchema,
  dateSchema,
  defineRoute,
  erase,
  pageFields,
  pageOf,
  personal,
  type TypeOf,
  z,
} from '@quyu/contract-kit';

const code = z.string().min(1).max(64);

/** A person who sells or leads in the field. */
export const staffSchema = erase(
  z.object({
    staffId: z.uuid(),
    code,
    name: personal(z.string()),
    title: z.string(),
    managerCode: code.nullable(),
    hiredOn: personal(dateSchema).nullable(),
    territoryCodes: z.array(code),
  }),
);
export type Staff = TypeOf<typeof staffSchema>;

export const staffLineSchema = erase(
  z.strictObject({
    code,
    name: personal(z.string().min(1).max(200)),
    title: z.string().min(1).max(200),
    managerCode: code.optional(),
    hiredOn: personal(dateSchema).optional(),
    territoryCodes: z.array(code).max(500),
  }),
);
export type StaffLine = TypeOf<typeof staffLineSchema>;

export const enrolStaff = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/staff/bulk',
  permission: 'territory:write',
  summary: { en: 'Enrol field staff', zh: '批量登记销售人员' },
  body: staffLineSchema,
  answer: bulkSummarySchema,
});

export const listStaff = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/staff',
  permission: 'territory:read',
  summary: { en: 'Field staff', zh: '销售人员列表' },
  query: z.strictObject(pageFields),
  answer: pageOf(staffSchema),
});
