import type { TerritoryModel } from '@quyu/territory-contracts';
import type { RoutesOf } from '../context.js';
import type { Dimensions } from '../dimensions/dimensions.js';
import { assertFound, type ModelContent } from '../models/models.js';
import { findGaps } from './gaps.js';
import { findOverlaps } from './overlaps.js';
import { workInSlices } from './slices.js';

/** What the analysis needs to know of models. */
export interface Analysed {
  modelOf(modelId: string): Promise<TerritoryModel | undefined>;
  contentOf(modelId: string): Promise<ModelContent>;
}

const LIMIT = 100;

export function analysisRoutes(
  { valuesOf }: Dimensions,
  { modelOf, contentOf }: Analysed,
): RoutesOf<'analyseOverlaps' | 'analyseGaps'> {
  return {
    async analyseOverlaps({ params: { modelId }, query: { limit = LIMIT } }) {
      const { code, version } = assertFound(await modelOf(modelId), modelId);
      const overlaps = await workInSlices(findOverlaps(await contentOf(modelId), limit));
      return { modelCode: code, modelVersion: version, ...overlaps };
    },

    async analyseGaps({ params: { modelId }, query: { limit = LIMIT } }) {
      const { code, version } = assertFound(await modelOf(modelId), modelId);
      const gaps = await workInSlices(findGaps(await contentOf(modelId), valuesOf, limit));
      return { modelCode: code, modelVersion: version, ...gaps };
    },
  };
}
