import { isConfidential } from '../http/keys/confidential.js';
import type { ConfigFault } from './config-error.js';

interface AuthFields {
  readonly authIssuer: string;
  readonly authJwks?: unknown;
  readonly authJwksUrl?: string | undefined;
}

/** What the settings of one field each do not show: whether all of them together lead to keys that can be trusted. */
export function authFaults({ authIssuer, authJwks, authJwksUrl }: AuthFields): ConfigFault[] {
  if (authJwks) return [];
  const asked = authJwksUrl === undefined ? issuerFault(authIssuer) : addressFault(authJwksUrl);
  return asked ? [asked] : [];
}

/** An issuer that is to be asked for its keys must be an address. */
function issuerFault(value: string): ConfigFault | undefined {
  const name = 'QUYU_AUTH_ISSUER';
  const address = URL.parse(value);
  if (!address || !/^https?:$/.test(address.protocol) || address.search !== '' || address.hash !== '') {
    const remedy = "set it to the issuer's https address, or QUYU_AUTH_JWKS_URL to that of its keys";
    return { name, value, fault: 'is no address that could be asked for keys', remedy };
  }
  if (isConfidential(address)) return undefined;
  const remedy = 'use https, or give the keys in QUYU_AUTH_JWKS';
  return { name, value, fault: "keys named without TLS could be anybody's", remedy };
}

function addressFault(value: string): ConfigFault | undefined {
  if (isConfidential(new URL(value))) return undefined;
  const remedy = 'use https, or give the keys in QUYU_AUTH_JWKS';
  return {
    name: 'QUYU_AUTH_JWKS_URL',
    value,
    fault: "keys fetched without TLS could be anybody's",
    remedy,
  };
}
