import { describe, expect, it } from 'vitest';
import { explainStorageError } from './errors.js';

const systemError = (code: string) => Object.assign(new Error(code), { code });

describe('a storage error', () => {
  it.each([
    ['ENOSPC', 'DISK_FULL'],
    ['53100', 'DISK_FULL'],
    ['EACCES', 'DIR_NOT_WRITABLE'],
    ['EROFS', 'DIR_NOT_WRITABLE'],
    ['ENOTDIR', 'DIR_NOT_WRITABLE'],
  ])('%s becomes %s, naming the folder', (errno, code) => {
    expect(explainStorageError(systemError(errno), '/state')).toMatchObject({
      code,
      message: expect.stringContaining('/state') as string,
    });
  });

  it('of any other kind stays as it is', () => {
    const error = systemError('EIO');
    expect(explainStorageError(error, '/state')).toBe(error);
  });
});
