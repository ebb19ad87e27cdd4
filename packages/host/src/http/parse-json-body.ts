import { type Problem, parseJson, platformErrors } from '@quyu/contract-kit';

/**
 * A JSON body, or undefined when it is empty.
 *
 * @throws Problem MALFORMED_JSON when it is not JSON in UTF-8, or holds a key that would poison a prototype.
 */
export function parseJsonBody(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return undefined;
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed(error.message, error);
    if (error instanceof TypeError) throw malformed('the body is not UTF-8', error);
    throw error;
  }
}

function malformed(message: string, cause: Error): Problem {
  return platformErrors.MALFORMED_JSON({
    detail: message,
    errors: [{ pointer: '/body', code: 'malformed_json', message }],
    cause,
  });
}
