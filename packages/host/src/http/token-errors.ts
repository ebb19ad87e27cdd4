import { type Problem, platformErrors } from '@quyu/contract-kit';
import { errors } from 'jose';

/** Reasons that lie in the token. They are told: a caller with a bad token must be able to mend it. */
const REASONS: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'the token has expired',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'the signature of the token does not verify',
  ERR_JOSE_ALG_NOT_ALLOWED: 'the token is signed with an algorithm that is not accepted',
  ERR_JOSE_NOT_SUPPORTED: 'the token asks for something that is not supported',
  ERR_JWKS_NO_MATCHING_KEY: 'the token is signed with an unknown key',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'the token does not say which key it is signed with',
  ERR_JWS_INVALID: 'the token is malformed',
  ERR_JWT_INVALID: 'the token is malformed',
};

/** The problem a failed verification means: 401 when the token is at fault, 503 when its keys cannot be had. */
export function problemOfTokenError(error: unknown): Problem {
  if (error instanceof errors.JWTClaimValidationFailed) {
    return platformErrors.UNAUTHENTICATED({
      detail: `the token's "${error.claim}" is not acceptable`,
      cause: error,
    });
  }
  const reason = error instanceof errors.JOSEError ? REASONS[error.code] : undefined;
  if (reason !== undefined) return platformErrors.UNAUTHENTICATED({ detail: reason, cause: error });
  return platformErrors.UNAVAILABLE({
    detail: 'the keys that tokens are checked with cannot be fetched',
    retryAfterSeconds: 5,
    cause: error,
  });
}
