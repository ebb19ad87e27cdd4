/** An error whose message is all a person needs: it is shown without a stack. */
export function explain(message, cause) {
  return Object.assign(new Error(message, { cause }), { isExplained: true });
}

/** What to show a person of any error. */
export function describe(error) {
  if (error.isExplained) return error.message;
  if (error.code === 'ENOSPC')
    return `The disk is full (${error.message}). Free some space and run the same command again.`;
  if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) {
    return `${error.message}. Make this folder yours (chown -R) and run the same command again.`;
  }
  return error.stack;
}
