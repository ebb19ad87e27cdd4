import { defineRoute, erase, type TypeOf, z } from '@quyu/contract-kit';

const code = z.string().min(1).max(64);

/** Facts a screening can look at: money in minor units, `years-in-business` counted to the policy's `asOfYear`. */
export const screeningFactSchema = erase(z.enum(['annual-sales', 'years-in-business', 'employees']));
export type ScreeningFact = TypeOf<typeof screeningFactSchema>;

/** Points by the value of one fact: the highest `from` that it reaches counts; the first band starts at 0. */
export const screeningIndicatorSchema = erase(
  z.strictObject({
    fact: screeningFactSchema,
    bands: z
      .array(z.strictObject({ from: z.int().min(0), points: z.int().min(0).max(1000) }))
      .min(1)
      .max(50),
  }),
);
export type ScreeningIndicator = TypeOf<typeof screeningIndicatorSchema>;

/** Who is approved at once: those whose points reach the pass mark. The others are held for review. */
export const screeningPolicyDraftSchema = erase(
  z.strictObject({
    asOfYear: z.int().min(1900).max(2200),
    /** At most what twenty indicators can give. */
    passMark: z.int().min(0).max(20_000),
    indicators: z.array(screeningIndicatorSchema).min(1).max(20),
  }),
);
export type ScreeningPolicyDraft = TypeOf<typeof screeningPolicyDraftSchema>;

export const screeningPolicySchema = erase(
  z.object({
    code,
    version: z.int(),
    asOfYear: z.int(),
    passMark: z.int(),
    indicators: z.array(screeningIndicatorSchema),
  }),
);
export type ScreeningPolicy = TypeOf<typeof screeningPolicySchema>;

export const putScreeningPolicy = defineRoute({
  kind: 'write',
  method: 'PUT',
  path: '/screening-policies/:code',
  permission: 'partner:policy',
  summary: {
    en: 'Set the screening policy in force; the same content again changes nothing',
    zh: '设定生效的筛选政策',
  },
  params: z.strictObject({ code }),
  body: screeningPolicyDraftSchema,
  answer: screeningPolicySchema,
});

export const getScreeningPolicy = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/screening-policy',
  permission: 'partner:read',
  summary: { en: 'The screening policy in force', zh: '当前筛选政策' },
  problems: ['NO_SCREENING_POLICY'],
  answer: screeningPolicySchema,
});
