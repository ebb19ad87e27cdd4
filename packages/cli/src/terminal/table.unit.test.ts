import { expect, it } from 'vitest';
import { renderFigures, renderTexts } from './table.js';

it('figures have their thousands set apart', () => {
  expect(
    renderFigures(
      ['what', 'total'],
      [
        ['sales', '1234567.89'],
        ['lines', -57851],
      ],
    ),
  ).toMatch(/1,234,567\.89.*-57,851/s);
});

it('texts stay as they were, even when they look like numbers', () => {
  expect(renderTexts(['column', 'value'], [['EmployeeKey', '99999']])).toMatch(/│ 99999 │/);
});
