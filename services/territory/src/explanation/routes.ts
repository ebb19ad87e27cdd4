import { platformErrors } from '@quyu/plugin-kit';
import {
  type Assignment,
  type Explanation,
  territoryErrors,
  type TerritoryModel,
} from '@quyu/territory-contracts';
import type { RoutesOf } from '../context.js';
import type { Dimensions } from '../dimensions/dimensions.js';
import { assertFound, type ModelContent } from '../models/models.js';
import { explain, type Overruling } from './explanation.js';

/** What explaining needs to know of models and assignments. */
export interface Explained {
  modelOf(modelId: string): Promise<TerritoryModel | undefined>;
  contentOf(modelId: string): Promise<ModelContent>;
  modelCalled(code: string): Promise<TerritoryModel | undefined>;
  assignmentOf(subjectId: string): Promise<Assignment | undefined>;
}

const NEAREST = 5;

export function explanationRoutes(
  dimensions: Dimensions,
  { modelOf, modelCalled, contentOf, assignmentOf }: Explained,
): RoutesOf<'explainAssignment' | 'explainSubject'> {
  return {
    async explainAssignment({ params: { subjectId }, query: { nearest = NEAREST } }) {
      const assignment = await assignmentOf(subjectId);
      if (!assignment) {
        const detail = `${subjectId} was never enrolled, or no model has been active since`;
        throw territoryErrors.SUBJECT_NOT_FOUND({ detail });
      }
      const { modelCode } = assignment;
      const model = assertFound(await modelCalled(modelCode), modelCode);
      const content = await contentOf(model.modelId);
      return named(model, explain(content, assignment.attributes, nearest, overrulingOf(assignment)));
    },

    async explainSubject({ params: { modelId }, body: { attributes, nearest = NEAREST } }) {
      const model = assertFound(await modelOf(modelId), modelId);
      assertKnown(Object.keys(attributes), dimensions);
      return named(model, explain(await contentOf(modelId), dimensions.complete(attributes), nearest));
    },
  };
}

/** A subject may be put where it is by a person, or left there by a model that fills, whatever the rules say. */
function overrulingOf({ territoryCode, ruleCode, by }: Assignment): Overruling | undefined {
  return territoryCode === null || by === 'rule' ? undefined : { because: by, territoryCode, ruleCode };
}

function named({ code, version }: TerritoryModel, reasons: Omit<Explanation, 'modelCode' | 'modelVersion'>) {
  return { modelCode: code, modelVersion: version, ...reasons };
}

/** @throws Problem INVALID_REQUEST naming each attribute that no dimension has. */
function assertKnown(attributes: readonly string[], dimensions: Dimensions): void {
  const errors = attributes.flatMap((attribute) => {
    const objection = dimensions.objectionTo(attribute);
    const pointer = `/body/attributes/${attribute.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return objection ? [{ pointer, ...objection }] : [];
  });
  if (errors.length === 0) return;
  throw platformErrors.INVALID_REQUEST({
    detail: errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('; '),
    errors,
  });
}
