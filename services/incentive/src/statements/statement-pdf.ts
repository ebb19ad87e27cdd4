import type { StatementAccount } from '@quyu/incentive-contracts';
import { fileURLToPath } from 'node:url';
import PdfKit from 'pdfkit';
import { amountText } from '../currencies/amount-text.js';
import { lineExplanation, lineTitle, type StatementDocument } from './line-texts.js';
import { owedOf, runningBalances } from './statements.js';
import { words } from './words.js';

type Pdf = InstanceType<typeof PdfKit>;

const FONTS = import.meta.resolve('@embedpdf/fonts-sc');
const fontFile = (weight: 'Regular' | 'Bold') =>
  fileURLToPath(new URL(`../fonts/NotoSansHans-${weight}.otf`, FONTS));

/** Points of a page of A4. */
const PAGE = { left: 50, right: 545, top: 50, bottom: 780, footer: 795 };
const COLUMN = { date: 50, what: 122, whatWidth: 250, amount: 380, balance: 465, numberWidth: 80 };
const GREY = '#666666';
const BLACK = '#000000';

/** A statement on paper. The same statement gives the same bytes. */
export async function statementPdf(document: StatementDocument): Promise<Buffer> {
  const { statement, language } = document;
  const title = `${words[language].title} ${statement.payeeCode} ${statement.period}`;
  const made = new Date(`${document.asOf}T00:00:00Z`);
  const pdf = new PdfKit({
    size: 'A4',
    margins: { top: PAGE.top, left: PAGE.left, right: 595 - PAGE.right, bottom: 20 },
    bufferPages: true,
    info: { Title: title, CreationDate: made, ModDate: made, Producer: 'Quyu', Creator: 'Quyu' },
    lang: language,
  });
  pdf.registerFont('plain', fontFile('Regular')).registerFont('bold', fontFile('Bold'));
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  writeHead(pdf, document);
  if (statement.accounts.length === 0) pdf.font('plain').fontSize(10).text(words[language].nothing, PAGE.left, pdf.y + 20);
  for (const account of statement.accounts) writeAccount(pdf, document, account);
  writeFooters(pdf, document);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
} // prettier-ignore

function writeHead(pdf: Pdf, { statement, language, asOf, from }: StatementDocument): void {
  const { title, payee, period, issued, preliminary } = words[language];
  pdf.font('bold').fontSize(18).text(title, PAGE.left, PAGE.top);
  if (from !== undefined) pdf.font('plain').fontSize(10).text(from);
  pdf.moveDown(0.7);
  const facts = [
    [payee[statement.payeeKind], `${statement.payeeName} (${statement.payeeCode})`],
    [period, `${statement.period} (${statement.from} – ${statement.to})`],
    [issued, asOf],
  ] as const;
  for (const [name, value] of facts) {
    const { y } = pdf;
    pdf.font('plain').fontSize(10).fillColor(GREY).text(name, PAGE.left, y, { width: 90 });
    pdf.fillColor(BLACK).text(value, PAGE.left + 95, y, { width: 400 });
  }
  if (!statement.isFinal) pdf.moveDown(0.3).fillColor(GREY).fontSize(9).text(preliminary, PAGE.left).fillColor(BLACK);
} // prettier-ignore

function writeAccount(pdf: Pdf, document: StatementDocument, account: StatementAccount): void {
  const { language, statement } = document;
  const { opening, closing, heldBack, currency: currencyName, columns } = words[language];
  const { currency } = account;
  const amount = (owed: bigint): string => amountText(owed, currency);
  const balances = runningBalances(account);
  makeRoom(pdf, 120);
  pdf.moveDown(1.2).font('bold').fontSize(12).text(`${currencyName} ${currency}`, PAGE.left);
  pdf.moveDown(0.4);
  writeRow(pdf, { font: 'bold', cells: [columns.date, columns.what, columns.amount, columns.balance] });
  rule(pdf);
  writeRow(pdf, { cells: [statement.from, opening, '', amount(owedOf(account.opening))] });
  account.lines.forEach((line, at) => {
    const cells = [line.bookedOn, lineTitle(line, language), amount(owedOf(line)), amount(balances[at]!)] as const;
    writeRow(pdf, { cells, notes: lineExplanation(line, document) });
  });
  rule(pdf);
  writeRow(pdf, { font: 'bold', cells: [statement.to, closing, '', amount(owedOf(account.closing))] });
  if (account.closing.held.amount !== '0')
    writeRow(pdf, { cells: ['', heldBack, '', amount(BigInt(account.closing.held.amount))] });
  writeSums(pdf, document, account);
} // prettier-ignore

function writeSums(pdf: Pdf, { language }: StatementDocument, { sums, currency }: StatementAccount): void {
  if (sums.length === 0) return;
  const { sums: title, kinds } = words[language];
  makeRoom(pdf, 20 + sums.length * 16);
  pdf.moveDown(0.8).font('bold').fontSize(10).text(title, PAGE.left);
  pdf.moveDown(0.2);
  for (const sum of sums) {
    const held =
      sum.held.amount === '0' ? '' : ` (${amountText(BigInt(sum.held.amount), currency).replace('-', '')})`;
    writeRow(pdf, { cells: ['', `${kinds[sum.kind]}${held}`, amountText(owedOf(sum), currency), ''] });
  }
}

interface PdfRow {
  readonly font?: 'plain' | 'bold';
  readonly cells: readonly [date: string, what: string, amount: string, balance: string];
  readonly notes?: readonly string[];
}

function writeRow(pdf: Pdf, { font = 'plain', cells, notes = [] }: PdfRow): void {
  const [date, what, amount, balance] = cells;
  const wide = { width: COLUMN.whatWidth };
  const right = { width: COLUMN.numberWidth, align: 'right' } as const;
  pdf.font(font).fontSize(10);
  makeRoom(pdf, pdf.heightOfString(what, wide) + notes.length * 12 + 4);
  const { y } = pdf;
  pdf.text(date, COLUMN.date, y);
  pdf.text(amount, COLUMN.amount, y, right);
  pdf.text(balance, COLUMN.balance, y, right);
  pdf.text(what, COLUMN.what, y, wide);
  pdf.font('plain').fontSize(8).fillColor(GREY);
  for (const note of notes) {
    makeRoom(pdf, 12);
    pdf.text(note, COLUMN.what, pdf.y, { width: PAGE.right - COLUMN.what });
  }
  pdf.fillColor(BLACK);
  pdf.y += 4;
} // prettier-ignore

function rule(pdf: Pdf): void {
  pdf.moveTo(PAGE.left, pdf.y).lineTo(PAGE.right, pdf.y).lineWidth(0.5).strokeColor(GREY).stroke();
  pdf.y += 5;
}

/** Begins a page where what follows does not fit on this one. */
function makeRoom(pdf: Pdf, height: number): void {
  if (pdf.y + Math.min(height, 300) > PAGE.bottom) pdf.addPage();
}

function writeFooters(pdf: Pdf, { language, statement }: StatementDocument): void {
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(page);
    const text = `${statement.payeeCode} · ${statement.period} · ${words[language].page(page + 1, count)}`;
    pdf.font('plain').fontSize(8).fillColor(GREY);
    pdf.text(text, PAGE.left, PAGE.footer, { width: PAGE.right - PAGE.left, align: 'center', lineBreak: false });
  }
} // prettier-ignore
