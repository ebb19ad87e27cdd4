import { contribute, defineModule } from '@quyu/plugin-kit';
import { territoryDimension } from '@quyu/territory/extension-points';
import { zoneOf } from './zones.js';

/**
 * Divides the market by the zones that postal services use themselves: rules may test `zone.postal`.
 *
 * @example defineConfig({ plugins: [territory], modules: [postalZone] })
 * @example { attribute: 'zone.postal', op: 'in', values: ['CN-31', 'CN-32'] } // 浙江
 */
export const postalZone = defineModule({
  id: 'territory-postal-zone',
  kit: '^1.0.0',
  contributes: [
    contribute(territoryDimension, {
      name: 'zone',
      attributes: ['zone.postal'],
      derive: ({ address: { country, postalCode } }) => known(zoneOf(country, postalCode ?? '')),
      complete: (attributes) =>
        known(zoneOf(attributes['geo.country'] ?? '', attributes['geo.postal'] ?? '')),
    }),
  ],
});

function known(zone: string | undefined): Readonly<Record<string, string>> {
  return zone === undefined ? {} : { 'zone.postal': zone };
}
