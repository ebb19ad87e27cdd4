import { defineRoute, erase, type TypeOf, z } from '@quyu/contract-kit';

const code = z.string();
const attributes = z.record(z.string().min(1).max(100), z.string().min(1).max(200));

/** A test that a subject does not pass. */
const failedTestSchema = z.object({
  /** The rule that asks: the one explained, or one of a territory above. */
  ruleCode: code,
  /** Where in that rule, e.g. `/condition/all/1`. */
  pointer: z.string(),
  attribute: code,
  /** What is asked, in short: `= CN`, `in WA, CA`, `98…`, `5 .. 12`, `exists`; with `not` before it when denied. */
  expected: z.string(),
  /** What is known of the subject instead; null when nothing is. */
  actual: z.string().nullable(),
});
export type FailedTest = TypeOf<typeof failedTestSchema>;

/** Why a subject is where it is, or nowhere, by the rules of a model. */
export const explanationSchema = erase(
  z.object({
    modelCode: code,
    modelVersion: z.int(),
    attributes,
    status: z.enum(['assigned', 'gap', 'conflict']),
    territoryCode: code.nullable(),
    ruleCode: code.nullable(),
    contenders: z.array(code),
    /**
     * What decided: the rule was the `only` one to apply; it had the highest `priority`; its territory is the more specific one, below
     * that of others of its priority (`specificity`); others belong to the same territory and come later by code (`rule-code`); several tie
     * (`tie`); `none` applies; a person put it there (`pin`); an earlier model had put it there, and the one in force left it (`kept`).
     */
    because: z.enum(['only', 'priority', 'specificity', 'rule-code', 'tie', 'none', 'pin', 'kept']),
    /** The same in a sentence. */
    summary: z.object({ en: z.string(), zh: z.string() }),
    /** How many rules apply, of which the first hundred are listed: the winner, then by priority. */
    matches: z.int(),
    matched: z.array(
      z.object({
        ruleCode: code,
        territoryCode: code,
        priority: z.int(),
        outcome: z.enum(['won', 'tied', 'lower-priority', 'less-specific', 'later-code', 'overruled']),
      }),
    ),
    /** The rules that came closest to applying: the fewest tests to pass first. */
    nearest: z.array(
      z.object({
        ruleCode: code,
        territoryCode: code,
        priority: z.int(),
        failed: z.array(failedTestSchema),
      }),
    ),
  }),
);
export type Explanation = TypeOf<typeof explanationSchema>;

const nearest = z.int().min(0).max(50).optional();

export const explainAssignment = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/assignments/:subjectId/explanation',
  permission: 'territory:read',
  summary: { en: 'Why an account is where it is, or nowhere', zh: '客户分配（或未分配）的原因' },
  problems: ['SUBJECT_NOT_FOUND'],
  params: z.strictObject({ subjectId: z.uuid() }),
  query: z.strictObject({ nearest }),
  answer: explanationSchema,
});

export const explainSubject = defineRoute({
  kind: 'act',
  method: 'POST',
  path: '/models/:modelId/explanations',
  permission: 'territory:read',
  summary: { en: 'Where a model would put a subject, and why; nothing is stored', zh: '试算某对象的归属及原因（不保存）' },
  problems: ['MODEL_NOT_FOUND'],
  params: z.strictObject({ modelId: z.uuid() }),
  body: z.strictObject({ attributes, nearest }),
  answer: explanationSchema,
}); // prettier-ignore
