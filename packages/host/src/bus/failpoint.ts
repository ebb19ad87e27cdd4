/** Places at which a fault test can kill the process. */
export type Failpoint =
  | 'relay.before-publish'
  | 'relay.after-publish'
  | 'relay.after-ack'
  | 'relay.after-delete'
  | 'consumer.before-commit'
  | 'consumer.after-commit';

/** `QUYU_FAILPOINT=<place>` or `<place>:<n>`: dies as by `kill -9` the n-th time it gets there. Set in fault tests only. */
const [armed, countdown = '1'] = (process.env['QUYU_FAILPOINT'] ?? '').split(':');
let remaining = Number(countdown);

/** Does nothing, unless the environment says that the process must die here. */
export function failpoint(place: Failpoint): void {
  if (place !== armed) return;
  remaining -= 1;
  if (remaining <= 0) process.kill(process.pid, 'SIGKILL');
}
