import { platformErrors } from '@quyu/contract-kit';
import type { onRequestHookHandler } from 'fastify';

/** Compressed bodies are refused: a small one could unpack to any size. */
export const refuseEncodedBody: onRequestHookHandler = (request, _reply, done) => {
  const encoding = request.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return done();
  done(
    platformErrors.UNSUPPORTED_MEDIA_TYPE({
      detail: `content-encoding "${encoding}" is not accepted: send the body as it is`,
    }),
  );
};
