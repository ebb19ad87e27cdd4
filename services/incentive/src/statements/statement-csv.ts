import { csvCell } from '../csv-cell.js';
import { amountDecimal } from '../currencies/amount-text.js';
import { lineExplanation, lineTitle, type StatementDocument } from './line-texts.js';
import { owedOf, runningBalances } from './statements.js';
import { words } from './words.js';

const BYTE_ORDER_MARK = '\uFEFF';

/** A statement as a table that spreadsheets read, Chinese ones too: one row a movement, and the balances before and after. */
export function statementCsv(document: StatementDocument): string {
  const { statement, language } = document;
  const { columns, opening, closing, kinds } = words[language];
  const head = [
    columns.date, columns.kind, columns.what, columns.plan, columns.component, columns.earnedIn, columns.amount, columns.balance,
    words[language].currency, columns.how,
  ]; // prettier-ignore
  const rows = statement.accounts.flatMap((account) => {
    const { currency } = account;
    const balances = runningBalances(account);
    const balanceRow = (day: string, name: string, owed: bigint) =>
      [day, '', name, '', '', '', '', amountDecimal(owed, currency), currency, '']; // prettier-ignore
    return [
      balanceRow(statement.from, opening, owedOf(account.opening)),
      ...account.lines.map((line, at) => [
        line.bookedOn,
        kinds[line.kind],
        lineTitle(line, language),
        line.earning?.planCode ?? '',
        line.earning?.component ?? '',
        line.earning?.period ?? '',
        amountDecimal(owedOf(line), currency),
        amountDecimal(balances[at]!, currency),
        currency,
        lineExplanation(line, document).join('; '),
      ]),
      balanceRow(statement.to, closing, owedOf(account.closing)),
    ];
  });
  return `${BYTE_ORDER_MARK}${[head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}
