/** A cell of a CSV file. What a spreadsheet would take for a formula stands behind an apostrophe. @example csvCell('=1+1') // "'=1+1" */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
