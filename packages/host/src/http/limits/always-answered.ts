/** Addresses that are answered under any load: whoever looks after the process must still see it. */
export const ALWAYS_ANSWERED: ReadonlySet<string> = new Set(['/health/live', '/health/ready', '/metrics']);
