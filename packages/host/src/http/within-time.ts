import { platformErrors } from '@quyu/contract-kit';

/**
 * Does work for so long and no longer. Fastify's own `handlerTimeout` is no use here: it stands down as soon as the
 * request's body has been read, which is before a write begins.
 *
 * @param limitMs undefined for work without a limit.
 * @param work is told by a function whether it has been given up: it should then not take effect.
 * @throws Problem UNAVAILABLE when the time is over.
 */
export async function withinTime<T>(
  limitMs: number | undefined,
  work: (isGivenUp: () => boolean) => Promise<T>,
): Promise<T> {
  if (limitMs === undefined) return work(() => false);
  let givenUp = false;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      givenUp = true;
      reject(
        platformErrors.UNAVAILABLE({ detail: `the request took longer than ${limitMs} ms and was given up` }),
      );
    }, limitMs);
  });
  try {
    return await Promise.race([work(() => givenUp), late]);
  } finally {
    clearTimeout(timer);
  }
}
