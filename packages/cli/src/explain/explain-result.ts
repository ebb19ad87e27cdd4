import { itemsOf } from '@quyu/contract-kit';
import { locatePlatform, type WhereOptions } from '../deployment/locate-platform.js';
import { connectPlatform } from '../import/platform.js';
import { renderExplanation } from './render-explanation.js';

/** What `quyu incentive explain` takes. */
export interface ExplainOptions extends WhereOptions {
  readonly json?: true;
  readonly lang: 'en' | 'zh-CN';
  /** How many lines of the ledger are shown at most. */
  readonly lines: number;
}

/** `quyu incentive explain`: a result in sentences, and the sales lines it follows from. */
export async function explainResult(
  resultId: string,
  { json, lang, lines: most, ...where }: ExplainOptions,
): Promise<void> {
  const { incentive } = connectPlatform(await locatePlatform(where));
  const params = { resultId };
  const explanation = await incentive.explainResult({ params, query: { lang } });
  const lines = [];
  for await (const line of itemsOf((cursor) => incentive.listResultLines({ params, query: { cursor } }))) {
    if (lines.length >= most) break;
    lines.push(line);
  }
  const text = json
    ? JSON.stringify({ ...explanation, lines }, null, 2)
    : renderExplanation({ ...explanation, lines }, lang);
  process.stdout.write(`${text}\n`);
}
