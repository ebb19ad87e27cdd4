import { resolve } from 'node:path';

/** Every way embedded infrastructure can fail. The list is closed: callers may switch over it. */
export const EMBEDDED_ERROR_CODES = [
  'PORT_TAKEN',
  'DISK_FULL',
  'DIR_NOT_WRITABLE',
  'BINARIES_MISSING',
  'NATS_NOT_FOUND',
  'NOT_READY',
  'STATE_LOCKED',
  'DATA_INCOMPATIBLE',
  'PASSWORD_REJECTED',
  'PREVIOUS_RUN_STUCK',
] as const;

const POSTGRES_DISK_FULL = '53100';

/** One of {@link EMBEDDED_ERROR_CODES}. */
export type EmbeddedErrorCode = (typeof EMBEDDED_ERROR_CODES)[number];

/**
 * A failure of embedded infrastructure. `code` is for programs; `message` is for people and always
 * says where it happened and what to do about it.
 *
 * @example
 * try {
 *   await startPostgres({ dir });
 * } catch (error) {
 *   if (error instanceof EmbeddedError && error.code === 'DISK_FULL') console.error(error.message);
 *   throw error;
 * }
 */
export class EmbeddedError extends Error {
  override readonly name = 'EmbeddedError';
  readonly code: EmbeddedErrorCode;

  constructor(code: EmbeddedErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The errno name of a system error (`ENOENT`), or undefined for any other value. */
export function errnoOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Turns a file system error in `folder` into an {@link EmbeddedError}; other errors come back unchanged. */
export function explainStorageError(error: unknown, folder: string): unknown {
  const path = resolve(folder);
  const errno = errnoOf(error);
  if (errno === 'ENOSPC' || errno === 'EDQUOT' || errno === POSTGRES_DISK_FULL) return diskFull(path, error);
  if (errno === 'EACCES' || errno === 'EPERM' || errno === 'EROFS') return notWritable(path, errno, error);
  if (errno === 'ENOTDIR' || errno === 'EEXIST') {
    return new EmbeddedError(
      'DIR_NOT_WRITABLE',
      `${path} cannot hold state: it, or a part of the path, is a file where a folder is needed. Move that file away or choose another state folder.`,
      { cause: error },
    );
  }
  return error;
}

/** True when what a server said means that the disk is full. */
export function tellsDiskFull(text: string): boolean {
  return /no space left on device|disk quota exceeded|check free disk space/i.test(text);
}

/** The error for a full disk at `path`. */
export function diskFull(path: string, cause?: unknown): EmbeddedError {
  return new EmbeddedError(
    'DISK_FULL',
    `No space left on the disk that holds ${path}. Free some space (or choose a state folder on another disk) and start again; nothing that was committed is lost.`,
    { cause },
  );
}

function notWritable(path: string, errno: string, cause: unknown): EmbeddedError {
  return new EmbeddedError(
    'DIR_NOT_WRITABLE',
    `${path} cannot be written (${errno}). If another user created it (for example root), give it to yourself with chown -R, or choose another state folder.`,
    { cause },
  );
}
