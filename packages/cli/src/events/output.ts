/** Writes a document for machines, or a text for people, on standard output. */
export function print(json: boolean | undefined, document: unknown, text: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(document, null, 2) : text()}\n`);
}
