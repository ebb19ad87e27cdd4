import { platformErrors } from '@quyu/contract-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pathOfRequest } from './log-failure.js';
import { replyProblem } from './reply-problem.js';

interface Address {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}

/**
 * Keeps the addresses of the routes that are added from here on.
 *
 * @returns the answer to what matched none of them: 405 with `Allow` when only the method is wrong, else 404.
 */
export function rememberAddresses(
  server: FastifyInstance,
): (request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  const addresses: Address[] = [];
  server.addHook('onRoute', ({ url, method }) => {
    addresses.push({ pattern: patternOf(url), methods: [method].flat() });
  });
  return (request, reply) => {
    const path = pathOfRequest(request);
    const allowed = addresses.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods);
    if (allowed.length === 0)
      return replyProblem(
        platformErrors.NOT_FOUND({ detail: `there is nothing at ${path}` }),
        request,
        reply,
      );
    const allow = [...new Set(allowed)].join(', ');
    reply.header('allow', allow);
    return replyProblem(
      platformErrors.METHOD_NOT_ALLOWED({ detail: `allowed here: ${allow}` }),
      request,
      reply,
    );
  };
}

function patternOf(url: string): RegExp {
  const text = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll(/[^\w-]/g, '\\$&')));
  return new RegExp(`^${text.join('/')}$`);
}
