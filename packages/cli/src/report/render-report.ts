import { decimalOf, minorUnitsOf } from '@quyu/contract-kit';
import { type Row, renderFigures } from '../terminal/table.js';
import { headings, type Language } from './headings.js';
import type { Report, Totals } from './report.js';

/** What to show, and in which language. */
export interface Rendering {
  readonly year: number;
  readonly language?: Language;
}

/** The report as tables for a terminal. */
export function renderReport(report: Report, { year, language = 'en' }: Rendering): string {
  const words = headings[language];
  return [
    words.title(year),
    renderFigures(
      [words.territory, words.partners, words.sales(year)],
      territoryRows(report, year, words.sum),
    ),
    renderFigures([words.subject, words.total, String(year)], figureRows(report, year, language)),
    renderFigures([words.service, words.published, words.handled], eventRows(report, words.sum)),
    `${words.stuck}: ${report.stuck.outbox} / ${report.stuck.deadLetters}`,
    `${words.seconds}: ${secondsOf(report)}`,
  ].join('\n');
}

function territoryRows({ territory }: Report, year: number, sum: string): Row[] {
  const sales = territory[`sales${year}`] ?? {};
  const names = [...new Set([...Object.keys(territory.partners), ...Object.keys(sales)])];
  const rows = names.map((name) => [name, territory.partners[name] ?? 0, sales[name] ?? '0.00'] as const);
  const partners = rows.reduce((total, [, count]) => total + count, 0);
  const amount = rows.reduce((total, [, , each]) => total + minorUnitsOf(each), 0n);
  return [...rows, [sum, partners, decimalOf(amount)]];
}

function figureRows(report: Report, year: number, language: Language): Row[] {
  const words = headings[language];
  const { partner, incentive, marketing, feedback } = report;
  const both = (label: string, totals: Totals): Row => [label, totals.total, totals[year] ?? ''];
  const grades = Object.entries(feedback.grades).map(([grade, count]) => `${grade} ${count}`);
  return [
    [words.approved, partner.approved, ''],
    [words.review, partner.review, ''],
    [words.accepted, incentive.lines.accepted, ''],
    [words.rejected, incentive.lines.rejected, ''],
    [words.amount, incentive.lines.amount, ''],
    both(words.volumeRebate, incentive.volumeRebate),
    both(words.growthRebate, incentive.growthRebate),
    both(words.attainmentBonus, incentive.attainmentBonus),
    both(words.mdfAccrued, marketing.mdfAccrued),
    [words.campaigns, marketing.campaigns, ''],
    [words.observations, feedback.observations, ''],
    [words.scored, '', feedback.scored],
    [words.grades, '', grades.join('  ')],
    [words.grow, '', feedback.actions.grow],
    [words.exitReview, '', feedback.actions.exitReview],
  ];
}

function eventRows({ events }: Report, sum: string): Row[] {
  const rows = Object.entries(events).map(
    ([service, each]) => [service, each.published, each.handled] as const,
  );
  const add = (index: 1 | 2): number => rows.reduce((total, row) => total + row[index], 0);
  return [...rows, [sum, add(1), add(2)]];
}

function secondsOf({ seconds }: Report): string {
  const parts = [seconds.boot, seconds.import, seconds.calculate];
  return parts.map((part) => (part === null ? '-' : part.toFixed(1))).join(', ');
}
