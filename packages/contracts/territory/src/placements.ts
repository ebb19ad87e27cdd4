import { defineRoute, erase, type TypeOf, z } from '@quyu/contract-kit';

const code = z.string().min(1).max(64);
const attribute = z.string().min(1).max(100);

/** A subject to place, known or not: its own name for it, and what the rules look at. */
export const placementSubjectSchema = erase(
  z.strictObject({ code, attributes: z.record(attribute, z.string().max(200)) }),
);
export type PlacementSubject = TypeOf<typeof placementSubjectSchema>;

/** What became of one line. What does not apply to its outcome is null or empty. */
export const placementSchema = erase(
  z.object({
    /** 1-based line of the body; of a file, where its record begins. */
    line: z.int(),
    /** Null when the line could not be read so far. */
    code: z.string().nullable(),
    outcome: z.enum(['assigned', 'gap', 'conflict', 'invalid']),
    territoryCode: code.nullable(),
    ruleCode: code.nullable(),
    /** Rules that contend with equal right. */
    contenders: z.array(code),
    /** What is wrong with an invalid line, and where in it. */
    faults: z.array(z.object({ pointer: z.string(), code: z.string(), message: z.string() })),
  }),
);
export type Placement = TypeOf<typeof placementSchema>;

const placing = {
  kind: 'pipe',
  method: 'POST',
  permission: 'territory:read',
  problems: ['MODEL_NOT_FOUND'],
  /** The model that places them; the active one when none is named. */
  query: z.strictObject({ modelId: z.uuid().optional() }),
  answer: placementSchema,
} as const;

export const placeSubjects = defineRoute({
  ...placing,
  path: '/placements',
  summary: {
    en: 'Where each of a stream of subjects goes; nothing is stored',
    zh: '流式试算分配结果(不保存)',
  },
  body: placementSubjectSchema,
});

/** The header has `code`, then attributes such as `geo.country`. An empty cell says nothing. */
export const placeSubjectFile = defineRoute({
  ...placing,
  path: '/placements/file',
  mediaType: 'text/csv',
  summary: {
    en: 'Where each subject of a CSV file goes; nothing is stored',
    zh: '按 CSV 文件试算分配结果(不保存)',
  },
});
