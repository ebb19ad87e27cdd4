/** How many requests are under way at a time, for every contender. */
export const REQUESTS_AT_A_TIME = 64;

/** Asks so often, and measures answers a second. */
export async function answersPerSecond(
  amount: number,
  ask: (serial: number) => Promise<unknown>,
): Promise<number> {
  let asked = 0;
  const began = performance.now();
  const askNext = async (): Promise<void> => {
    while (asked < amount) {
      asked += 1;
      await ask(asked);
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_A_TIME }, askNext));
  return (amount / (performance.now() - began)) * 1000;
}
