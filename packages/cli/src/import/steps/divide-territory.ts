import { createHash } from 'node:crypto';
import type { TerritoryModel } from '@quyu/territory-contracts';
import { TERRITORY_LEVELS } from '../../main-job/market.js';
import type { Division } from '../dataset/divide-market.js';
import { geographyLayout, territoriesLayout } from '../dataset/layouts.js';
import type { ImportJob, ImportStep, StepOutcome } from '../import-job.js';
import { sendLines } from '../send-lines.js';

/** Makes the territory model of this market the active one, unless it is. */
export const divideTerritory: ImportStep = async (job) => {
  const { division, platform, faults } = job;
  const model = await findModel(job, modelCodeOf(division));
  const size = division.territories.length + division.rules.length;
  const rejected = faults.lines;
  if (model.status === 'active') return { what: 'territories', created: 0, unchanged: size, rejected };
  const territories = await sendTerritories(job, model);
  const rules = await sendRules(job, model);
  await platform.territory.activateModel({ params: { modelId: model.modelId } });
  return {
    what: 'territories',
    created: territories.created + rules.created,
    unchanged: territories.unchanged + rules.unchanged,
    rejected: faults.lines,
  };
};

/** A model that was begun is gone on with; an archived one is history, so that a new one is made beside it. */
async function findModel(job: ImportJob, wanted: string): Promise<TerritoryModel> {
  const { territory } = job.platform;
  for (let count = 1; ; count += 1) {
    const code = count === 1 ? wanted : `${wanted}-${count}`;
    const { items } = await territory.listModels({ query: { code } });
    const [model] = items;
    if (model && model.status !== 'archived') return model;
    if (!model) {
      const levels = [...TERRITORY_LEVELS];
      return territory.createModel({ body: { code, name: 'Market by region and state', levels } });
    }
  }
}

/** The same market always has the same model, another market another one. */
function modelCodeOf({ territories, rules }: Division): string {
  const content = JSON.stringify([territories, rules].map((lines) => lines.map(({ body }) => body)));
  return `market-${createHash('sha256').update(content).digest('hex').slice(0, 8)}`;
}

function sendTerritories(job: ImportJob, { modelId }: TerritoryModel): Promise<StepOutcome> {
  return sendLines(job, {
    what: 'territories',
    file: territoriesLayout.file,
    columns: { '/name': 'Region', '/code': 'Region', '/parentCode': 'Country' },
    lines: job.division.territories,
    send: (body) => job.platform.territory.addTerritories({ params: { modelId }, body }),
  });
}

function sendRules(job: ImportJob, { modelId }: TerritoryModel): Promise<StepOutcome> {
  return sendLines(job, {
    what: 'assignment rules',
    file: geographyLayout.file,
    columns: { '/territoryCode': 'SalesTerritoryKey', '/condition': 'StateProvinceCode' },
    lines: job.division.rules,
    send: (body) => job.platform.territory.addRules({ params: { modelId }, body }),
  });
}
