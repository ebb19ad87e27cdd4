import { isDeepStrictEqual } from 'node:util';
import type { ScreeningPolicy, ScreeningPolicyDraft } from '@quyu/partner-contracts';
import { type Fault, platformErrors } from '@quyu/plugin-kit';

/**
 * The version of a policy that a draft comes to: the latest again when it says the same, else the next.
 *
 * @param latest the latest version under the same code.
 */
export function versionOf(
  latest: ScreeningPolicy | undefined,
  code: string,
  draft: ScreeningPolicyDraft,
): ScreeningPolicy {
  const again = { code, version: latest?.version ?? 0, ...draft };
  return latest && isDeepStrictEqual(latest, again) ? latest : { ...again, version: again.version + 1 };
}

/** @throws Problem INVALID_REQUEST for two indicators of one fact, and for bands that leave a value open or undecided. */
export function assertSound({ indicators }: ScreeningPolicyDraft): void {
  const faults = indicators.flatMap(({ fact, bands }, index): Fault[] => {
    const at = `/body/indicators/${index}`;
    const first = indicators.findIndex((other) => other.fact === fact);
    const twice =
      first === index ? [] : [faultAt(`${at}/fact`, 'duplicate_fact', `"${fact}" is rated already`)];
    return [...twice, ...bandFaults(bands, `${at}/bands`)];
  });
  if (faults.length === 0) return;
  throw platformErrors.INVALID_REQUEST({
    detail: faults.map(({ pointer, message }) => `${pointer}: ${message}`).join('; '),
    errors: faults,
  });
}

function bandFaults(bands: readonly { readonly from: number }[], at: string): readonly Fault[] {
  const starts = bands.map(({ from }) => from);
  const faults = starts.flatMap((from, index) =>
    starts.indexOf(from) === index
      ? []
      : [faultAt(`${at}/${index}/from`, 'duplicate_band', `another band starts at ${from}`)],
  );
  return starts.includes(0) ? faults : [faultAt(at, 'no_first_band', 'one band must start at 0'), ...faults];
}

function faultAt(pointer: string, code: string, message: string): Fault {
  return { pointer, code, message };
}
