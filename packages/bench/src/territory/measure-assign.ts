import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { atMost, type Figure } from '../figure.js';

const RULES = 10_000;
const FEW_RULES = 1000;
const SUBJECTS = 1_000_000;
const PEER_SUBJECTS = 12;
const PER_SECOND = 200_000;
const TIMES_THE_PEER = 100;
const MEGABYTES = 600;
const GROWTH = 2;

/** How much is done. */
export interface AssignOptions {
  readonly rounds: number;
  readonly scale: number;
}

interface Measured {
  readonly compileMs: number;
  readonly perSecond: number;
  readonly counts: Readonly<Record<'assigned' | 'gap' | 'conflict', number>>;
  readonly megabytes?: number;
  readonly peer?: { readonly perSecond: number; readonly equal: number };
}

/**
 * Assigns subjects by ten thousand rules on one core, then json-rules-engine some of them by the same rules; then as many
 * subjects by a tenth of the rules. Each in a process of its own.
 */
export async function* measureAssign({ rounds, scale }: AssignOptions): AsyncIterable<Figure> {
  const subjects = Math.ceil(SUBJECTS * scale);
  const many = await run({ rules: RULES, subjects, rounds, peerSubjects: PEER_SUBJECTS });
  yield { ...atLeast('assign-per-s', many.perSecond, PER_SECOND), notes: notesOn(many, subjects) };
  if (many.megabytes !== undefined) yield atMost('assign-rss-mb', many.megabytes, MEGABYTES, 0);
  if (many.peer) yield compareToPeer(many.perSecond, many.peer);
  const few = await run({ rules: FEW_RULES, subjects, rounds, peerSubjects: 0 });
  yield {
    ...atMost('assign-growth', few.perSecond / many.perSecond, GROWTH, 2),
    detail: `${whole(few.perSecond)}/s with ${FEW_RULES} rules`,
  };
}

async function run(task: Readonly<Record<string, number>>): Promise<Measured> {
  const file = fileURLToPath(new URL('processes/assign.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [file, JSON.stringify(task)]);
  return JSON.parse(stdout) as Measured;
}

function atLeast(name: string, value: number, budget: number): Figure {
  return { name, value: whole(value), budget: `at least ${whole(budget)}`, isWithin: value >= budget };
}

function compareToPeer(perSecond: number, peer: NonNullable<Measured['peer']>): Figure {
  const ratio = perSecond / peer.perSecond;
  return {
    name: 'assign-vs-json-rules-engine',
    value: `${whole(ratio)}x`,
    detail: `peer ${peer.perSecond.toFixed(1)}/s; ${peer.equal} subjects decided alike`,
    budget: `at least ${TIMES_THE_PEER}x`,
    isWithin: ratio >= TIMES_THE_PEER,
  };
}

function notesOn({ compileMs, counts }: Measured, subjects: number): readonly string[] {
  const { assigned, gap, conflict } = counts;
  return [
    `${whole(subjects)} subjects, ${whole(RULES)} rules compiled in ${whole(compileMs)} ms`,
    `${whole(assigned)} assigned, ${whole(gap)} gaps, ${whole(conflict)} conflicts`,
  ];
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
