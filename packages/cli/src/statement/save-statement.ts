import { writeFile } from 'node:fs/promises';
import { CliError } from '../cli-error.js';
import { locatePlatform, type WhereOptions } from '../deployment/locate-platform.js';
import { connectPlatform } from '../import/platform.js';

/** What `quyu statement` takes. */
export interface StatementOptions extends WhereOptions {
  readonly format: 'csv' | 'pdf';
  readonly lang: 'en' | 'zh-CN';
  /** Where it goes; a file of its own name in this folder when missing. */
  readonly out?: string;
}

export interface StatementAsked {
  readonly payeeKind: 'partner' | 'salesperson';
  readonly payeeCode: string;
  readonly period: string;
}

/** `quyu statement`: saves a payee's statement of a period as a file. A file that is there is not written over. */
export async function saveStatement(
  params: StatementAsked,
  { format, lang, out, ...where }: StatementOptions,
): Promise<void> {
  const { incentive } = connectPlatform(await locatePlatform(where));
  const { file, encoding, content } = await incentive.getStatementFile({ params, query: { format, lang } });
  const path = out ?? file;
  await writeFile(path, Buffer.from(content, encoding), { flag: 'wx' }).catch((error: unknown) => {
    throw new CliError(
      `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      'Name another file with --out.',
    );
  });
  process.stdout.write(`${path}\n`);
}
