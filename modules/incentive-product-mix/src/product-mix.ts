import { contribute, defineModule } from '@quyu/plugin-kit';
import { incentiveComponent } from '@quyu/incentive/extension-points';
import { mixCalculator } from './mix-calculator.js';
import { mixFaults, readMix } from './mix-settings.js';

/**
 * Rewards who sells the breadth of the range: where enough of the product groups were sold, each at least so much, a rate on the sales of all of
 * them. Plans name it in a component of kind `custom`.
 *
 * @example defineConfig({ plugins: [incentive], modules: [productMix] })
 * @example
 * { kind: 'custom', code: 'mix', type: 'product-mix',
 *   settings: { payee: 'partner', groups: 'Helmets, Road Bikes, Tires', atLeast: '2', minimum: '100000', rateBp: '50' } }
 */
export const productMix = defineModule({
  id: 'incentive-product-mix',
  kit: '^1.0.0',
  contributes: [
    contribute(incentiveComponent, {
      type: 'product-mix',
      check: mixFaults,
      make: (settings) => mixCalculator(readMix(settings)),
    }),
  ],
});
